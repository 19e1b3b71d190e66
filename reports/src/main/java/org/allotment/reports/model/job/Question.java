package org.allotment.reports.model.job;

import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.Params;
import org.jspecify.annotations.Nullable;

/**
 * What is to be found out: does the cost of a series change between two commits?
 *
 * @param runId       the run that showed it
 * @param environment environment class of the series
 * @param profile     how that run measured, null where it did not say
 * @param worse       the direction of the suspicion
 * @param effect      the least change that matters, as a fraction of the base
 * @param forks       of each side
 */
public record Question(
        Kind kind,
        long seriesId,
        String runId,
        Benchmark benchmark,
        Metric metric,
        String environment,
        @Nullable String profile,
        Range range,
        boolean worse,
        double effect,
        int forks) {
    /** Why it is asked. */
    public enum Kind {
        /** Something was suspected. */
        CONFIRM("confirm"),
        /** It was confirmed, and its commit is sought. */
        BISECT("bisect");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word of the store and of the documents. */
        public String word() {
            return word;
        }

        /** The kind with this word; throws {@link IllegalArgumentException} for any other. */
        public static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("unknown kind, kind=" + word);
        }
    }

    /** Two commits. */
    public record Range(String base, String head) {}

    /** What is run. */
    public record Benchmark(String name, Params params, String mode, int threads) {}

    /** What is looked at. */
    public record Metric(String name, String unit, MetricKind kind, boolean higherIsBetter) {}
}
