package org.allotment.reports.compare;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.allotment.reports.model.Samples;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.store.SampleCodec;
import org.allotment.reports.store.read.SeriesQuery;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a side measured, within the caller's transaction. */
final class PairQuery {
    private final Handle handle;

    PairQuery(Handle handle) {
        this.handle = handle;
    }

    /** What makes a series of one side that of the other: not its branch. */
    record SeriesKey(long variant, long metric, long environment) {}

    /**
     * One series of a side.
     *
     * @param series null where it was not asked for
     */
    record Measured(long seriesId, @Nullable SeriesInfo series, List<double[]> forks, Set<Long> epochs) {
        double[] values() {
            return forks.stream().flatMapToDouble(Arrays::stream).toArray();
        }
    }

    /** Its series that a verdict may be on, the canary left out; with who they are when asked for. */
    Map<SeriesKey, Measured> of(Side side, boolean named) {
        Map<SeriesKey, Measured> measured = new LinkedHashMap<>();
        String columns = named ? "," + SeriesQuery.COLUMNS : ", s.id AS series_id";
        String from = named
                ? SeriesQuery.FROM
                : " FROM series s JOIN variant v ON v.id = s.variant_id JOIN benchmark bm ON bm.id = v.benchmark_id"
                        + " JOIN metric m ON m.id = s.metric_id ";
        try (Stream<Row> rows = handle
                .createQuery("SELECT s.variant_id, s.metric_id, s.env_class_id, x.epoch_id, a.forks AS samples"
                        + columns + from + """
                         JOIN result x ON x.series_id = s.id JOIN run r ON r.id = x.run_id
                         JOIN sample a ON a.series_id = x.series_id AND a.run_id = x.run_id
                         WHERE x.run_id IN (<runs>) AND m.kind <> 'context'
                          AND (r.canary_benchmark IS NULL OR bm.name <> r.canary_benchmark)""")
                .bindList("runs", side.runs().stream().map(RunSummary::id).toList())
                .map((row, context) -> row(row, named))
                .stream()) {
            rows.forEach(row -> {
                Measured known = measured.computeIfAbsent(
                        row.key, key -> new Measured(row.seriesId, row.series, new ArrayList<>(), new HashSet<>()));
                known.forks.add(row.samples.forkMeans());
                known.epochs.add(row.epoch);
            });
        }
        return measured;
    }

    private record Row(
            SeriesKey key,
            long seriesId,
            long epoch,
            @Nullable SeriesInfo series,
            Samples samples) {}

    /** By number: a night has thousands of rows, and the driver looks every name up. */
    private static Row row(ResultSet row, boolean named) throws SQLException {
        return new Row(
                new SeriesKey(row.getLong(1), row.getLong(2), row.getLong(3)),
                row.getLong(6),
                row.getLong(4),
                named ? SeriesQuery.info(row, 6) : null,
                SampleCodec.samples(row.getBytes(5)));
    }
}
