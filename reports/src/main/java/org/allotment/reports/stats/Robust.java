package org.allotment.reports.stats;

import java.util.Arrays;

/** Location and spread that one wild value does not move. */
public final class Robust {
    /** Makes the median absolute deviation of a normal sample its standard deviation. */
    public static final double MAD_TO_SIGMA = 1.4826;

    private Robust() {}

    /** The median; the mean of the middle two for an even number; NaN for none. */
    public static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
    }

    /** {@value #MAD_TO_SIGMA} times the median distance from the median; 0 for one value. */
    public static double sigma(double[] values) {
        double center = median(values);
        return MAD_TO_SIGMA
                * median(Arrays.stream(values)
                        .map(value -> Math.abs(value - center))
                        .toArray());
    }

    /** The unbiased variance; 0 for fewer than two values. */
    public static double variance(double[] values) {
        if (values.length < 2) {
            return 0;
        }
        double mean = mean(values);
        double sum = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return sum / (values.length - 1);
    }

    /** The mean; NaN for none. */
    public static double mean(double[] values) {
        return values.length == 0 ? Double.NaN : Arrays.stream(values).sum() / values.length;
    }
}
