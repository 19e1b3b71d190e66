package org.allotment.reports.stats.scan;

import org.allotment.reports.stats.Robust;

/**
 * The rank-CUSUM of one stretch of a series (docs/statistics.md, section 9): for each split τ the standardised distance
 * of the sum of the first τ ranks from what it is without a change,
 * z(τ) = |Σ_{i≤τ} r_i − τ(n+1)/2| / √(τ(n−τ)/n · Var r). Only the order of the values counts, so no outlier carries it and
 * the distribution of its maximum over all splits depends on n alone.
 */
public final class RankScan {
    /** m: a split leaves at least so many values on either side. */
    public static final int SHORTEST = 2;

    private static final double DRIFT = 2.25;
    private static final double DRIFT_SHORT = 0.4;

    private final int from;
    private final double[] ranks;
    private final double[] signed;
    private int tau = -1;

    private RankScan(int from, double[] ranks) {
        this.from = from;
        this.ranks = ranks;
        this.signed = new double[ranks.length];
    }

    /** Scans {@code values[from, to)}. */
    public static RankScan of(double[] values, int from, int to) {
        RankScan scan = new RankScan(from, Ranks.of(values, from, to));
        scan.run();
        return scan;
    }

    private void run() {
        int n = ranks.length;
        double variance = Robust.variance(ranks);
        double center = (n + 1) / 2.0;
        double sum = 0;
        for (int split = 1; split < n && variance > 0; split++) {
            sum += ranks[split - 1] - center;
            signed[split] = -sum / Math.sqrt((double) split * (n - split) / n * variance);
            boolean inside = split >= SHORTEST && n - split >= SHORTEST;
            if (inside && (tau < 0 || Math.abs(signed[split]) > Math.abs(signed[tau]))) {
                tau = split;
            }
        }
    }

    /** n, how many values were scanned. */
    public int size() {
        return ranks.length;
    }

    /** T, the largest z(τ); 0 when nothing can be split. */
    public double statistic() {
        return tau < 0 ? 0 : Math.abs(signed[tau]);
    }

    /** What T of n values cannot exceed, whatever their order: √(n − 1), reached by two levels without any noise. */
    public static double largest(int n) {
        return Math.sqrt(n - 1.0);
    }

    /** The index in the series of the first value behind the split with the largest z(τ); −1 when there is none. */
    public int split() {
        return tau < 0 ? -1 : from + tau;
    }

    /** z of the split in front of the value at {@code index}, positive when values behind it are larger. */
    public double at(int index) {
        return signed[index - from];
    }

    /** The outermost splits with z(τ) ≥ T − {@code drop} around {@code index}, as two indexes of first values behind a split. */
    public int[] location(int index, double drop) {
        double least = statistic() - drop;
        int low = index;
        int high = index;
        for (int split = SHORTEST; split <= ranks.length - SHORTEST; split++) {
            if (Math.abs(signed[split]) >= least) {
                low = Math.min(low, from + split);
                high = Math.max(high, from + split);
            }
        }
        return new int[] {low, high};
    }

    /**
     * A of the split in front of {@code index}: the share of pairs of one value before and one behind in which the one
     * behind is the larger, ties counting half, or of the others, whichever is more: ½ + |Σ …| / (τ(n − τ)).
     */
    public double superiority(int index) {
        int split = index - from;
        return 0.5 + Math.abs(ranksum(split)) / ((double) split * (ranks.length - split));
    }

    /** The two-sided p of Mann and Whitney's test of the split in front of {@code index}. */
    public double pValue(int index) {
        int split = index - from;
        return MannWhitney.pValue(split, ranks.length - split, Math.abs(ranksum(split)), Robust.variance(ranks));
    }

    /**
     * Whether the split in front of {@code index} explains little that one straight line through all ranks does not: the t of the
     * step, given the line, is below min(2.25, 0.4 √n). What creeps has no moment at which it changed.
     */
    public boolean isDrift(int index) {
        int n = ranks.length;
        int split = index - from;
        double total = Robust.variance(ranks) * (n - 1);
        double share = (double) split * (n - split) / n;
        double spread = n * ((double) n * n - 1) / 12;
        double sum = ranksum(split);
        double step = Math.abs(sum) / Math.sqrt(share * total);
        double line = -Math.signum(sum) * timeProduct() / Math.sqrt(spread * total);
        double both = Math.sqrt(share / spread) * n / 2;
        double left = (1 - line * line) * (1 - both * both);
        if (total == 0 || left <= 0) {
            return true;
        }
        double partial = Math.min(1, (step - line * both) / Math.sqrt(left));
        double t = partial * Math.sqrt((n - 3) / (1 - partial * partial));
        return t < Math.min(DRIFT, DRIFT_SHORT * Math.sqrt(n));
    }

    private double timeProduct() {
        double product = 0;
        for (int i = 0; i < ranks.length; i++) {
            product += (i - (ranks.length - 1) / 2.0) * (ranks[i] - (ranks.length + 1) / 2.0);
        }
        return product;
    }

    private double ranksum(int split) {
        double center = (ranks.length + 1) / 2.0;
        double sum = 0;
        for (int i = 0; i < split; i++) {
            sum += ranks[i] - center;
        }
        return sum;
    }
}
