package org.allotment.reports.format;

/**
 * Why a document was refused.
 *
 * @param where JSON pointer with line and column, such as {@code /0/primaryMetric/score (line 12, column 7)}
 */
public record ParseProblem(Kind kind, String message, String where) {
    /** The ways to be wrong. */
    public enum Kind {
        /** Not JSON, cut short, above a limit, or another type than the format says. */
        MALFORMED,
        /** JSON of a format that is not known here. */
        UNKNOWN_FORMAT,
        /** More of it than is kept of one upload. */
        TOO_LARGE
    }
}
