package org.allotment.reports.collect.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allotment.reports.detect.change.Change;
import org.allotment.reports.detect.change.ChangeSearch;
import org.allotment.reports.detect.change.Course;
import org.allotment.reports.detect.change.Known;
import org.allotment.reports.model.Hashes;
import org.allotment.reports.model.history.SeriesChange.Standing;
import org.allotment.reports.stats.ForkSummary;
import org.allotment.reports.store.change.ChangeTable;
import org.allotment.reports.store.change.CourseRun;
import org.allotment.reports.store.change.SearchedSeries;
import org.allotment.reports.store.change.StoredChange;

/**
 * What a search of one series in one epoch found, and is to be stored.
 *
 * @param before    what the store knew of it
 * @param changes   those that stand now, new or known
 * @param retracted numbers of those that do not any more
 */
record Search(SearchedSeries series, Before before, Looked looked, List<StoredChange> changes, List<Long> retracted) {

    /** The hash of what the last search saw, and all that was ever found. */
    private record Before(Optional<String> seen, List<StoredChange> stored) {
        static Before of(ChangeTable table, SearchedSeries series) {
            return new Before(table.seen(series), table.changes(series));
        }
    }

    /** What was looked at: so many runs of this hash, and the newest of them. */
    private record Looked(int runs, String content, String newest) {}

    /** Searches, unless there is nothing that the last search did not see. */
    static Optional<Search> of(ChangeTable table, SearchedSeries series) {
        Before before = Before.of(table, series);
        List<CourseRun> runs = ordered(table.course(series));
        String content = content(runs);
        if (runs.isEmpty() || before.seen.filter(content::equals).isPresent()) {
            return Optional.empty();
        }
        List<StoredChange> stored = before.stored;
        Course course = Course.of(
                series.kind(),
                series.higherIsBetter(),
                runs.stream().map(CourseRun::summary).toList());
        ChangeSearch.Result result = ChangeSearch.of(course, known(stored, runs), before.seen.isPresent());
        return Optional.of(new Search(
                series,
                before,
                new Looked(runs.size(), content, runs.getLast().runId()),
                result.changes().stream()
                        .map(change -> stored(change, stored, runs))
                        .toList(),
                result.retracted()));
    }

    /**
     * True if nobody has searched the series since, nor judged what was found of it, and all runs are there that are named now.
     * Runs that came or moved meanwhile do not matter: they are still to be searched themselves.
     */
    boolean holds(ChangeTable table) {
        Set<String> named = new HashSet<>();
        for (StoredChange each : changes) {
            Collections.addAll(
                    named, each.runId(), each.beforeRunId(), each.lowRunId(), each.highRunId(), looked.newest);
        }
        return before.equals(Before.of(table, series)) && table.has(named);
    }

    void write(ChangeTable table) {
        for (StoredChange change : changes) {
            table.write(series, change, looked.newest, ChangeSearch.METHOD);
        }
        table.retract(retracted);
        table.see(series, looked.runs, looked.content);
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
