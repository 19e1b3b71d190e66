package org.allotment.reports.store.read.series;

import java.time.Instant;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.store.RawResult;
import org.jspecify.annotations.Nullable;

/**
 * What one run said about one series, sample by sample.
 *
 * @param sha     the commit, null where the run named none
 * @param thinned when the iterations were dropped and the means of the forks kept, null for whole samples
 */
public record RunSamples(
        SeriesInfo series,
        Instant started,
        @Nullable String sha,
        State state,
        double score,
        double low,
        double high,
        @Nullable Instant thinned,
        RawResult raw) {}
