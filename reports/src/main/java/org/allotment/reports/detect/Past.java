package org.allotment.reports.detect;

import java.util.List;
import org.allotment.reports.stats.ForkSummary;

/**
 * The runs that a new one is compared with: of one series and one epoch, oldest first.
 *
 * @param still those of them that were not called changed: as far as they lie apart a series moves by itself
 */
public record Past(List<ForkSummary> runs, List<ForkSummary> still) {
    /** The most that are looked at. */
    public static final int MOST = 30;

    /** The fewest that a verdict on time needs. */
    public static final int FEWEST = 8;

    /** The fewest that a verdict on a deterministic metric needs. */
    public static final int FEWEST_DETERMINISTIC = 3;

    /** Immutable. */
    public Past {
        runs = List.copyOf(runs);
        still = List.copyOf(still);
    }

    /** Runs of which none was called changed. */
    public Past(List<ForkSummary> runs) {
        this(runs, runs);
    }

    /** How many. */
    public int size() {
        return runs.size();
    }

    double[] logMedians() {
        return runs.stream().mapToDouble(ForkSummary::logMedian).toArray();
    }

    double[] logVariances() {
        return runs.stream().mapToDouble(ForkSummary::logVariance).toArray();
    }

    double[] medians() {
        return runs.stream().mapToDouble(ForkSummary::median).toArray();
    }

    double[] stillMedians() {
        return still.stream().mapToDouble(ForkSummary::median).toArray();
    }
}
