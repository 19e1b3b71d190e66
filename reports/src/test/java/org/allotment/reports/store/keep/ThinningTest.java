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
import java.util.Collections;
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
import org.allotment.reports.store.access.AuditEntry;
import org.allotment.reports.store.access.AuditTable;
import org.allotment.reports.store.read.SqlHistory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
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

    private static final Witness UNSEEN = (_, _) -> {};

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
            assertThat(thinning.run(UNSEEN)).isEqualTo(plan);
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
            assertThat(thinning.run(UNSEEN)).isEmpty();
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
            assertThat(new Thinning(store, meanwhile, NEWEST, AROUND).run(UNSEEN))
                    .containsExactlyElementsOf(plan.subList(0, plan.size() - 1));
            raw(store)
                    .forEach((series, samples) -> assertThat(samples.get(noted))
                            .isEqualTo(requireNonNull(before.get(series)).get(noted)));
        }
    }

    @Test
    void sqliteThinsNothingThatIsNotWrittenDown() throws Exception {
        thinsNothingThatIsNotWrittenDown(StoreSettings.sqlite(folder.resolve("written.db")));
    }

    @Test
    void postgresThinsNothingThatIsNotWrittenDown() throws Exception {
        thinsNothingThatIsNotWrittenDown(Postgres.freshDatabase());
    }

    /** A round that breaks off in the middle of the second run, and before anything of it. */
    private static void thinsNothingThatIsNotWrittenDown(StoreSettings settings) throws Exception {
        try (Store store = Store.of(settings)) {
            filled(store);
            Map<Long, Map<String, Samples>> before = raw(store);
            Thinning thinning = new Thinning(store, Clock.systemUTC(), NEWEST, AROUND, 1);
            List<String> plan = thinning.plan();
            assertThat(plan).hasSizeGreaterThan(2);
            String broken = plan.get(1);
            assertThatThrownBy(() -> thinning.run((handle, run) -> {
                        write(handle, run);
                        if (run.run().equals(broken)) {
                            throw new IllegalStateException("on purpose");
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(written(store)).containsExactly("run=" + plan.getFirst());
            assertThat(changed(before, raw(store))).containsExactly(plan.getFirst());
            refuse(store, broken, Collections.max(before.keySet()));
            assertThatThrownBy(() -> thinning.run(ThinningTest::write)).isInstanceOf(JdbiException.class);
            assertThat(written(store)).containsExactly("run=" + plan.getFirst(), "run=" + broken);
            assertThat(changed(before, raw(store))).containsExactlyInAnyOrder(plan.getFirst(), broken);
            assertThat(thinning.plan()).as("it is not done").startsWith(broken);
        }
    }

    private static void write(Handle handle, OldRun run) {
        AuditTable.add(
                handle,
                new AuditEntry(Instant.EPOCH, "test", null, "retention", run.project(), "run=" + run.run(), "", 200));
    }

    private static List<String> written(Store store) {
        return new AuditTable(store)
                .list(null, 0, RUNS).reversed().stream()
                        .map(entry -> requireNonNull(entry.target()))
                        .toList();
    }

    /** Runs of which anything is not as it was. */
    private static Set<String> changed(Map<Long, Map<String, Samples>> before, Map<Long, Map<String, Samples>> after) {
        Set<String> changed = new HashSet<>();
        before.forEach((series, runs) -> runs.forEach((run, samples) -> {
            if (!samples.equals(requireNonNull(requireNonNull(after.get(series)).get(run)))) {
                changed.add(run);
            }
        }));
        return changed;
    }

    /** The samples of one series in one run cannot be written any more. */
    private static void refuse(Store store, String run, long series) {
        String row = "run_id = '" + run + "' AND %sseries_id = " + series;
        store.write(handle -> handle.execute(
                store.isRemote()
                        ? "ALTER TABLE sample ADD CONSTRAINT on_purpose CHECK (NOT (" + row.replace("%s", "")
                                + ")) NOT VALID"
                        : "CREATE TRIGGER on_purpose BEFORE UPDATE ON sample WHEN NEW." + row.replace("%s", "NEW.")
                                + " BEGIN SELECT RAISE(ABORT, 'on purpose'); END"));
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
