package org.allotment.reports.web.text;

import java.util.Locale;

/** Says how far a value lies from its history, always with the direction in words. */
public final class Ratios {

    private Ratios() {}

    /**
     * Returns the signed distance, such as {@code +3.2 %}.
     *
     * @param ratio latest over history, above 1 for worse
     */
    public static String percent(double ratio) {
        if (!Double.isFinite(ratio)) {
            return "not comparable";
        }
        double percent = (ratio - 1) * 100;
        double size = Math.abs(percent);
        if (size >= 1000) {
            return Scale.digits(ratio) + " times";
        }
        String number = String.format(Locale.ROOT, size < 100 ? "%.1f" : "%.0f", size);
        if (number.equals("0.0")) {
            return "0.0\u00a0%";
        }
        return (percent < 0 ? "−" : "+") + number + "\u00a0%";
    }

    /** Returns the ends of an interval of a ratio, such as {@code +1.2 % to +3.4 %}, or nothing where it has none. */
    public static String range(double low, double high) {
        return Double.isFinite(low) && Double.isFinite(high) ? percent(low) + " to " + percent(high) : "";
    }

    /**
     * Returns the direction as a word.
     *
     * @param ratio latest over history, above 1 for worse
     * @param time whether the metric is a time or a rate; others are amounts
     */
    public static String direction(double ratio, boolean time) {
        if (!Double.isFinite(ratio) || Math.abs(ratio - 1) < 0.0005) {
            return Double.isFinite(ratio) ? "unchanged" : "";
        }
        if (time) {
            return ratio > 1 ? "slower" : "faster";
        }
        return ratio > 1 ? "more" : "less";
    }

    /** Returns distance and direction, such as {@code +3.2 % (slower)}, or nothing where there is no distance. */
    public static String phrase(double ratio, boolean time) {
        return Double.isFinite(ratio) ? percent(ratio) + " (" + direction(ratio, time) + ")" : "";
    }

    /** Returns a share such as a smallest detectable change, given as a fraction, in percent with two digits. */
    public static String share(double fraction) {
        double percent = fraction * 100;
        if (!Double.isFinite(percent)) {
            return "unknown";
        }
        return String.format(Locale.ROOT, percent < 10 ? "%.1f" : "%.0f", percent) + "\u00a0%";
    }
}
