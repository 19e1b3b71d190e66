package org.allotment.reports.collect.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.allotment.reports.detect.change.Change;
import org.allotment.reports.detect.change.ChangeSearch;
import org.allotment.reports.detect.change.Course;
import org.allotment.reports.detect.change.Known;
import org.allotment.reports.model.Hashes;
import org.allotment.reports.model.history.SeriesChange.Standing;
import org.allotment.reports.stats.ForkSummary;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.change.ChangeTable;
import org.allotment.reports.store.change.CourseRun;
import org.allotment.reports.store.change.SearchedSeries;
import org.allotment.reports.store.change.StoredChange;
import org.jboss.logging.Logger;

/**
 * Searches the series of every run that has landed since the last time. A run is marked only when all its series are done, and a
 * series whose runs are as they were is passed over, so a search that was cut short is simply made again.
 */
public final class ChangeSearches {
    private static final Logger LOG = Logger.getLogger(ChangeSearches.class);

    /** Series of one transaction: writers wait no longer than these take. */
    private static final int TOGETHER = 200;

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
            List<String> runs = store.read(handle -> new ChangeTable(handle).pendingRuns());
            if (runs.isEmpty()) {
                return;
            }
            List<SearchedSeries> series = store.read(handle -> new ChangeTable(handle).pendingSeries());
            for (int from = 0; from < series.size(); from += TOGETHER) {
                List<SearchedSeries> some = series.subList(from, Math.min(series.size(), from + TOGETHER));
                store.write(handle -> {
                    ChangeTable table = new ChangeTable(handle);
                    some.forEach(each -> search(table, each));
                    return some.size();
                });
            }
            store.write(handle -> {
                new ChangeTable(handle).searched(runs);
                return runs.size();
            });
        } finally {
            one.unlock();
        }
    }

    private static void search(ChangeTable table, SearchedSeries series) {
        List<CourseRun> runs = ordered(table.course(series));
        String content = content(runs);
        Optional<String> seen = table.seen(series);
        if (runs.isEmpty() || seen.filter(content::equals).isPresent()) {
            return;
        }
        List<StoredChange> stored = table.changes(series);
        Course course = Course.of(
                series.kind(),
                series.higherIsBetter(),
                runs.stream().map(CourseRun::summary).toList());
        ChangeSearch.Result result = ChangeSearch.of(course, known(stored, runs), seen.isPresent());
        String newest = runs.getLast().runId();
        for (Change change : result.changes()) {
            table.write(series, stored(change, stored, runs), newest, ChangeSearch.METHOD);
        }
        table.retract(result.retracted());
        table.see(series, runs.size(), content);
    }

    /** Runs without a commit stand by their time, which is an order of its own: they count only where there are no others. */
    private static List<CourseRun> ordered(List<CourseRun> runs) {
        List<CourseRun> committed = runs.stream().filter(run -> !run.loose()).toList();
        return committed.isEmpty() ? runs : committed;
    }

    private static String content(List<CourseRun> runs) {
        MessageDigest digest = Hashes.sha256();
        for (CourseRun run : runs) {
            ForkSummary summary = run.summary();
            byte[] id = run.runId().getBytes(StandardCharsets.UTF_8);
            digest.update(id);
            digest.update(ByteBuffer.allocate(4 * Long.BYTES)
                    .putLong(id.length)
                    .putDouble(summary.median())
                    .putDouble(summary.logMedian())
                    .putDouble(summary.logVariance())
                    .flip());
        }
        return ChangeSearch.METHOD + ":" + HexFormat.of().formatHex(digest.digest());
    }

    private static List<Known> known(List<StoredChange> stored, List<CourseRun> runs) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            places.put(runs.get(i).runId(), i);
        }
        List<Known> known = new ArrayList<>();
        for (StoredChange change : stored) {
            Integer place = places.get(change.runId());
            if (place != null) {
                boolean standing = change.standing() == Standing.CONFIRMED;
                boolean retracted = change.standing() == Standing.RETRACTED;
                known.add(new Known(change.id(), place, change.worse(), standing, change.frozen(), retracted));
            }
        }
        return known;
    }

    private static StoredChange stored(Change change, List<StoredChange> stored, List<CourseRun> runs) {
        boolean stood = stored.stream()
                .anyMatch(each -> each.id() == change.knownId() && each.standing() == Standing.CONFIRMED);
        return new StoredChange(
                change.knownId(),
                runs.get(change.index()).runId(),
                runs.get(change.low() - 1).runId(),
                runs.get(change.low()).runId(),
                runs.get(change.high()).runId(),
                change.worse(),
                change.ratio(),
                change.pValue(),
                change.confirmed() || stood ? Standing.CONFIRMED : Standing.PROVISIONAL,
                false);
    }
}
