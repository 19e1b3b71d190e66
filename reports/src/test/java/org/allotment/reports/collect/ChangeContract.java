package org.allotment.reports.collect;

import static java.util.Objects.requireNonNull;
import static org.allotment.reports.collect.Requests.night;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allotment.reports.Nights;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.search.ChangeSearches;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.RunDetail;
import org.allotment.reports.model.history.SeriesChange;
import org.allotment.reports.model.history.SeriesChange.Standing;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.store.HistoryQueries;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.change.ChangeTable;
import org.allotment.reports.store.change.PendingRun;
import org.allotment.reports.store.read.SqlHistory;
import org.allotment.reports.store.write.RunPlace;
import org.allotment.reports.store.write.past.PastNight;
import org.allotment.reports.store.write.past.PastNights;
import org.allotment.reports.store.write.past.PastNights.Asked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of level that nights leave behind, whatever they are stored in. */
abstract class ChangeContract {
    private static final int CHANGED = 12;
    private static final long LATE = Long.MAX_VALUE;

    private Store store;
    private Collector collector;
    private HistoryQueries history;
    private final Nights nights = new Nights(42);

    /** A store with no rows. */
    abstract Store emptyStore() throws Exception;

    @BeforeEach
    void quietNights() throws Exception {
        store = emptyStore();
        collector = new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD);
        history = new SqlHistory(store);
        for (int night = 0; night < CHANGED; night++) {
            landed(night, 1);
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aSlowdownIsFoundWhereItHappenedAndKeepsItsNumber() throws Exception {
        RunDetail first = landed(CHANGED, 1.3);
        long series = slowed(first);
        assertThat(history.changes(series, true)).isEmpty();
        for (int night = CHANGED + 1; night < CHANGED + 4; night++) {
            landed(night, 1.3);
        }
        RunDetail fifth = landed(CHANGED + 4, 1.3);
        SeriesChange change = only(series);
        assertThat(change.at().sha()).isEqualTo(Nights.sha(CHANGED));
        assertThat(change.worse()).isTrue();
        assertThat(change.ratio()).isCloseTo(1.3, within(0.03));
        assertThat(1.3).isBetween(change.low95() - 0.02, change.high95() + 0.02);
        assertThat(change.standing()).isEqualTo(Standing.CONFIRMED);
        assertThat(change.firstSeenRunId()).isEqualTo(fifth.run().id());
        assertThat(change.before().started()).isBefore(change.low().started());
        for (int night = CHANGED + 5; night < CHANGED + 8; night++) {
            landed(night, 1.3);
            assertThat(only(series).id()).isEqualTo(change.id());
            assertThat(only(series).firstSeenRunId()).isEqualTo(fifth.run().id());
        }
    }

    /** A commit that lands late moves the runs behind it, and what was read of them before is out of date. */
    @Test
    void aRunThatMovesWhileItIsSearchedIsStillToBe() {
        store.write(handle -> handle.execute("UPDATE run SET searched = 0"));
        List<PendingRun> before = store.read(handle -> new ChangeTable(handle).pendingRuns());
        assertThat(before).hasSize(CHANGED);
        PendingRun moved = before.getLast();
        store.write(handle -> handle.execute("UPDATE run SET x_ord = x_ord + 1 WHERE id = ?", moved.id()));
        assertThat(stillPendingBehind(before)).extracting(PendingRun::id).containsExactly(moved.id());
        assertThat(stillPendingBehind(store.read(handle -> new ChangeTable(handle).pendingRuns())))
                .isEmpty();
    }

    private List<PendingRun> stillPendingBehind(List<PendingRun> searched) {
        return store.write(handle -> {
            ChangeTable table = new ChangeTable(handle);
            table.searched(searched);
            return table.pendingRuns();
        });
    }

    @Test
    void otherSeriesDoNotChange() throws Exception {
        RunDetail latest = slowNights(8);
        for (SeriesRow row : latest.results()) {
            if (row.series().id() != slowed(latest)) {
                assertThat(history.changes(row.series().id(), true)).isEmpty();
            }
        }
    }

    @Test
    void thePastOfARunBeginsAtTheChange() throws Exception {
        RunDetail atFirst = slowNights(1);
        assertThat(row(atFirst).state()).isEqualTo(State.SUSPECT);
        RunDetail sixth = slowNights(6);
        assertThat(row(sixth).state()).isEqualTo(State.TOO_FEW_RUNS);
        assertThat(row(sixth).ratio()).isCloseTo(1, within(0.05));
        RunDetail tenth = slowNights(10);
        assertThat(row(tenth).state()).isEqualTo(State.GREEN);
    }

    /** The slow series' past is short, for it begins at the change; nights of another JVM are of another epoch. */
    @Test
    void pastsThatAreAskedTogetherAreOfTheirOwnSeriesAndEpoch() throws Exception {
        slowNights(6);
        for (int night = CHANGED + 6; night < CHANGED + 9; night++) {
            String newer = nights.jmh(2, 1.3).replace("25.0.3+9-LTS", "25.0.4+7-LTS");
            collector.take(night(night, "nightly", -1, newer, 0));
        }
        List<Asked> all = store.read(handle -> handle.createQuery(
                        "SELECT DISTINCT series_id, epoch_id FROM result ORDER BY series_id, epoch_id")
                .map((row, context) -> new Asked(row.getLong(1), row.getLong(2)))
                .list());
        Map<Integer, Asked> many = new HashMap<>();
        for (int i = 0; i < 120; i++) {
            many.put(i, all.get(i * 7 % all.size()));
        }
        RunPlace place = store.read(handle -> handle.createQuery("SELECT DISTINCT branch_id, env_class_id FROM series")
                .map((row, context) ->
                        new RunPlace("", 1, row.getLong(1), row.getLong(2), LATE, LATE, LATE, LATE, false))
                .one());
        Map<Integer, List<PastNight>> together = store.read(handle -> new PastNights(handle, place).of(many, 100));
        assertThat(together).hasSize(120);
        together.forEach((i, nights) -> assertThat(nights)
                .extracting(night -> night.summary().median())
                .isEqualTo(medians(requireNonNull(many.get(i)), nights.size())));
        assertThat(together.values()).extracting(List::size).contains(3, 6, CHANGED + 6);
    }

    /** The newest of a series in an epoch, oldest first, as plainly as can be. */
    private List<Double> medians(Asked asked, int newest) {
        List<Double> medians = store.read(handle -> handle.createQuery(
                        "SELECT fork_median FROM result WHERE series_id = ? AND epoch_id = ? ORDER BY started")
                .bind(0, asked.series())
                .bind(1, asked.epoch())
                .mapTo(Double.class)
                .list());
        return medians.subList(medians.size() - newest, medians.size());
    }

    @Test
    void garbageIsFoundByTheRuleOfStillMetrics() throws Exception {
        nights.garbage("24.0");
        RunDetail latest = slowNights(5);
        long series = latest.results().stream()
                .filter(row -> row.series().metric().equals("gc.alloc.rate.norm"))
                .findFirst()
                .orElseThrow()
                .series()
                .id();
        SeriesChange change = only(series);
        assertThat(change.at().sha()).isEqualTo(Nights.sha(CHANGED));
        assertThat(change.pValue()).isNaN();
        assertThat(change.low()).isEqualTo(change.at());
        assertThat(change.high()).isEqualTo(change.at());
        assertThat(change.standing()).isEqualTo(Standing.CONFIRMED);
    }

    @Test
    void anotherSearchOfTheSameRunsChangesNothing() throws Exception {
        long series = slowed(slowNights(7));
        List<SeriesChange> before = history.changes(series, true);
        store.write(handle -> handle.execute("UPDATE run SET searched = 0"));
        new ChangeSearches(store, Runnable::run).searchAll();
        assertThat(history.changes(series, true)).isEqualTo(before);
        store.write(handle -> handle.execute("UPDATE run SET searched = 0"));
        store.write(handle -> handle.execute("UPDATE change_search SET content = ''"));
        new ChangeSearches(store, Runnable::run).searchAll();
        assertThat(history.changes(series, true)).isEqualTo(before);
    }

    @Test
    void aSearchThatWasCutShortIsMadeWithTheNextRun() throws Exception {
        ChangeSearches dead = new ChangeSearches(store, command -> {});
        collector = new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD, dead);
        RunDetail latest = slowNights(6);
        assertThat(history.changes(slowed(latest), true)).isEmpty();
        collector = new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD);
        landed(CHANGED + 6, 1.3);
        assertThat(only(slowed(latest)).at().sha()).isEqualTo(Nights.sha(CHANGED));
    }

    @Test
    void aRunOfAnotherMachineStateIsNoPast() throws Exception {
        RunDetail latest = slowNights(1);
        store.write(handle ->
                handle.execute("UPDATE run SET canary_in_band = 0 WHERE x_ord < (SELECT max(x_ord) FROM run)"));
        RunDetail next = landed(CHANGED + 1, 1);
        assertThat(row(latest).state()).isEqualTo(State.SUSPECT);
        assertThat(row(next).state()).isEqualTo(State.TOO_FEW_RUNS);
    }

    private RunDetail slowNights(int count) throws Exception {
        RunDetail latest = null;
        for (int night = CHANGED; night < CHANGED + count; night++) {
            latest = landed(night, 1.3);
        }
        return requireNonNull(latest);
    }

    private SeriesChange only(long series) {
        List<SeriesChange> changes = history.changes(series, false);
        assertThat(changes).hasSize(1);
        return changes.getFirst();
    }

    private static SeriesRow row(RunDetail run) {
        return run.results().stream()
                .filter(row -> row.series().metric().equals("score")
                        && row.series().label().contains("allotment-slab"))
                .findFirst()
                .orElseThrow();
    }

    private static long slowed(RunDetail run) {
        return row(run).series().id();
    }

    private RunDetail landed(int night, double factor) throws Exception {
        return history.run(collector
                        .take(night(night, "nightly", -1, nights.jmh(2, factor), 0))
                        .runId())
                .orElseThrow();
    }
}
