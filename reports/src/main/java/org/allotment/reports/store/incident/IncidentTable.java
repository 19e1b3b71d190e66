package org.allotment.reports.store.incident;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.model.incident.IncidentState;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Incidents, their signs and their events as they are written, within the caller's transaction. */
public final class IncidentTable {
    private static final String STATE = "state";
    private static final String PROJECT = "project";

    private static final String STANDS = """
            EXISTS (SELECT 1 FROM change_point c JOIN run r ON r.id = c.run_id WHERE c.id = incident_sign.change_id
             AND c.state = 'confirmed' AND NOT EXISTS (SELECT 1 FROM change_point o JOIN run q ON q.id = o.run_id
              WHERE o.series_id = c.series_id AND o.epoch_id = c.epoch_id AND o.worse <> c.worse AND o.state = 'confirmed'
              AND (q.x_ord > r.x_ord OR (q.x_ord = r.x_ord AND q.started > r.started))))
            """;

    private final Handle handle;

    /** Over one connection. */
    public IncidentTable(Handle handle) {
        this.handle = handle;
    }

    /** An incident that a sign may join. */
    public record Joinable(long id, IncidentState state, boolean closed, Stretch stretch) {}

    /** What people may change, as it is. */
    public record Standing(
            long id,
            String project,
            IncidentState state,
            @Nullable String owner,
            @Nullable String issue,
            int version) {}

    /** One step to be written down. */
    public record Step(
            String actor,
            String kind,
            @Nullable String before,
            @Nullable String text) {}

    /** Says that somebody looked at a run. */
    public void looked(String run) {
        handle.execute("INSERT INTO noticed_run (run_id) VALUES (?)", run);
    }

    /** Incidents of a scope, the oldest first. */
    public List<Joinable> joinable(Scope scope) {
        return handle.createQuery("""
                        SELECT i.id, i.state, i.closed, i.after_run_id, a.x_ord AS after_ord, i.until_run_id, u.x_ord AS until_ord
                        FROM incident i LEFT JOIN run a ON a.id = i.after_run_id JOIN run u ON u.id = i.until_run_id
                        WHERE i.project = :project AND i.branch = :branch AND i.environment = :environment AND i.worse = :worse
                        ORDER BY i.id""")
                .bind(PROJECT, scope.project())
                .bind("branch", scope.branch())
                .bind("environment", scope.environment())
                .bind("worse", scope.worse() ? 1 : 0)
                .map((row, context) -> new Joinable(
                        row.getLong("id"),
                        IncidentState.of(row.getString(STATE)),
                        row.getObject("closed") != null,
                        Stretch.of(
                                row.getString("after_run_id"),
                                row.getLong("after_ord"),
                                row.getString("until_run_id"),
                                row.getLong("until_ord"))))
                .list();
    }

    /** Whether the series or the test of a sign is in an incident already. */
    public boolean knows(long incident, Showing showing) {
        return handle.createQuery("""
                        SELECT count(*) FROM incident_sign g WHERE g.incident_id = :incident
                         AND (g.series_id = :series OR g.test_id = :test)""")
                        .bind("incident", incident)
                        .bind("series", showing.seriesId())
                        .bind("test", showing.testId())
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /** The incident in which a red subject is a sign that still shows. */
    public Optional<Long> shows(Scope scope, String subject) {
        return handle.createQuery("""
                        SELECT i.id FROM incident_sign g JOIN incident i ON i.id = g.incident_id
                        WHERE g.closed IS NULL AND g.subject = :subject AND i.project = :project AND i.branch = :branch
                         AND i.environment = :environment ORDER BY i.id""")
                .bind("subject", subject)
                .bind(PROJECT, scope.project())
                .bind("branch", scope.branch())
                .bind("environment", scope.environment())
                .mapTo(Long.class)
                .findFirst();
    }

    /** Notes that a sign is still there. */
    public void seenAgain(long incident, String subject, String run) {
        handle.execute(
                "UPDATE incident_sign SET seen_run_id = ? WHERE incident_id = ? AND subject = ? AND closed IS NULL",
                run,
                incident,
                subject);
    }

    /** Makes a new incident; its number. */
    public long open(LookedRun run, Scope scope, Stretch stretch, Showing first) {
        return handle.createQuery("""
                        INSERT INTO incident (project, branch, environment, worse, subject, detail, commit_sha, run_id, opened,
                         state, version, after_run_id, until_run_id)
                        VALUES (:project, :branch, :environment, :worse, :subject, :detail,
                         (SELECT c.sha FROM run r JOIN code_commit c ON c.id = r.commit_id WHERE r.id = :until), :run, :opened,
                         'new', 0, :after, :until) RETURNING id""")
                .bind(PROJECT, scope.project())
                .bind("branch", scope.branch())
                .bind("environment", scope.environment())
                .bind("worse", scope.worse() ? 1 : 0)
                .bind("subject", first.subject())
                .bind("detail", first.detail())
                .bind("run", run.id())
                .bind("opened", run.received())
                .bind("after", stretch.afterId())
                .bind("until", stretch.untilId())
                .mapTo(Long.class)
                .one();
    }

    /** Adds a sign. */
    public void add(long incident, LookedRun run, Showing showing) {
        handle.createUpdate("""
                        INSERT INTO incident_sign (incident_id, subject, name, detail, ratio, series_id, test_id, change_id,
                         run_id, seen_run_id, opened) VALUES (:incident, :subject, :name, :detail, :ratio, :series, :test,
                         :change, :run, :run, :opened)
                        ON CONFLICT (incident_id, subject, run_id) DO UPDATE SET closed = NULL""")
                .bind("incident", incident)
                .bind("subject", showing.subject())
                .bind("name", showing.name())
                .bind("detail", showing.detail())
                .bind("ratio", Double.isFinite(showing.ratio()) ? (Double) showing.ratio() : null)
                .bind("series", showing.seriesId())
                .bind("test", showing.testId())
                .bind("change", showing.changeId())
                .bind("run", run.id())
                .bind("opened", run.received())
                .execute();
    }

    /** The commits that all signs of an incident share. */
    public void narrow(long incident, Stretch stretch) {
        handle.createUpdate("""
                        UPDATE incident SET after_run_id = :after, until_run_id = :until, closed = NULL, commit_sha =
                         (SELECT c.sha FROM run r JOIN code_commit c ON c.id = r.commit_id WHERE r.id = :until)
                        WHERE id = :id""")
                .bind("after", stretch.afterId())
                .bind("until", stretch.untilId())
                .bind("id", incident)
                .execute();
    }

    /** Says in the sentence of an incident how many signs there are besides the first. */
    public void tellSigns(long incident) {
        handle.createUpdate("""
                        UPDATE incident SET detail = detail || ' (and ' ||
                         ((SELECT count(*) FROM incident_sign g WHERE g.incident_id = :id) - 1) || ' more)'
                        WHERE id = :id AND (SELECT count(*) FROM incident_sign g WHERE g.incident_id = :id) > 1""").bind("id", incident).execute();
    }

    /**
     * Closes what a run shows to be well: what it measured and found green or better. A litmus test is well only behind the
     * commit on which it was seen to fail: what was seen once was seen.
     */
    public void closeWell(LookedRun run) {
        handle.createUpdate("""
                        UPDATE incident_sign SET closed = :now WHERE closed IS NULL AND change_id IS NULL AND incident_id IN
                         (SELECT i.id FROM incident i WHERE i.project = :project AND i.branch = :branch
                          AND i.environment = :environment)
                         AND (EXISTS (SELECT 1 FROM result x WHERE x.run_id = :run AND x.series_id = incident_sign.series_id
                           AND x.state IN ('green', 'improved'))
                          OR EXISTS (SELECT 1 FROM stress_result x WHERE x.run_id = :run AND x.test_id = incident_sign.test_id
                           AND x.state = 'green' AND (SELECT l.x_ord FROM run l WHERE l.id = :run) >
                            (SELECT s.x_ord FROM run s WHERE s.id = incident_sign.seen_run_id)))""")
                .bind("now", run.received())
                .bind(PROJECT, run.scope().project())
                .bind("branch", run.scope().branch())
                .bind("environment", run.scope().environment())
                .bind("run", run.id())
                .execute();
    }

    /** Closes changes of a project that were taken back or undone by a later one, and opens those that stand again. */
    public void followChanges(String project, long now) {
        String ours =
                " AND change_id IS NOT NULL AND incident_id IN (SELECT i.id FROM incident i WHERE i.project = :project)";
        handle.createUpdate("UPDATE incident_sign SET closed = :now WHERE closed IS NULL" + ours + " AND NOT " + STANDS)
                .bind("now", now)
                .bind(PROJECT, project)
                .execute();
        handle.createUpdate("UPDATE incident_sign SET closed = NULL WHERE closed IS NOT NULL" + ours + " AND " + STANDS)
                .bind(PROJECT, project)
                .execute();
        handle.createUpdate("""
                UPDATE incident SET closed = NULL WHERE project = :project AND closed IS NOT NULL AND EXISTS
                 (SELECT 1 FROM incident_sign g WHERE g.incident_id = incident.id AND g.closed IS NULL)""").bind(PROJECT, project).execute();
    }

    /** Closes incidents of a project without a sign that shows; those that still waited for somebody. */
    public List<Standing> closeFinished(String project, long now) {
        String finished = " WHERE project = :project AND closed IS NULL AND NOT EXISTS"
                + " (SELECT 1 FROM incident_sign g WHERE g.incident_id = incident.id AND g.closed IS NULL)";
        List<Standing> waiting = standings(project, "SELECT * FROM incident" + finished + " ORDER BY id").stream()
                .filter(each -> each.state().isOpen())
                .toList();
        handle.createUpdate("UPDATE incident SET closed = :now" + finished)
                .bind("now", now)
                .bind(PROJECT, project)
                .execute();
        return waiting;
    }

    /** Incidents of a project that count as mended, though nobody said so, and show again. */
    public List<Standing> shownAgain(String project) {
        return standings(project, """
                SELECT i.* FROM incident i WHERE i.project = :project AND i.closed IS NULL AND i.state = 'fixed' AND NOT EXISTS
                 (SELECT 1 FROM incident_event e WHERE e.incident_id = i.id AND e.kind = 'state'
                  AND e.id = (SELECT max(n.id) FROM incident_event n WHERE n.incident_id = i.id AND n.kind IN ('state', 'turn')))
                ORDER BY i.id""");
    }

    /** One incident as it stands. */
    public Optional<Standing> standing(long id) {
        return handle.createQuery("SELECT * FROM incident WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> standing(row))
                .findOne();
    }

    private List<Standing> standings(String project, String sql) {
        return handle.createQuery(sql)
                .bind(PROJECT, project)
                .map((row, context) -> standing(row))
                .list();
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                row.getLong("id"),
                row.getString("project"),
                IncidentState.of(row.getString(STATE)),
                row.getString("owner"),
                row.getString("issue_url"),
                row.getInt("version"));
    }

    /** Writes what people changed, and one more in its version. */
    public void put(Standing changed) {
        handle.createUpdate("""
                        UPDATE incident SET state = :state, owner = :owner, issue_url = :issue, version = version + 1
                        WHERE id = :id""")
                .bind(STATE, changed.state().word())
                .bind("owner", changed.owner())
                .bind("issue", changed.issue())
                .bind("id", changed.id())
                .execute();
    }

    /** Keeps the changes of an incident from ever being taken back: somebody judged them. */
    public void freeze(long incident) {
        handle.execute(
                "UPDATE change_point SET frozen = 1 WHERE id IN"
                        + " (SELECT g.change_id FROM incident_sign g WHERE g.incident_id = ?)",
                incident);
    }

    /** Writes a step down. */
    public void tell(long incident, long at, Step step) {
        handle.createUpdate("""
                        INSERT INTO incident_event (incident_id, at, actor, kind, before, text)
                        VALUES (:incident, :at, :actor, :kind, :before, :text)""")
                .bind("incident", incident)
                .bind("at", at)
                .bind("actor", step.actor())
                .bind("kind", step.kind())
                .bind("before", step.before())
                .bind("text", step.text())
                .execute();
    }
}
