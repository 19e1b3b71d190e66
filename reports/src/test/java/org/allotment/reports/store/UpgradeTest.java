package org.allotment.reports.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.allotment.reports.Postgres;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of the first version is brought up to date when it is opened, and keeps what it holds. */
final class UpgradeTest {
    @TempDir
    private Path folder;

    @Test
    void theFirstSchemaOfSqliteIsUpgraded() {
        StoreSettings settings = StoreSettings.sqlite(folder.resolve("first.db"));
        String url = "jdbc:sqlite:" + settings.file();
        upgrade(
                settings,
                Flyway.configure().locations("classpath:db/lite").dataSource(url, null, null),
                Jdbi.create(url));
    }

    @Test
    void theFirstSchemaOfPostgresIsUpgraded() {
        StoreSettings settings = Postgres.freshDatabase();
        upgrade(
                settings,
                Flyway.configure()
                        .locations("classpath:db/pg")
                        .dataSource(settings.url(), settings.user(), settings.password()),
                Jdbi.create(settings.url(), settings.user(), settings.password()));
    }

    private static void upgrade(StoreSettings settings, FluentConfiguration flyway, Jdbi first) {
        flyway.target("1").load().migrate();
        first.useHandle(handle -> {
            handle.execute("INSERT INTO project (name) VALUES ('kept')");
            handle.execute("INSERT INTO benchmark (project_id, name) SELECT id, 'a.B.c' FROM project");
        });
        try (Store store = Store.of(settings)) {
            store.check();
            String kept = store.read(handle -> handle.createQuery(
                            "SELECT p.name || ' ' || b.name FROM benchmark b JOIN project p ON p.id = b.project_id")
                    .mapTo(String.class)
                    .one());
            assertThat(kept).isEqualTo("kept a.B.c");
            for (String newer :
                    new String[] {"api_token", "audit_log", "incident", "notice", "incident_sign", "incident_event"}) {
                long rows = store.read(handle -> handle.createQuery("SELECT count(*) FROM " + newer)
                        .mapTo(Long.class)
                        .one());
                assertThat(rows).as(newer).isZero();
            }
        }
    }
}
