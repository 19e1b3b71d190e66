package org.allotment.reports.detect;

import org.allotment.reports.model.MetricKind;
import org.allotment.reports.stats.ForkSummary;

/** One series of the newest run with its past. */
public final class Candidate {
    private final MetricKind kind;
    private final boolean higherIsBetter;
    private final double[] forkValues;
    private final Past past;
    private final long seed;

    /** {@code forkValues} are the means of the forks of the newest run. */
    public Candidate(MetricKind kind, boolean higherIsBetter, double[] forkValues, Past past) {
        this(kind, higherIsBetter, forkValues, past, 0);
    }

    /** With the seed of what is drawn by lot about it. */
    public Candidate(MetricKind kind, boolean higherIsBetter, double[] forkValues, Past past, long seed) {
        this.kind = kind;
        this.higherIsBetter = higherIsBetter;
        this.forkValues = forkValues.clone();
        this.past = past;
        this.seed = seed;
    }

    MetricKind kind() {
        return kind;
    }

    Past past() {
        return past;
    }

    long seed() {
        return seed;
    }

    int forks() {
        return forkValues.length;
    }

    ForkSummary summary() {
        return ForkSummary.of(forkValues, higherIsBetter);
    }

    /** Logarithms of the fork values, larger is worse; empty where the log model does not apply. */
    double[] costs() {
        return ForkSummary.costs(forkValues, higherIsBetter);
    }
}
