package org.allotment.reports.model.history;

import org.allotment.reports.model.State;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a run's verdict says.
 *
 * @param state    red, suspect, missing or improved
 * @param seriesId the series it is about, or 0 for a litmus test or a unit that left no figure
 * @param name     benchmark with parameters, or litmus test
 * @param metric   null for a litmus test or a unit
 * @param ratio    cost against history, above 1 is worse; NaN where there is no ratio
 * @param text     one sentence
 * @param commit   the commit that the run measured, if it named one
 */
public record Finding(
        State state,
        Kind kind,
        long seriesId,
        String name,
        @Nullable String metric,
        int threads,
        double ratio,
        String text,
        @Nullable String commit) {

    /** Which rule found it. */
    public enum Kind {
        /** A noisy metric moved. */
        TIME("time"),
        /** A metric that never moves moved. */
        DETERMINISTIC("deterministic"),
        /** A litmus test. */
        LITMUS("litmus"),
        /** Something expected is absent. */
        MISSING("missing");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word of the documents and of the store. */
        public String word() {
            return word;
        }

        /** The kind with this word. */
        public static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("unknown kind of finding, word=" + word);
        }
    }
}
