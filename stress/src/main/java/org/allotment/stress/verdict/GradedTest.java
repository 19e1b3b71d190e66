package org.allotment.stress.verdict;

import java.util.List;

/**
 * One test and its verdict.
 *
 * @param name its key in the history
 * @param description one sentence for people
 * @param actors how many threads it needs at once
 * @param inverted true when it is broken on purpose and must be seen to fail
 * @param verdict how it came out
 * @param reason one sentence; empty when green
 * @param status jcstress' own word, or {@link #NOT_RUN}
 * @param samples how often it ran
 * @param configurations in how many configurations
 * @param outcomes all states that were seen or listed, in their order
 * @param failures each process that saw a forbidden or unknown state, saw nothing or failed
 */
public record GradedTest(
        String name,
        String description,
        int actors,
        boolean inverted,
        Verdict verdict,
        String reason,
        String status,
        long samples,
        int configurations,
        List<Outcome> outcomes,
        List<Failure> failures) {
    /** The status of a test without any result. */
    public static final String NOT_RUN = "NOT_RUN";

    /** Keeps copies of the lists. */
    public GradedTest {
        outcomes = List.copyOf(outcomes);
        failures = List.copyOf(failures);
    }

    /**
     * A state and how often it was seen.
     *
     * @param state the state, or the expression of a listed outcome that was not seen
     * @param expect what the test says about it
     * @param count how often it was seen
     * @param configurations in how many configurations
     * @param description one sentence for people
     */
    public record Outcome(String state, Expect expect, long count, int configurations, String description) {}

    /**
     * What a process saw that should not be, with all that is needed to see it again.
     *
     * @param state the state; empty when the process saw nothing or failed without one
     * @param count how often it was seen
     * @param compileMode which compiler each actor had
     * @param scheduling where the actors ran
     * @param jvmArgs the process's arguments without the seed
     * @param seed the compiler's seed; empty when there was none
     * @param log an excerpt of messages and output, at most {@link #MAX_LOG} characters
     */
    public record Failure(
            String state, long count, String compileMode, String scheduling, String jvmArgs, String seed, String log) {
        /** Longest excerpt. */
        public static final int MAX_LOG = 4_000;

        /** Cuts the log. */
        public Failure {
            log = log.length() <= MAX_LOG ? log : log.substring(0, MAX_LOG);
        }
    }
}
