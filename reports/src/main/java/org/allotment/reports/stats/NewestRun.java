package org.allotment.reports.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The newest run m_new against n runs before it, all on the log scale with larger meaning worse
 * (docs/statistics.md, section 3).
 *
 * @param n     runs of history
 * @param mu    their median
 * @param sigma s = max(robust sigma of the runs, root of the mean variance within a run)
 * @param shift m_new − mu
 */
public record NewestRun(int n, double mu, double sigma, double shift) {
    private static final double UPPER = 0.975;

    /** The normal quantile of 80 % power, as the formula in docs/statistics.md rounds it. */
    private static final double POWER_QUANTILE = 0.84;

    /** Runs after the change that the smallest detectable change is stated for. */
    private static final double FOLLOWING_RUNS = 5;

    /** {@code medians} and {@code variances} belong together, one of each per run. */
    public static NewestRun of(double[] medians, double[] variances, double newest) {
        double mu = Robust.median(medians);
        double within = variances.length == 0 ? 0 : Math.sqrt(Robust.mean(variances));
        double sigma = medians.length == 0 ? Double.NaN : Math.max(Robust.sigma(medians), within);
        return new NewestRun(medians.length, mu, sigma, newest - mu);
    }

    /** exp(shift): cost against history, above 1 is worse. */
    public double ratio() {
        return Math.exp(shift);
    }

    /** Two-sided p of t = shift / (s √(1 + 1/n)) with n − 1 degrees of freedom; NaN below two runs. */
    public double pValue() {
        if (n < 2) {
            return Double.NaN;
        }
        if (sigma == 0) {
            return shift == 0 ? 1 : 0;
        }
        double t = shift / (sigma * Math.sqrt(1 + 1.0 / n));
        return 2 * TDistribution.of(n - 1).cumulativeProbability(-Math.abs(t));
    }

    /**
     * The smallest change, as a fraction, that five more runs would show with 80 % power:
     * exp((t + 0.84) s √(1/5 + 1/n)) − 1; NaN below two runs.
     */
    public double smallestChange() {
        return Math.expm1(smallestShift(n, sigma));
    }

    /** (t + 0.84) s √(1/5 + 1/n) on the scale of s; NaN below two runs. */
    public static double smallestShift(int n, double sigma) {
        if (n < 2) {
            return Double.NaN;
        }
        double t = TDistribution.of(n - 1).inverseCumulativeProbability(UPPER);
        return (t + POWER_QUANTILE) * sigma * Math.sqrt(1 / FOLLOWING_RUNS + 1.0 / n);
    }

    /** What must be exceeded to matter: max(2 %, half of {@link #smallestChange}). */
    public double threshold(double least) {
        double half = smallestChange() / 2;
        return Double.isNaN(half) ? least : Math.max(least, half);
    }
}
