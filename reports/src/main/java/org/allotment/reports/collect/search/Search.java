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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allotment.reports.detect.change.Change;
import org.allotment.reports.detect.change.ChangeSearch;
import org.allotment.reports.detect.change.Course;
import org.allotment.reports.detect.change.Known;
import org.allotment.reports.model.Hashes;
import org.allotment.reports.model.history.SeriesChange.Standing;
import org.allotment.reports.stats.ForkSummary;
import org.allotment.reports.store.change.ChangeTable;
import org.allotment.reports.store.change.ChangeTable.Sight;
import org.allotment.reports.store.change.CourseRun;
import org.allotment.reports.store.change.LastSearch;
import org.allotment.reports.store.change.SearchedSeries;
import org.allotment.reports.store.change.StoredChange;

/**
 * What a search of one series in one epoch found, and is to be stored.
 *
 * @param before    what the store knew of it
 * @param looked    what was looked at
 * @param newest    run of that
 * @param changes   those that stand now, new or known
 * @param retracted numbers of those that do not any more
 */
record Search(
        SearchedSeries series,
        LastSearch before,
        Sight looked,
        String newest,
        List<StoredChange> changes,
        List<Long> retracted) {

    /** Searches those series of which there is something that the last search did not see. */
    static List<Search> of(ChangeTable table, List<SearchedSeries> some) {
        return table.lastSearches(some).entrySet().stream()
                .flatMap(each -> of(table, each.getKey(), each.getValue()).stream())
                .toList();
    }

    private static Optional<Search> of(ChangeTable table, SearchedSeries series, LastSearch before) {
        List<CourseRun> runs = ordered(table.course(series));
        String content = content(runs);
        if (runs.isEmpty() || content.equals(before.content())) {
            return Optional.empty();
        }
        List<StoredChange> stored = before.changes();
        Course course = Course.of(
                series.kind(),
                series.higherIsBetter(),
                runs.stream().map(CourseRun::summary).toList());
        ChangeSearch.Result result = ChangeSearch.of(course, known(stored, runs), before.content() != null);
        return Optional.of(new Search(
                series,
                before,
                new Sight(series, runs.size(), content),
                runs.getLast().runId(),
                result.changes().stream()
                        .map(change -> stored(change, stored, runs))
                        .toList(),
                result.retracted()));
    }

    /** Stores what was found; where somebody came in between, what is found now. */
    static void write(ChangeTable table, List<Search> searches) {
        List<Search> standing = standing(table, searches);
        for (Search each : standing) {
            each.changes.forEach(change -> table.write(each.series, change, each.newest, ChangeSearch.METHOD));
            table.retract(each.retracted);
        }
        table.see(standing.stream().map(Search::looked).toList());
    }

    /** What may be stored of these: each as it was found, or as it is found now where somebody came in between. */
    static List<Search> standing(ChangeTable table, List<Search> searches) {
        Map<SearchedSeries, LastSearch> now =
                table.lastSearches(searches.stream().map(Search::series).toList());
        Set<String> present = table.present(
                searches.stream().flatMap(each -> each.named().stream()).collect(Collectors.toSet()));
        return searches.stream()
                .flatMap(each -> {
                    LastSearch before = Objects.requireNonNull(now.get(each.series));
                    return each.holds(before, present) ? Stream.of(each) : of(table, each.series, before).stream();
                })
                .toList();
    }

    /**
     * True if nobody has searched the series since, nor judged what was found of it, and all runs are there that are named now.
     * Runs that came or moved meanwhile do not matter: they are still to be searched themselves.
     */
    private boolean holds(LastSearch now, Set<String> present) {
        return before.equals(now) && present.containsAll(named());
    }

    private Set<String> named() {
        Set<String> named = new HashSet<>();
        for (StoredChange each : changes) {
            Collections.addAll(named, each.runId(), each.beforeRunId(), each.lowRunId(), each.highRunId(), newest);
        }
        return named;
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
