package org.allotment.reports.app;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.allotment.reports.collect.search.ChangeSearches;
import org.allotment.reports.store.Store;

/** What is done after an upload was answered, one thing at a time; what a stop cuts short is done with the next upload. */
final class Background implements AutoCloseable {
    private final ExecutorService executor = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("change-search").factory());
    private final ChangeSearches searches;

    Background(Store store) {
        this.searches = new ChangeSearches(store, executor);
    }

    ChangeSearches searches() {
        return searches;
    }

    @Override
    public void close() {
        executor.close();
    }
}
