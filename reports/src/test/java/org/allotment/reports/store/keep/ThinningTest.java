package org.allotment.reports.store.keep;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.Postgres;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.model.Samples;
import org.allotment.reports.store.RawResult;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.read.SqlHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old nights are thinned; what a change is looked at by is not, on both stores. */
final class ThinningTest {
    private static final int RUNS = 28;
    private static final int CHANGED = 12;
    private static final int NOTED = 2;
    private static final int NEWEST = 4;
    private static final int AROUND = 2;
    private static final String NAMED =
            "SELECT run_id, before_run_id, low_run_id, high_run_id, first_seen_run_id FROM change_point";

    @TempDir
    private Path folder;

    @Test
    void sqliteKeepsWhatAChangeIsLookedAtBy() throws Exception {
        keepsWhatAChangeIsLookedAtBy(StoreSettings.sqlite(folder.resolve("history.db")));
    }

    @Test
    void postgresKeepsWhatAChangeIsLookedAtBy() throws Exception {
        keepsWhatAChangeIsLookedAtBy(Postgres.freshDatabase());
    }

    private static void keepsWhatAChangeIsLookedAtBy(StoreSettings settings) throws Exception {
        try (Store store = Store.of(settings)) {
            List<String> runs = filled(store);
            store.write(handle -> handle.execute("UPDATE run SET note = 'look here' WHERE id = ?", runs.get(NOTED)));
            Map<Long, Map<String, Samples>> before = raw(store);
            var course = new SqlHistory(store).series(1, RUNS);
            Set<String> stay = new HashSet<>(runs.subList(RUNS - NEWEST, RUNS));
            stay.add(runs.get(NOTED));
            List<String> named = named(store);
            assertThat(named).isNotEmpty();
            for (String run : named) {
                int at = runs.indexOf(run);
                stay.addAll(runs.subList(Math.max(0, at - AROUND), Math.min(RUNS, at + AROUND + 1)));
            }
            // More results in a run than one transaction takes.
            Thinning thinning = new Thinning(store, Clock.systemUTC(), NEWEST, AROUND, 2);
            List<String> plan = thinning.plan();
            assertThat(plan).isNotEmpty().doesNotContainAnyElementsOf(stay);
            assertThat(plan.size() + stay.size()).isEqualTo(RUNS);
            assertThat(raw(store)).isEqualTo(before);
            assertThat(thinning.run()).isEqualTo(plan);
            raw(store)
                    .forEach((series, samples) -> samples.forEach((run, after) -> {
                        Samples whole = requireNonNull(
                                requireNonNull(before.get(series)).get(run));
                        if (stay.contains(run)) {
                            assertThat(after).as(run).isEqualTo(whole);
                        } else {
                            assertThat(after.iterations()).as(run).isEqualTo(whole.forks());
                            assertThat(after.forkMeans()).as(run).containsExactly(whole.forkMeans());
                        }
                    }));
            // Bit for bit, and NaN is NaN.
            assertThat(new SqlHistory(store).series(1, RUNS)).hasToString(course.toString());
            assertThat(thinning.run()).isEmpty();
            assertThat(Verification.of(settings).faults()).isEmpty();
            assertThatThrownBy(() -> new Thinning(store, Clock.systemUTC(), 0, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nights=0");
        }
    }

    @Test
    void sqliteKeepsWhatIsNotedMeanwhile() throws Exception {
        keepsWhatIsNotedMeanwhile(StoreSettings.sqlite(folder.resolve("meanwhile.db")));
    }

    @Test
    void postgresKeepsWhatIsNotedMeanwhile() throws Exception {
        keepsWhatIsNotedMeanwhile(Postgres.freshDatabase());
    }

    /** Somebody writes a note on the last planned run while the first is thinned. */
    private static void keepsWhatIsNotedMeanwhile(StoreSettings settings) throws Exception {
        try (Store store = Store.of(settings)) {
            filled(store);
            List<String> plan = new Thinning(store, Clock.systemUTC(), NEWEST, AROUND).plan();
            assertThat(plan).hasSizeGreaterThan(1);
            Map<Long, Map<String, Samples>> before = raw(store);
            String noted = plan.getLast();
            Clock meanwhile = new Clock() {
                @Override
                public Instant instant() {
                    store.write(handle -> handle.execute("UPDATE run SET note = 'look here' WHERE id = ?", noted));
                    return Instant.EPOCH;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            };
            assertThat(new Thinning(store, meanwhile, NEWEST, AROUND).run())
                    .containsExactlyElementsOf(plan.subList(0, plan.size() - 1));
            raw(store)
                    .forEach((series, samples) -> assertThat(samples.get(noted))
                            .isEqualTo(requireNonNull(before.get(series)).get(noted)));
        }
    }

    /** Nights with a slowdown among them, searched for changes. */
    private static List<String> filled(Store store) throws Exception {
        Collector collector = new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD);
        Nights nights = new Nights(42);
        List<String> runs = new ArrayList<>();
        for (int night = 0; night < RUNS; night++) {
            UploadRequest upload = new Multipart()
                    .part("jmh", nights.jmh(3, night < CHANGED ? 1 : 1.3))
                    .part("environment", Nights.environment(night, "nightly", -1))
                    .request();
            runs.add(collector.take(upload).runId());
        }
        return runs;
    }

    private static List<String> named(Store store) {
        List<String> named = new ArrayList<>();
        store.read(handle -> handle.createQuery(NAMED)
                        .map((row, context) -> List.of(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5)))
                        .list())
                .forEach(named::addAll);
        return named;
    }

    private static Map<Long, Map<String, Samples>> raw(Store store) {
        Map<Long, Map<String, Samples>> raw = new HashMap<>();
        List<Long> series = store.read(handle ->
                handle.createQuery("SELECT id FROM series").mapTo(Long.class).list());
        for (long each : series) {
            Map<String, Samples> runs = new HashMap<>();
            for (RawResult result : new SqlHistory(store).rawResults(each, RUNS)) {
                runs.put(result.runId(), result.samples());
            }
            raw.put(each, runs);
        }
        return raw;
    }
}
