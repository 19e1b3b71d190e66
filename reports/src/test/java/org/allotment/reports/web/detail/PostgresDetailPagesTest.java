package org.allotment.reports.web.detail;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.allotment.reports.jobs.Jobs;
import org.allotment.reports.store.Store;
import org.allotment.reports.web.PostgresPagesTest;

/** The same over a real PostgreSQL. */
@QuarkusTest
@TestProfile(PostgresDetailPagesTest.ByHand.class)
class PostgresDetailPagesTest extends DetailPagesContract {
    @Inject
    @SuppressWarnings("NullAway.Init")
    Store store;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Jobs jobs;

    @Override
    String kind() {
        return "postgres";
    }

    @Override
    Store store() {
        return store;
    }

    @Override
    Jobs jobs() {
        return jobs;
    }

    /** A new database, and nothing is asked behind the test's back. */
    public static final class ByHand implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("allotment.jobs", "false", "allotment.allure", ALLURE);
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(PostgresPagesTest.Server.class));
        }
    }
}
