package org.allotment.reports.store.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.Postgres;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.read.SqlHistory;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old runs go whole; what anything names does not, on both stores. */
final class DeletionTest {
    private static final int RUNS = 20;
    private static final int NEWEST = 6;
    private static final int AROUND = 1;
    private static final int NOTED = 2;
    private static final int CONFIRMED = 3;
    private static final int KEPT_PARENT = 13;
    private static final int NAMED = 8;
    private static final int SEARCHED = 11;
    private static final Witness UNSEEN = (handle, run) -> {};
    private static final List<String> ROWS = List.of(
            "result", "sample", "run_part", "stress_result", "stress_outcome", "work_unit", "finding", "noticed_run");

    @TempDir
    private Path folder;

    @Test
    void sqliteDeletesOnlyWhatNobodyNames() throws Exception {
        deletesOnlyWhatNobodyNames(StoreSettings.sqlite(folder.resolve("history.db")));
    }

    @Test
    void postgresDeletesOnlyWhatNobodyNames() throws Exception {
        deletesOnlyWhatNobodyNames(Postgres.freshDatabase());
    }

    private static void deletesOnlyWhatNobodyNames(StoreSettings settings) throws Exception {
        try (Store store = Store.of(settings)) {
            List<String> runs = filled(store);
            String again = taken(store, Nights.environment(CONFIRMED, "confirm", CONFIRMED), 1);
            String pinning = taken(store, Nights.environment(KEPT_PARENT, "confirm", KEPT_PARENT), 1);
            store.write(handle -> handle.execute("UPDATE run SET searched = 1"));
            store.write(handle -> name(handle, runs.get(NAMED)));
            store.write(handle ->
                    handle.execute("UPDATE run SET note = 'look here' WHERE id IN (?, ?)", runs.get(NOTED), pinning));
            Deletion deletion = new Deletion(store, NEWEST, AROUND);
            List<String> plan = deletion.plan().stream().map(OldRun::run).toList();
            assertThat(plan)
                    .contains(again, runs.get(0), runs.get(CONFIRMED))
                    .doesNotContain(pinning, runs.get(KEPT_PARENT), runs.get(NOTED))
                    .doesNotContainAnyElementsOf(runs.subList(NAMED - AROUND, NAMED + AROUND + 1))
                    .doesNotContainAnyElementsOf(runs.subList(RUNS - NEWEST + 2, RUNS));
            assertThat(plan.indexOf(again)).isLessThan(plan.indexOf(runs.get(CONFIRMED)));
            assertThat(count(store, "run")).isEqualTo(RUNS + 2);
            SeriesHistory before = new SqlHistory(store).series(1, 100).orElseThrow();
            assertThat(deletion.run(UNSEEN)).extracting(OldRun::run).isEqualTo(plan);
            assertThat(deletion.run(UNSEEN)).isEmpty();
            isGone(store, plan);
            assertThat(new SqlHistory(store).series(1, 100).orElseThrow().points())
                    .isEqualTo(before.points().stream()
                            .filter(point -> !plan.contains(point.runId()))
                            .toList());
            assertThat(Verification.of(settings).faults()).isEmpty();
            // What was deleted may come again, as a run of its own.
            assertThat(taken(store, Nights.environment(0, "nightly", -1), 1)).isNotEmpty();
        }
        assertThatThrownBy(() -> new Deletion(Store.of(settings), 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nights=0");
    }

    @Test
    void sqliteLetsStayWhatIsNamedMeanwhile() throws Exception {
        letsStayWhatIsNamedMeanwhile(StoreSettings.sqlite(folder.resolve("meanwhile.db")));
    }

    @Test
    void postgresLetsStayWhatIsNamedMeanwhile() throws Exception {
        letsStayWhatIsNamedMeanwhile(Postgres.freshDatabase());
    }

    /** Everything happens behind the plan, while the first run goes. */
    private static void letsStayWhatIsNamedMeanwhile(StoreSettings settings) throws Exception {
        try (Store store = Store.of(settings)) {
            List<String> runs = filled(store);
            String again = measuredAgain(store);
            Deletion deletion = new Deletion(store, NEWEST, AROUND);
            List<String> plan = deletion.plan().stream().map(OldRun::run).toList();
            List<String> stay = new ArrayList<>(runs.subList(NAMED - AROUND, NAMED + AROUND + 1));
            stay.addAll(List.of(runs.get(SEARCHED), again, runs.get(CONFIRMED)));
            assertThat(plan).startsWith(runs.getFirst()).containsAll(stay);
            List<OldRun> gone = deletion.run((handle, run) -> {
                if (run.run().equals(runs.getFirst())) {
                    name(handle, runs.get(NAMED));
                    handle.execute("UPDATE run SET searched = 0 WHERE id = ?", runs.get(SEARCHED));
                    // The night that was measured again is not named, but goes with this or not at all.
                    handle.execute("UPDATE run SET note = 'look here' WHERE id = ?", again);
                }
            });
            assertThat(gone)
                    .extracting(OldRun::run)
                    .isEqualTo(plan.stream().filter(run -> !stay.contains(run)).toList());
            assertThat(ids(store)).containsAll(stay).doesNotContain(runs.getFirst());
            assertThat(deletion.plan()).isEmpty();
            assertThat(Verification.of(settings).faults()).isEmpty();
        }
    }

    /** A night, after which nothing waits to be searched. */
    private static String measuredAgain(Store store) throws Exception {
        String again = taken(store, Nights.environment(CONFIRMED, "confirm", CONFIRMED), 1);
        store.write(handle -> handle.execute("UPDATE run SET searched = 1"));
        return again;
    }

    @Test
    void sqliteSaysWhatIsGoneThoughTheNextFails() throws Exception {
        saysWhatIsGoneThoughTheNextFails(StoreSettings.sqlite(folder.resolve("fault.db")));
    }

    @Test
    void postgresSaysWhatIsGoneThoughTheNextFails() throws Exception {
        saysWhatIsGoneThoughTheNextFails(Postgres.freshDatabase());
    }

    /** The run that was measured again fails, so the run that did so stays too, and no word of it. */
    private static void saysWhatIsGoneThoughTheNextFails(StoreSettings settings) throws Exception {
        try (Store store = Store.of(settings)) {
            List<String> runs = filled(store);
            String again = measuredAgain(store);
            List<String> gone = new ArrayList<>();
            assertThatThrownBy(() -> new Deletion(store, NEWEST, AROUND).run((handle, run) -> {
                        handle.execute("UPDATE run SET note = ? WHERE id = ?", run.run(), runs.getLast());
                        if (run.run().equals(runs.get(CONFIRMED))) {
                            throw new IllegalStateException("on purpose");
                        }
                        gone.add(run.run());
                    }))
                    .hasMessage("on purpose");
            assertThat(gone).contains(runs.getFirst(), again);
            assertThat(ids(store))
                    .contains(again, runs.get(CONFIRMED))
                    .doesNotContainAnyElementsOf(gone.subList(0, gone.indexOf(again)));
            String written = store.read(handle -> handle.createQuery("SELECT note FROM run WHERE id = :id")
                    .bind("id", runs.getLast())
                    .mapTo(String.class)
                    .one());
            assertThat(written).isEqualTo(gone.get(gone.indexOf(again) - 1));
        }
    }

    @Test
    void sqliteAsksOfACourseWhatItAsksOfAll() throws Exception {
        asksOfACourseWhatItAsksOfAll(StoreSettings.sqlite(folder.resolve("course.db")));
    }

    @Test
    void postgresAsksOfACourseWhatItAsksOfAll() throws Exception {
        asksOfACourseWhatItAsksOfAll(Postgres.freshDatabase());
    }

    private static void asksOfACourseWhatItAsksOfAll(StoreSettings settings) throws Exception {
        try (Store store = Store.of(settings)) {
            List<String> runs = filled(store);
            for (int night = 0; night < NEWEST + 2; night++) {
                String other = Nights.environment(night, "nightly", -1).replace("\"main\"", "\"aside\"");
                runs.add(taken(store, other, 1));
                runs.add(
                        taken(store, Nights.environment(night, "nightly", -1).replace("Example 9000", "Another 1"), 1));
            }
            store.write(handle -> handle.execute("UPDATE run SET searched = 1"));
            store.write(handle -> name(handle, runs.get(NAMED)));
            store.write(handle -> name(handle, runs.getLast()));
            OldRuns old = OldRuns.of(store, NEWEST, AROUND);
            List<OldRuns.Run> all = store.read(old::list);
            for (String run : runs) {
                List<Long> course = store.read(
                        handle -> handle.createQuery("SELECT branch_id, env_class_id FROM run WHERE id = :id")
                                .bind("id", run)
                                .map((row, context) -> List.of(row.getLong(1), row.getLong(2)))
                                .one());
                List<OldRuns.Run> ofCourse = all.stream()
                        .filter(each -> course.equals(List.of(each.branch(), each.machine())))
                        .toList();
                assertThat(ofCourse).isNotEmpty().hasSizeLessThan(all.size());
                assertThat(store.<List<OldRuns.Run>>read(handle -> old.ofCourse(handle, run)))
                        .isEqualTo(ofCourse);
            }
        }
    }

    /** The one that is going goes; the next does not. */
    @Test
    void anInterruptionEndsItBetweenRuns() throws Exception {
        try (Store store = Store.of(StoreSettings.sqlite(folder.resolve("stopped.db")))) {
            filled(store);
            store.write(handle -> handle.execute("UPDATE run SET searched = 1"));
            Deletion deletion = new Deletion(store, NEWEST, AROUND);
            List<OldRun> plan = deletion.plan();
            List<OldRun> gone;
            boolean stopped;
            try {
                gone = deletion.run((handle, run) -> Thread.currentThread().interrupt());
            } finally {
                stopped = Thread.interrupted();
            }
            assertThat(stopped).isTrue();
            assertThat(gone).containsExactly(plan.getFirst());
            assertThat(deletion.plan()).isEqualTo(plan.subList(1, plan.size()));
        }
    }

    @Test
    void everyTableThatNamesRunsIsAsked() throws Exception {
        try (Store store = Store.of(StoreSettings.sqlite(folder.resolve("tables.db")))) {
            List<String> referring = store.read(handle -> {
                try {
                    return Tables.referring(handle.getConnection(), "run");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(referring)
                    .contains(
                            "change_point.run_id",
                            "change_point.first_seen_run_id",
                            "incident.after_run_id",
                            "incident_sign.seen_run_id",
                            "job.run_id",
                            "result.run_id")
                    .noneMatch(column -> column.startsWith("run."));
        }
    }

    /** An incident says that a run showed it. */
    private static int name(Handle handle, String run) {
        return handle.execute(
                "INSERT INTO incident (project, branch, subject, detail, run_id, opened) VALUES (?, ?, ?, ?, ?, ?)",
                "allotment",
                "main",
                "series 1",
                "slower",
                run,
                1L);
    }

    private static List<String> ids(Store store) {
        return store.read(handle ->
                handle.createQuery("SELECT id FROM run").mapTo(String.class).list());
    }

    private static void isGone(Store store, List<String> plan) {
        for (String table : ROWS) {
            int left = store.read(
                    handle -> handle.createQuery("SELECT count(*) FROM " + table + " WHERE run_id IN (<runs>)")
                            .bindList("runs", plan)
                            .mapTo(Integer.class)
                            .one());
            assertThat(left).as(table).isZero();
        }
        assertThat(count(store, "run")).isEqualTo(RUNS + 2 - plan.size());
        int orphans = store.read(handle -> handle.createQuery(
                        "SELECT count(*) FROM upload u WHERE NOT EXISTS (SELECT 1 FROM run_part p WHERE p.sha256 = u.sha256)")
                .mapTo(Integer.class)
                .one());
        assertThat(orphans).isZero();
        assertThat(count(store, "upload_chunk")).isPositive();
    }

    private static int count(Store store, String table) {
        return store.read(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                .mapTo(Integer.class)
                .one());
    }

    private static List<String> filled(Store store) throws Exception {
        List<String> runs = new ArrayList<>();
        for (int night = 0; night < RUNS; night++) {
            runs.add(taken(store, Nights.environment(night, "nightly", -1), 2));
        }
        return runs;
    }

    /** Each run shares its litmus document with all others. */
    private static String taken(Store store, String environment, int forks) throws Exception {
        UploadRequest upload = new Multipart()
                .part("jmh", new Nights(environment.hashCode()).jmh(forks, 1))
                .part("stress", Nights.stress(0))
                .part("environment", environment)
                .request();
        return Objects.requireNonNull(new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD)
                .take(upload)
                .runId());
    }
}
