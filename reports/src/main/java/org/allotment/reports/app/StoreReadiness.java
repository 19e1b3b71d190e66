package org.allotment.reports.app;

import jakarta.inject.Singleton;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreUnavailableException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready as long as the store answers. */
@Readiness
@Singleton
final class StoreReadiness implements HealthCheck {
    private final Store store;

    StoreReadiness(Store store) {
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            store.check();
            return HealthCheckResponse.up("store");
        } catch (StoreUnavailableException e) {
            return HealthCheckResponse.down("store");
        }
    }
}
