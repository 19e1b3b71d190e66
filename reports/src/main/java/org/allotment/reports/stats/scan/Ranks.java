package org.allotment.reports.stats.scan;

import java.util.Arrays;

/** Midranks: places in ascending order from 1, equal values share the mean of their places. */
public final class Ranks {
    private Ranks() {}

    /** The ranks of {@code values[from, to)}; no value is NaN. */
    public static double[] of(double[] values, int from, int to) {
        int n = to - from;
        double[] sorted = Arrays.copyOfRange(values, from, to);
        Arrays.sort(sorted);
        double[] ranks = new double[n];
        for (int i = 0; i < n; i++) {
            double value = values[from + i];
            int first = below(sorted, value);
            boolean tied = first + 1 < n && sorted[first + 1] == value;
            ranks[i] = tied ? (first + upTo(sorted, value) + 1) / 2.0 : first + 1;
        }
        return ranks;
    }

    /** How many lie below {@code value}. */
    private static int below(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** How many lie at or below {@code value}. */
    private static int upTo(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
