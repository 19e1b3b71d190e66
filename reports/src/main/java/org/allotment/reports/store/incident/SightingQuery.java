package org.allotment.reports.store.incident;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.allotment.reports.store.ParamsText;
import org.allotment.reports.store.RunKinds;
import org.allotment.reports.store.column.Columns;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What runs and searches show to be wrong, within the caller's transaction. */
public final class SightingQuery {
    /** Runs of one look. */
    public static final int MOST_RUNS = 20;

    /** Changes of one look. */
    public static final int MOST_CHANGES = 200;

    private final Handle handle;

    /** Over one connection. */
    public SightingQuery(Handle handle) {
        this.handle = handle;
    }

    /**
     * A confirmed change that is in no incident yet.
     *
     * @param by the run that confirmed it, which dates it: not the newest, by which an old change would be news
     */
    public record FoundChange(LookedRun by, Scope scope, Stretch stretch, Showing showing) {}

    /** All projects, by their names. */
    public List<String> projects() {
        return handle.createQuery("SELECT name FROM project ORDER BY name")
                .mapTo(String.class)
                .list();
    }

    /** Runs of a project that nobody looked at, in the order of their arrival. */
    public List<LookedRun> runs(String project) {
        return handle.createQuery("""
                        SELECT r.id, p.name AS project, b.name AS branch, e.name AS environment, r.x_ord, r.received,
                        """ + before("r") + """
                         FROM run r JOIN project p ON p.id = r.project_id JOIN branch b ON b.id = r.branch_id
                         JOIN env_class e ON e.id = r.env_class_id
                         WHERE p.name = :project AND NOT EXISTS (SELECT 1 FROM noticed_run n WHERE n.run_id = r.id)
                         ORDER BY r.received, r.id LIMIT :limit""")
                .bind("project", project)
                .bind("limit", MOST_RUNS)
                .map((row, context) -> run(row))
                .list();
    }

    /** The night before a run, by another commit. */
    private static String before(String run) {
        return " (SELECT n.id FROM run n WHERE n.project_id = " + run + ".project_id AND n.branch_id = " + run
                + ".branch_id AND n.env_class_id = " + run + ".env_class_id AND n.x_ord < " + run + ".x_ord AND "
                + RunKinds.NIGHTS.replace("r.kind", "n.kind")
                + " ORDER BY n.x_ord DESC, n.started DESC, n.id DESC LIMIT 1) AS before_id ";
    }

    private LookedRun run(ResultSet row) throws SQLException {
        String id = row.getString("id");
        String before = row.getString("before_id");
        Scope scope = new Scope(row.getString("project"), row.getString("branch"), row.getString("environment"), true);
        return new LookedRun(
                id, scope, Stretch.of(before, order(before), id, row.getLong("x_ord")), row.getLong("received"));
    }

    private long order(@Nullable String run) {
        return run == null
                ? Long.MIN_VALUE
                : handle.createQuery("SELECT x_ord FROM run WHERE id = :run")
                        .bind("run", run)
                        .mapTo(Long.class)
                        .one();
    }

    /** The red findings of a run, the worst first. */
    public List<Showing> reds(String run) {
        return handle.createQuery("""
                        SELECT f.series_id, f.name, f.metric, f.detail, f.ratio, t.id AS test_id FROM finding f
                        JOIN run r ON r.id = f.run_id
                        LEFT JOIN stress_test t ON f.series_id IS NULL AND t.project_id = r.project_id AND t.name = f.name
                        WHERE f.run_id = :run AND f.state = 'red' ORDER BY f.ord""")
                .bind("run", run)
                .map((row, context) -> red(row))
                .list();
    }

    private static Showing red(ResultSet row) throws SQLException {
        Long series = Columns.whole(row, "series_id");
        String name = row.getString("name");
        String metric = row.getString("metric");
        String detail = name + (metric == null ? "" : " " + metric) + ": " + row.getString("detail");
        return new Showing(
                series == null ? "litmus " + name : "series " + series,
                name,
                detail,
                Columns.figure(row, "ratio"),
                series,
                Columns.whole(row, "test_id"),
                null);
    }

    /** Confirmed changes of a project that are in no incident, by the place of their run. */
    public List<FoundChange> changes(String project) {
        return handle.createQuery("""
                        SELECT c.id AS change_id, c.worse, c.ratio, c.series_id, a.id AS after_id, a.x_ord AS after_ord,
                         u.id AS until_id, u.x_ord AS until_ord, p.name AS project, br.name AS branch, e.name AS environment,
                         bm.name AS benchmark, v.params, m.name AS metric,
                         w.id AS by_id, w.received
                        FROM change_point c JOIN run a ON a.id = c.before_run_id JOIN run u ON u.id = c.high_run_id
                        JOIN run w ON w.id = coalesce(c.confirmed_run_id, c.first_seen_run_id)
                        JOIN series s ON s.id = c.series_id JOIN variant v ON v.id = s.variant_id
                        JOIN benchmark bm ON bm.id = v.benchmark_id JOIN metric m ON m.id = s.metric_id
                        JOIN project p ON p.id = bm.project_id JOIN branch br ON br.id = s.branch_id
                        JOIN env_class e ON e.id = s.env_class_id
                        WHERE p.name = :project AND c.state = 'confirmed'
                         AND NOT EXISTS (SELECT 1 FROM incident_sign g WHERE g.change_id = c.id)
                        ORDER BY u.x_ord, a.x_ord, c.id LIMIT :limit""")
                .bind("project", project)
                .bind("limit", MOST_CHANGES)
                .map((row, context) -> change(row))
                .list();
    }

    private FoundChange change(ResultSet row) throws SQLException {
        boolean worse = row.getInt("worse") != 0;
        Scope scope = new Scope(row.getString("project"), row.getString("branch"), row.getString("environment"), worse);
        Stretch stretch = Stretch.of(
                row.getString("after_id"),
                row.getLong("after_ord"),
                row.getString("until_id"),
                row.getLong("until_ord"));
        long id = row.getLong("change_id");
        String name = ParamsText.parse(row.getString("params")).label(row.getString("benchmark"));
        String metric = row.getString("metric");
        String detail = name + (metric.equals("score") ? "" : " " + metric) + ": its level changed for the "
                + (worse ? "worse" : "better");
        Showing showing = new Showing(
                "change " + id, name, detail, Columns.figure(row, "ratio"), row.getLong("series_id"), null, id);
        LookedRun by = new LookedRun(row.getString("by_id"), scope, stretch, row.getLong("received"));
        return new FoundChange(by, scope, stretch, showing);
    }
}
