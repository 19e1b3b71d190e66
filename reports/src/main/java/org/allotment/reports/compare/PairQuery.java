package org.allotment.reports.compare;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.store.SampleCodec;
import org.allotment.reports.store.read.SeriesQuery;
import org.allotment.reports.store.read.SeriesRows;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;
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
        SeriesRows series = named ? new SeriesRows(OWN + 1) : null;
        Map<SeriesKey, Measured> measured = new LinkedHashMap<>();
        for (RunSummary run : side.runs()) {
            Map<Long, Row> results = results(run.id(), series);
            samples(run.id(), results)
                    .forEach(found ->
                            found.ifPresent(one -> measured.merge(one.result.key, one.measured(), Measured::and)));
        }
        return measured;
    }

    /** The results of a run, by series. */
    private Map<Long, Row> results(String run, @Nullable SeriesRows series) {
        String from = series != null
                ? ", " + SeriesRows.COLUMNS + SeriesQuery.FROM
                : " FROM series s JOIN variant v ON v.id = s.variant_id JOIN benchmark bm ON bm.id = v.benchmark_id"
                        + " JOIN metric m ON m.id = s.metric_id ";
        Map<Long, Row> results = new HashMap<>();
        handle.createQuery(
                        "SELECT s.variant_id, s.metric_id, s.env_class_id, s.id AS series_id, x.epoch_id" + from + """
                         JOIN result x ON x.series_id = s.id JOIN run r ON r.id = x.run_id
                         WHERE x.run_id = :run AND m.kind <> 'context'
                          AND (r.canary_benchmark IS NULL OR bm.name <> r.canary_benchmark)""")
                .bind("run", run)
                .map((row, context) -> row(row, series == null ? null : series.of(row)))
                .forEach(row -> results.put(row.seriesId, row));
        return results;
    }

    /** The samples of a run; nothing in place of those whose results are not among the given ones. */
    private ResultIterable<Optional<Found>> samples(String run, Map<Long, Row> results) {
        return handle.createQuery("SELECT series_id, forks FROM sample WHERE run_id = :run")
                .bind("run", run)
                .map((row, context) -> found(row, results));
    }

    /** Most samples of a night are of context metrics: those are not even taken apart. */
    private static Optional<Found> found(ResultSet row, Map<Long, Row> results) throws SQLException {
        Row result = results.get(row.getLong(1));
        return result == null
                ? Optional.empty()
                : Optional.of(
                        new Found(result, SampleCodec.samples(row.getBytes(2)).forkMeans()));
    }

    private record Row(
            SeriesKey key,
            long seriesId,
            long epoch,
            @Nullable SeriesInfo series) {}

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Found(Row result, double[] values) {
        Measured measured() {
            return new Measured(result.seriesId, result.series, values, result.epoch);
        }
    }

    /** By number: a night has thousands of rows, and the driver looks every name up. */
    private static Row row(ResultSet row, @Nullable SeriesInfo series) throws SQLException {
        SeriesKey key = new SeriesKey(row.getLong(1), row.getLong(2), row.getLong(3));
        return new Row(key, row.getLong(4), row.getLong(5), series);
    }
}
