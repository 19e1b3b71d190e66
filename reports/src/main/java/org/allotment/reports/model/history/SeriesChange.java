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
 * @param confirmation   what the job says that looks at it, null while there is none
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
        String firstSeenRunId,
        @Nullable Confirmation confirmation) {
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

    /**
     * What the job says that looks at a change: base and head measured again, in turns.
     *
     * @param job    its number
     * @param status {@code waiting}, {@code running}, {@code confirmed}, {@code noChange}, {@code unclear}, {@code failed} or
     *               {@code cancelled}
     * @param ratio  cost of head over cost of base; NaN until it is known, or where there is none
     * @param low95  lower end of its 95 % interval, NaN where there is none
     * @param high95 upper end
     * @param text   one sentence, empty until there is something to say
     * @param from   the cause lies behind this commit; null unless it is sought …
     * @param to     … up to and with this one
     */
    public record Confirmation(
            long job,
            String status,
            double ratio,
            double low95,
            double high95,
            String text,
            @Nullable String from,
            @Nullable String to) {}
}
