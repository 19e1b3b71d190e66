package org.allotment.reports.store.job;

import java.time.Instant;
import java.util.Optional;
import org.allotment.reports.model.Hashes;
import org.allotment.reports.model.job.Conclusion;
import org.allotment.reports.model.job.Question;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** What moves jobs from state to state, within the caller's transaction. Each step is one statement that names its state before. */
public final class JobTable {
    private final Handle handle;

    /** Over one connection. */
    public JobTable(Handle handle) {
        this.handle = handle;
    }

    /** A job to be. */
    public record Asked(
            long projectId,
            Question.Kind kind,
            long seriesId,
            String runId,
            Question.Range range,
            boolean worse,
            double effect,
            int forks,
            @Nullable Long bisection) {}

    /** Who wants a job; null stands for any project or environment class. */
    public record Claimant(
            String worker,
            @Nullable String project,
            @Nullable String environment) {}

    /** A number that says which claim of a job is meant. */
    public record Ticket(long id, long fence) {}

    /** Writes a job, or finds the one that asks the same; returns its id. */
    public long ask(Asked asked, Instant now) {
        handle.createUpdate("""
                        INSERT INTO job (project_id, kind, series_id, run_id, bisection_id, base_sha, head_sha, worse, effect, forks,
                         created, state, due, attempts, fence)
                        VALUES (:project, :kind, :series, :run, :bisection, :base, :head, :worse, :effect, :forks,
                         :now, 'waiting', :now, 0, 0) ON CONFLICT DO NOTHING""")
                .bind("project", asked.projectId())
                .bind("kind", asked.kind().word())
                .bind("series", asked.seriesId())
                .bind("run", asked.runId())
                .bind("bisection", asked.bisection())
                .bind("base", asked.range().base())
                .bind("head", asked.range().head())
                .bind("worse", asked.worse() ? 1 : 0)
                .bind("effect", asked.effect())
                .bind("forks", asked.forks())
                .bind("now", now.toEpochMilli())
                .execute();
        return handle.createQuery("""
                        SELECT id FROM job WHERE series_id = :series AND kind = :kind AND base_sha = :base AND head_sha = :head
                         AND worse = :worse""")
                .bind("series", asked.seriesId())
                .bind("kind", asked.kind().word())
                .bind("base", asked.range().base())
                .bind("head", asked.range().head())
                .bind("worse", asked.worse() ? 1 : 0)
                .mapTo(Long.class)
                .one();
    }

    /**
     * Takes the job that has waited longest, or whose lease ended, in one statement.
     *
     * @param postgres whether rows that another is taking can be skipped
     */
    public Optional<Ticket> claim(Claimant who, Instant now, Instant until, int mostAttempts, boolean postgres) {
        return handle.createQuery("""
                        UPDATE job SET state = 'claimed', worker = :worker, lease_until = :until, fence = fence + 1,
                         attempts = attempts + 1
                        WHERE id = (SELECT j.id FROM job j JOIN series s ON s.id = j.series_id
                         JOIN env_class e ON e.id = s.env_class_id JOIN project p ON p.id = j.project_id
                         WHERE ((j.state = 'waiting' AND j.due <= :now) OR (j.state = 'claimed' AND j.lease_until < :now))
                          AND j.attempts < :most AND (:everyProject = 1 OR p.name = :project)
                          AND (:everywhere = 1 OR e.name = :environment)
                         ORDER BY j.due, j.id LIMIT 1
                        """ + (postgres ? " FOR UPDATE OF j SKIP LOCKED" : "") + ") RETURNING id, fence")
                .bind("worker", who.worker())
                .bind("until", until.toEpochMilli())
                .bind("now", now.toEpochMilli())
                .bind("most", mostAttempts)
                .bind("everyProject", who.project() == null ? 1 : 0)
                .bind("project", who.project() == null ? "" : who.project())
                .bind("everywhere", who.environment() == null ? 1 : 0)
                .bind("environment", who.environment() == null ? "" : who.environment())
                .map((row, context) -> new Ticket(row.getLong(1), row.getLong(2)))
                .findOne();
    }

    /** Lengthens a lease; false when the claim is not the newest. */
    public boolean renew(Ticket ticket, Instant until) {
        return changed(of(ticket, "UPDATE job SET lease_until = :until").bind("until", until.toEpochMilli()));
    }

    /** Ends a job with an answer; false when the claim is not the newest. */
    public boolean answer(Ticket ticket, Conclusion conclusion, String answer, Instant now) {
        return changed(of(ticket, """
                        UPDATE job SET state = 'done', ended = :now, verdict = :verdict, ratio = :ratio, ratio_lo = :low,
                         ratio_hi = :high, detail = :detail, answer = :answer, answer_sha256 = :hash""")
                .bind("now", now.toEpochMilli())
                .bind("verdict", conclusion.verdict().word())
                .bind("ratio", finite(conclusion.ratio()))
                .bind("low", finite(conclusion.low()))
                .bind("high", finite(conclusion.high()))
                .bind("detail", conclusion.text())
                .bind("answer", answer)
                .bind("hash", Hashes.sha256(answer)));
    }

    /** True when this very claim has given this very answer before. */
    public boolean isAnswered(Ticket ticket, String answer) {
        return handle.createQuery("""
                        SELECT count(*) FROM job WHERE id = :id AND fence = :fence AND state = 'done'
                         AND answer_sha256 = :hash""")
                        .bind("id", ticket.id())
                        .bind("fence", ticket.fence())
                        .bind("hash", Hashes.sha256(answer))
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** Gives a job back in peace: it waits as if it had not been taken. False when the claim is not the newest. */
    public boolean giveBack(Ticket ticket, Instant now) {
        return changed(
                of(ticket, "UPDATE job SET state = 'waiting', lease_until = NULL, due = :due, attempts = attempts - 1")
                        .bind("due", now.toEpochMilli()));
    }

    /** Gives a job back because it went wrong here; it waits until {@code due}, or fails for good after too many tries. */
    public boolean fail(Ticket ticket, String reason, Instant now, Instant due, int mostAttempts) {
        return changed(of(ticket, """
                        UPDATE job SET state = CASE WHEN attempts >= :most THEN 'failed' ELSE 'waiting' END,
                         ended = CASE WHEN attempts >= :most THEN :now END, lease_until = NULL, due = :due, detail = :reason""")
                .bind("most", mostAttempts)
                .bind("now", now.toEpochMilli())
                .bind("due", due.toEpochMilli())
                .bind("reason", reason));
    }

    /** Gives up jobs whose last lease ended; returns how many. */
    public int expire(Instant now, int mostAttempts) {
        return handle.createUpdate("""
                        UPDATE job SET state = 'failed', ended = :now, detail = 'no agent lived to answer, attempts=' || attempts
                        WHERE state = 'claimed' AND lease_until < :now AND attempts >= :most""")
                .bind("now", now.toEpochMilli())
                .bind("most", mostAttempts)
                .execute();
    }

    /** Takes a job off the list; false when it has ended. */
    public boolean cancel(long id, Instant now) {
        return handle.createUpdate("""
                        UPDATE job SET state = 'cancelled', ended = :now, lease_until = NULL
                        WHERE id = :id AND state IN ('waiting', 'claimed')""")
                        .bind("now", now.toEpochMilli())
                        .bind("id", id)
                        .execute()
                > 0;
    }

    private Update of(Ticket ticket, String update) {
        return handle.createUpdate(update + " WHERE id = :id AND fence = :fence AND state = 'claimed'")
                .bind("id", ticket.id())
                .bind("fence", ticket.fence());
    }

    private static boolean changed(Update update) {
        return update.execute() > 0;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
