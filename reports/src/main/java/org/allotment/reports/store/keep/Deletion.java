package org.allotment.reports.store.keep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.allotment.reports.store.Store;
import org.jdbi.v3.core.Handle;

/**
 * Deletes old runs whole, where that is wished: results, samples, litmus tests, findings, and the uploads that no other run
 * shares. What {@link Thinning} would leave alone is left alone here too: the newest of each branch and machine, what a change
 * point, an incident, a job or anything else names, the runs around it, what has a note, and what is still to be searched. A
 * night and the runs that measured it again go together or not at all. Commits, machines, names of benchmarks and series stay.
 */
public final class Deletion {
    private static final List<String> ROWS = List.of(
            "result", "stress_outcome", "stress_failure", "stress_result", "work_unit", "finding", "noticed_run");

    private final Store store;
    private final int nights;
    private final int around;

    /**
     * Over an open store.
     *
     * @param nights how many of the newest runs of each branch and machine stay, at least 1
     * @param around how many runs to each side of a named one do
     */
    public Deletion(Store store, int nights, int around) {
        if (nights < 1 || around < 0) {
            throw new IllegalArgumentException(
                    "out of range, nights=" + nights + ", min=1, around=" + around + ", min=0");
        }
        this.store = store;
        this.nights = nights;
        this.around = around;
    }

    /** A run, and the project that it was of. */
    public record Deleted(String run, String project) {}

    /** The runs that would be deleted now; a run that measured another again comes before it. */
    public List<Deleted> plan() {
        return store.read(handle -> {
            Map<String, OldRuns.Run> old = new HashMap<>();
            List<OldRuns.Run> listed = new OldRuns(handle, nights, around).list();
            listed.forEach(run -> old.put(run.id(), run));
            families(handle, old);
            List<Deleted> plan = new ArrayList<>();
            listed.reversed().stream()
                    .filter(run -> old.containsKey(run.id()) && run.parent() != null)
                    .forEach(run -> plan.add(new Deleted(run.id(), run.project())));
            listed.stream()
                    .filter(run -> old.containsKey(run.id()) && run.parent() == null)
                    .forEach(run -> plan.add(new Deleted(run.id(), run.project())));
            return plan;
        });
    }

    /** Takes out those of which a parent or a child stays, until none is left. */
    private static void families(Handle handle, Map<String, OldRuns.Run> old) {
        List<String[]> pairs = handle.createQuery("SELECT id, parent_id FROM run WHERE parent_id IS NOT NULL")
                .map((row, context) -> new String[] {row.getString(1), row.getString(2)})
                .list();
        int before;
        do {
            before = old.size();
            for (String[] pair : pairs) {
                if (!old.containsKey(pair[0]) || !old.containsKey(pair[1])) {
                    old.remove(pair[0]);
                    old.remove(pair[1]);
                }
            }
        } while (old.size() < before);
    }

    /**
     * Deletes what is planned, each run in a transaction of its own; what a stop or an interruption cuts short is done by
     * the next call. A run that something began to name meanwhile stays.
     *
     * @return the runs that are gone
     */
    public List<Deleted> run() {
        List<Deleted> gone = new ArrayList<>();
        Set<String> stayed = new HashSet<>();
        for (Deleted each : plan()) {
            if (Thread.currentThread().isInterrupted()) {
                return gone;
            }
            if (!stayed.contains(each.run()) && store.write(handle -> delete(handle, each.run()))) {
                gone.add(each);
            } else {
                stayed.add(each.run());
            }
        }
        return gone;
    }

    private boolean delete(Handle handle, String run) {
        boolean hasChildren = handle.createQuery("SELECT count(*) FROM run WHERE parent_id = :run")
                        .bind("run", run)
                        .mapTo(Integer.class)
                        .one()
                > 0;
        if (hasChildren || new OldRuns(handle, nights, around).isNamed(run)) {
            return false;
        }
        List<String> documents = handle.createQuery("SELECT DISTINCT sha256 FROM run_part WHERE run_id = :run")
                .bind("run", run)
                .mapTo(String.class)
                .list();
        // By the key of the tables, which begins with the series.
        for (String table : List.of("sample", "histogram")) {
            handle.execute(
                    "DELETE FROM " + table
                            + " WHERE run_id = ? AND series_id IN (SELECT series_id FROM result WHERE run_id = ?)",
                    run,
                    run);
        }
        for (String table : ROWS) {
            handle.execute("DELETE FROM " + table + " WHERE run_id = ?", run);
        }
        handle.execute("DELETE FROM run_part WHERE run_id = ?", run);
        for (String document : documents) {
            String unshared = " WHERE sha256 = ? AND NOT EXISTS (SELECT 1 FROM run_part p WHERE p.sha256 = ?)";
            handle.execute("DELETE FROM upload_chunk" + unshared, document, document);
            handle.execute("DELETE FROM upload" + unshared, document, document);
        }
        return handle.execute("DELETE FROM run WHERE id = ?", run) == 1;
    }
}
