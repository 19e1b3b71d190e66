package org.allotment.reports.collect.heap;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import org.allotment.reports.Golden;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.heap.HeapWalks.Figures;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.model.document.HeapDocument.Bytes;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run recorded, whole or in figures. */
final class HeapWalksTest {
    @TempDir
    private Path folder;

    @Test
    void figuresAreThoseOfTheDocument() throws Exception {
        try (Store store = Store.of(StoreSettings.sqlite(folder.resolve("history.db")))) {
            String run = taken(store);
            HeapWalks heaps = new HeapWalks(store);
            assertThat(heaps.of(run, null).orElseThrow().heap().walks()).hasSize(2);
            assertThat(heaps.figures(run, null).orElseThrow())
                    .hasSize(2)
                    .first()
                    .isEqualTo(new Figures("allotment-tlsf", new Bytes(4096, 1056, 256, 2768, 0, 16, 2048), 1500L));
            assertThat(heaps.figures(run, "another")).isEmpty();
        }
    }

    @Test
    void whatWouldBeRefusedTodayIsNotThere() throws Exception {
        try (Store store = Store.of(StoreSettings.sqlite(folder.resolve("old.db")))) {
            String run = taken(store);
            store.write(handle -> handle.execute(
                    "UPDATE run_part SET sha256 = (SELECT p.sha256 FROM run_part p WHERE p.name = 'environment')"
                            + " WHERE name = 'heap'"));
            HeapWalks heaps = new HeapWalks(store);
            assertThat(heaps.runs("allotment", "main", 9)).hasSize(1);
            assertThat(heaps.of(run, null)).isEmpty();
            assertThat(heaps.figures(run, null)).isEmpty();
        }
    }

    private static String taken(Store store) throws Exception {
        UploadRequest upload = new Multipart()
                .part("jmh", new Nights(1).jmh(1, 1))
                .part("environment", Nights.environment(0, "nightly", -1))
                .part("heap", Golden.bytes("heap.json"))
                .request();
        return requireNonNull(new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD)
                .take(upload)
                .runId());
    }
}
