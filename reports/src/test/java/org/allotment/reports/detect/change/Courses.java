package org.allotment.reports.detect.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.stats.ForkSummary;

/** Made-up series in units of their own noise, 3 % of the value, and what a first search finds in them. */
final class Courses {
    static final double NOISE = 0.03;

    private Courses() {}

    /** Independent normal runs for ρ = 0, else each leaning on the one before. */
    static double[] normal(Random random, int n, double rho) {
        double[] x = new double[n];
        double fresh = Math.sqrt(1 - rho * rho);
        x[0] = random.nextGaussian();
        for (int i = 1; i < n; i++) {
            x[i] = rho * x[i - 1] + fresh * random.nextGaussian();
        }
        return x;
    }

    /** Student's t of three degrees of freedom in units of its robust sigma: heavy tails. */
    static double[] heavy(Random random, int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            double squares = 0;
            for (int k = 0; k < 3; k++) {
                double z = random.nextGaussian();
                squares += z * z;
            }
            x[i] = random.nextGaussian() / Math.sqrt(squares / 3) / 1.134;
        }
        return x;
    }

    /** Adds {@code size} from {@code index} on, for each pair of the two. */
    static double[] stepped(double[] x, double... indexThenSize) {
        for (int step = 0; step < indexThenSize.length; step += 2) {
            for (int i = (int) indexThenSize[step]; i < x.length; i++) {
                x[i] += indexThenSize[step + 1];
            }
        }
        return x;
    }

    /** Times, as logarithms. */
    static Course course(double[] x) {
        List<ForkSummary> runs = new ArrayList<>(x.length);
        for (double value : x) {
            runs.add(new ForkSummary(Math.exp(NOISE * value), NOISE * value, 0));
        }
        return Course.of(MetricKind.TIME, false, runs);
    }

    /** Plain values that need not be positive. */
    static Course plain(MetricKind kind, double[] x) {
        List<ForkSummary> runs = new ArrayList<>(x.length);
        for (double value : x) {
            runs.add(ForkSummary.of(new double[] {value}, false));
        }
        return Course.of(kind, false, runs);
    }

    static List<Change> changes(double[] x) {
        return ChangeSearch.of(course(x), List.of(), false).changes();
    }

    static boolean isNear(List<Change> changes, int index) {
        return changes.stream().anyMatch(change -> Math.abs(change.index() - index) <= 2);
    }
}
