package org.allotment.reports.web.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The course of a series as numbers for an inline SVG of 120 × 28: usable before any script has run.
 *
 * @param path the line, in SVG path commands; empty when there is nothing to draw
 * @param x the last point
 * @param y the last point
 * @param middle height of the median
 * @param label the same in words
 */
public record Sparkline(String path, String x, String y, String middle, String label) {

    private static final double WIDTH = 120;
    private static final double HEIGHT = 28;
    private static final double MARGIN = 3;

    /**
     * Draws values, oldest first.
     *
     * @param values one value a night; nulls and what is not finite are gaps
     * @param unit the stored unit
     */
    public static Sparkline of(List<? extends @Nullable Double> values, String unit) {
        double[] known = values.stream()
                .filter(v -> v != null && Double.isFinite(v))
                .mapToDouble(v -> v == null ? 0 : v)
                .sorted()
                .toArray();
        if (known.length == 0) {
            return new Sparkline("", "0", "0", "0", "no values");
        }
        double low = known[0];
        double high = known[known.length - 1];
        double median = known[known.length / 2];
        Frame frame = new Frame(new Axis(low, high, HEIGHT, MARGIN), values.size());
        return frame.draw(values, median, label(known.length, low, high, unit));
    }

    private static String label(int count, double low, double high, String unit) {
        Scale scale = Scale.of(high, unit);
        return Counts.of(count, "run") + ", from " + scale.number(low) + " to " + scale.text(high);
    }

    private record Frame(Axis axis, int count) {

        double x(int index) {
            return count < 2 ? WIDTH - MARGIN : MARGIN + (WIDTH - 2 * MARGIN) * index / (count - 1);
        }

        Sparkline draw(List<? extends @Nullable Double> values, double median, String label) {
            StringBuilder path = new StringBuilder();
            boolean pen = false;
            double lastX = 0;
            double lastY = 0;
            for (int i = 0; i < values.size(); i++) {
                Double value = values.get(i);
                if (value == null || !Double.isFinite(value)) {
                    pen = false;
                    continue;
                }
                lastX = x(i);
                lastY = axis.y(value);
                path.append(pen ? 'L' : 'M')
                        .append(Axis.number(lastX))
                        .append(' ')
                        .append(Axis.number(lastY));
                pen = true;
            }
            return new Sparkline(
                    path.toString(), Axis.number(lastX), Axis.number(lastY), Axis.number(axis.y(median)), label);
        }
    }
}
