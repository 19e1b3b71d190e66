package org.allotment.reports.app;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.allotment.reports.collect.search.ChangeSearches;
import org.allotment.reports.store.Store;

/**
 * What is done after an upload was answered, one thing at a time. What a stop cuts short, or a store that is away, is taken
 * up at the start and every few minutes.
 */
final class Background implements AutoCloseable {
    private static final int MINUTES = 5;

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("change-search").factory());
    private final ChangeSearches searches;

    Background(Store store) {
        this.searches = new ChangeSearches(store, executor);
    }

    /** Takes up what is pending, now and from then on. */
    void resume() {
        var _ = executor.scheduleWithFixedDelay(searches::wake, 0, MINUTES, TimeUnit.MINUTES);
    }

    ChangeSearches searches() {
        return searches;
    }

    @Override
    public void close() {
        executor.close();
    }
}
