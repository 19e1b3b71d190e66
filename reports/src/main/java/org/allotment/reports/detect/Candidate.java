package org.allotment.reports.detect;

import org.allotment.reports.model.MetricKind;
import org.allotment.reports.stats.ForkSummary;

/** One series of the newest run with its past. */
public final class Candidate {
    private final MetricKind kind;
    private final boolean higherIsBetter;
    private final double[] forkValues;
    private final Past past;

    /** {@code forkValues} are the means of the forks of the newest run. */
    public Candidate(MetricKind kind, boolean higherIsBetter, double[] forkValues, Past past) {
        this.kind = kind;
        this.higherIsBetter = higherIsBetter;
        this.forkValues = forkValues.clone();
        this.past = past;
    }

    MetricKind kind() {
        return kind;
    }

    Past past() {
        return past;
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
