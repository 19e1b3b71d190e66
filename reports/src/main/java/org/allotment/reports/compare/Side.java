package org.allotment.reports.compare;

import java.util.List;
import org.allotment.reports.model.history.RunSummary;

/**
 * One side.
 *
 * @param name what finds it again: {@code run:ID}, {@code commit:SHA} or {@code branch:NAME}
 * @param runs its runs, newest first, at least one
 */
public record Side(String name, List<RunSummary> runs) {
    /** Immutable. */
    public Side {
        runs = List.copyOf(runs);
    }

    /** Its newest run, which names its commit. */
    public RunSummary newest() {
        return runs.getFirst();
    }
}
