package org.allotment.reports.store.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
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
import org.allotment.reports.store.keep.Deletion.Deleted;
import org.allotment.reports.store.read.SqlHistory;
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
            name(store, runs.get(NAMED));
            store.write(handle ->
                    handle.execute("UPDATE run SET note = 'look here' WHERE id IN (?, ?)", runs.get(NOTED), pinning));
            Deletion deletion = new Deletion(store, NEWEST, AROUND);
            List<String> plan = deletion.plan().stream().map(Deleted::run).toList();
            assertThat(plan)
                    .contains(again, runs.get(0), runs.get(CONFIRMED))
                    .doesNotContain(pinning, runs.get(KEPT_PARENT), runs.get(NOTED))
                    .doesNotContainAnyElementsOf(runs.subList(NAMED - AROUND, NAMED + AROUND + 1))
                    .doesNotContainAnyElementsOf(runs.subList(RUNS - NEWEST + 2, RUNS));
            assertThat(plan.indexOf(again)).isLessThan(plan.indexOf(runs.get(CONFIRMED)));
            assertThat(count(store, "run")).isEqualTo(RUNS + 2);
            SeriesHistory before = new SqlHistory(store).series(1, 100).orElseThrow();
            assertThat(deletion.run()).extracting(Deleted::run).isEqualTo(plan);
            assertThat(deletion.run()).isEmpty();
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
    void whatSomethingBeganToNameMeanwhileStays() throws Exception {
        try (Store store = Store.of(StoreSettings.sqlite(folder.resolve("late.db")))) {
            List<String> runs = filled(store);
            store.write(handle -> handle.execute("UPDATE run SET searched = 1"));
            assertThat(new Deletion(store, NEWEST, 0).plan())
                    .extracting(Deleted::run)
                    .contains(runs.get(NAMED));
            name(store, runs.get(NAMED));
            // The question of the transaction that deletes, asked by itself.
            boolean named = store.read(handle -> new OldRuns(handle, NEWEST, 0).isNamed(runs.get(NAMED)));
            boolean neighbour = store.read(handle -> new OldRuns(handle, NEWEST, 0).isNamed(runs.get(NAMED - 1)));
            assertThat(named).isTrue();
            assertThat(neighbour).isFalse();
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
    private static void name(Store store, String run) {
        store.write(handle -> handle.execute(
                "INSERT INTO incident (project, branch, subject, detail, run_id, opened) VALUES (?, ?, ?, ?, ?, ?)",
                "allotment",
                "main",
                "series 1",
                "slower",
                run,
                1L));
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
        byte[] body = new Multipart()
                .part("jmh", new Nights(environment.hashCode()).jmh(forks, 1))
                .part("stress", Nights.stress(0))
                .part("environment", environment)
                .bytes();
        return Objects.requireNonNull(new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD)
                .take(new UploadRequest(
                        Multipart.contentType(), null, null, null, null, null, new ByteArrayInputStream(body)))
                .runId());
    }
}
