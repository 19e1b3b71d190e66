package org.allotment.reports.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done after an upload. */
final class BackgroundTest {
    @TempDir
    private Path folder;

    @Test
    void incidentsAreKeptThoughNothingCanBeAsked() throws Exception {
        try (Store store = Store.of(StoreSettings.sqlite(folder.resolve("history.db")))) {
            Runnable failing = () -> {
                throw new IllegalStateException("on purpose");
            };
            try (Background background = new Background(store, failing, null, null)) {
                byte[] body = new Multipart()
                        .part("jmh", new Nights(1).jmh(2, 1))
                        .part("stress", Nights.stress(3))
                        .part("environment", Nights.environment(0, "nightly", -1))
                        .bytes();
                new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD, background.searches())
                        .take(new UploadRequest(
                                Multipart.contentType(), null, null, null, null, null, new ByteArrayInputStream(body)));
            }
            assertThat(store.<Long>read(handle -> handle.createQuery("SELECT count(*) FROM incident")
                            .mapTo(Long.class)
                            .one()))
                    .isEqualTo(1);
        }
    }
}
