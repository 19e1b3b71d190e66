package org.allotment.reports.compare;

import java.util.Locale;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.stats.Interval;

/**
 * One series on both sides.
 *
 * @param series    of the head
 * @param baseSeriesId its counterpart
 * @param base      mean of the forks, the geometric one where all are positive
 * @param head      the same
 * @param baseForks how many
 * @param headForks how many
 * @param ratio     cost of the head over that of the base, above 1 is worse, with its 95 % interval
 * @param pValue    of no difference; NaN for a deterministic metric and where a side has one fork
 * @param verdict   what that amounts to
 * @param otherEpoch whether the machine, the JVM or the source of the benchmark changed in between
 */
public record Pair(
        SeriesInfo series,
        long baseSeriesId,
        double base,
        double head,
        int baseForks,
        int headForks,
        Interval ratio,
        double pValue,
        Outcome verdict,
        boolean otherEpoch) {

    /** What a comparison amounts to. */
    public enum Outcome {
        /** Costs more. */
        WORSE,
        /** Costs less. */
        BETTER,
        /** Shown to differ by less than matters. */
        SAME,
        /** No difference shown, and none excluded. */
        UNCLEAR,
        /** One fork on a side, or values that are not positive. */
        TOO_FEW;

        /** The word of the documents. */
        public String word() {
            return switch (this) {
                case TOO_FEW -> "tooFew";
                case WORSE, BETTER, SAME, UNCLEAR -> name().toLowerCase(Locale.ROOT);
            };
        }

        /** Whether something moved. */
        public boolean isMoved() {
            return this == WORSE || this == BETTER;
        }
    }
}
