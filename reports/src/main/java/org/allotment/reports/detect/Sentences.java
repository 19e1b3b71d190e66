package org.allotment.reports.detect;

import java.util.Locale;
import org.allotment.reports.stats.Interval;

/** The sentences of a verdict. */
final class Sentences {
    private Sentences() {}

    static String slower(double ratio, int runs) {
        return ratio >= 1
                ? percent(ratio - 1) + " slower than the median of " + runs + " runs"
                : percent(1 - ratio) + " faster than the median of " + runs + " runs";
    }

    static String confirmed(Interval ratio, int runs, int forks) {
        return slower(ratio.point(), runs) + ", confirmed by " + forks + " forks, ratio=" + range(ratio);
    }

    static String unclear(Interval ratio, int runs, int forks) {
        return "unclear after " + forks + " forks against " + runs + " runs, ratio=" + range(ratio);
    }

    static String tooFewForks(double ratio, int runs, int forks) {
        return slower(ratio, runs) + "; a confirmation needs " + Verdicts.CONFIRMING_FORKS + " forks, forks=" + forks;
    }

    static String deterministic(double before, double now, int runs) {
        return String.format(Locale.ROOT, "was %s in %d runs, is now %s", figure(before), runs, figure(now));
    }

    private static String percent(double fraction) {
        double percent = fraction * 100;
        return String.format(Locale.ROOT, percent < 10 ? "%.1f %%" : "%.0f %%", percent);
    }

    private static String range(Interval ratio) {
        return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", ratio.point(), ratio.low(), ratio.high());
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
