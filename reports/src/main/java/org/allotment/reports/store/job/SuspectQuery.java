package org.allotment.reports.store.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.store.RunKinds;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What was found to be worse in the runs that came in lately, and is not looked at yet. */
public final class SuspectQuery {
    private static final int MOST = 200;

    private final Handle handle;

    /** Over one connection. */
    public SuspectQuery(Handle handle) {
        this.handle = handle;
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
     * Changes for the worse, of which both commits are known, that are to be asked about; the largest first: those found since a moment
     * that nobody looks at, and those of series with a run since then whose job does not speak for them any more. An answer
     * speaks for the two commits that it compared: when the change moves from between them it is asked anew, and when it was not
     * confirmed between them but may lie behind them, up to all runs that may be its first.
     */
    public List<Suspect> changes(Instant since) {
        return handle.createQuery("""
                        SELECT r.project_id, c.series_id, c.run_id, c.id AS change_id, bc.sha AS base, hc.sha AS head, x.mde
                        FROM (SELECT c.*, CASE WHEN j.verdict IN ('noChange', 'unclear') AND \
                        """ + Held.SPANS + """
                          THEN c.high_run_id ELSE c.run_id END AS head_run_id
                         FROM change_point c JOIN run f ON f.id = c.first_seen_run_id LEFT JOIN job j ON j.id = c.job_id
                         WHERE c.worse = 1 AND c.state <> 'retracted' AND c.frozen = 0
                          AND ((c.job_id IS NULL AND f.received >= :since)
                           OR (c.job_id IS NOT NULL AND EXISTS (SELECT 1 FROM result y JOIN run n ON n.id = y.run_id
                             WHERE y.series_id = c.series_id AND n.received >= :since)
                            AND (NOT \
                        """ + Held.SPANS
                        + " OR (j.verdict IN ('noChange', 'unclear') AND NOT " + Held.SPANS_ALL + """
                        ))))) c
                        JOIN run r ON r.id = c.run_id JOIN run t ON t.id = c.head_run_id JOIN code_commit hc ON hc.id = t.commit_id
                        JOIN run b ON b.id = c.before_run_id JOIN code_commit bc ON bc.id = b.commit_id
                        JOIN result x ON x.series_id = c.series_id AND x.run_id = c.run_id
                        WHERE hc.id <> bc.id
                        ORDER BY coalesce(c.ratio, 1) DESC, c.id LIMIT :most""")
                .bind("since", since.toEpochMilli())
                .bind("most", MOST)
                .map((row, context) -> suspect(row, row.getLong("change_id")))
                .list();
    }

    /**
     * Suspects of nights that came in since a moment, against the last night before that was none; the largest first. Those
     * that a second look of the night itself has cleared are none any more, and one suspicion is asked about once: for as
     * long as it is open or was confirmed, later nights that still show it ask nothing.
     */
    public List<Suspect> findings(Instant since) {
        return handle.createQuery("""
                        SELECT q.* FROM (SELECT r.project_id, f.series_id, r.id AS run_id, hc.sha AS head, x.mde, x.ratio,
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
                        """ + RunKinds.NIGHTS + """
                        ) q WHERE q.base IS NOT NULL AND NOT EXISTS (SELECT 1 FROM job j WHERE j.series_id = q.series_id
                          AND j.kind = 'confirm' AND j.worse = 1 AND (j.head_sha = q.head OR (j.base_sha = q.base
                           AND (j.state IN ('waiting', 'claimed') OR j.verdict = 'confirmed'))))
                        ORDER BY coalesce(q.ratio, 1) DESC, q.series_id LIMIT :most""")
                .bind("since", since.toEpochMilli())
                .bind("most", MOST)
                .map((row, context) -> suspect(row, null))
                .list();
    }

    /** The job that looks, or looked and found it so, at a change between a commit before it and this head. */
    public Optional<Long> known(Suspect suspect) {
        return handle.createQuery("""
                        SELECT j.id FROM job j JOIN change_point c ON c.id = :change
                        WHERE j.series_id = :series AND j.kind = 'confirm' AND j.worse = 1 AND j.head_sha = :head
                         AND (j.state IN ('waiting', 'claimed') OR j.verdict = 'confirmed') AND \
                        """ + Held.SPANS + " ORDER BY j.id LIMIT 1")
                .bind("change", suspect.changeId())
                .bind("series", suspect.seriesId())
                .bind("head", suspect.range().head())
                .mapTo(Long.class)
                .findOne();
    }

    /** How many questions about suspects of a run there are. */
    public int asked(String runId) {
        return handle.createQuery("SELECT count(*) FROM job WHERE run_id = :run AND kind = 'confirm'")
                .bind("run", runId)
                .mapTo(Integer.class)
                .one();
    }

    /** Says which job looks at a change. */
    public void link(long changeId, long jobId) {
        handle.execute("UPDATE change_point SET job_id = ? WHERE id = ?", jobId, changeId);
    }

    private static Suspect suspect(ResultSet row, @Nullable Long change) throws SQLException {
        double smallest = row.getDouble("mde");
        boolean unknown = row.wasNull();
        return new Suspect(
                row.getLong("project_id"),
                row.getLong("series_id"),
                row.getString("run_id"),
                change,
                new Question.Range(row.getString("base"), row.getString("head")),
                unknown ? Double.NaN : smallest);
    }
}
