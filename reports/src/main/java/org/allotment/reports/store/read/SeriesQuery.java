package org.allotment.reports.store.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allotment.reports.model.Histograms;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.model.history.SeriesHistory.Epoch;
import org.allotment.reports.model.history.SeriesHistory.Point;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.store.HistoryQueries.Sibling;
import org.allotment.reports.store.ParamsText;
import org.allotment.reports.store.RawResult;
import org.allotment.reports.store.SampleCodec;
import org.allotment.reports.store.change.ChangeQuery;
import org.allotment.reports.store.column.Columns;
import org.jdbi.v3.core.Handle;

/** One series and its runs. */
public final class SeriesQuery {
    /** Of a series, for {@link #info}. */
    public static final String COLUMNS = """
             s.id AS series_id, p.name AS project, br.name AS branch, ec.name AS env_class, bm.name AS benchmark,
             v.params, v.mode, v.threads, m.name AS metric, m.unit, m.kind AS metric_kind, m.higher_is_better
            """;

    /** Where they are. */
    public static final String FROM = """
             FROM series s JOIN variant v ON v.id = s.variant_id JOIN benchmark bm ON bm.id = v.benchmark_id
             JOIN project p ON p.id = bm.project_id JOIN metric m ON m.id = s.metric_id
             JOIN env_class ec ON ec.id = s.env_class_id JOIN branch br ON br.id = s.branch_id
            """;

    private static final String NEWEST = """
             SELECT run_id FROM result WHERE series_id = :id
             ORDER BY x_ord DESC, started DESC, run_id DESC LIMIT :limit
            """;

    private SeriesQuery() {}

    static Optional<SeriesHistory> history(Handle handle, long id, int limit, int sampled) {
        Optional<SeriesInfo> series = handle.createQuery("SELECT " + COLUMNS + FROM + " WHERE s.id = :id")
                .bind("id", id)
                .map((row, context) -> info(row))
                .findOne();
        return series.map(info -> new SeriesHistory(
                info,
                points(handle, id, limit, forks(handle, id, sampled)),
                epochs(handle, id),
                ChangeQuery.of(handle, id, false)));
    }

    static List<RawResult> raw(Handle handle, long id, int limit) {
        return handle.createQuery("""
                        SELECT x.run_id, x.forks, x.reported, h.bytes AS histogram
                        FROM sample x JOIN result r ON r.series_id = x.series_id AND r.run_id = x.run_id
                        LEFT JOIN histogram h ON h.series_id = x.series_id AND h.run_id = x.run_id
                        WHERE x.series_id = :id AND x.run_id IN (""" + NEWEST + ") ORDER BY r.x_ord, r.started, r.run_id")
                .bind("id", id)
                .bind("limit", limit)
                .map((row, context) -> rawResult(row))
                .list();
    }

    static List<Sibling> siblings(Handle handle, long id) {
        return handle.createQuery("""
                        SELECT o.id, m.name, m.unit FROM series s
                        JOIN series o ON o.variant_id = s.variant_id AND o.env_class_id = s.env_class_id
                         AND o.branch_id = s.branch_id AND o.id <> s.id
                        JOIN metric m ON m.id = o.metric_id WHERE s.id = :id ORDER BY m.name, m.unit""")
                .bind("id", id)
                .map((row, context) -> new Sibling(row.getLong(1), row.getString(2), row.getString(3)))
                .list();
    }

    /** The series of a row of {@link #COLUMNS}. */
    public static SeriesInfo info(ResultSet row) throws SQLException {
        return new SeriesInfo(
                row.getLong("series_id"),
                row.getString("project"),
                row.getString("branch"),
                row.getString("env_class"),
                row.getString("benchmark"),
                ParamsText.parse(row.getString("params")),
                row.getString("mode"),
                row.getInt("threads"),
                row.getString("metric"),
                row.getString("unit"),
                MetricKind.ofWord(row.getString("metric_kind")),
                row.getInt("higher_is_better") != 0);
    }

    private static List<Point> points(Handle handle, long id, int limit, Map<String, List<Double>> forks) {
        List<Point> newestFirst = handle.createQuery("""
                        SELECT x.run_id, x.x_ord, r.kind, c.sha, c.subject, x.started, x.score, x.score_lo, x.score_hi,
                         x.fork_median, x.state, x.ratio, x.mde, x.epoch_id
                        FROM result x JOIN run r ON r.id = x.run_id LEFT JOIN code_commit c ON c.id = r.commit_id
                        WHERE x.series_id = :id
                        ORDER BY x.x_ord DESC, x.started DESC, x.run_id DESC LIMIT :limit""")
                .bind("id", id)
                .bind("limit", limit)
                .map((row, context) -> point(row, forks.getOrDefault(row.getString(1), List.of())))
                .list();
        return newestFirst.reversed();
    }

    private static Map<String, List<Double>> forks(Handle handle, long id, int limit) {
        Map<String, List<Double>> forks = new HashMap<>();
        handle.createQuery("SELECT run_id, forks FROM sample WHERE series_id = :id AND run_id IN (" + NEWEST + ")")
                .bind("id", id)
                .bind("limit", limit)
                .map((row, context) -> Map.entry(
                        row.getString(1), SampleCodec.samples(row.getBytes(2)).forkMeans()))
                .forEach(run -> forks.put(
                        run.getKey(), Arrays.stream(run.getValue()).boxed().toList()));
        return forks;
    }

    /** By number: a long history has thousands of rows, and the driver looks every name up. */
    private static Point point(ResultSet row, List<Double> forks) throws SQLException {
        return new Point(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                Instant.ofEpochMilli(row.getLong(6)),
                Columns.figure(row, 7),
                Columns.figure(row, 8),
                Columns.figure(row, 9),
                Columns.figure(row, 10),
                forks,
                State.of(row.getString(11)),
                Columns.figure(row, 12),
                Columns.figure(row, 13),
                row.getLong(14));
    }

    private static List<Epoch> epochs(Handle handle, long id) {
        return handle.createQuery("""
                        SELECT * FROM epoch WHERE id IN (SELECT epoch_id FROM result WHERE series_id = :id)
                        ORDER BY id""")
                .bind("id", id)
                .map((row, context) -> new Epoch(
                        row.getLong("id"),
                        row.getString("microcode"),
                        row.getString("kernel"),
                        row.getString("jdk"),
                        row.getString("jvm_args"),
                        row.getString("jmh_config"),
                        row.getString("source_hash")))
                .list();
    }

    /** The raw data of a row with {@code run_id}, {@code forks}, {@code reported} and {@code histogram}. */
    public static RawResult rawResult(ResultSet row) throws SQLException {
        byte[] histogram = row.getBytes("histogram");
        return new RawResult(
                row.getString("run_id"),
                SampleCodec.samples(row.getBytes("forks")),
                histogram == null ? Histograms.NONE : SampleCodec.histograms(histogram),
                Collections.unmodifiableList(SampleCodec.reported(row.getBytes("reported"))));
    }
}
