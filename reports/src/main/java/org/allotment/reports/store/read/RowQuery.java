package org.allotment.reports.store.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.store.RunKinds;
import org.jdbi.v3.core.Handle;

/** The results of one run as lines of a table. */
final class RowQuery {
    private static final int SPARK = 60;

    private RowQuery() {}

    /** Without sparklines, by benchmark, parameters, mode, threads and metric, the primary metric first. */
    static List<SeriesRow> of(Handle handle, String runId) {
        return handle.createQuery("SELECT " + SeriesQuery.COLUMNS
                        + ", x.score, x.score_lo, x.score_hi, x.forks, x.state, x.ratio, x.mde" + SeriesQuery.FROM
                        + """
                         JOIN result x ON x.series_id = s.id WHERE x.run_id = :run
                         ORDER BY bm.name, v.params, v.mode, v.threads,
                          CASE WHEN m.name = 'score' THEN 0 ELSE 1 END, m.name, m.unit""")
                .bind("run", runId)
                .map((row, context) -> row(row))
                .list();
    }

    /**
     * The newest scores of every series of a run up to that run, oldest first. They come from the newest nights
     * of the branch, so that one scan of a bounded number of runs feeds all lines.
     */
    static Map<Long, List<Double>> sparks(Handle handle, String runId) {
        Map<Long, List<Double>> sparks = new HashMap<>();
        handle.createQuery("""
                        SELECT x.series_id, x.score FROM result x JOIN (
                         SELECT r.id, r.x_ord, r.started FROM run r JOIN run l ON l.id = :run
                          AND r.project_id = l.project_id AND r.branch_id = l.branch_id AND r.env_class_id = l.env_class_id
                         WHERE (r.id = l.id OR (\
                        """ + RunKinds.NIGHTS + """
                         AND (r.x_ord < l.x_ord OR (r.x_ord = l.x_ord AND r.started <= l.started))))
                         ORDER BY r.x_ord DESC, r.started DESC, r.id DESC LIMIT :nights
                        ) n ON n.id = x.run_id
                        ORDER BY n.x_ord, n.started, x.run_id""")
                .bind("run", runId)
                .bind("nights", SPARK)
                .map((row, context) -> Map.entry(row.getLong("series_id"), Columns.figure(row, "score")))
                .forEach(entry -> sparks.computeIfAbsent(entry.getKey(), key -> new ArrayList<>())
                        .add(entry.getValue()));
        return sparks;
    }

    private static SeriesRow row(ResultSet row) throws SQLException {
        SeriesInfo series = SeriesQuery.info(row);
        return new SeriesRow(
                series,
                Columns.figure(row, "score"),
                Columns.figure(row, "score_lo"),
                Columns.figure(row, "score_hi"),
                row.getInt("forks"),
                State.of(row.getString("state")),
                Columns.figure(row, "ratio"),
                Columns.figure(row, "mde"),
                List.of());
    }
}
