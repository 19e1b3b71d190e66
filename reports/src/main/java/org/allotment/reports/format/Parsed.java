package org.allotment.reports.format;

/** A document, or the reason why there is none. */
public sealed interface Parsed<T> {
    /** It was read. */
    record Document<T>(T value) implements Parsed<T> {}

    /** It was refused. */
    record Refused<T>(ParseProblem problem) implements Parsed<T> {}
}
