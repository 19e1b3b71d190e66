package org.allotment.reports.store.write;

import java.util.ArrayList;
import java.util.List;
import org.allotment.reports.model.Measured;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.State;
import org.allotment.reports.stats.ForkSummary;
import org.allotment.reports.stats.Interval;
import org.allotment.reports.store.SampleCodec;
import org.jdbi.v3.core.Handle;

/** Series and their results in one run. */
public final class SeriesWriter {
    private static final int BATCH = 500;

    private final Handle handle;
    private final RunPlace place;
    private final SeriesKeys keys;
    private final List<Row> results = new ArrayList<>();
    private final List<Row> samples = new ArrayList<>();
    private final List<Row> histograms = new ArrayList<>();

    /** Within the caller's transaction, for one run. */
    public SeriesWriter(Handle handle, RunPlace place) {
        this.handle = handle;
        this.place = place;
        keys = new SeriesKeys(handle, place);
    }

    /** The verdict on one result, in words of the store. */
    public record Verdict(State state, double ratio, double mde) {}

    /** Has the series of many figures at hand, and makes those that are new, in few questions. */
    public void learn(List<Measured> figures) {
        keys.learn(figures);
    }

    /** The id of the series, which is made when it is new. */
    public long series(Measured measured) {
        return keys.series(measured);
    }

    /** The id of the epoch, which is made when it is new. */
    public long epoch(Measured measured) {
        return keys.epoch(measured.epoch());
    }

    /** Adds a result; {@link #flush} writes what was added. */
    public void add(long series, Measured measured, Verdict verdict) {
        double[] forks = measured.forks();
        ForkSummary summary = ForkSummary.of(forks, measured.higherIsBetter());
        Interval interval = interval(measured, summary, forks);
        results.add(new Row("result")
                .put("series_id", series)
                .put("run_id", place.runId())
                .put("epoch_id", epoch(measured))
                .put("x_ord", place.order())
                .put("started", place.started())
                .putFigure("score", interval.point())
                .putFigure("score_lo", interval.low())
                .putFigure("score_hi", interval.high())
                .putFigure("fork_median", summary.median())
                .putFigure("log_median", summary.logMedian())
                .putFigure("log_variance", summary.logVariance())
                .put("forks", forks.length)
                .put("iterations", measured.samples().iterations())
                .put("state", verdict.state().word())
                .putFigure("ratio", verdict.ratio())
                .putFigure("mde", verdict.mde()));
        samples.add(new Row("sample")
                .put("series_id", series)
                .put("run_id", place.runId())
                .put("codec", SampleCodec.CODEC)
                .put("forks", SampleCodec.encode(measured.samples()))
                .put("reported", SampleCodec.encode(measured.reported())));
        if (!measured.histograms().isEmpty()) {
            histograms.add(new Row("histogram")
                    .put("series_id", series)
                    .put("run_id", place.runId())
                    .put("codec", SampleCodec.CODEC)
                    .put("bytes", SampleCodec.encode(measured.histograms())));
        }
        if (results.size() >= BATCH) {
            flush();
        }
    }

    /** What is measured in time and positive has an interval that is positive. */
    private static Interval interval(Measured measured, ForkSummary summary, double[] forks) {
        boolean positive = measured.kind() == MetricKind.TIME && Double.isFinite(summary.logMedian());
        return positive ? Interval.ofPositiveMean(forks) : Interval.ofMean(forks);
    }

    /** Writes what was added. */
    public void flush() {
        insert(results);
        insert(samples);
        insert(histograms);
    }

    private void insert(List<Row> rows) {
        Row.insert(handle, rows);
        rows.clear();
    }
}
