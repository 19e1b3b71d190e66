package org.allotment.reports.detect;

import org.allotment.reports.stats.Robust;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Whether the machine held still: the benchmark that never changes, against the runs before on the same environment. A run
 * whose canary left its band is judged as any other but is no past for later ones.
 */
public final class CanaryBand {
    /** The most runs that are looked at. */
    public static final int MOST = 30;

    private static final int FEWEST = 8;
    private static final double UPPER = 0.995;
    private static final double LEAST = 0.02;

    private CanaryBand() {}

    /**
     * Whether {@code newest} lies in the 99 % band of {@code past}, |x − μ| ≤ max(2 %, t_{0.995, n−1} s √(1 + 1/n)) on the log
     * scale; true when fewer than eight runs tell of no band, or a figure is not positive.
     */
    public static boolean holds(double[] past, double newest) {
        int n = past.length;
        if (n < FEWEST || !(newest > 0)) {
            return true;
        }
        double[] logs = new double[n];
        for (int i = 0; i < n; i++) {
            if (!(past[i] > 0)) {
                return true;
            }
            logs[i] = Math.log(past[i]);
        }
        double t = TDistribution.of(n - 1).inverseCumulativeProbability(UPPER);
        double band = Math.max(Math.log1p(LEAST), t * Robust.sigma(logs) * Math.sqrt(1 + 1.0 / n));
        return Math.abs(Math.log(newest) - Robust.median(logs)) <= band;
    }
}
