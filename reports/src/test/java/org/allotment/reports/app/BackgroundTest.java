package org.allotment.reports.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.access.AuditEntry;
import org.allotment.reports.store.access.AuditTable;
import org.allotment.reports.store.keep.Deletion;
import org.allotment.reports.store.keep.Thinning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done after an upload. */
final class BackgroundTest {
    private static final int NIGHTS = 5;

    @TempDir
    private Path folder;

    @Test
    void incidentsAreKeptThoughNothingCanBeAsked() throws Exception {
        try (Store store = Store.of(StoreSettings.sqlite(folder.resolve("history.db")))) {
            Runnable failing = () -> {
                throw new IllegalStateException("on purpose");
            };
            try (Background background = new Background(store, failing, null, null)) {
                UploadRequest upload = new Multipart()
                        .part("jmh", new Nights(1).jmh(2, 1))
                        .part("stress", Nights.stress(3))
                        .part("environment", Nights.environment(0, "nightly", -1))
                        .request();
                new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD, background.searches()).take(upload);
            }
            assertThat(store.<Long>read(handle -> handle.createQuery("SELECT count(*) FROM incident")
                            .mapTo(Long.class)
                            .one()))
                    .isEqualTo(1);
        }
    }

    @Test
    void deletionsAreWrittenDownThoughTheNextFails() throws Exception {
        try (Store store = Store.of(StoreSettings.sqlite(folder.resolve("retention.db")));
                Background background = new Background(store, () -> {}, null, null)) {
            List<String> runs = filled(store);
            fail(store, "DELETE", runs.get(2));
            background.delete(new Deletion(store, 1, 0));
            assertThat(store.<List<String>>read(handle -> handle.createQuery("SELECT id FROM run ORDER BY x_ord")
                            .mapTo(String.class)
                            .list()))
                    .isEqualTo(runs.subList(2, NIGHTS));
            isWrittenDown(store, "deletion", runs);
        }
    }

    @Test
    void thinningIsWrittenDownThoughTheNextFails() throws Exception {
        try (Store store = Store.of(StoreSettings.sqlite(folder.resolve("thinned.db")));
                Background background = new Background(store, () -> {}, null, null)) {
            List<String> runs = filled(store);
            fail(store, "UPDATE", runs.get(2));
            background.thin(new Thinning(store, Clock.systemUTC(), 1, 0));
            assertThat(store.<List<String>>read(
                            handle -> handle.createQuery("SELECT id FROM run WHERE thinned IS NOT NULL ORDER BY x_ord")
                                    .mapTo(String.class)
                                    .list()))
                    .isEqualTo(runs.subList(0, 2));
            isWrittenDown(store, "retention", runs);
        }
    }

    /** Nights that are searched. */
    private static List<String> filled(Store store) throws Exception {
        Collector collector = new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD);
        List<String> runs = new ArrayList<>();
        for (int night = 0; night < NIGHTS; night++) {
            UploadRequest upload = new Multipart()
                    .part("jmh", new Nights(night).jmh(1, 1))
                    .part("environment", Nights.environment(night, "nightly", -1))
                    .request();
            runs.add(collector.take(upload).runId());
        }
        store.write(handle -> handle.execute("UPDATE run SET searched = 1"));
        return runs;
    }

    private static void fail(Store store, String statement, String run) {
        store.write(handle -> handle.execute("CREATE TRIGGER on_purpose BEFORE " + statement + " ON run WHEN OLD.id = '"
                + run + "' BEGIN SELECT RAISE(ABORT, 'on purpose'); END"));
    }

    /** The first two and no others. */
    private static void isWrittenDown(Store store, String action, List<String> runs) {
        assertThat(new AuditTable(store).list(null, 0, NIGHTS))
                .allMatch(entry -> entry.action().equals(action))
                .extracting(AuditEntry::target)
                .containsExactly("run=" + runs.get(1), "run=" + runs.get(0));
    }
}
