package org.allotment.reports.web.text;

import java.util.List;

/**
 * Values in groups as numbers for an inline SVG of 600 × 140: each value a dot, each group a block of the width that its
 * values take, with a line at its mean. The dots are strokes without length, so that they stay round when the picture is
 * stretched.
 *
 * @param dots all values, in SVG path commands; empty when there is nothing to draw
 * @param means a line for each group
 * @param walls a line between any two groups
 * @param low the value at the lower edge
 * @param high the value at the upper edge
 */
public record Dots(String dots, String means, String walls, double low, double high) {
    private static final double WIDTH = 600;
    private static final double HEIGHT = 140;
    private static final double MARGIN = 8;

    /** Draws groups of values; what is not finite is a gap. */
    public static Dots of(List<double[]> groups) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        int places = 0;
        for (double[] group : groups) {
            places += group.length + 1;
            for (double value : group) {
                if (Double.isFinite(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        return low > high
                ? new Dots("", "", "", Double.NaN, Double.NaN)
                : new Pen(new Axis(low, high, HEIGHT, MARGIN), places).draw(groups);
    }

    private static final class Pen {
        private final StringBuilder dots = new StringBuilder();
        private final StringBuilder means = new StringBuilder();
        private final StringBuilder walls = new StringBuilder();
        private final Axis axis;
        private final double step;

        Pen(Axis axis, int places) {
            this.axis = axis;
            this.step = WIDTH / places;
        }

        Dots draw(List<double[]> groups) {
            double x = 0;
            for (double[] group : groups) {
                if (x > 0) {
                    walls.append('M').append(Axis.number(x)).append(" 0V").append(Axis.number(HEIGHT));
                }
                group(group, x);
                x += (group.length + 1) * step;
            }
            return new Dots(dots.toString(), means.toString(), walls.toString(), axis.low(), axis.high());
        }

        private void group(double[] values, double from) {
            double sum = 0;
            int count = 0;
            for (int i = 0; i < values.length; i++) {
                if (Double.isFinite(values[i])) {
                    dots.append('M')
                            .append(Axis.number(from + (i + 1) * step))
                            .append(' ')
                            .append(Axis.number(axis.y(values[i])))
                            .append("h0");
                    sum += values[i];
                    count++;
                }
            }
            if (count > 0) {
                means.append('M')
                        .append(Axis.number(from + step / 2))
                        .append(' ')
                        .append(Axis.number(axis.y(sum / count)))
                        .append('H')
                        .append(Axis.number(from + (values.length + 0.5) * step));
            }
        }
    }
}
