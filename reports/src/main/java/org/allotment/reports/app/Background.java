package org.allotment.reports.app;

import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.allotment.reports.collect.search.ChangeSearches;
import org.allotment.reports.store.Store;
import org.allotment.reports.triage.Incidents;
import org.jboss.logging.Logger;

/**
 * What is done after an upload was answered, one thing at a time: changes are searched for, jobs are made of them, then incidents
 * are kept. What a stop cuts short, or a store that is away, is taken up at the start and every few minutes.
 */
final class Background implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.allotment.reports");
    private static final int MINUTES = 5;

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("change-search").factory());
    private final ChangeSearches searches;
    private final Incidents incidents;
    private final Runnable questions;

    /** {@code questions} are asked before incidents are kept: what is to be confirmed is known before it can be said. */
    Background(Store store, Runnable questions) {
        this.questions = questions;
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
    }

    ChangeSearches searches() {
        return searches;
    }

    private void look() {
        try {
            questions.run();
            incidents.look();
        } catch (RuntimeException e) {
            LOG.warn("the incidents of the newest runs are not kept yet, reason=" + e.getMessage());
        }
    }

    @Override
    public void close() {
        executor.close();
    }
}
