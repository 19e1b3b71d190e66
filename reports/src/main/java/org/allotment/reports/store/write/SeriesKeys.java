package org.allotment.reports.store.write;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allotment.reports.model.Hashes;
import org.allotment.reports.model.Measured;
import org.allotment.reports.model.Measured.EpochKey;
import org.allotment.reports.model.Measured.Variant;
import org.allotment.reports.store.ParamsText;
import org.jdbi.v3.core.Handle;

/** The ids of what figures are of; whatever is new is made. */
final class SeriesKeys {
    private final Handle handle;
    private final RunPlace place;
    private final Map<String, Long> benchmarks = new HashMap<>();
    private final Map<VariantKey, Long> variants = new HashMap<>();
    private final Map<Variant, Long> named = new HashMap<>();
    private final Map<List<String>, Long> metrics = new HashMap<>();
    private final Map<SeriesKey, Long> series = new HashMap<>();
    private final Map<EpochKey, Long> epochs = new HashMap<>();

    /** Within the caller's transaction, for one run. */
    SeriesKeys(Handle handle, RunPlace place) {
        this.handle = handle;
        this.place = place;
    }

    private record VariantKey(long benchmark, String mode, int threads, String paramsHash) {}

    private record SeriesKey(long variant, long metric) {}

    /**
     * Reads all that the project has, and of series those of the run's branch and machines, and makes what these figures lack: of a
     * great run, one by one takes longer than to write it.
     */
    void learn(List<Measured> figures) {
        List<Variant> wanted =
                figures.stream().map(Measured::variant).distinct().toList();
        readBenchmarks();
        if (insert(wanted.stream()
                .map(Variant::benchmark)
                .distinct()
                .filter(name -> !benchmarks.containsKey(name))
                .map(this::benchmarkRow))) {
            readBenchmarks();
        }
        readVariants();
        if (insert(wanted.stream()
                .filter(variant -> !variants.containsKey(key(variant)))
                .map(variant -> variantRow(key(variant)).put("params", ParamsText.of(variant.params()))))) {
            readVariants();
        }
        readSeries();
        if (insert(figures.stream()
                .map(this::key)
                .distinct()
                .filter(key -> !series.containsKey(key))
                .map(this::seriesRow))) {
            readSeries();
        }
    }

    private boolean insert(Stream<Row> rows) {
        List<Row> all = rows.toList();
        Row.insert(handle, all);
        return !all.isEmpty();
    }

    private void readBenchmarks() {
        handle.createQuery("SELECT name, id FROM benchmark WHERE project_id = :project")
                .bind("project", place.projectId())
                .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(entry -> benchmarks.put(entry.getKey(), entry.getValue()));
    }

    private void readVariants() {
        handle.createQuery("""
                        SELECT v.benchmark_id, v.mode, v.threads, v.params_hash, v.id
                        FROM variant v JOIN benchmark b ON b.id = v.benchmark_id WHERE b.project_id = :project""")
                .bind("project", place.projectId())
                .map((row, context) -> Map.entry(
                        new VariantKey(row.getLong(1), row.getString(2), row.getInt(3), row.getString(4)),
                        row.getLong(5)))
                .forEach(entry -> variants.put(entry.getKey(), entry.getValue()));
    }

    private void readSeries() {
        handle.createQuery("""
                        SELECT s.variant_id, s.metric_id, s.id FROM series s
                        WHERE s.env_class_id = :class AND s.branch_id = :branch""")
                .bind("class", place.envClassId())
                .bind("branch", place.branchId())
                .map((row, context) -> Map.entry(new SeriesKey(row.getLong(1), row.getLong(2)), row.getLong(3)))
                .forEach(entry -> series.put(entry.getKey(), entry.getValue()));
    }

    private Row benchmarkRow(String name) {
        return new Row("benchmark").put("project_id", place.projectId()).put("name", name);
    }

    private static Row variantRow(VariantKey key) {
        return new Row("variant")
                .put("benchmark_id", key.benchmark())
                .put("mode", key.mode())
                .put("threads", key.threads())
                .put("params_hash", key.paramsHash());
    }

    private Row seriesRow(SeriesKey key) {
        return new Row("series")
                .put("variant_id", key.variant())
                .put("metric_id", key.metric())
                .put("env_class_id", place.envClassId())
                .put("branch_id", place.branchId());
    }

    /** The id of a figure's series. */
    long series(Measured figure) {
        return series.computeIfAbsent(
                key(figure), key -> Keys.find(handle, "series", seriesRow(key).values(), Map.of()));
    }

    private SeriesKey key(Measured figure) {
        long variant = named.computeIfAbsent(figure.variant(), this::variant);
        long metric = metrics.computeIfAbsent(List.of(figure.metric(), figure.unit()), names -> metric(figure));
        return new SeriesKey(variant, metric);
    }

    private VariantKey key(Variant variant) {
        long benchmark = benchmarks.computeIfAbsent(
                variant.benchmark(),
                name -> Keys.find(handle, "benchmark", benchmarkRow(name).values(), Map.of()));
        String params = ParamsText.of(variant.params());
        return new VariantKey(benchmark, variant.mode(), variant.threads(), Hashes.sha256(params));
    }

    private long variant(Variant variant) {
        return variants.computeIfAbsent(
                key(variant),
                key -> Keys.find(
                        handle,
                        "variant",
                        variantRow(key).values(),
                        Map.of("params", ParamsText.of(variant.params()))));
    }

    private long metric(Measured figure) {
        return Keys.find(
                handle,
                "metric",
                Map.of("name", figure.metric(), "unit", figure.unit()),
                Map.of("kind", figure.kind().word(), "higher_is_better", figure.higherIsBetter() ? 1 : 0));
    }

    /** The id of an epoch. */
    long epoch(EpochKey key) {
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
