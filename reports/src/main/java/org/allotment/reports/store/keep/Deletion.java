package org.allotment.reports.store.keep;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allotment.reports.store.Store;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

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

    /** The runs that would be deleted now, family by family; a run that measured another again comes before it. */
    public List<OldRun> plan() {
        OldRuns old = OldRuns.of(store, nights, around);
        return plan(old).stream().flatMap(List::stream).toList();
    }

    private List<List<OldRun>> plan(OldRuns runs) {
        return store.read(handle -> {
            Map<String, OldRun> old = new LinkedHashMap<>();
            runs.list(handle).forEach(run -> old.put(run.id(), new OldRun(run.id(), run.project())));
            Map<String, List<String>> families = families(handle, null);
            return old.keySet().stream()
                    .map(root -> families.getOrDefault(root, List.of()))
                    .filter(family -> !family.isEmpty() && old.keySet().containsAll(family))
                    .map(family -> family.stream()
                            .map(run -> requireNonNull(old.get(run)))
                            .toList())
                    .toList();
        });
    }

    /**
     * Families by the run that measured nothing again, which comes last in its own.
     *
     * @param root null for all
     */
    private static Map<String, List<String>> families(Handle handle, @Nullable String root) {
        Map<String, List<String>> families = new HashMap<>();
        handle.createQuery("""
                        WITH RECURSIVE family (root, id, depth) AS (
                         SELECT r.id, r.id, 0 FROM run r WHERE r.parent_id IS NULL AND (:all = 1 OR r.id = :root)
                         UNION ALL
                         SELECT f.root, r.id, f.depth + 1 FROM run r JOIN family f ON r.parent_id = f.id)
                        SELECT root, id FROM family ORDER BY depth DESC, id""")
                .bind("all", root == null ? 1 : 0)
                .bind("root", root == null ? "" : root)
                .map((row, context) -> List.of(row.getString(1), row.getString(2)))
                .forEach(pair -> families.computeIfAbsent(pair.getFirst(), key -> new ArrayList<>())
                        .add(pair.getLast()));
        return families;
    }

    /**
     * Deletes what is planned, each family in a transaction of its own; what a stop or an interruption cuts short is done by
     * the next call. Each transaction asks first whether the whole family is still old: what something began to name
     * meanwhile, or what is to be searched again, stays, and so do the runs around it.
     *
     * @return the runs that are gone
     */
    public List<OldRun> run(Witness witness) {
        OldRuns old = OldRuns.of(store, nights, around);
        List<OldRun> gone = new ArrayList<>();
        for (List<OldRun> family : plan(old)) {
            if (Thread.currentThread().isInterrupted()) {
                return gone;
            }
            String root = family.getLast().run();
            gone.addAll(store.write(handle -> delete(handle, stillOld(handle, old, root), witness)));
        }
        return gone;
    }

    /** The family as it is now; empty when one of it stays. */
    private static List<OldRun> stillOld(Handle handle, OldRuns runs, String root) {
        Map<String, OldRun> old = new HashMap<>();
        List<OldRun> family = new ArrayList<>();
        for (String run : families(handle, root).getOrDefault(root, List.of())) {
            if (!old.containsKey(run)) {
                runs.ofCourse(handle, run).forEach(each -> old.put(each.id(), new OldRun(each.id(), each.project())));
            }
            OldRun each = old.get(run);
            if (each == null) {
                return List.of();
            }
            family.add(each);
        }
        return family;
    }

    private static List<OldRun> delete(Handle handle, List<OldRun> family, Witness witness) {
        for (OldRun each : family) {
            delete(handle, each.run());
            witness.saw(handle, each);
        }
        return family;
    }

    private static void delete(Handle handle, String run) {
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
        handle.execute("DELETE FROM run WHERE id = ?", run);
    }
}
