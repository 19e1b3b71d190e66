package org.allotment.reports.web.detail;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.allotment.reports.FreshStore;
import org.allotment.reports.jobs.Jobs;
import org.allotment.reports.store.Store;

/** Pages over a new SQLite file. */
@QuarkusTest
@TestProfile(SqliteDetailPagesTest.ByHand.class)
class SqliteDetailPagesTest extends DetailPagesContract {
    @Inject
    @SuppressWarnings("NullAway.Init")
    Store store;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Jobs jobs;

    @Override
    String kind() {
        return "sqlite";
    }

    @Override
    Store store() {
        return store;
    }

    @Override
    Jobs jobs() {
        return jobs;
    }

    /** A new store, and nothing is asked behind the test's back. */
    public static final class ByHand implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("allotment.jobs", "false", "allotment.allure", ALLURE);
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FreshStore.class));
        }
    }
}
