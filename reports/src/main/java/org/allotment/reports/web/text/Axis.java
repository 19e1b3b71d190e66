package org.allotment.reports.web.text;

import java.util.Locale;

/**
 * The upright axis of a small picture: from values to heights, the largest value on top; all in the middle where there is
 * but one.
 */
record Axis(double low, double high, double height, double margin) {

    double y(double value) {
        double span = high - low;
        return span <= 0 || !Double.isFinite(span)
                ? height / 2
                : height - margin - (height - 2 * margin) * (value - low) / span;
    }

    /** A number as SVG takes it, with one place at the most. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
