package org.allotment.reports.store.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.store.RunKinds;
import org.allotment.reports.store.column.Columns;
import org.jdbi.v3.core.Handle;

/** The results of one run as lines of a table. */
final class RowQuery {
    /** Nights of a sparkline, which is 120 pixels wide and 28 high. */
    private static final int SPARK = 20;

    private static final double LEVELS = 28;

    private RowQuery() {}

    /** Without sparklines, by benchmark, parameters, mode, threads and metric, the primary metric first. */
    static List<SeriesRow> of(Handle handle, String runId) {
        SeriesRows series = new SeriesRows(1);
        return handle.createQuery("SELECT " + SeriesRows.COLUMNS
                        + ", x.score, x.score_lo, x.score_hi, x.forks, x.state, x.ratio, x.mde" + SeriesQuery.FROM
                        + """
                         JOIN result x ON x.series_id = s.id WHERE x.run_id = :run
                         ORDER BY bm.name, v.params, v.mode, v.threads,
                          CASE WHEN m.name = 'score' THEN 0 ELSE 1 END, m.name, m.unit""")
                .bind("run", runId)
                .map((row, context) -> row(series.of(row), row))
                .list();
    }

    /** The newest nights of the branch of a run up to that run, oldest first. */
    private static List<String> nights(Handle handle, String runId) {
        return handle.createQuery("""
                        SELECT r.id FROM run r JOIN run l ON l.id = :run
                         AND r.project_id = l.project_id AND r.branch_id = l.branch_id AND r.env_class_id = l.env_class_id
                        WHERE (r.id = l.id OR (\
                        """ + RunKinds.NIGHTS + """
                         AND (r.x_ord < l.x_ord OR (r.x_ord = l.x_ord AND r.started <= l.started))))
                        ORDER BY r.x_ord DESC, r.started DESC, r.id DESC LIMIT :nights""")
                .bind("run", runId)
                .bind("nights", SPARK)
                .mapTo(String.class)
                .list()
                .reversed();
    }

    private static Map<Long, List<Double>> sparks(Handle handle, List<String> nights) {
        Map<Long, List<Double>> sparks = new HashMap<>();
        for (String night : nights) {
            handle.createQuery("SELECT x.series_id, x.score FROM result x WHERE x.run_id = :run")
                    .bind("run", night)
                    .map((row, context) -> Map.entry(row.getLong(1), Columns.figure(row, 2)))
                    .forEach(entry -> sparks.computeIfAbsent(entry.getKey(), key -> new ArrayList<>())
                            .add(entry.getValue()));
        }
        sparks.replaceAll((series, scores) -> coarse(scores));
        return sparks;
    }

    /** To a decimal place of which the range has 28 to 280: what a drawing can show, and a third of the bytes of an answer. */
    static List<Double> coarse(List<Double> scores) {
        DoubleSummaryStatistics known = scores.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .summaryStatistics();
        double range = known.getMax() - known.getMin();
        if (known.getCount() == 0 || !(range > Float.MIN_NORMAL)) {
            return scores;
        }
        int place = (int) Math.floor(Math.log10(range / LEVELS));
        double power = Math.pow(10, Math.abs(place));
        return scores.stream()
                .map(score -> place < 0 ? Math.rint(score * power) / power : Math.rint(score / power) * power)
                .toList();
    }

    /**
     * What was read of the nights that are looked at. Results do not change once they are stored, so the lines of a run are
     * good as long as it is there, and sparklines as long as the same nights stand in the same order: both are asked of the
     * store each time.
     */
    static final class Memory {
        private static final int MOST = 3;

        private final Map<String, List<SeriesRow>> rows = newest();
        private final Map<List<String>, Map<Long, List<Double>>> sparks = newest();

        /** The lines of a run that is there. */
        List<SeriesRow> rows(Handle handle, String runId) {
            return remembered(rows, runId, () -> of(handle, runId));
        }

        /**
         * The newest scores of every series of a run up to that run, oldest first. They come from the newest nights
         * of the branch, so that a bounded number of runs feeds all lines.
         */
        Map<Long, List<Double>> sparks(Handle handle, String runId) {
            List<String> nights = nights(handle, runId);
            return remembered(sparks, nights, () -> RowQuery.sparks(handle, nights));
        }

        private static <K, V> V remembered(Map<K, V> memory, K key, Supplier<V> read) {
            synchronized (memory) {
                V known = memory.get(key);
                if (known != null) {
                    return known;
                }
            }
            V found = read.get();
            synchronized (memory) {
                memory.put(key, found);
            }
            return found;
        }

        private static <K, V> Map<K, V> newest() {
            return new LinkedHashMap<>(MOST, 1, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                    return size() > MOST;
                }
            };
        }
    }

    private static SeriesRow row(SeriesInfo series, ResultSet row) throws SQLException {
        int first = SeriesRows.WIDTH + 1;
        return new SeriesRow(
                series,
                Columns.figure(row, first),
                Columns.figure(row, first + 1),
                Columns.figure(row, first + 2),
                row.getInt(first + 3),
                State.of(row.getString(first + 4)),
                Columns.figure(row, first + 5),
                Columns.figure(row, first + 6),
                List.of());
    }
}
