package org.allotment.reports.store.read.heap;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import org.allotment.reports.Golden;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.Postgres;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.read.heap.HeapRuns.HeapRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that recorded a heap walk, on both stores. */
final class HeapRunsTest {
    @TempDir
    private Path folder;

    @Test
    void sqliteListsTheNewestOfABranch() throws Exception {
        listsTheNewestOfABranch(StoreSettings.sqlite(folder.resolve("history.db")));
    }

    @Test
    void postgresListsTheNewestOfABranch() throws Exception {
        listsTheNewestOfABranch(Postgres.freshDatabase());
    }

    private static void listsTheNewestOfABranch(StoreSettings settings) throws Exception {
        try (Store store = Store.of(settings)) {
            String first = taken(store, 0, "allotment", "main", true);
            String second = taken(store, 1, "allotment", "main", true);
            taken(store, 2, "allotment", "main", false);
            String third = taken(store, 3, "allotment", "main", true);
            String beside = taken(store, 4, "allotment", "zeta", true);
            String theirs = taken(store, 5, "theirs", "main", true);
            HeapRuns runs = new HeapRuns(store);
            assertThat(runs.list("allotment", "main", 9))
                    .extracting(HeapRun::id)
                    .containsExactly(third, second, first);
            assertThat(runs.list("allotment", "main", 2))
                    .extracting(HeapRun::id)
                    .containsExactly(third, second);
            assertThat(runs.list("allotment", "zeta", 9))
                    .extracting(HeapRun::id)
                    .containsExactly(beside);
            assertThat(runs.list("theirs", "main", 9)).extracting(HeapRun::id).containsExactly(theirs);
            assertThat(runs.one(theirs, "theirs")).map(HeapRun::sha).contains(Nights.sha(5));
            assertThat(runs.one(theirs, "allotment")).isEmpty();
            assertThat(runs.one(theirs, null)).isPresent();
        }
    }

    private static String taken(Store store, int night, String project, String branch, boolean walked)
            throws Exception {
        String environment = Nights.environment(night, "nightly", -1)
                .replace("\"project\": \"allotment\"", "\"project\": \"" + project + "\"")
                .replace("\"main\"", "\"" + branch + "\"");
        Multipart upload =
                new Multipart().part("jmh", new Nights(night).jmh(1, 1)).part("environment", environment);
        if (walked) {
            upload.part("heap", Golden.bytes("heap.json"));
        }
        return requireNonNull(new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD)
                .take(upload.request())
                .runId());
    }
}
