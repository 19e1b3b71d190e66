package org.allotment.reports.model.history;

import java.util.List;

/** One litmus test over its runs, oldest first. */
public record StressHistory(
        long testId,
        String project,
        String name,
        String description,
        int actors,
        boolean inverted,
        List<Night> nights) {
    /** Immutable. */
    public StressHistory {
        nights = List.copyOf(nights);
    }

    /** The test in one run. */
    public record Night(
            RunSummary run,
            StressMatrix.Cell cell,
            int configurations,
            List<Outcome> outcomes,
            List<Failure> failures) {
        /** Immutable. */
        public Night {
            outcomes = List.copyOf(outcomes);
            failures = List.copyOf(failures);
        }
    }

    /** One state of the test; {@code expect} is jcstress' word. */
    public record Outcome(String state, String expect, long count, int configurations, String description) {}

    /** One configuration in which a bad state was seen. */
    public record Failure(
            String state, long count, String compileMode, String scheduling, String jvmArgs, String seed, String log) {}
}
