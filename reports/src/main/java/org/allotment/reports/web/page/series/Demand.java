package org.allotment.reports.web.page.series;

import java.util.List;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.store.read.series.BranchQuery.Branch;
import org.allotment.reports.store.read.series.RunSamples;
import org.jspecify.annotations.Nullable;

/**
 * What the address of a series' page asks for besides the series.
 *
 * @param branches that have its figure, its own among them
 * @param beside   its history on a second branch, null for none
 * @param samples  of one of its runs, null for none
 */
public record Demand(
        List<Branch> branches,
        @Nullable SeriesHistory beside,
        @Nullable RunSamples samples) {
    /** Nothing. */
    public static final Demand NONE = new Demand(List.of(), null, null);

    /** Immutable. */
    public Demand {
        branches = List.copyOf(branches);
    }

    /** The name of the second branch, or empty. */
    public String branch() {
        return beside == null ? "" : beside.series().branch();
    }

    /** The run whose samples are open, or empty. */
    public String run() {
        return samples == null ? "" : samples.raw().runId();
    }
}
