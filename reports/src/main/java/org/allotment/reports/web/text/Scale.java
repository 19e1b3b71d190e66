package org.allotment.reports.web.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/**
 * A unit that suits the size of a value: 1,234 ns/op reads as 1.23 µs/op, 2.1e7 ops/s as 21.0 M ops/s. One scale is chosen for a value and used
 * for all numbers shown beside it, so that an interval never changes unit half-way.
 *
 * @param factor what a stored number is multiplied with
 * @param unit the unit of the product
 */
public record Scale(double factor, String unit) {

    private static final int FEW = 3;
    private static final int MORE = 5;
    private static final MathContext THREE_DIGITS = new MathContext(FEW, RoundingMode.HALF_EVEN);
    private static final Map<String, Double> NANOSECONDS =
            Map.of("ns", 1.0, "us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9, "min", 60e9, "hr", 3600e9, "day", 86400e9);
    private static final Map<String, Double> BYTES =
            Map.of("B", 1.0, "KB", 1e3, "kB", 1e3, "MB", 1e6, "GB", 1e9, "KiB", 1024.0, "MiB", 1048576.0);
    private static final List<Step> TIMES =
            List.of(new Step(1e9, "s"), new Step(1e6, "ms"), new Step(1e3, "µs"), new Step(1, "ns"));
    private static final List<Step> SIZES =
            List.of(new Step(1e9, "GB"), new Step(1e6, "MB"), new Step(1e3, "kB"), new Step(1, "B"));
    private static final List<Step> COUNTS =
            List.of(new Step(1e9, "G "), new Step(1e6, "M "), new Step(1e3, "k "), new Step(1, ""));

    /**
     * Chooses the scale for a value.
     *
     * @param value the value that decides, in the stored unit
     * @param unit the stored unit, as JMH writes it; unknown units are kept as they are
     * @return the scale
     */
    public static Scale of(double value, String unit) {
        int slash = unit.indexOf('/');
        String numerator = slash < 0 ? unit : unit.substring(0, slash);
        String rest = slash < 0 ? "" : unit.substring(slash);
        if (NANOSECONDS.containsKey(numerator)) {
            return choose(TIMES, value, NANOSECONDS.getOrDefault(numerator, 1.0), rest);
        }
        if (BYTES.containsKey(numerator)) {
            return choose(SIZES, value, BYTES.getOrDefault(numerator, 1.0), rest.equals("/sec") ? "/s" : rest);
        }
        if (numerator.equals("ops") && slash >= 0 && NANOSECONDS.containsKey(rest.substring(1))) {
            double perSecond = 1e9 / NANOSECONDS.getOrDefault(rest.substring(1), 1e9);
            return choose(COUNTS, value, perSecond, "ops/s");
        }
        return new Scale(1, unit);
    }

    /** Returns whether a unit counts something that is never negative: a time, a size, events. */
    public static boolean isAmount(String unit) {
        String numerator = unit.split("/", -1)[0];
        return NANOSECONDS.containsKey(numerator) || BYTES.containsKey(numerator) || numerator.equals("counts");
    }

    /** Returns the number alone, with three significant digits. */
    public String number(double value) {
        return digits(value * factor);
    }

    /** Returns the number alone, with five significant digits: for values that are looked at beside each other. */
    public String fine(double value) {
        return digits(value * factor, MORE);
    }

    /** Returns the number and its unit, kept on one line. */
    public String text(double value) {
        return unit.isEmpty() ? number(value) : number(value) + '\u00a0' + unit;
    }

    /** Returns both ends of an interval, without the unit. */
    public String range(double low, double high) {
        return number(low) + "\u2009–\u2009" + number(high);
    }

    /** Returns a number with three significant digits and no exponent within sight of one; what is not finite says so. */
    public static String digits(double value) {
        return digits(value, FEW);
    }

    private static String digits(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        String text = exponent < -4 || exponent > 14
                ? power(rounded.movePointLeft(exponent), exponent)
                : rounded.setScale(Math.max(0, digits - 1 - exponent), RoundingMode.HALF_EVEN)
                        .toPlainString();
        return text.replace('-', '−');
    }

    private static String power(BigDecimal mantissa, int exponent) {
        StringBuilder text = new StringBuilder(
                        mantissa.setScale(2, RoundingMode.HALF_EVEN).toPlainString())
                .append("\u00a0×\u00a010");
        for (char c : Integer.toString(exponent).toCharArray()) {
            text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
        }
        return text.toString();
    }

    private static Scale choose(List<Step> steps, double value, double base, String rest) {
        double magnitude = Double.isFinite(value) && value != 0
                ? new BigDecimal(Math.abs(value * base)).round(THREE_DIGITS).doubleValue()
                : base;
        Step fit = steps.getLast();
        for (Step step : steps) {
            if (magnitude >= step.size) {
                fit = step;
                break;
            }
        }
        return new Scale(base / fit.size, fit.name + rest);
    }

    private record Step(double size, String name) {}
}
