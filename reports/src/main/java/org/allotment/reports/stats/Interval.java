package org.allotment.reports.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/** A point with the ends of its 95 % interval; the ends are NaN where no interval can be given. */
public record Interval(double point, double low, double high) {
    private static final double UPPER = 0.975;

    /** Student's interval of the mean; needs two values. */
    public static Interval ofMean(double[] values) {
        double mean = Robust.mean(values);
        int n = values.length;
        if (n < 2 || !Double.isFinite(mean)) {
            return new Interval(mean, Double.NaN, Double.NaN);
        }
        double half =
                TDistribution.of(n - 1).inverseCumulativeProbability(UPPER) * Math.sqrt(Robust.variance(values) / n);
        return new Interval(mean, mean - half, mean + half);
    }

    /**
     * The interval of {@link #ofMean} taken to the log scale and back (delta method), for values that are all positive:
     * it holds the mean and never reaches zero, and is the same to first order where it is narrow.
     */
    public static Interval ofPositiveMean(double[] values) {
        Interval plain = ofMean(values);
        double share = (plain.high - plain.point) / plain.point;
        return new Interval(plain.point, plain.point * Math.exp(-share), plain.point * Math.exp(share));
    }

    /**
     * Welch's interval of the difference of two means, head minus base, each with at least two values and at least one
     * of them with a spread; without any spread the interval is the difference itself.
     */
    public static Interval ofDifference(double[] base, double[] head) {
        double difference = Robust.mean(head) - Robust.mean(base);
        double a = Robust.variance(base) / base.length;
        double b = Robust.variance(head) / head.length;
        if (base.length < 2 || head.length < 2) {
            return new Interval(difference, Double.NaN, Double.NaN);
        }
        if (a + b == 0) {
            return new Interval(difference, difference, difference);
        }
        double degrees = (a + b) * (a + b) / (a * a / (base.length - 1) + b * b / (head.length - 1));
        double half = TDistribution.of(degrees).inverseCumulativeProbability(UPPER) * Math.sqrt(a + b);
        return new Interval(difference, difference - half, difference + half);
    }

    /** The same on the other side of the logarithm. */
    public Interval exp() {
        return new Interval(Math.exp(point), Math.exp(low), Math.exp(high));
    }
}
