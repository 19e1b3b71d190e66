package org.allotment.reports.model.history;

import java.util.List;
import org.allotment.reports.model.State;
import org.jspecify.annotations.Nullable;

/** Litmus tests × runs. */
public record StressMatrix(String project, String branch, List<RunSummary> runs, List<Row> rows) {
    /** Immutable. */
    public StressMatrix {
        runs = List.copyOf(runs);
        rows = List.copyOf(rows);
    }

    /**
     * One test; {@code cells} is as long as {@link StressMatrix#runs} and in its order (oldest first), with null for a run
     * without the test.
     */
    public record Row(
            long testId, String name, String description, int actors, boolean inverted, List<@Nullable Cell> cells) {}

    /**
     * One test in one run.
     *
     * @param samples what made it green; zero bad in n samples bounds the rate at 3/n with 95 % confidence
     * @param bad     occurrences of forbidden and unknown states
     */
    public record Cell(
            String runId,
            long testId,
            String name,
            State state,
            String reason,
            String status,
            long samples,
            long bad) {}
}
