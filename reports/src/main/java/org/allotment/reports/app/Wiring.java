package org.allotment.reports.app;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.store.HistoryQueries;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.read.SqlHistory;
import org.allotment.reports.store.read.StoredUploads;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the parts that know nothing of a container. */
@Singleton
final class Wiring {
    @Produces
    @Singleton
    Store store(
            @ConfigProperty(name = "allotment.db") String db,
            @ConfigProperty(name = "allotment.db.user") Optional<String> user,
            @ConfigProperty(name = "allotment.db.password") Optional<String> password) {
        return Store.of(new StoreSettings(db, user.orElse(null), password.orElse(null)));
    }

    void close(@Disposes Store store) {
        store.close();
    }

    @Produces
    @Singleton
    HistoryQueries history(Store store) {
        return new SqlHistory(store);
    }

    @Produces
    @Singleton
    StoredUploads uploads(Store store) {
        return new StoredUploads(store);
    }

    @Produces
    @Singleton
    Background background(Store store) {
        return new Background(store);
    }

    void close(@Disposes Background background) {
        background.close();
    }

    @Produces
    @Singleton
    Collector collector(Store store, Background background) {
        return new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD, background.searches());
    }
}
