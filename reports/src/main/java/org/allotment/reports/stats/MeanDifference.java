package org.allotment.reports.stats;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * By how much one mean lies above another, and how well that is known: Welch's error and degrees of freedom (docs/statistics.md,
 * section 16).
 *
 * @param point   mean of the head less mean of the base
 * @param error   standard error of the point; NaN where one side has fewer than two values
 * @param degrees of freedom of that error; infinite where it is zero
 */
public record MeanDifference(double point, double error, double degrees) {
    private static final double UPPER = 0.975;

    /** Of two samples. */
    public static MeanDifference of(double[] base, double[] head) {
        double point = Robust.mean(head) - Robust.mean(base);
        if (base.length < 2 || head.length < 2) {
            return new MeanDifference(point, Double.NaN, Double.NaN);
        }
        double a = Robust.variance(base) / base.length;
        double b = Robust.variance(head) / head.length;
        double degrees = a + b == 0
                ? Double.POSITIVE_INFINITY
                : (a + b) * (a + b) / (a * a / (base.length - 1) + b * b / (head.length - 1));
        return new MeanDifference(point, Math.sqrt(a + b), degrees);
    }

    /**
     * The mean of independent differences: their errors add in squares, and the degrees of freedom are Satterthwaite's. Its interval says how well
     * the mean of just these is known, and nothing about others. NaN for none.
     */
    public static MeanDifference mean(List<MeanDifference> differences) {
        int n = differences.size();
        double sum = 0;
        double squares = 0;
        double fourths = 0;
        for (MeanDifference each : differences) {
            double square = each.error * each.error;
            sum += each.point;
            squares += square;
            fourths += square == 0 ? 0 : square * square / each.degrees;
        }
        if (n == 0) {
            return new MeanDifference(Double.NaN, Double.NaN, Double.NaN);
        }
        double degrees = fourths == 0 ? Double.POSITIVE_INFINITY : squares * squares / fourths;
        return new MeanDifference(sum / n, Math.sqrt(squares) / n, degrees);
    }

    /** The 95 % interval; its ends are NaN where no error is known. */
    public Interval interval() {
        if (Double.isNaN(error)) {
            return new Interval(point, Double.NaN, Double.NaN);
        }
        double half = error == 0 ? 0 : student().inverseCumulativeProbability(UPPER) * error;
        return new Interval(point, point - half, point + half);
    }

    /** Two-sided p of no difference; NaN where no error is known. */
    public double pValue() {
        if (Double.isNaN(error)) {
            return Double.NaN;
        }
        if (error == 0) {
            return point == 0 ? 1 : 0;
        }
        return 2 * student().cumulativeProbability(-Math.abs(point) / error);
    }

    private TDistribution student() {
        return TDistribution.of(Math.min(degrees, 1e9));
    }
}
