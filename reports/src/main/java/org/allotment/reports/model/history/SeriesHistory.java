package org.allotment.reports.model.history;

import java.time.Instant;
import java.util.List;
import org.allotment.reports.model.State;
import org.jspecify.annotations.Nullable;

/** One series with its runs, oldest first, the epochs they belong to, and where its level changed. */
public record SeriesHistory(SeriesInfo series, List<Point> points, List<Epoch> epochs, List<SeriesChange> changes) {
    /** Immutable. */
    public SeriesHistory {
        points = List.copyOf(points);
        epochs = List.copyOf(epochs);
        changes = List.copyOf(changes);
    }

    /**
     * One run of the series.
     *
     * @param order      place of the commit on the axis; equal for runs of one commit
     * @param forkMedian median of the means of the forks
     * @param forkValues mean of each fork; empty where they were not asked for
     * @param epochId    statistics do not cross from one epoch to another
     */
    public record Point(
            String runId,
            long order,
            String runKind,
            @Nullable String sha,
            @Nullable String subject,
            Instant started,
            double score,
            double low,
            double high,
            double forkMedian,
            List<Double> forkValues,
            State state,
            double ratio,
            double mde,
            long epochId) {
        /** Immutable. */
        public Point {
            forkValues = List.copyOf(forkValues);
        }
    }

    /** What the figures of one epoch share. */
    public record Epoch(
            long id,
            String microcode,
            String kernel,
            String jdk,
            String jvmArgs,
            String jmhConfig,
            String sourceHash) {}
}
