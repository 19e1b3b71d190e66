package org.allotment.reports.stats.scan;

/**
 * How much a run resembles the one before it (docs/statistics.md, section 10). Runs that lean on each other
 * wander further than independent ones, so a critical value for independent runs is too small for them.
 */
public final class Autocorrelation {
    /** What levels fitted to the runs themselves hide of ρ, by level and run … */
    static final double HIDDEN_PER_LEVEL = 3.5;

    /** … and what few runs hide besides. Both were set by simulation, which docs/statistics.md repeats. */
    static final double HIDDEN_BY_FEW = 120;

    private static final double MOST = 0.6;

    private Autocorrelation() {}

    /**
     * ρ: lag-1 correlation of the ranks of the residuals, raised by 3.5 levels / n + 120 / n² for what fitting the levels
     * hid, cut to [0, 0.6].
     *
     * @param residuals values less the level of their segment
     * @param first     indexes of the first values of segments, ascending, the first of all included: nothing is
     *                  compared across the border of a segment
     */
    public static double of(double[] residuals, int[] first) {
        int n = residuals.length;
        double[] ranks = Ranks.of(residuals, 0, n);
        double center = (n + 1) / 2.0;
        double own = 0;
        double next = 0;
        int segment = 0;
        for (int i = 0; i < n; i++) {
            own += (ranks[i] - center) * (ranks[i] - center);
            boolean border = segment < first.length && first[segment] == i;
            if (border) {
                segment++;
            } else {
                next += (ranks[i] - center) * (ranks[i - 1] - center);
            }
        }
        double found = own == 0 ? 0 : next / own;
        return Math.clamp(found + (HIDDEN_PER_LEVEL * first.length + HIDDEN_BY_FEW / n) / n, 0, MOST);
    }

    /** √((1 + ρ) / (1 − ρ)): by how much wider sums of such runs spread than those of independent ones. */
    public static double inflation(double rho) {
        return Math.sqrt((1 + rho) / (1 - rho));
    }
}
