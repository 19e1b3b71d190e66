package org.allotment.reports.stats;

import java.util.Arrays;

/**
 * One run of one series in the figures that history keeps.
 *
 * @param median      median of the fork values
 * @param logMedian   m: median of their logarithms, turned so that larger is worse; NaN unless all are positive and finite
 * @param logVariance v: variance of that median
 */
public record ForkSummary(double median, double logMedian, double logVariance) {
    private static final int ENOUGH_FOR_MAD = 5;

    /** Summary of the fork values x. */
    public static ForkSummary of(double[] forkValues, boolean higherIsBetter) {
        double[] logs = costs(forkValues, higherIsBetter);
        double median = Robust.median(forkValues);
        return logs.length == 0
                ? new ForkSummary(median, Double.NaN, Double.NaN)
                : new ForkSummary(median, Robust.median(logs), medianVariance(logs));
    }

    /** l = ln x, or ln 1/x for throughput; none unless all x are positive and finite. */
    public static double[] costs(double[] forkValues, boolean higherIsBetter) {
        if (Arrays.stream(forkValues).anyMatch(x -> !(x > 0) || Double.isInfinite(x))) {
            return new double[0];
        }
        return Arrays.stream(forkValues)
                .map(x -> higherIsBetter ? -Math.log(x) : Math.log(x))
                .toArray();
    }

    private static double medianVariance(double[] logs) {
        if (logs.length >= ENOUGH_FOR_MAD) {
            double sigma = Robust.sigma(logs);
            return sigma * sigma / logs.length;
        }
        return Robust.variance(logs) / logs.length;
    }
}
