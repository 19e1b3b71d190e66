package org.allotment.reports.compare;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.store.SampleCodec;
import org.allotment.reports.store.read.SeriesQuery;
import org.allotment.reports.store.read.SeriesRows;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a side measured, within the caller's transaction. */
final class PairQuery {
    /** Columns before those of {@link SeriesRows}. */
    private static final int OWN = 6;

    private final Handle handle;

    PairQuery(Handle handle) {
        this.handle = handle;
    }

    /** What makes a series of one side that of the other: not its branch. */
    record SeriesKey(long variant, long metric, long environment) {}

    /** Its series that a verdict may be on, the canary left out; with who they are when asked for. */
    Map<SeriesKey, Measured> of(Side side, boolean named) {
        Map<SeriesKey, Measured> measured = new LinkedHashMap<>();
        SeriesRows series = new SeriesRows(OWN + 1);
        String columns = named ? ", " + SeriesRows.COLUMNS : "";
        String from = named
                ? SeriesQuery.FROM
                : " FROM series s JOIN variant v ON v.id = s.variant_id JOIN benchmark bm ON bm.id = v.benchmark_id"
                        + " JOIN metric m ON m.id = s.metric_id ";
        try (Stream<Row> rows = handle
                .createQuery("SELECT s.variant_id, s.metric_id, s.env_class_id, s.id AS series_id, x.epoch_id,"
                        + " a.forks AS samples" + columns + from + """
                         JOIN result x ON x.series_id = s.id JOIN run r ON r.id = x.run_id
                         JOIN sample a ON a.series_id = x.series_id AND a.run_id = x.run_id
                         WHERE x.run_id IN (<runs>) AND m.kind <> 'context'
                          AND (r.canary_benchmark IS NULL OR bm.name <> r.canary_benchmark)""")
                .bindList("runs", side.runs().stream().map(RunSummary::id).toList())
                .map((row, context) -> row(row, named ? series.of(row) : null))
                .stream()) {
            rows.forEach(row -> measured.merge(row.key, row.measured, Measured::and));
        }
        return measured;
    }

    private record Row(SeriesKey key, Measured measured) {}

    /** By number: a night has thousands of rows, and the driver looks every name up. */
    private static Row row(ResultSet row, @Nullable SeriesInfo series) throws SQLException {
        return new Row(
                new SeriesKey(row.getLong(1), row.getLong(2), row.getLong(3)),
                new Measured(
                        row.getLong(4),
                        series,
                        SampleCodec.samples(row.getBytes(6)).forkMeans(),
                        row.getLong(5)));
    }
}
