package org.allotment.reports.api;

import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.collect.intake.RefusedException.Reason;
import org.jspecify.annotations.Nullable;

/** Query and path parameters as numbers. */
public final class Parameters {
    private Parameters() {}

    /** A parameter of a query, from 0 to {@code max}. */
    public static int number(String name, @Nullable String text, int otherwise, int max) throws RefusedException {
        return text == null || text.isEmpty() ? otherwise : (int) number(name, text, max);
    }

    /** A number that a path holds. */
    public static long id(String name, String text) throws RefusedException {
        return number(name, text, Long.MAX_VALUE);
    }

    private static long number(String name, String text, long max) throws RefusedException {
        try {
            long value = Long.parseLong(text);
            if (value >= 0 && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw bad(name, max);
        }
        throw bad(name, max);
    }

    private static RefusedException bad(String name, long max) {
        return new RefusedException(
                Reason.BAD_PARAMETER, "whole number expected, name=" + name + ", min=0, max=" + max);
    }
}
