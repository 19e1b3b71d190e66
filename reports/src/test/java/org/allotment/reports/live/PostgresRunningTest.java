package org.allotment.reports.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.allotment.reports.Postgres;
import org.allotment.reports.model.live.RunningNight;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.live.RunningTable;
import org.junit.jupiter.api.Test;

final class PostgresRunningTest extends RunningContract {
    /** Only a fault takes so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    Store open() {
        return Store.of(Postgres.freshDatabase());
    }

    /** Old rows are dropped before a word is written; while an upload lands, neither waits for it. */
    @Test
    void aWordWaitsForNoUploadThoughOldOnesAreDropped() {
        try (Store store = Store.of(Postgres.freshDatabase())) {
            RunningTable table = new RunningTable(store);
            Instant old = Instant.parse("2026-01-02T03:04:05Z");
            table.put(night("old", old), 1);
            store.write(handle -> {
                // This holds the lock of the writers until both are done.
                CompletableFuture<Boolean> word = CompletableFuture.supplyAsync(() -> {
                    table.dropBefore(old.plusSeconds(1));
                    return table.put(night("new", old.plusSeconds(2)), 1);
                });
                assertThat(word).succeedsWithin(PATIENCE).isEqualTo(true);
                return true;
            });
            assertThat(table.list(null, old))
                    .singleElement()
                    .satisfies(night -> assertThat(night.key().run()).isEqualTo("new"));
        }
    }

    private static RunningNight night(String run, Instant heard) {
        return new RunningNight(
                new RunningNight.Key("p", run),
                new RunningNight.Origin("nightly", "full", "main", "0123abcd", "bench", heard),
                new RunningNight.Reach(1, 2, 0, "unit", null),
                heard,
                heard.plusSeconds(60));
    }
}
