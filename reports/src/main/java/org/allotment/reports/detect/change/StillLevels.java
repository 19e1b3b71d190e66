package org.allotment.reports.detect.change;

import java.util.ArrayList;
import java.util.List;
import org.allotment.reports.stats.Robust;

/**
 * The levels of a metric that repeats itself: no test, two runs beyond the step of section 5 of docs/statistics.md are a new
 * level, one alone is a spike.
 */
final class StillLevels {
    /** Runs that make a level. */
    static final int FEWEST = 3;

    private static final double LEAST_STEP = 1.0;
    private static final double LEAST_SHARE = 0.005;

    private final double[] values;
    private final List<Integer> borders = new ArrayList<>();
    private final List<Double> level = new ArrayList<>();

    private StillLevels(double[] values) {
        this.values = values;
    }

    /** Indexes of first values of new levels, ascending. */
    static List<Integer> borders(double[] values) {
        StillLevels levels = new StillLevels(values);
        levels.walk();
        return levels.borders;
    }

    private void walk() {
        for (int i = 0; i < values.length; i++) {
            double here = level.isEmpty() ? values[i] : median();
            double step = step(here);
            boolean off = Math.abs(values[i] - here) > step;
            if (off && level.size() >= FEWEST && lasts(i, here, step)) {
                borders.add(i);
                level.clear();
                off = false;
            }
            if (!off || level.size() < FEWEST) {
                level.add(values[i]);
            }
        }
    }

    private boolean lasts(int i, double here, double step) {
        boolean next = i + 1 < values.length && isBeyond(i + 1, i, here, step);
        boolean third = i + 2 >= values.length || isBeyond(i + 2, i, here, step);
        return next && third;
    }

    private boolean isBeyond(int index, int first, double here, double step) {
        double distance = values[index] - here;
        return Math.abs(distance) > step && Math.signum(distance) == Math.signum(values[first] - here);
    }

    /** As far as the level moved by itself is no step. */
    private double step(double here) {
        double range = 0;
        for (double value : level) {
            range = Math.max(range, Math.abs(value - here));
        }
        return Math.max(range, Math.max(LEAST_STEP, LEAST_SHARE * Math.abs(here)));
    }

    private double median() {
        return Robust.median(level.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
