package org.allotment.reports.detect.change;

import java.util.Arrays;
import java.util.List;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.stats.ForkSummary;
import org.allotment.reports.stats.Robust;

/**
 * The runs of one series in one epoch, oldest first, as numbers of which a larger one is worse: logarithms where all
 * values are positive and finite, else the values themselves, their sign turned where higher is better.
 */
public final class Course {
    /** A metric of which neighbouring runs differ by less than this share is deterministic. */
    private static final double STILL = 0.001;

    /** … or by less than so many bytes per operation. */
    private static final double STILL_STEP = 0.01;

    private final double[] values;
    private final double[] variances;
    private final boolean logarithmic;
    private final boolean still;

    private Course(double[] values, double[] variances, boolean logarithmic, boolean still) {
        this.values = values;
        this.variances = variances;
        this.logarithmic = logarithmic;
        this.still = still;
    }

    /** The course of {@code runs}; none of their medians is NaN or infinite. */
    public static Course of(MetricKind kind, boolean higherIsBetter, List<ForkSummary> runs) {
        double[] medians = runs.stream().mapToDouble(ForkSummary::median).toArray();
        double[] logs = runs.stream().mapToDouble(ForkSummary::logMedian).toArray();
        boolean deterministic = kind == MetricKind.DETERMINISTIC;
        if (!deterministic && Arrays.stream(logs).allMatch(Double::isFinite)) {
            double[] variances =
                    runs.stream().mapToDouble(ForkSummary::logVariance).toArray();
            return new Course(logs, variances, true, false);
        }
        double[] turned = Arrays.stream(medians)
                .map(median -> higherIsBetter ? -median : median)
                .toArray();
        return new Course(turned, new double[turned.length], false, deterministic && isStill(medians));
    }

    /** Neighbours tell noise from steps: a level that moved once leaves most differences as they were. */
    private static boolean isStill(double[] medians) {
        double[] differences = new double[Math.max(0, medians.length - 1)];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = Math.abs(medians[i + 1] - medians[i]);
        }
        double level = Math.abs(Robust.median(medians));
        return differences.length == 0 || Robust.median(differences) <= Math.max(STILL_STEP, STILL * level);
    }

    /** Number of runs. */
    public int size() {
        return values.length;
    }

    /** Whether it repeats itself, so that steps need no test. */
    boolean isStill() {
        return still;
    }

    /** Whether values are logarithms. */
    boolean isLogarithmic() {
        return logarithmic;
    }

    double[] values() {
        return values;
    }

    double[] values(int from, int to) {
        return Arrays.copyOfRange(values, from, to);
    }

    /** √ of the mean variance within a run, over runs of {@code [from, to)}. */
    double within(int from, int to) {
        return Math.sqrt(Robust.mean(Arrays.copyOfRange(variances, from, to)));
    }
}
