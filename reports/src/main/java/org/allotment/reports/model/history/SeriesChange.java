package org.allotment.reports.model.history;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A change of level of one series.
 *
 * @param id     stays the same over nights
 * @param at     the first run behind it, where it most likely happened
 * @param before the last run that certainly lies before it: with {@code high} the range of commits that holds the cause
 * @param low    the first run that may be the first behind it
 * @param high   the last run that may be
 * @param worse  its direction
 * @param ratio  cost behind over cost before, above 1 is worse; NaN where a level is not positive
 * @param low95  lower end of the ratio's 95 % interval
 * @param high95 upper end
 * @param pValue of the two levels next to it; NaN for a deterministic metric
 * @param firstSeenRunId the run with which it was found
 */
public record SeriesChange(
        long id,
        long epochId,
        Place at,
        Place before,
        Place low,
        Place high,
        boolean worse,
        double ratio,
        double low95,
        double high95,
        double pValue,
        Standing standing,
        String firstSeenRunId) {
    /** One run. */
    public record Place(
            String runId, @Nullable String sha, @Nullable String subject, Instant started) {}

    /** How sure it is. */
    public enum Standing {
        /** Fewer than five runs behind it. */
        PROVISIONAL,
        /** Borne out by five runs or more. */
        CONFIRMED,
        /** Found once, and taken back by a later search. */
        RETRACTED;

        /** The word of the store and of the documents. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The standing with this word. */
        public static Standing of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
