package org.allotment.reports.store.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allotment.reports.model.Hashes;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.State;
import org.allotment.reports.stats.ForkSummary;
import org.allotment.reports.stats.Interval;
import org.allotment.reports.store.ParamsText;
import org.allotment.reports.store.RunKinds;
import org.allotment.reports.store.SampleCodec;
import org.allotment.reports.store.write.Measured.EpochKey;
import org.allotment.reports.store.write.Measured.Variant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Series, their past, and their results in one run. */
public final class SeriesWriter {
    private static final int BATCH = 500;

    private final Handle handle;
    private final RunPlace place;
    private final Map<Variant, Long> variants = new HashMap<>();
    private final Map<String, Long> benchmarks = new HashMap<>();
    private final Map<List<String>, Long> metrics = new HashMap<>();
    private final Map<EpochKey, Long> epochs = new HashMap<>();
    private final Map<List<Long>, Long> knownSeries = new HashMap<>();
    private final Map<List<Object>, Long> knownVariants = new HashMap<>();
    private @Nullable Map<List<Long>, Moment> changes;
    private final List<Row> results = new ArrayList<>();
    private final List<Row> samples = new ArrayList<>();
    private final List<Row> histograms = new ArrayList<>();

    /** Within the caller's transaction, for one run. */
    public SeriesWriter(Handle handle, RunPlace place) {
        this.handle = handle;
        this.place = place;
    }

    /** The verdict on one result, in words of the store. */
    public record Verdict(State state, double ratio, double mde) {}

    /** Reads every series of the place at once: of a great run, one by one takes longer than to write it. */
    public void knowAll() {
        handle.createQuery("SELECT name, id FROM benchmark WHERE project_id = :project")
                .bind("project", place.projectId())
                .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(entry -> benchmarks.put(entry.getKey(), entry.getValue()));
        handle.createQuery("""
                        SELECT v.benchmark_id, v.mode, v.threads, v.params_hash, v.id
                        FROM variant v JOIN benchmark b ON b.id = v.benchmark_id WHERE b.project_id = :project""")
                .bind("project", place.projectId())
                .map((row, context) -> Map.entry(
                        List.<Object>of(row.getLong(1), row.getString(2), row.getInt(3), row.getString(4)),
                        row.getLong(5)))
                .forEach(entry -> knownVariants.put(entry.getKey(), entry.getValue()));
        handle.createQuery("""
                        SELECT s.variant_id, s.metric_id, s.id FROM series s
                        WHERE s.env_class_id = :class AND s.branch_id = :branch""")
                .bind("class", place.envClassId())
                .bind("branch", place.branchId())
                .map((row, context) -> Map.entry(List.of(row.getLong(1), row.getLong(2)), row.getLong(3)))
                .forEach(entry -> knownSeries.put(entry.getKey(), entry.getValue()));
    }

    /** The id of the series, which is made when it is new. */
    public long series(Measured measured) {
        long variant = variants.computeIfAbsent(measured.variant(), this::variant);
        long metric = metrics.computeIfAbsent(List.of(measured.metric(), measured.unit()), names -> metric(measured));
        Long known = knownSeries.get(List.of(variant, metric));
        return known != null
                ? known
                : Keys.find(
                        handle,
                        "series",
                        Map.of(
                                "variant_id",
                                variant,
                                "metric_id",
                                metric,
                                "env_class_id",
                                place.envClassId(),
                                "branch_id",
                                place.branchId()),
                        Map.of());
    }

    /** One judged night of a series. */
    public record PastNight(ForkSummary summary, State state) {}

    /**
     * The judged nights of a series in the epoch of {@code measured} before this run and behind the last confirmed change, oldest
     * first, those left out on which the machine was another.
     */
    public List<PastNight> past(long series, Measured measured, int limit) {
        Moment since = changes().getOrDefault(List.of(series, epoch(measured.epoch())), Moment.EVER);
        return handle
                .createQuery("""
                        SELECT x.fork_median, x.log_median, x.log_variance, x.state, x.x_ord, x.started
                        FROM result x JOIN run r ON r.id = x.run_id
                        WHERE x.series_id = :series AND x.epoch_id = :epoch AND x.state <> 'ungated'
                         AND \
                        """ + RunKinds.STEADY + " AND " + RunKinds.NIGHTS + """
                         AND (x.x_ord < :order OR (x.x_ord = :order AND x.started < :started))
                        ORDER BY x.x_ord DESC, x.started DESC, x.run_id DESC LIMIT :limit""")
                .bind("series", series)
                .bind("epoch", epoch(measured.epoch()))
                .bind("order", place.pastOrder())
                .bind("started", place.pastStarted())
                .bind("limit", limit)
                .map((row, context) -> new Placed(
                        new Moment(row.getLong("x_ord"), row.getLong("started")),
                        new PastNight(
                                new ForkSummary(
                                        row.getDouble("fork_median"),
                                        row.getDouble("log_median"),
                                        row.getDouble("log_variance")),
                                State.of(row.getString("state")))))
                .stream()
                .filter(night -> !night.moment().isBefore(since))
                .map(Placed::night)
                .toList()
                .reversed();
    }

    private record Moment(long order, long started) {
        static final Moment EVER = new Moment(Long.MIN_VALUE, Long.MIN_VALUE);

        boolean isBefore(Moment other) {
            return order < other.order || (order == other.order && started < other.started);
        }
    }

    private record Placed(Moment moment, PastNight night) {}

    /** The first run behind the last change that was confirmed before this run, by series and epoch. */
    private Map<List<Long>, Moment> changes() {
        if (changes == null) {
            Map<List<Long>, Moment> latest = new HashMap<>();
            handle.createQuery("""
                            SELECT c.series_id, c.epoch_id, r.x_ord, r.started FROM change_point c
                            JOIN series s ON s.id = c.series_id JOIN run r ON r.id = c.run_id
                            WHERE c.state = 'confirmed' AND s.branch_id = :branch AND s.env_class_id = :class
                             AND (r.x_ord < :order OR (r.x_ord = :order AND r.started < :started))
                            ORDER BY r.x_ord, r.started, r.id""")
                    .bind("branch", place.branchId())
                    .bind("class", place.envClassId())
                    .bind("order", place.pastOrder())
                    .bind("started", place.pastStarted())
                    .map((row, context) -> Map.entry(
                            List.of(row.getLong("series_id"), row.getLong("epoch_id")),
                            new Moment(row.getLong("x_ord"), row.getLong("started"))))
                    .forEach(entry -> latest.put(entry.getKey(), entry.getValue()));
            changes = latest;
        }
        return changes;
    }

    /** Adds a result; {@link #flush} writes what was added. */
    public void add(long series, Measured measured, Verdict verdict) {
        double[] forks = measured.forks();
        ForkSummary summary = ForkSummary.of(forks, measured.higherIsBetter());
        Interval interval = interval(measured, summary, forks);
        results.add(new Row("result")
                .put("series_id", series)
                .put("run_id", place.runId())
                .put("epoch_id", epoch(measured.epoch()))
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
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedBatch batch = handle.prepareBatch(rows.getFirst().sql())) {
            for (Row row : rows) {
                batch.bindMap(row.values()).add();
            }
            batch.execute();
        }
        rows.clear();
    }

    private long variant(Variant variant) {
        long benchmark = benchmarks.computeIfAbsent(
                variant.benchmark(),
                name -> Keys.find(
                        handle, "benchmark", Map.of("project_id", place.projectId(), "name", name), Map.of()));
        String params = ParamsText.of(variant.params());
        Long known =
                knownVariants.get(List.<Object>of(benchmark, variant.mode(), variant.threads(), Hashes.sha256(params)));
        if (known != null) {
            return known;
        }
        return Keys.find(
                handle,
                "variant",
                Map.of(
                        "benchmark_id", benchmark,
                        "mode", variant.mode(),
                        "threads", variant.threads(),
                        "params_hash", Hashes.sha256(params)),
                Map.of("params", params));
    }

    private long metric(Measured measured) {
        return Keys.find(
                handle,
                "metric",
                Map.of("name", measured.metric(), "unit", measured.unit()),
                Map.of("kind", measured.kind().word(), "higher_is_better", measured.higherIsBetter() ? 1 : 0));
    }

    private long epoch(EpochKey key) {
        return epochs.computeIfAbsent(
                key,
                epoch -> Keys.find(
                        handle,
                        "epoch",
                        Map.of("fingerprint", epoch.fingerprint()),
                        Map.of(
                                "microcode", epoch.microcode(),
                                "kernel", epoch.kernel(),
                                "jdk", epoch.jdk(),
                                "jvm_args", epoch.jvmArgs(),
                                "jmh_config", epoch.jmhConfig(),
                                "source_hash", epoch.sourceHash())));
    }
}
