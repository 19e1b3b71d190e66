package org.allotment.reports.store.change;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.history.SeriesChange.Standing;
import org.allotment.reports.stats.ForkSummary;
import org.allotment.reports.stats.Interval;
import org.allotment.reports.store.RunKinds;
import org.allotment.reports.store.column.Columns;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.EmptyHandling;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** What a search for changes reads and writes, within the caller's transaction. */
public final class ChangeTable {
    /** The most runs of one course, the newest. */
    public static final int MOST_RUNS = 2_000;

    private final Handle handle;

    /** Over one connection. */
    public ChangeTable(Handle handle) {
        this.handle = handle;
    }

    /** Runs whose series are still to be searched, in the order of their arrival. */
    public List<PendingRun> pendingRuns() {
        return handle.createQuery("SELECT id, x_ord FROM run WHERE searched = 0 ORDER BY received, id")
                .map((row, context) -> new PendingRun(row.getString(1), row.getLong(2)))
                .list();
    }

    /** The series of those runs that can change, by their number: no context, no canary, nights only. */
    public List<SearchedSeries> pendingSeries() {
        return handle.createQuery("""
                        SELECT DISTINCT x.series_id, x.epoch_id, m.kind, m.higher_is_better
                        FROM run r JOIN result x ON x.run_id = r.id JOIN series s ON s.id = x.series_id
                        JOIN metric m ON m.id = s.metric_id JOIN variant v ON v.id = s.variant_id
                        JOIN benchmark b ON b.id = v.benchmark_id
                        WHERE r.searched = 0 AND m.kind <> 'context'
                         AND (r.canary_benchmark IS NULL OR b.name <> r.canary_benchmark)
                         AND \
                        """ + RunKinds.NIGHTS + " ORDER BY x.series_id, x.epoch_id")
                .map((row, context) -> new SearchedSeries(
                        row.getLong("series_id"),
                        row.getLong("epoch_id"),
                        MetricKind.ofWord(row.getString("kind")),
                        row.getInt("higher_is_better") != 0))
                .list();
    }

    /** Says of runs that their series are searched; those that were moved meanwhile are still to be. */
    public void searched(List<PendingRun> runs) {
        for (PendingRun run : runs) {
            execute(handle.createUpdate("UPDATE run SET searched = 1 WHERE id = :run AND x_ord = :order")
                    .bind("run", run.id())
                    .bind("order", run.order()));
        }
    }

    /** The nights of a series in one epoch, oldest first, those left out on which the machine was another. */
    public List<CourseRun> course(SearchedSeries series) {
        return handle.createQuery("""
                        SELECT x.run_id, x.fork_median, x.log_median, x.log_variance, r.commit_id
                        FROM result x JOIN run r ON r.id = x.run_id
                        WHERE x.series_id = :series AND x.epoch_id = :epoch AND x.fork_median IS NOT NULL
                         AND \
                        """ + RunKinds.STEADY + " AND " + RunKinds.NIGHTS + """
                         ORDER BY x.x_ord DESC, x.started DESC, x.run_id DESC LIMIT :limit""")
                .bind("series", series.seriesId())
                .bind("epoch", series.epochId())
                .bind("limit", MOST_RUNS)
                .map((row, context) -> run(row))
                .list()
                .reversed();
    }

    /** By number: a search of everything reads millions of rows. */
    private static CourseRun run(ResultSet row) throws SQLException {
        ForkSummary summary = new ForkSummary(Columns.figure(row, 2), Columns.figure(row, 3), Columns.figure(row, 4));
        return new CourseRun(row.getString(1), summary, row.getObject(5) == null);
    }

    /** What is known of some series; of each, in their order. */
    public SequencedMap<SearchedSeries, LastSearch> lastSearches(List<SearchedSeries> some) {
        Map<Key, String> contents = contents(some);
        Map<Key, List<StoredChange>> changes = changes(some);
        SequencedMap<SearchedSeries, LastSearch> known = new LinkedHashMap<>();
        for (SearchedSeries each : some) {
            Key key = new Key(each.seriesId(), each.epochId());
            known.put(each, new LastSearch(contents.get(key), changes.getOrDefault(key, List.of())));
        }
        return known;
    }

    private record Key(long series, long epoch) {
        static Key of(ResultSet row) throws SQLException {
            return new Key(row.getLong("series_id"), row.getLong("epoch_id"));
        }
    }

    private Map<Key, String> contents(List<SearchedSeries> some) {
        Map<Key, String> contents = new HashMap<>();
        asked("SELECT series_id, epoch_id, content FROM change_search WHERE series_id IN (<some>)", some)
                .map((row, context) -> Map.entry(Key.of(row), row.getString("content")))
                .forEach(each -> contents.put(each.getKey(), each.getValue()));
        return contents;
    }

    private Map<Key, List<StoredChange>> changes(List<SearchedSeries> some) {
        Map<Key, List<StoredChange>> changes = new HashMap<>();
        asked("SELECT * FROM change_point WHERE series_id IN (<some>) ORDER BY id", some)
                .map((row, context) -> Map.entry(Key.of(row), change(row)))
                .forEach(each -> changes.computeIfAbsent(each.getKey(), key -> new ArrayList<>())
                        .add(each.getValue()));
        return changes;
    }

    private Query asked(String query, List<SearchedSeries> some) {
        List<Long> ids = some.stream().map(SearchedSeries::seriesId).distinct().toList();
        return handle.createQuery(query).bindList(EmptyHandling.NULL_KEYWORD, "some", ids);
    }

    private static StoredChange change(ResultSet row) throws SQLException {
        return new StoredChange(
                row.getLong("id"),
                row.getString("run_id"),
                row.getString("before_run_id"),
                row.getString("low_run_id"),
                row.getString("high_run_id"),
                row.getInt("worse") != 0,
                new Interval(
                        Columns.figure(row, "ratio"), Columns.figure(row, "ratio_lo"), Columns.figure(row, "ratio_hi")),
                Columns.figure(row, "p_value"),
                Standing.of(row.getString("state")),
                row.getInt("frozen") != 0);
    }

    /**
     * Writes a change, a new one or over the one with its number. One that was not confirmed and is now keeps the run that it was
     * confirmed by.
     */
    public void write(SearchedSeries series, StoredChange change, String newestRun, int method) {
        if (change.id() == 0) {
            insert(series, change, newestRun, method);
            return;
        }
        execute(bound(handle.createUpdate("""
                        UPDATE change_point SET run_id = :run, before_run_id = :before, low_run_id = :low, high_run_id = :high,
                         worse = :worse, ratio = :ratio, ratio_lo = :ratioLow, ratio_hi = :ratioHigh, p_value = :p,
                         confirmed_run_id = CASE WHEN :state = 'confirmed' AND state <> 'confirmed' THEN :newest
                          ELSE confirmed_run_id END,
                         state = :state, method = :method WHERE id = :id""").bind("id", change.id()).bind("newest", newestRun), change, method));
    }

    private void insert(SearchedSeries series, StoredChange change, String newestRun, int method) {
        execute(bound(
                handle.createUpdate("""
                        INSERT INTO change_point (series_id, epoch_id, run_id, before_run_id, low_run_id, high_run_id, worse,
                         ratio, ratio_lo, ratio_hi, p_value, state, frozen, method, first_seen_run_id,
                         confirmed_run_id)
                        VALUES (:series, :epoch, :run, :before, :low, :high, :worse, :ratio, :ratioLow, :ratioHigh, :p, :state,
                         0, :method, :seen, CASE WHEN :state = 'confirmed' THEN :seen END)""")
                        .bind("series", series.seriesId())
                        .bind("epoch", series.epochId())
                        .bind("seen", newestRun),
                change,
                method));
    }

    private static Update bound(Update update, StoredChange change, int method) {
        return update.bind("run", change.runId())
                .bind("before", change.beforeRunId())
                .bind("low", change.lowRunId())
                .bind("high", change.highRunId())
                .bind("worse", change.worse() ? 1 : 0)
                .bind("ratio", finite(change.ratio().point()))
                .bind("ratioLow", finite(change.ratio().low()))
                .bind("ratioHigh", finite(change.ratio().high()))
                .bind("p", finite(change.pValue()))
                .bind("state", change.standing().word())
                .bind("method", method);
    }

    /** Takes changes back; their rows stay, so that they are the same ones should they come again. */
    public void retract(List<Long> ids) {
        for (long id : ids) {
            execute(handle.createUpdate("UPDATE change_point SET state = 'retracted' WHERE id = :id")
                    .bind("id", id));
        }
    }

    /** Those of these runs that are there. */
    public Set<String> present(Set<String> runs) {
        return handle.createQuery("SELECT id FROM run WHERE id IN (<runs>)")
                .bindList(EmptyHandling.NULL_KEYWORD, "runs", runs)
                .mapTo(String.class)
                .set();
    }

    /** What a search saw of a series: so many runs of this hash. */
    public record Sight(SearchedSeries series, int runs, String content) {}

    /** Notes what searches saw. */
    public void see(List<Sight> sights) {
        if (sights.isEmpty()) {
            return;
        }
        try (PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO change_search (series_id, epoch_id, runs, content)
                VALUES (:series, :epoch, :runs, :content)
                ON CONFLICT (series_id, epoch_id) DO UPDATE SET runs = excluded.runs, content = excluded.content""")) {
            for (Sight each : sights) {
                batch.bind("series", each.series().seriesId())
                        .bind("epoch", each.series().epochId())
                        .bind("runs", each.runs())
                        .bind("content", each.content())
                        .add();
            }
            batch.execute();
        }
    }

    private static void execute(Update update) {
        try (update) {
            update.execute();
        }
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
