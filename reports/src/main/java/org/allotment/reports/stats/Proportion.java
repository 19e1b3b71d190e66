package org.allotment.reports.stats;

/** How well a rate is known that was seen so often in so many trials. */
public final class Proportion {
    /** The normal quantile of 97.5 %. */
    private static final double Z = 1.959963984540054;

    private Proportion() {}

    /**
     * Wilson's 95 % interval: with p = k/n it is (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), which stays within 0 and 1 and
     * holds for rare events; NaN without trials.
     */
    public static Interval of(long seen, long trials) {
        if (trials <= 0) {
            return new Interval(Double.NaN, Double.NaN, Double.NaN);
        }
        double n = trials;
        double p = seen / n;
        double scale = 1 + Z * Z / n;
        double middle = (p + Z * Z / (2 * n)) / scale;
        double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / scale;
        return new Interval(p, seen == 0 ? 0 : middle - half, Math.min(1, middle + half));
    }
}
