package org.allotment.stress.verdict;

import java.util.List;

/**
 * The graded outcomes of a run, as {@code docs/result-format.md} describes them.
 *
 * @param format {@link #FORMAT}
 * @param harness which jcstress
 * @param options its options
 * @param started when, ISO 8601 in UTC
 * @param durationMillis how long, by a monotonic clock
 * @param tests one entry per expected test, in the order of their names
 */
public record StressDocument(
        String format, String harness, String options, String started, long durationMillis, List<GradedTest> tests) {
    /** Name and number of this shape. */
    public static final String FORMAT = "allotment.stress/1";

    /** Keeps a copy of the tests. */
    public StressDocument {
        tests = List.copyOf(tests);
    }

    /**
     * Tells whether any test has a verdict.
     *
     * @param verdict the verdict
     * @return true when at least one has it
     */
    public boolean hasAny(Verdict verdict) {
        return tests.stream().anyMatch(test -> test.verdict() == verdict);
    }
}
