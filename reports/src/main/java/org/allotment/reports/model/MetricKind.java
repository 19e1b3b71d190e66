package org.allotment.reports.model;

import java.util.Locale;
import java.util.Set;

/** Which rule judges a metric. */
public enum MetricKind {
    /** Noisy, compared on the log scale against its history. */
    TIME,
    /** The same on every run of the same code: any change counts. */
    DETERMINISTIC,
    /** Shown and never judged. */
    CONTEXT;

    /** The name under which the primary metric of a benchmark is kept. */
    public static final String PRIMARY = "score";

    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final Set<String> TIME_UNITS = Set.of("ns", "us", "ms", "s", "min", "hr", "day");

    /**
     * The kind of a metric. A secondary metric in time per operation is a method of a benchmark group
     * and is judged like the primary one; other counters of profilers are context.
     */
    public static MetricKind of(String name, String unit) {
        if (name.equals(PRIMARY)) {
            return TIME;
        }
        if (name.equals(ALLOCATION)) {
            return DETERMINISTIC;
        }
        return !name.startsWith("gc.") && isTimePerOperation(unit) ? TIME : CONTEXT;
    }

    /** True for throughput units such as {@code ops/s}. */
    public static boolean isHigherBetter(String unit) {
        return unit.startsWith("ops/");
    }

    /** The word of the store. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with this word. */
    public static MetricKind ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static boolean isTimePerOperation(String unit) {
        if (isHigherBetter(unit)) {
            return TIME_UNITS.contains(unit.substring("ops/".length()));
        }
        return unit.endsWith("/op") && TIME_UNITS.contains(unit.substring(0, unit.length() - "/op".length()));
    }
}
