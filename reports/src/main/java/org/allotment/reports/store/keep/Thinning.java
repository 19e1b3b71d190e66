package org.allotment.reports.store.keep;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.allotment.reports.model.Samples;
import org.allotment.reports.store.SampleCodec;
import org.allotment.reports.store.Store;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Makes old nights smaller, where that is wished: of each fork the mean of its iterations stays and the
 * iterations go. Scores, intervals, verdicts, histograms and the uploads themselves stay as they are. What a change may be looked at by is never
 * touched: the runs that a change point names, whatever became of it, the runs around them, those that opened an incident,
 * those with a note, those that are still to be searched, and the newest of each branch and machine.
 */
public final class Thinning {
    /** Rows of one transaction: writers wait no longer than these take. */
    private static final int TOGETHER = 500;

    private static final String NAMED = """
            SELECT run_id FROM change_point UNION SELECT before_run_id FROM change_point
            UNION SELECT low_run_id FROM change_point UNION SELECT high_run_id FROM change_point
            UNION SELECT first_seen_run_id FROM change_point
            UNION SELECT confirmed_run_id FROM change_point UNION SELECT run_id FROM incident
            UNION SELECT after_run_id FROM incident UNION SELECT until_run_id FROM incident
            UNION SELECT run_id FROM incident_sign UNION SELECT seen_run_id FROM incident_sign
            UNION SELECT run_id FROM job""";

    private final Store store;
    private final Clock clock;
    private final int nights;
    private final int around;

    /**
     * Over an open store.
     *
     * @param nights how many of the newest runs of each branch and machine stay as they are, at least 1
     * @param around how many runs to each side of a named one do
     */
    public Thinning(Store store, Clock clock, int nights, int around) {
        if (nights < 1 || around < 0) {
            throw new IllegalArgumentException(
                    "out of range, nights=" + nights + ", min=1, around=" + around + ", min=0");
        }
        this.store = store;
        this.clock = clock;
        this.nights = nights;
        this.around = around;
    }

    private record Run(String id, long branch, long machine, boolean open, boolean kept) {}

    private record Row(long series, Samples samples) {}

    /** The runs that would be thinned now. */
    public List<String> plan() {
        return store.read(this::plan);
    }

    private List<String> plan(Handle handle) {
        Set<String> named =
                new HashSet<>(handle.createQuery(NAMED).mapTo(String.class).list());
        List<Run> runs = handle.createQuery("""
                        SELECT id, branch_id, env_class_id, thinned, note, searched FROM run
                        ORDER BY branch_id, env_class_id, x_ord, started, id""")
                .map((row, context) -> new Run(
                        row.getString("id"),
                        row.getLong("branch_id"),
                        row.getLong("env_class_id"),
                        row.getObject("thinned") == null,
                        row.getObject("note") != null || row.getInt("searched") == 0))
                .list();
        List<String> plan = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= runs.size(); i++) {
            if (i == runs.size() || !isOneCourse(runs.get(from), runs.get(i))) {
                plan.addAll(old(runs.subList(from, i), named));
                from = i;
            }
        }
        return plan;
    }

    private static boolean isOneCourse(Run one, Run other) {
        return one.branch() == other.branch() && one.machine() == other.machine();
    }

    private List<String> old(List<Run> course, Set<String> named) {
        boolean[] stays = new boolean[course.size()];
        Arrays.fill(stays, Math.max(0, course.size() - nights), course.size(), true);
        for (int i = 0; i < stays.length; i++) {
            if (named.contains(course.get(i).id())) {
                Arrays.fill(stays, Math.max(0, i - around), Math.min(stays.length, i + around + 1), true);
            }
        }
        List<String> old = new ArrayList<>();
        for (int i = 0; i < stays.length; i++) {
            Run run = course.get(i);
            if (!stays[i] && run.open() && !run.kept()) {
                old.add(run.id());
            }
        }
        return old;
    }

    /**
     * Thins what is planned, in short transactions; what a stop or an interruption cuts short is done by the next call. Each transaction
     * asks first whether the run is still planned: a note or a change that came meanwhile keeps what is left of it.
     * Returns the runs that are thinned.
     */
    public List<String> run() {
        List<String> thinned = new ArrayList<>();
        for (String run : plan()) {
            if (Thread.currentThread().isInterrupted()) {
                return thinned;
            }
            if (thin(run)) {
                thinned.add(run);
            }
        }
        return thinned;
    }

    /** False when the run is to stay after all. */
    private boolean thin(String run) {
        List<Row> rows = store.read(handle -> rows(handle, run));
        for (int from = 0; from < rows.size(); from += TOGETHER) {
            List<Row> some = rows.subList(from, Math.min(rows.size(), from + TOGETHER));
            if (!store.<Boolean>write(handle -> plan(handle).contains(run) && thin(handle, run, some) >= 0)) {
                return false;
            }
        }
        long now = clock.millis();
        return store.write(handle ->
                plan(handle).contains(run) && handle.execute("UPDATE run SET thinned = ? WHERE id = ?", now, run) > 0);
    }

    private static List<Row> rows(Handle handle, String run) {
        return handle.createQuery("""
                        SELECT s.series_id, s.forks FROM result x
                        JOIN sample s ON s.series_id = x.series_id AND s.run_id = x.run_id
                        WHERE x.run_id = :run ORDER BY s.series_id""")
                .bind("run", run)
                .map((row, context) -> new Row(row.getLong(1), SampleCodec.samples(row.getBytes(2))))
                .list();
    }

    private static int thin(Handle handle, String run, List<Row> rows) {
        try (PreparedBatch batch =
                handle.prepareBatch("UPDATE sample SET forks = ? WHERE series_id = ? AND run_id = ?")) {
            for (Row row : rows) {
                batch.add(thinned(row.samples()), row.series(), run);
            }
            return batch.execute().length;
        }
    }

    private static byte[] thinned(Samples samples) {
        double[][] thin = new double[samples.forks()][];
        for (int i = 0; i < thin.length; i++) {
            // Of an empty fork there is no mean.
            thin[i] = Samples.of(new double[][] {samples.fork(i)}).forkMeans();
        }
        return SampleCodec.encode(Samples.of(thin));
    }
}
