package org.allotment.reports.stats.scan;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** Mann and Whitney's test of two stretches, from the distance of their rank sum from what it is without a difference. */
final class MannWhitney {
    /** Up to so many pairs the distribution is counted out. */
    private static final int MOST_PAIRS = 1_000;

    private MannWhitney() {}

    /**
     * The two-sided p.
     *
     * @param distance |U − n₁n₂/2|
     * @param variance of the ranks, n₁ and n₂ together
     */
    static double pValue(int first, int second, double distance, double variance) {
        int n = first + second;
        boolean tied = variance < n * (n + 1) / 12.0 * (1 - 1e-9);
        if (!tied && first * second <= MOST_PAIRS) {
            return exact(first, second, distance);
        }
        double spread = Math.sqrt(variance * first * second / n);
        return spread == 0
                ? 1
                : Math.min(
                        1, 2 * NormalDistribution.of(0, 1).survivalProbability(Math.max(0, distance - 0.5) / spread));
    }

    /** U takes the value u in as many ways as the Gaussian binomial coefficient of n₁ + n₂ over n₁ has at q^u. */
    private static double exact(int first, int second, double distance) {
        int pairs = first * second;
        double[] ways = new double[pairs + 1];
        ways[0] = 1;
        for (int i = 1; i <= first; i++) {
            for (int u = pairs; u >= second + i; u--) {
                ways[u] -= ways[u - second - i];
            }
            for (int u = i; u <= pairs; u++) {
                ways[u] += ways[u - i];
            }
        }
        double all = 0;
        double extreme = 0;
        for (int u = 0; u <= pairs; u++) {
            all += ways[u];
            if (u <= pairs / 2.0 - distance + 1e-9) {
                extreme += ways[u];
            }
        }
        return Math.min(1, 2 * extreme / all);
    }
}
