package org.allotment.reports.store.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.store.RunKinds;
import org.allotment.reports.store.column.Columns;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** What was found to be worse in the runs that came in lately, and is not looked at yet. */
public final class SuspectQuery {
    private static final int MOST = 200;

    /** Condition on a run {@code r}: it is of the project that is asked about. */
    private static final String WANTED = "r.project_id = (SELECT w.id FROM project w WHERE w.name = :project)";

    /** The job that looks, or looked and found it so, at a change {@code c} between a commit before it and a head {@code hc}. */
    private static final String KNOWN = """
            (SELECT min(j.id) FROM job j WHERE j.series_id = c.series_id AND j.kind = 'confirm' AND j.worse = 1
             AND j.head_sha = hc.sha AND (j.state IN ('waiting', 'claimed') OR j.verdict = 'confirmed') AND \
            """ + Held.SPANS + ")";

    /** Changes whose job is none, or does not speak for them any more, with the head that is to be asked about. */
    private static final String UNASKED = """
            SELECT c.*, CASE WHEN j.verdict IN ('noChange', 'unclear') AND \
            """ + Held.SPANS + """
              THEN c.high_run_id ELSE c.run_id END AS head_run_id
             FROM change_point c JOIN run f ON f.id = c.first_seen_run_id LEFT JOIN job j ON j.id = c.job_id
             WHERE c.worse = 1 AND c.state <> 'retracted' AND c.frozen = 0
              AND ((c.job_id IS NULL AND f.received >= :since)
               OR (c.job_id IS NOT NULL AND EXISTS (SELECT 1 FROM result y JOIN run n ON n.id = y.run_id
                 WHERE y.series_id = c.series_id AND n.received >= :since)
                AND (NOT \
            """ + Held.SPANS
            + " OR (j.verdict IN ('noChange', 'unclear') AND NOT " + Held.SPANS_ALL + "))))";

    private static final String CHANGES = """
            SELECT r.project_id, c.series_id, c.run_id, c.id AS change_id, bc.sha AS base, hc.sha AS head, x.mde, c.ratio,
            """ + KNOWN + " AS known FROM (" + UNASKED + """
            ) c JOIN run r ON r.id = c.run_id JOIN run t ON t.id = c.head_run_id JOIN code_commit hc ON hc.id = t.commit_id
            JOIN run b ON b.id = c.before_run_id JOIN code_commit bc ON bc.id = b.commit_id
            JOIN result x ON x.series_id = c.series_id AND x.run_id = c.run_id
            WHERE hc.id <> bc.id AND \
            """ + WANTED;

    private static final String FINDINGS = """
            SELECT r.project_id, f.series_id, r.id AS run_id, hc.sha AS head, x.mde, x.ratio,
             (SELECT pc.sha FROM result p JOIN run pr ON pr.id = p.run_id JOIN code_commit pc ON pc.id = pr.commit_id
              WHERE p.series_id = x.series_id AND p.epoch_id = x.epoch_id AND p.state NOT IN ('suspect', 'red')
               AND (p.x_ord < x.x_ord OR (p.x_ord = x.x_ord AND p.started < x.started)) AND pc.id <> hc.id
               AND pr.kind IN ('nightly', 'manual')
              ORDER BY p.x_ord DESC, p.started DESC LIMIT 1) AS base
             FROM run r JOIN finding f ON f.run_id = r.id JOIN code_commit hc ON hc.id = r.commit_id
             JOIN result x ON x.series_id = f.series_id AND x.run_id = r.id
             WHERE r.received >= :since AND f.state = 'suspect' AND f.kind = 'time'
              AND NOT EXISTS (SELECT 1 FROM run s JOIN result y ON y.run_id = s.id
               WHERE s.parent_id = r.id AND y.series_id = f.series_id AND y.state IN ('green', 'improved'))
              AND \
            """ + WANTED + " AND " + RunKinds.NIGHTS;

    private final Handle handle;
    private final Bounds bounds;

    /** Over one connection. */
    public SuspectQuery(Handle handle, Bounds bounds) {
        this.handle = handle;
        this.bounds = bounds;
    }

    /**
     * Which suspects.
     *
     * @param since    runs that came in before this are history
     * @param ofOneRun the most questions about one run, those that were asked before included
     * @param project  the name of the one that is asked about
     */
    public record Bounds(Instant since, int ofOneRun, String project) {}

    /** All projects, by their names. */
    public static List<String> projects(Handle handle) {
        return handle.createQuery("SELECT name FROM project ORDER BY name")
                .mapTo(String.class)
                .list();
    }

    /**
     * Something that is to be looked at.
     *
     * @param changeId the change of level, null for a suspect of the newest run
     * @param smallest the smallest change that the series shows, as a fraction; NaN where none is known
     */
    public record Suspect(
            long projectId,
            long seriesId,
            String runId,
            @Nullable Long changeId,
            Question.Range range,
            double smallest) {}

    /**
     * Changes for the worse, of which both commits are known, that are to be asked about, the largest of each run first: those found
     * since a moment that nobody looks at, and those of series with a run since then whose job does not speak for them any
     * more. An answer speaks for the two commits that it compared: when the change moves from between them it is asked anew, and when it
     * was not confirmed between them but may lie behind them, up to all runs that may be its first.
     */
    public List<Suspect> changes() {
        return capped("SELECT q.* FROM (" + CHANGES + ") q WHERE q.known IS NULL")
                .map((row, context) -> suspect(row, row.getLong("change_id")))
                .list();
    }

    /** Jobs that look at changes of which nobody knew: by the number of the change. */
    public Map<Long, Long> known() {
        Map<Long, Long> known = new TreeMap<>();
        bound(handle.createQuery("SELECT q.* FROM (" + CHANGES
                        + ") q WHERE q.known IS NOT NULL ORDER BY q.change_id LIMIT :most"))
                .map((row, context) -> Map.entry(row.getLong("change_id"), row.getLong("known")))
                .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
        return known;
    }

    /**
     * Suspects of nights that came in since a moment, against the last night before that was none; the largest of each run first. Those
     * that a second look of the night itself has cleared are none any more, and one suspicion is asked about once: for as
     * long as it is open or was confirmed, later nights that still show it ask nothing.
     */
    public List<Suspect> findings() {
        return capped("SELECT q.* FROM (" + FINDINGS + """
                        ) q WHERE q.base IS NOT NULL AND NOT EXISTS (SELECT 1 FROM job j WHERE j.series_id = q.series_id
                          AND j.kind = 'confirm' AND j.worse = 1 AND (j.head_sha = q.head OR (j.base_sha = q.base
                           AND (j.state IN ('waiting', 'claimed') OR j.verdict = 'confirmed'))))""")
                .map((row, context) -> suspect(row, null))
                .list();
    }

    /** Of each run as many as there may be questions about it yet; the first of every run before the second of any. */
    private Query capped(String suspects) {
        return bound(handle.createQuery("""
                        SELECT z.* FROM (SELECT o.*, row_number() OVER (PARTITION BY o.run_id
                          ORDER BY coalesce(o.ratio, 1) DESC, o.series_id) AS nth,
                          (SELECT count(*) FROM job k WHERE k.run_id = o.run_id AND k.kind = 'confirm') AS asked FROM (
                        """ + suspects + """
                        ) o) z WHERE z.nth + z.asked <= :cap
                        ORDER BY z.nth, coalesce(z.ratio, 1) DESC, z.series_id, z.run_id LIMIT :most""")).bind("cap", bounds.ofOneRun());
    }

    private Query bound(Query query) {
        return query.bind("since", bounds.since().toEpochMilli())
                .bind("project", bounds.project())
                .bind("most", MOST);
    }

    /** Says which job looks at a change. */
    public void link(long changeId, long jobId) {
        handle.execute("UPDATE change_point SET job_id = ? WHERE id = ?", jobId, changeId);
    }

    private static Suspect suspect(ResultSet row, @Nullable Long change) throws SQLException {
        return new Suspect(
                row.getLong("project_id"),
                row.getLong("series_id"),
                row.getString("run_id"),
                change,
                new Question.Range(row.getString("base"), row.getString("head")),
                Columns.figure(row, "mde"));
    }
}
