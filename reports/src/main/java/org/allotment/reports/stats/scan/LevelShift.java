package org.allotment.reports.stats.scan;

import java.util.Arrays;
import org.allotment.reports.stats.Interval;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * By how much two stretches of a series differ: Hodges and Lehmann's estimate, the median of all differences of one value behind and
 * one before, with the interval that belongs to Mann and Whitney's test (docs/statistics.md, section 11).
 */
public final class LevelShift {
    private static final double NORMAL = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.975);

    private LevelShift() {}

    /**
     * The shift with its 95 % interval; the ends are NaN where so few values allow none.
     *
     * @param inflation of {@link Autocorrelation}: the interval is as much wider
     */
    public static Interval of(double[] before, double[] behind, double inflation) {
        double[] differences = differences(before, behind);
        int pairs = differences.length;
        double point =
                pairs % 2 == 1 ? differences[pairs / 2] : differences[pairs / 2 - 1] / 2 + differences[pairs / 2] / 2;
        double spread = Math.sqrt(pairs * (before.length + behind.length + 1.0) / 12);
        int cut = (int) Math.floor(pairs / 2.0 - NORMAL * inflation * spread);
        return cut < 1
                ? new Interval(point, Double.NaN, Double.NaN)
                : new Interval(point, differences[cut - 1], differences[pairs - cut]);
    }

    private static double[] differences(double[] before, double[] behind) {
        double[] differences = new double[before.length * behind.length];
        int next = 0;
        for (double late : behind) {
            for (double early : before) {
                differences[next++] = late - early;
            }
        }
        Arrays.sort(differences);
        return differences;
    }
}
