package org.allotment.reports.web.text;

import java.util.Locale;

/** Large counts, and what a count of nothing is worth. */
public final class Counts {

    private Counts() {}

    /** Returns the count with its thousands separated. */
    public static String exact(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Returns the count in at most three digits and a letter, such as {@code 12.3 M}. */
    public static String brief(long count) {
        if (count < 1000) {
            return Long.toString(count);
        }
        Scale scale = Scale.of((double) count, "ops/s");
        return scale.number((double) count) + '\u00a0' + scale.unit().substring(0, 1);
    }

    /** Returns the count and its noun, in the singular where it is one. */
    public static String of(long count, String noun) {
        return exact(count) + ' ' + (count == 1 ? noun : noun + "s");
    }

    /**
     * Returns the bound that an absence in so many samples puts on a rate, by the rule of three at 95 %.
     *
     * @param samples how many samples were taken; none bounds nothing
     */
    public static String bound(long samples) {
        return samples < 3 ? "no bound" : "rate\u00a0<\u00a0" + Scale.digits(3.0 / samples);
    }

    /** Returns how often something was seen, as a share of the samples. */
    public static String rate(long count, long samples) {
        return samples <= 0 ? "–" : Scale.digits((double) count / samples);
    }
}
