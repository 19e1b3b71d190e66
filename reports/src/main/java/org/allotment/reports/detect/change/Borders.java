package org.allotment.reports.detect.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.allotment.reports.stats.Robust;
import org.allotment.reports.stats.scan.CriticalValues;
import org.allotment.reports.stats.scan.RankScan;

/**
 * Candidates for changes by binary segmentation: a stretch is split where its rank scan peaks, if the peak reaches the
 * critical value, and each part is looked at again. A level that came and went leaves little in the scan of the whole, so
 * where that is silent the shorter stretches of {@link #stretches} are scanned too (seeded binary segmentation, Kovács et
 * al., Biometrika 2023); what these find by chance does not survive {@link Evidence}, which scans the whole between
 * two neighbours again.
 */
final class Borders {
    /** How far the place of a split is looked for again, by least absolute deviation. */
    static final int REFIT = 3;

    /** By so much the critical value of one scan rises when ten are made. */
    private static final double TENFOLD = 0.55;

    /** Parts of one length overlap and come in several lengths. */
    private static final double OVERLAP = 4;

    private static final int SHORTEST_PART = 16;

    private final double[] values;
    private final List<Integer> found = new ArrayList<>();

    private Borders(double[] values) {
        this.values = values;
    }

    /** Indexes of first values behind a split, ascending, strictly inside {@code [from, to)}. */
    static List<Integer> inside(double[] values, int from, int to) {
        Borders borders = new Borders(values);
        borders.split(from, to);
        return borders.found;
    }

    private void split(int from, int to) {
        int index = candidate(from, to);
        if (index < 0) {
            return;
        }
        split(from, index);
        found.add(index);
        split(index, to);
    }

    private int candidate(int from, int to) {
        if (to - from < CriticalValues.FEWEST) {
            return -1;
        }
        RankScan whole = RankScan.of(values, from, to);
        if (whole.statistic() >= CriticalValues.of(to - from)) {
            return whole.split();
        }
        double best = 0;
        int index = -1;
        for (int[] part : stretches(from, to)) {
            int length = part[1] - part[0];
            double needed = CriticalValues.of(length) + margin(OVERLAP * (to - from) / length);
            if (RankScan.largest(length) < needed) {
                continue;
            }
            RankScan scan = RankScan.of(values, part[0], part[1]);
            if (scan.statistic() - needed >= best) {
                best = scan.statistic() - needed;
                index = scan.split();
            }
        }
        return index;
    }

    /** Stretches of 1/√2, 1/2, … of the whole, each overlapping the next by half. */
    private static List<int[]> stretches(int from, int to) {
        List<int[]> stretches = new ArrayList<>();
        int n = to - from;
        for (double length = n / Math.sqrt(2); length >= SHORTEST_PART; length /= Math.sqrt(2)) {
            int count = 2 * (int) Math.ceil(n / length) - 1;
            double step = (n - length) / (count - 1);
            for (int i = 0; i < count; i++) {
                int start = from + (int) Math.floor(i * step);
                stretches.add(new int[] {start, Math.min(to, start + (int) Math.ceil(length))});
            }
        }
        return stretches;
    }

    /**
     * The split within {@value #REFIT} of {@code index} around which the values lie closest to two medians; the one that is
     * given when others are no closer. {@code from} and {@code to} are its neighbours.
     */
    static int refit(double[] values, int from, int index, int to) {
        int best = index;
        double least = distance(values, from, index) + distance(values, index, to);
        int first = Math.max(from + RankScan.SHORTEST, index - REFIT);
        int last = Math.min(to - RankScan.SHORTEST, index + REFIT);
        for (int split = first; split <= last; split++) {
            double distance = distance(values, from, split) + distance(values, split, to);
            if (distance < least * (1 - 1e-12)) {
                least = distance;
                best = split;
            }
        }
        return best;
    }

    /** What one of so many scans must exceed its critical value by. */
    static double margin(double scans) {
        return TENFOLD * Math.log10(scans);
    }

    private static double distance(double[] values, int from, int to) {
        double[] part = Arrays.copyOfRange(values, from, to);
        double median = Robust.median(part);
        double sum = 0;
        for (double value : part) {
            sum += Math.abs(value - median);
        }
        return sum;
    }
}
