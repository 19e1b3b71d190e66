package org.allotment.reports.web.text;

import java.util.List;
import java.util.Locale;

/**
 * Two courses in one picture of 120 × 28, as the server draws them: one axis of runs, one scale, and no gap where only
 * the other has a run.
 *
 * @param first the course that the page is about, in SVG path commands
 * @param second the one beside it
 */
public record Courses(String first, String second) {
    private static final double WIDTH = 120;
    private static final double HEIGHT = 28;
    private static final double MARGIN = 3;

    /**
     * One value of a course.
     *
     * @param at its place among the runs of both, from 0
     */
    public record Value(int at, double value) {}

    /** Draws both. */
    public static Courses of(List<Value> first, List<Value> second) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        int last = 1;
        for (List<Value> course : List.of(first, second)) {
            for (Value each : course) {
                last = Math.max(last, each.at());
                if (Double.isFinite(each.value())) {
                    low = Math.min(low, each.value());
                    high = Math.max(high, each.value());
                }
            }
        }
        return new Courses(path(first, last, low, high), path(second, last, low, high));
    }

    private static String path(List<Value> course, int last, double low, double high) {
        StringBuilder path = new StringBuilder();
        Axis axis = new Axis(low, high, HEIGHT, MARGIN);
        for (Value each : course) {
            if (Double.isFinite(each.value())) {
                double x = MARGIN + (WIDTH - 2 * MARGIN) * each.at() / last;
                double y = axis.y(each.value());
                path.append(path.isEmpty() ? 'M' : 'L').append(String.format(Locale.ROOT, "%.1f %.1f", x, y));
            }
        }
        return path.toString();
    }
}
