package org.allotment.reports.stats.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * E-divisive change points (Matteson and James, 2014) as an oracle, in the two forms that are in use: with one end fixed and a
 * permutation test as MongoDB published it, and with a free end, a window and Student's test as Fleming et al. (2023) do it for
 * Hunter, now Otava. Written from the papers; slow and obvious.
 */
final class EDivisive {
    private EDivisive() {}

    /** A split and how far apart its sides are. */
    record Split(int index, double qhat) {}

    /** 2 E|X − Y| − E|X − X'| − E|Y − Y'|, times nm/(n + m): X is {@code [from, index)}, Y is {@code [index, to)}. */
    static double distance(double[] x, int from, int index, int to) {
        double n = index - from;
        double m = to - index;
        double between = 0;
        for (int i = from; i < index; i++) {
            for (int j = index; j < to; j++) {
                between += Math.abs(x[i] - x[j]);
            }
        }
        double first = n > 1 ? within(x, from, index) * 2 / (n * (n - 1)) : 0;
        double second = m > 1 ? within(x, index, to) * 2 / (m * (m - 1)) : 0;
        return n * m / (n + m) * (2 * between / (n * m) - first - second);
    }

    private static double within(double[] x, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            for (int j = i + 1; j < to; j++) {
                sum += Math.abs(x[i] - x[j]);
            }
        }
        return sum;
    }

    /** The splits in the order of their finding, each beyond what permutations within the parts show with p ≤ 0.01. */
    static List<Split> permuted(double[] x, int permutations, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Split> found = new ArrayList<>();
        while (true) {
            List<Integer> borders = borders(found, x.length);
            Split best = best(x, borders);
            int higher = 0;
            for (int i = 0; i < permutations; i++) {
                higher += best(shuffled(x, borders, random), borders).qhat() >= best.qhat() ? 1 : 0;
            }
            if (higher / (permutations + 1.0) > 0.01) {
                return found;
            }
            found.add(best);
        }
    }

    private static double[] shuffled(double[] x, List<Integer> borders, SplittableRandom random) {
        double[] copy = x.clone();
        for (int part = 0; part + 1 < borders.size(); part++) {
            double[] piece = Arrays.copyOfRange(x, borders.get(part), borders.get(part + 1));
            CriticalValueTable.shuffle(piece, random);
            System.arraycopy(piece, 0, copy, borders.get(part), piece.length);
        }
        return copy;
    }

    private static Split best(double[] x, List<Integer> borders) {
        Split best = new Split(0, 0);
        for (int part = 0; part + 1 < borders.size(); part++) {
            for (int index = borders.get(part) + 2; index < borders.get(part + 1) - 1; index++) {
                double qhat = distance(x, borders.get(part), index, borders.get(part + 1));
                best = qhat > best.qhat() ? new Split(index, qhat) : best;
            }
        }
        return best;
    }

    /** Weak points of windows that overlap by half at ten times {@code p}, merged at {@code p} from the weakest. */
    static List<Integer> windowed(double[] x, int window, double p) {
        List<Integer> weak = new ArrayList<>();
        int start = 0;
        while (start < x.length) {
            int end = Math.min(start + window, x.length);
            List<Integer> here = inWindow(x, start, end, 10 * p);
            here.stream().filter(index -> !weak.contains(index)).forEach(weak::add);
            int last = here.isEmpty() ? 0 : here.getLast();
            start = Math.max(last, start + window / 2);
        }
        weak.sort(null);
        return merged(x, weak, p);
    }

    private static List<Integer> inWindow(double[] x, int start, int end, double p) {
        List<Integer> found = new ArrayList<>();
        while (true) {
            List<Integer> borders = new ArrayList<>(found);
            borders.addFirst(start);
            borders.add(end);
            Split best = new Split(-1, Double.NEGATIVE_INFINITY);
            int part = 0;
            for (int i = 0; i + 1 < borders.size(); i++) {
                Split split = free(x, borders.get(i), borders.get(i + 1));
                if (split.index() >= 0 && split.qhat() > best.qhat()) {
                    best = split;
                    part = i;
                }
            }
            if (best.index() < 0 || student(x, borders.get(part), best.index(), borders.get(part + 1)) > p) {
                return found;
            }
            found.add(best.index());
            found.sort(null);
        }
    }

    /** The split with the largest distance to any stretch that follows it. */
    private static Split free(double[] x, int from, int to) {
        Split best = new Split(-1, Double.NEGATIVE_INFINITY);
        for (int index = from + 1; index < to; index++) {
            for (int end = index + 1; end <= to; end++) {
                double qhat = distance(x, from, index, end);
                best = qhat > best.qhat() ? new Split(index, qhat) : best;
            }
        }
        return best;
    }

    /**
     * Takes the weakest point out until all are below {@code p}. As the tool does, only the two points behind the one that went are
     * weighed again, the one before it keeps what it had: the published indexes depend on it.
     */
    private static List<Integer> merged(double[] x, List<Integer> weak, double p) {
        List<Integer> points = new ArrayList<>(weak);
        List<Double> weights = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            weights.add(weight(x, points, i));
        }
        while (!points.isEmpty()) {
            int weakest = weights.indexOf(Collections.max(weights));
            if (weights.get(weakest) < p) {
                return points;
            }
            points.subList(weakest, weakest + 1).clear();
            weights.subList(weakest, weakest + 1).clear();
            for (int i = weakest; i < Math.min(points.size(), weakest + 2); i++) {
                weights.set(i, weight(x, points, i));
            }
        }
        return points;
    }

    private static double weight(double[] x, List<Integer> points, int i) {
        int from = i == 0 ? 0 : points.get(i - 1);
        int to = i + 1 == points.size() ? x.length : points.get(i + 1);
        return student(x, from, points.get(i), to);
    }

    /** Student's two-sided p with a pooled variance, its parts divided by n as that tool has them. */
    private static double student(double[] x, int from, int index, int to) {
        int n = index - from;
        int m = to - index;
        if (n + m <= 2) {
            return 1;
        }
        double first = Arrays.stream(x, from, index).average().orElseThrow();
        double second = Arrays.stream(x, index, to).average().orElseThrow();
        double pooled =
                ((n - 1) * spread(x, from, index, first) + (m - 1) * spread(x, index, to, second)) / (n + m - 2);
        double t = Math.abs(first - second) / Math.sqrt(pooled * (1.0 / n + 1.0 / m));
        return Double.isNaN(t) ? 1 : 2 * TDistribution.of(n + m - 2).survivalProbability(t);
    }

    private static double spread(double[] x, int from, int to, double mean) {
        return Arrays.stream(x, from, to)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (to - from);
    }

    private static List<Integer> borders(List<Split> found, int n) {
        List<Integer> borders =
                new ArrayList<>(found.stream().map(Split::index).sorted().toList());
        borders.addFirst(0);
        borders.add(n);
        return borders;
    }
}
