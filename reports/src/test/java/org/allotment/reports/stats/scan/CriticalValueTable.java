package org.allotment.reports.stats.scan;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.StringJoiner;

/**
 * Makes the table of {@link CriticalValues}: run {@link #main} and put what it prints in its place. The distribution of
 * T without a change depends on n alone, so permutations of 1 … n show it.
 */
final class CriticalValueTable {
    static final long SEED = 20_260_101;
    static final int PERMUTATIONS = 100_000;

    private CriticalValueTable() {}

    public static void main(String[] arguments) {
        StringJoiner lengths = new StringJoiner(", ");
        StringJoiner values = new StringJoiner(", ");
        for (int n = CriticalValues.FEWEST; n <= 2_000; n = next(n)) {
            double value = criticalValue(n, PERMUTATIONS, 0.01);
            lengths.add(Integer.toString(n));
            values.add(String.format(Locale.ROOT, "%.4f", Math.floor(value * 1e4) / 1e4));
        }
        System.out.println(lengths);
        System.out.println(values);
    }

    private static int next(int n) {
        return n < 40 ? n + 1 : n == 2_000 ? n + 1 : Math.min(2_000, (int) Math.ceil(n * 1.1));
    }

    /** The smallest c that T reaches with a share of at most {@code alpha}; infinite when even the largest T is too frequent. */
    static double criticalValue(int n, int permutations, double alpha) {
        SplittableRandom random = new SplittableRandom(SEED + n);
        double[] statistics = new double[permutations];
        double[] ranks = new double[n];
        for (int i = 0; i < n; i++) {
            ranks[i] = i + 1;
        }
        for (int draw = 0; draw < permutations; draw++) {
            shuffle(ranks, random);
            statistics[draw] = statistic(ranks);
        }
        Arrays.sort(statistics);
        int index = permutations - (int) Math.floor(alpha * permutations);
        double quantile = statistics[index - 1];
        for (int i = index; i < permutations; i++) {
            if (statistics[i] > quantile + 1e-9) {
                return statistics[i];
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    static void shuffle(double[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    /** T of a permutation of 1 … n, written down again apart from {@link RankScan}. */
    private static double statistic(double[] ranks) {
        int n = ranks.length;
        double sum = 0;
        double largest = 0;
        for (int k = 1; k <= n - 2; k++) {
            sum += ranks[k - 1] - (n + 1) / 2.0;
            if (k >= 2) {
                largest = Math.max(largest, Math.abs(sum) / Math.sqrt((double) k * (n - k) * (n + 1) / 12));
            }
        }
        return largest;
    }
}
