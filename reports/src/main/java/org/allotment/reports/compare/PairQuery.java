package org.allotment.reports.compare;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
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
    private static final int OWN = 5;

    private final Handle handle;

    PairQuery(Handle handle) {
        this.handle = handle;
    }

    /** What makes a series of one side that of the other: not its branch. */
    record SeriesKey(long variant, long metric, long environment) {}

    /**
     * Its series that a verdict may be on, the canary left out; with who they are when asked for. Samples are read by run, in
     * the order in which they lie, and put beside their results here: no store joins ten thousand of them as fast.
     */
    Map<SeriesKey, Measured> of(Side side, boolean named) {
        Map<SeriesKey, Measured> measured = new LinkedHashMap<>();
        for (RunSummary run : side.runs()) {
            Map<Long, double[]> values = values(run.id());
            try (Stream<Row> rows = results(run.id(), named)) {
                rows.forEach(row -> {
                    double[] own = values.get(row.seriesId);
                    if (own != null) {
                        measured.merge(row.key, new Measured(row.seriesId, row.series, own, row.epoch), Measured::and);
                    }
                });
            }
        }
        return measured;
    }

    /** Fork means of a run, by series. */
    private Map<Long, double[]> values(String run) {
        Map<Long, double[]> values = new HashMap<>();
        handle.createQuery("SELECT series_id, forks FROM sample WHERE run_id = :run")
                .bind("run", run)
                .map((row, context) -> values.put(
                        row.getLong(1), SampleCodec.samples(row.getBytes(2)).forkMeans()))
                .list();
        return values;
    }

    private Stream<Row> results(String run, boolean named) {
        SeriesRows series = new SeriesRows(OWN + 1);
        String from = named
                ? ", " + SeriesRows.COLUMNS + SeriesQuery.FROM
                : " FROM series s JOIN variant v ON v.id = s.variant_id JOIN benchmark bm ON bm.id = v.benchmark_id"
                        + " JOIN metric m ON m.id = s.metric_id ";
        return handle
                .createQuery(
                        "SELECT s.variant_id, s.metric_id, s.env_class_id, s.id AS series_id, x.epoch_id" + from + """
                         JOIN result x ON x.series_id = s.id JOIN run r ON r.id = x.run_id
                         WHERE x.run_id = :run AND m.kind <> 'context'
                          AND (r.canary_benchmark IS NULL OR bm.name <> r.canary_benchmark)""")
                .bind("run", run)
                .map((row, context) -> row(row, named ? series.of(row) : null))
                .stream();
    }

    private record Row(
            SeriesKey key,
            long seriesId,
            long epoch,
            @Nullable SeriesInfo series) {}

    /** By number: a night has thousands of rows, and the driver looks every name up. */
    private static Row row(ResultSet row, @Nullable SeriesInfo series) throws SQLException {
        SeriesKey key = new SeriesKey(row.getLong(1), row.getLong(2), row.getLong(3));
        return new Row(key, row.getLong(4), row.getLong(5), series);
    }
}
