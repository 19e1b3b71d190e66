package org.allotment.reports.store.read;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.VerdictCounts;
import org.jdbi.v3.core.Handle;

/**
 * The verdict that counts once suspects were measured again: a series is in the state that its newest confirmation gave
 * it, and in its own where the confirmations did not judge it. A litmus test is only ever made worse: what was seen once
 * was seen.
 */
public final class Overlay {
    private static final String CONFIRMS = """
            SELECT c.id, c.parent_id FROM run c JOIN run n ON n.id = c.parent_id AND n.commit_id = c.commit_id
            WHERE c.kind = 'confirm' AND c.parent_id IN (<runs>) ORDER BY c.x_ord, c.started, c.id
            """;

    /** Of one confirmation: SQLite asked about all at once reads the whole history of every series of the night. */
    private static final String SERIES = """
            SELECT x.series_id AS subject, o.state AS own_state, x.state AS new_state
            FROM result x JOIN result o ON o.series_id = x.series_id
            WHERE x.run_id = :confirm AND o.run_id = :parent AND x.state NOT IN ('tooFewRuns', 'ungated')
            """;

    private static final String TESTS = """
            SELECT x.test_id AS subject, o.state AS own_state, x.state AS new_state
            FROM stress_result x JOIN stress_result o ON o.test_id = x.test_id
            WHERE x.run_id = :confirm AND o.run_id = :parent AND x.state = 'red' AND o.state <> 'red'
            """;

    private final Handle handle;

    /** Over one connection. */
    public Overlay(Handle handle) {
        this.handle = handle;
    }

    private record Confirm(String id, String parent) {}

    private record Again(String parent, String confirm, long subject, State own, State now) {}

    /** The runs with the verdicts that count. */
    public List<RunSummary> on(List<RunSummary> runs) {
        if (runs.isEmpty()) {
            return runs;
        }
        List<String> ids = runs.stream().map(RunSummary::id).toList();
        Map<String, Map<State, Integer>> changes = new HashMap<>();
        List<Confirm> confirms = confirms(ids);
        newest(SERIES, confirms).forEach(again -> count(changes, again));
        newest(TESTS, confirms).forEach(again -> count(changes, again));
        return runs.stream()
                .map(run -> changed(run, changes.getOrDefault(run.id(), Map.of())))
                .toList();
    }

    /** Which confirmation judged a series of the run last, by series. */
    Map<Long, String> judges(String runId) {
        Map<Long, String> judges = new HashMap<>();
        newest(SERIES, confirms(List.of(runId))).forEach(again -> judges.put(again.subject(), again.confirm()));
        return judges;
    }

    /** Oldest first. */
    private List<Confirm> confirms(List<String> runs) {
        return handle.createQuery(CONFIRMS)
                .bindList("runs", runs)
                .map((row, context) -> new Confirm(row.getString("id"), row.getString("parent_id")))
                .list();
    }

    /** One for each subject: the newest. */
    private List<Again> newest(String sql, List<Confirm> confirms) {
        Map<List<Object>, Again> newest = new LinkedHashMap<>();
        for (Confirm confirm : confirms) {
            handle.createQuery(sql)
                    .bind("confirm", confirm.id())
                    .bind("parent", confirm.parent())
                    .map((row, context) -> new Again(
                            confirm.parent(),
                            confirm.id(),
                            row.getLong("subject"),
                            State.of(row.getString("own_state")),
                            State.of(row.getString("new_state"))))
                    .forEach(again -> newest.put(List.of(again.parent(), again.subject()), again));
        }
        return List.copyOf(newest.values());
    }

    private static void count(Map<String, Map<State, Integer>> changes, Again again) {
        Map<State, Integer> change = changes.computeIfAbsent(again.parent(), id -> new EnumMap<>(State.class));
        change.merge(again.own(), -1, Integer::sum);
        change.merge(again.now(), 1, Integer::sum);
    }

    private static RunSummary changed(RunSummary run, Map<State, Integer> change) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        counts.putAll(run.verdict().counts());
        change.forEach((state, difference) -> counts.merge(state, difference, Integer::sum));
        return change.isEmpty() ? run : run.withVerdict(VerdictCounts.of(counts));
    }
}
