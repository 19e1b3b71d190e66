package org.allotment.reports.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the schema up to date. */
final class Migration {
    private Migration() {}

    static void run(StoreSettings settings) {
        try {
            configuration(settings).load().migrate();
        } catch (FlywayException e) {
            if (Faults.isUnavailable(e)) {
                throw new StoreUnavailableException("the store cannot be reached, store=" + settings.description(), e);
            }
            throw e;
        }
    }

    private static FluentConfiguration configuration(StoreSettings settings) {
        FluentConfiguration flyway = Flyway.configure(Migration.class.getClassLoader())
                .failOnMissingLocations(true)
                .cleanDisabled(true);
        if (settings.isPostgres()) {
            return flyway.locations("classpath:db/pg").dataSource(settings.url(), settings.user(), settings.password());
        }
        createFolder(settings.file());
        return flyway.locations("classpath:db/lite").dataSource(Pools.sqliteUrl(settings, ""), null, null);
    }

    private static void createFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreUnavailableException("the folder of the store cannot be made, folder=" + folder, e);
        }
    }
}
