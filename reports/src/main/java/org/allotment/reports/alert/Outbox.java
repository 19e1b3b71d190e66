package org.allotment.reports.alert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.allotment.reports.alert.IncidentSource.Sighting;
import org.allotment.reports.store.Store;
import org.jdbi.v3.core.Handle;

/** Finds incidents in the runs that came in, and what of them is still to be said. */
final class Outbox {
    private static final Duration NEWS = Duration.ofDays(1);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);
    private static final int MOST_ATTEMPTS = 20;
    private static final int MOST_RUNS = 100;

    private final Store store;
    private final Clock clock;
    private final IncidentSource source;

    Outbox(Store store, Clock clock, IncidentSource source) {
        this.store = store;
        this.clock = clock;
        this.source = source;
    }

    /** One notice to be sent now, by nobody else until its lease ends. */
    record Claim(long notice, String channel, int attempts, Incident incident) {}

    private record Run(String id, String project, String branch) {}

    /** Looks at runs that nobody looked at; those of more than a day ago are history and raise nothing. */
    void sweep(Set<String> channels) {
        Instant now = clock.instant();
        if (store.read(Outbox::fresh).isEmpty()) {
            return;
        }
        store.write(handle -> {
            handle.createUpdate("""
                            INSERT INTO noticed_run (run_id) SELECT r.id FROM run r WHERE r.received < :old
                            AND NOT EXISTS (SELECT 1 FROM noticed_run n WHERE n.run_id = r.id)""").bind("old", now.minus(NEWS).toEpochMilli()).execute();
            List<Run> runs = fresh(handle);
            runs.forEach(run -> look(handle, run, channels, now));
            return runs.size();
        });
    }

    private static List<Run> fresh(Handle handle) {
        return handle.createQuery("""
                        SELECT r.id, p.name, b.name FROM run r
                        JOIN project p ON p.id = r.project_id JOIN branch b ON b.id = r.branch_id
                        WHERE NOT EXISTS (SELECT 1 FROM noticed_run n WHERE n.run_id = r.id)
                        ORDER BY r.received, r.id LIMIT :most""")
                .bind("most", MOST_RUNS)
                .map((row, context) -> new Run(row.getString(1), row.getString(2), row.getString(3)))
                .list();
    }

    private void look(Handle handle, Run run, Set<String> channels, Instant now) {
        Map<String, Sighting> seen = new HashMap<>();
        source.sightings(handle, run.id()).forEach(each -> seen.putIfAbsent(each.subject(), each));
        Set<String> open = open(handle, run);
        Set<String> well = open.stream().filter(each -> !seen.containsKey(each)).collect(Collectors.toSet());
        for (String subject : source.examined(handle, run.id(), well)) {
            handle.createUpdate("""
                            UPDATE incident SET closed = :now WHERE project = :project AND branch = :branch
                            AND subject = :subject AND closed IS NULL""")
                    .bind("now", now.toEpochMilli())
                    .bind("project", run.project())
                    .bind("branch", run.branch())
                    .bind("subject", subject)
                    .execute();
        }
        for (Sighting sighting : seen.values()) {
            if (!open.contains(sighting.subject())) {
                open(handle, run, sighting, channels, now);
            }
        }
        handle.execute("INSERT INTO noticed_run (run_id) VALUES (?)", run.id());
    }

    private static Set<String> open(Handle handle, Run run) {
        return handle.createQuery(
                        "SELECT subject FROM incident WHERE project = :project AND branch = :branch AND closed IS NULL")
                .bind("project", run.project())
                .bind("branch", run.branch())
                .mapTo(String.class)
                .set();
    }

    private static void open(Handle handle, Run run, Sighting sighting, Set<String> channels, Instant now) {
        long incident = handle.createQuery("""
                        INSERT INTO incident (project, branch, subject, detail, commit_sha, run_id, opened)
                        VALUES (:project, :branch, :subject, :detail, :commit, :run, :now) RETURNING id""")
                .bind("project", run.project())
                .bind("branch", run.branch())
                .bind("subject", sighting.subject())
                .bind("detail", sighting.detail())
                .bind("commit", sighting.commit())
                .bind("run", run.id())
                .bind("now", now.toEpochMilli())
                .mapTo(Long.class)
                .one();
        for (String channel : channels) {
            handle.execute(
                    "INSERT INTO notice (incident_id, channel, state, attempts, due) VALUES (?, ?, 'waiting', 0, ?)",
                    incident,
                    channel,
                    now.toEpochMilli());
        }
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
                Instant.ofEpochMilli(row.getLong("opened")));
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
