package org.allotment.reports.model.history;

import java.util.List;
import org.allotment.reports.model.State;

/**
 * One series as a line of a table.
 *
 * @param score mean of the forks' means in the run of the table
 * @param low   lower end of the 95 % interval with the fork as unit, NaN where it cannot be given
 * @param high  upper end
 * @param state the verdict; one of a confirming run wins over that of the run it confirms
 * @param ratio cost against the median of the history, above 1 is worse; NaN without history
 * @param mde   smallest change the series could have shown, as a fraction; NaN without history
 * @param spark at most 20 scores, oldest first, the last one being that of the run of the table, rounded to what a small drawing shows; empty where not asked for
 */
public record SeriesRow(
        SeriesInfo series,
        double score,
        double low,
        double high,
        int forks,
        State state,
        double ratio,
        double mde,
        List<Double> spark) {
    /** Immutable. */
    public SeriesRow {
        spark = List.copyOf(spark);
    }

    /** The same row under the verdict of a run that measured it again. */
    public SeriesRow withVerdict(State again, double againRatio) {
        return new SeriesRow(series, score, low, high, forks, again, againRatio, mde, spark);
    }

    /** The same row with its last scores. */
    public SeriesRow withSpark(List<Double> scores) {
        return new SeriesRow(series, score, low, high, forks, state, ratio, mde, scores);
    }
}
