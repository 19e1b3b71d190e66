package org.allotment.reports.alert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreUnavailableException;
import org.allotment.reports.store.column.Columns;
import org.allotment.reports.store.job.Held;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * What of the incidents is still to be said, once on each channel.
 *
 * <p><b>Rule.</b> An incident is said when a sign of it is news. A sign has a run: that of a red verdict is the last that showed it, that of
 * a change the one whose search confirmed it. It is news when the run landed live, that is within the last day, of a start within the last
 * fortnight. A change is news only while it stands, and when it is recent as well: at the run that confirmed it, it had come no
 * longer than a fortnight or fourteen nights of its series ago, whichever reaches further back. What a job confirms in the last day is
 * news too, for a change may move and be asked about anew. An import of years, an upgrade that looks
 * at all changes anew, and a search that finds more than the one before it make incidents of what is old, and no notices. A red verdict was
 * seen, whatever the next night shows: it is said even if it is well again before anybody looked.
 *
 * <p><b>Questions first.</b> What is about to be said is asked about in the transaction that lets it out, whoever else asks and
 * whenever: between the search that moves a change and the round that asks about it lies a while, and another server may look in just
 * then. Where asking fails, what is of that project goes out as if there were nobody to ask, and what is of others is held as ever.
 */
final class Outbox {
    private static final Logger LOG = Logger.getLogger(Outbox.class);
    private static final String ASKED = "asked";
    private static final Duration NEWS = Duration.ofDays(1);
    private static final Duration HISTORY = Duration.ofDays(14);
    private static final int HISTORY_NIGHTS = 14;

    /** Condition on a sign {@code g} and its run {@code r}: it is no change, or one that stands and is recent. */
    private static final String RECENT = """
            (g.change_id IS NULL OR (g.closed IS NULL AND EXISTS (SELECT 1 FROM change_point c JOIN run u ON u.id = c.run_id
             WHERE c.id = g.change_id AND (r.started - u.started <= :window OR :nights >=
              (SELECT count(*) FROM result x WHERE x.series_id = c.series_id AND x.x_ord > u.x_ord AND x.x_ord <= r.x_ord)))))
            """;

    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);
    private static final int MOST_ATTEMPTS = 20;

    /** Condition on a sign {@code g}: a job confirmed the change that it is in the last day. */
    private static final String ANSWERED = """
            EXISTS (SELECT 1 FROM change_point c JOIN job j ON j.id = c.job_id
             WHERE c.id = g.change_id AND j.verdict = 'confirmed' AND j.ended >= :day)
            """;

    private final Store store;
    private final Clock clock;
    private final Questions questions;

    Outbox(Store store, Clock clock, Questions questions) {
        this.store = store;
        this.clock = clock;
        this.questions = questions;
    }

    private record Unsaid(long incident, String project) {}

    /** One notice to be sent now, by nobody else until its lease ends. */
    record Claim(long notice, String channel, int attempts, Incident incident) {}

    /**
     * Has said on each of these channels what is news and was never said there, for the worse, and not called expected or
     * invalid meanwhile; nor what a job is to confirm, or did not confirm.
     */
    void post(Set<String> channels) {
        Instant now = clock.instant();
        for (String channel : channels) {
            store.read(handle -> unsaid(handle, channel, now)).stream()
                    .map(Unsaid::project)
                    .distinct()
                    .forEach(project -> store.write(handle -> post(handle, channel, project, now)));
        }
    }

    private int post(Handle handle, String channel, String project, Instant now) {
        ask(handle, project);
        int posted = 0;
        for (Unsaid each : unsaid(handle, channel, now)) {
            posted += each.project().equals(project)
                    ? handle.execute(
                            "INSERT INTO notice (incident_id, channel, state, attempts, due) VALUES (?, ?, 'waiting', 0, ?)"
                                    + " ON CONFLICT (incident_id, channel) DO NOTHING",
                            each.incident(),
                            channel,
                            now.toEpochMilli())
                    : 0;
        }
        return posted;
    }

    /** A store that is away ends the transaction; whatever else goes wrong is undone, and what could not be asked holds nothing. */
    private void ask(Handle handle, String project) {
        handle.savepoint(ASKED);
        try {
            questions.ask(handle, project);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warnf(e, "said unconfirmed, for nobody can be asked, project=%s", project);
            handle.rollbackToSavepoint(ASKED);
        }
    }

    private static List<Unsaid> unsaid(Handle handle, String channel, Instant now) {
        return handle.createQuery("""
                        SELECT i.id, i.project FROM incident i WHERE i.worse = 1 AND i.state NOT IN ('expected', 'invalid')
                         AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.incident_id = i.id AND n.channel = :channel)
                         AND EXISTS (SELECT 1 FROM incident_sign g JOIN run r ON r.id = g.seen_run_id
                          WHERE g.incident_id = i.id AND ((r.received >= :day AND r.started >= :fortnight) OR \
                        """ + ANSWERED + ") AND " + RECENT + " AND " + Held.NOT_HELD + ") ORDER BY i.id")
                .bind("channel", channel)
                .bind("day", now.minus(NEWS).toEpochMilli())
                .bind("asked", Held.since(now).toEpochMilli())
                .bind("fortnight", now.minus(HISTORY).toEpochMilli())
                .bind("window", HISTORY.toMillis())
                .bind("nights", HISTORY_NIGHTS)
                .map((row, context) -> new Unsaid(row.getLong(1), row.getString(2)))
                .list();
    }

    /** Takes the notice that has waited longest; its lease is written before anything is sent. */
    Optional<Claim> claim(Set<String> channels) {
        Instant now = clock.instant();
        if (store.read(handle -> due(handle, channels, now)).isEmpty()) {
            return Optional.empty();
        }
        return store.write(handle -> {
            Optional<Claim> found = due(handle, channels, now);
            found.ifPresent(claim -> handle.execute(
                    "UPDATE notice SET attempts = attempts + 1, due = ? WHERE id = ?",
                    now.plus(LEASE).toEpochMilli(),
                    claim.notice()));
            return found;
        });
    }

    private static Optional<Claim> due(Handle handle, Set<String> channels, Instant now) {
        return handle.createQuery("""
                        SELECT n.id AS notice, n.channel, n.attempts, n.incident_id, i.project, i.branch,
                         i.subject, i.detail, i.commit_sha, i.run_id, i.opened FROM notice n
                        JOIN incident i ON i.id = n.incident_id
                        WHERE n.state = 'waiting' AND n.due <= :now AND n.channel IN (<channels>)
                        ORDER BY n.due, n.id LIMIT 1""")
                .bind("now", now.toEpochMilli())
                .bindList("channels", List.copyOf(channels))
                .map((row, context) -> claim(row))
                .findFirst();
    }

    private static Claim claim(ResultSet row) throws SQLException {
        Incident incident = new Incident(
                row.getLong("incident_id"),
                row.getString("project"),
                row.getString("branch"),
                row.getString("subject"),
                row.getString("detail"),
                row.getString("commit_sha"),
                row.getString("run_id"),
                Columns.time(row, "opened"));
        return new Claim(row.getLong("notice"), row.getString("channel"), row.getInt("attempts"), incident);
    }

    /** It has arrived. */
    void sent(Claim claim) {
        store.write(handle -> handle.execute("UPDATE notice SET state = 'sent' WHERE id = ?", claim.notice()));
    }

    /** It has not: again after a pause that doubles, and not for ever. */
    void failed(Claim claim) {
        long pause =
                Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(claim.attempts(), MOST_ATTEMPTS));
        String state = claim.attempts() + 1 >= MOST_ATTEMPTS ? "dead" : "waiting";
        long due = clock.millis() + pause;
        store.write(handle ->
                handle.execute("UPDATE notice SET state = ?, due = ? WHERE id = ?", state, due, claim.notice()));
    }
}
