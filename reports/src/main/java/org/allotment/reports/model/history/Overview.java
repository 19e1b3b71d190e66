package org.allotment.reports.model.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest night of one branch.
 *
 * @param latest   the newest run that is neither a confirmation nor a bisection, with the verdict that its
 *                 confirmations leave it; null when there is none
 * @param previous the run before it, for links
 * @param confirms runs that measured the latest one's suspects again
 * @param findings of the latest run and of its confirmations, worst first
 * @param rows     results of the latest run
 * @param total    number of rows without paging
 */
public record Overview(
        String project,
        String branch,
        @Nullable RunSummary latest,
        @Nullable RunSummary previous,
        List<RunSummary> confirms,
        List<Finding> findings,
        List<SeriesRow> rows,
        int total,
        List<StressMatrix.Cell> stress) {
    /** Immutable. */
    public Overview {
        confirms = List.copyOf(confirms);
        findings = List.copyOf(findings);
        rows = List.copyOf(rows);
        stress = List.copyOf(stress);
    }
}
