package org.allotment.reports.app;

import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.allotment.reports.access.AuditLog;
import org.allotment.reports.collect.search.ChangeSearches;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.access.AuditTable;
import org.allotment.reports.store.keep.Deletion;
import org.allotment.reports.store.keep.Thinning;
import org.allotment.reports.store.keep.Witness;
import org.allotment.reports.triage.Incidents;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What is done after an upload was answered, one thing at a time: changes are searched for, jobs are made of them, then incidents
 * are kept. What a stop cuts short, or a store that is away, is taken up at the start and every few minutes.
 */
final class Background implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.allotment.reports");
    private static final int MINUTES = 5;
    private static final int HOURS = 24;
    private static final int AROUND = 30;

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("change-search").factory());
    /** Of its own: a first round over years of nights takes long, and nothing else shall wait for it. */
    private final ScheduledExecutorService retention = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retention").factory());

    private final ChangeSearches searches;
    private final Incidents incidents;
    private final Runnable questions;
    private final Store store;
    private final @Nullable Integer nights;
    private final @Nullable Integer longest;

    /**
     * Over an open store.
     *
     * @param questions asked before incidents are kept: what is to be confirmed is known before it can be said
     * @param nights    how many stay as they are while older ones are thinned every day; null thins none
     * @param longest   how many stay at all while older ones are deleted every day; null deletes none
     */
    Background(Store store, Runnable questions, @Nullable Integer nights, @Nullable Integer longest) {
        this.store = store;
        this.questions = questions;
        this.nights = nights;
        this.longest = longest;
        this.incidents = new Incidents(store, Clock.systemUTC());
        this.searches = new ChangeSearches(
                store,
                search -> executor.execute(() -> {
                    search.run();
                    look();
                }));
    }

    /** Takes up what is pending, now and from then on. */
    void resume() {
        var _ = executor.scheduleWithFixedDelay(searches::wake, 0, MINUTES, TimeUnit.MINUTES);
        if (nights != null) {
            Thinning thinning = new Thinning(store, Clock.systemUTC(), nights, AROUND);
            var _ = retention.scheduleWithFixedDelay(() -> thin(thinning), 1, HOURS, TimeUnit.HOURS);
        }
        if (longest != null) {
            Deletion deletion = new Deletion(store, longest, AROUND);
            var _ = retention.scheduleWithFixedDelay(() -> delete(deletion), 2, HOURS, TimeUnit.HOURS);
        }
    }

    /** One round; what of it was done is written down, whatever becomes of the rest. */
    void delete(Deletion deletion) {
        try {
            deletion.run(written("deletion"));
        } catch (RuntimeException e) {
            LOG.warn("old nights are not deleted this time, reason=" + e.getMessage());
        }
    }

    /** The same of thinning. */
    void thin(Thinning thinning) {
        try {
            thinning.run(written("retention"));
        } catch (RuntimeException e) {
            // The next round tries again; a round that throws would be the last.
            LOG.warn("old nights are not thinned this time, reason=" + e.getMessage());
        }
    }

    private Witness written(String action) {
        return new AuditLog(new AuditTable(store), Clock.systemUTC())
                .witness(new AuditLog.Actor("dashboard", null, "nightly round"), action);
    }

    ChangeSearches searches() {
        return searches;
    }

    /** What cannot be asked stops no incident. */
    private void look() {
        tried("no jobs were made of the newest runs", questions);
        tried("the incidents of the newest runs are not kept yet", incidents::look);
    }

    private static void tried(String failed, Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            LOG.warn(failed + ", reason=" + e.getMessage());
        }
    }

    /** How often the incidents of a project could not be kept. */
    long failures() {
        return incidents.failures();
    }

    @Override
    public void close() {
        retention.shutdownNow();
        executor.close();
    }
}
