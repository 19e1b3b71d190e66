package org.allotment.reports.store.keep;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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

    private final Store store;
    private final Clock clock;
    private final int nights;
    private final int around;
    private final int together;

    /**
     * Over an open store.
     *
     * @param nights how many of the newest runs of each branch and machine stay as they are, at least 1
     * @param around how many runs to each side of a named one do
     */
    public Thinning(Store store, Clock clock, int nights, int around) {
        this(store, clock, nights, around, TOGETHER);
    }

    /** With so many rows of one transaction. */
    Thinning(Store store, Clock clock, int nights, int around, int together) {
        if (nights < 1 || around < 0) {
            throw new IllegalArgumentException(
                    "out of range, nights=" + nights + ", min=1, around=" + around + ", min=0");
        }
        this.store = store;
        this.clock = clock;
        this.nights = nights;
        this.around = around;
        this.together = together;
    }

    private record Row(long series, Samples samples) {}

    /** The runs that would be thinned now. */
    public List<String> plan() {
        return plan(OldRuns.of(store, nights, around)).stream().map(OldRun::run).toList();
    }

    private List<OldRun> plan(OldRuns old) {
        return store.read(old::list).stream()
                .filter(run -> !run.thinned())
                .map(run -> new OldRun(run.id(), run.project()))
                .toList();
    }

    /**
     * Thins what is planned, in short transactions; what a stop or an interruption cuts short is done by the next call. Each transaction
     * asks first whether the run is still planned: a note or a change that came meanwhile keeps what is left of it.
     * Returns the runs that are thinned.
     */
    public List<String> run(Witness witness) {
        OldRuns old = OldRuns.of(store, nights, around);
        List<String> thinned = new ArrayList<>();
        for (OldRun run : plan(old)) {
            if (Thread.currentThread().isInterrupted()) {
                return thinned;
            }
            if (thin(old, run, witness)) {
                thinned.add(run.run());
            }
        }
        return thinned;
    }

    /** False when the run is to stay after all. */
    private boolean thin(OldRuns old, OldRun run, Witness witness) {
        List<Row> rows = store.read(handle -> rows(handle, run.run()));
        long now = clock.millis();
        int from = 0;
        do {
            int begin = from;
            int end = Math.min(rows.size(), from + together);
            boolean planned = store.write(handle -> {
                if (!isPlanned(handle, old, run.run())) {
                    return false;
                }
                if (begin == 0) {
                    witness.saw(handle, run);
                }
                thin(handle, run.run(), rows.subList(begin, end));
                return end < rows.size()
                        || handle.execute("UPDATE run SET thinned = ? WHERE id = ?", now, run.run()) > 0;
            });
            if (!planned) {
                return false;
            }
            from = end;
        } while (from < rows.size());
        return true;
    }

    private static boolean isPlanned(Handle handle, OldRuns old, String run) {
        return old.ofCourse(handle, run).stream().anyMatch(each -> each.id().equals(run) && !each.thinned());
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

    private static void thin(Handle handle, String run, List<Row> rows) {
        try (PreparedBatch batch =
                handle.prepareBatch("UPDATE sample SET forks = ? WHERE series_id = ? AND run_id = ?")) {
            for (Row row : rows) {
                batch.add(thinned(row.samples()), row.series(), run);
            }
            batch.execute();
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
