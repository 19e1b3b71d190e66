package org.allotment.reports.stats.scan;

import java.util.Arrays;

/**
 * c(n): what T of a {@link RankScan} over n runs without a change reaches with probability at most α = 1 %, from 100,000
 * seeded permutations for each n of the table. Since only the order of the values enters, it holds for every distribution.
 */
public final class CriticalValues {
    /** Below so many runs not even the clearest order of values is rare enough. */
    public static final int FEWEST = 10;

    private static final int[] LENGTHS = {
        10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37,
        38, 39, 40, 44, 49, 54, 60, 66, 73, 81, 90, 100, 111, 123, 136, 150, 165, 182, 201, 222, 245, 270, 297, 327,
        360, 397, 437, 481, 530, 583, 642, 707, 778, 856, 942, 1037, 1141, 1256, 1382, 1521, 1674, 1842, 2000
    };
    private static final double[] VALUES = {
        2.6111, 2.7386, 2.7221, 2.7813, 2.8401, 2.8931, 2.9104, 2.9277, 2.9434, 2.9726, 3.0009, 3.0279, 3.0225,
        3.0237, 3.0599, 3.0571, 3.0568, 3.0860, 3.1021, 3.1200, 3.1201, 3.1500, 3.1399, 3.1632, 3.1622, 3.1584,
        3.1791, 3.1859, 3.1868, 3.2115, 3.2121, 3.2291, 3.2728, 3.2872, 3.3133, 3.3323, 3.3480, 3.3553, 3.4035,
        3.4183, 3.4094, 3.4400, 3.4797, 3.4807, 3.4906, 3.5039, 3.5141, 3.5330, 3.5290, 3.5643, 3.5738, 3.5762,
        3.5809, 3.5823, 3.6101, 3.6354, 3.6405, 3.6354, 3.6563, 3.6580, 3.6563, 3.6681, 3.6757, 3.7064, 3.6914,
        3.6981, 3.7131, 3.7245, 3.7283, 3.7517, 3.7409
    };

    private CriticalValues() {}

    /** c(n): a value of the table, between two of them by ln n; infinite below {@link #FEWEST}, that of 2,000 above. */
    public static double of(int n) {
        if (n < FEWEST) {
            return Double.POSITIVE_INFINITY;
        }
        int found = Arrays.binarySearch(LENGTHS, n);
        if (found >= 0) {
            return VALUES[found];
        }
        int above = -found - 1;
        if (above == LENGTHS.length) {
            return VALUES[above - 1];
        }
        double part =
                Math.log((double) n / LENGTHS[above - 1]) / Math.log((double) LENGTHS[above] / LENGTHS[above - 1]);
        return VALUES[above - 1] + part * (VALUES[above] - VALUES[above - 1]);
    }
}
