package org.allotment.reports.collect.search;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.change.ChangeTable;
import org.allotment.reports.store.change.PendingRun;
import org.allotment.reports.store.change.SearchedSeries;
import org.jboss.logging.Logger;

/**
 * Searches the series of every run that has landed since the last time. A run is marked only when all its series are done, and a
 * series whose runs are as they were is passed over, so a search that was cut short is simply made again.
 */
public final class ChangeSearches {
    private static final Logger LOG = Logger.getLogger(ChangeSearches.class);

    /** Series of one transaction: writers wait no longer than these take. */
    private static final int TOGETHER = 50;

    private final Store store;
    private final Executor executor;
    private final ReentrantLock one = new ReentrantLock();

    /** Searches on {@code executor}. */
    public ChangeSearches(Store store, Executor executor) {
        this.store = store;
        this.executor = executor;
    }

    /** Has what is pending searched. A search that fails is made again with the next run. */
    public void wake() {
        executor.execute(() -> {
            try {
                searchAll();
            } catch (RuntimeException e) {
                LOG.warnf(e, "the changes of the newest runs are not searched yet, store=%s", store.description());
            }
        });
    }

    /** Searches all that is pending now. */
    public void searchAll() {
        one.lock();
        try {
            List<PendingRun> runs = store.read(handle -> new ChangeTable(handle).pendingRuns());
            if (runs.isEmpty()) {
                return;
            }
            List<SearchedSeries> series = store.read(handle -> new ChangeTable(handle).pendingSeries());
            for (int from = 0; from < series.size(); from += TOGETHER) {
                search(series.subList(from, Math.min(series.size(), from + TOGETHER)));
            }
            store.write(handle -> {
                new ChangeTable(handle).searched(runs);
                return runs.size();
            });
        } finally {
            one.unlock();
        }
    }

    /** Reads and thinks while others write. */
    private void search(List<SearchedSeries> some) {
        List<Search> searches = store.read(handle -> Search.of(new ChangeTable(handle), some));
        if (!searches.isEmpty()) {
            store.write(handle -> {
                Search.write(new ChangeTable(handle), searches);
                return searches.size();
            });
        }
    }
}
