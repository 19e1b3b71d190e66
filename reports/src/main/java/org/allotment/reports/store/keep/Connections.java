package org.allotment.reports.store.keep;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.sqlite.JDBC;

/** Single connections, for what no pool is made for. */
final class Connections {
    private Connections() {}

    /** To a store whose schema is brought up to date first. */
    static Connection open(StoreSettings settings) throws SQLException {
        try (Store store = Store.of(settings)) {
            store.check();
        }
        if (!settings.isPostgres()) {
            return file(settings.file());
        }
        Properties properties = new Properties();
        if (settings.user() != null) {
            properties.setProperty("user", settings.user());
        }
        if (settings.password() != null) {
            properties.setProperty("password", settings.password());
        }
        properties.setProperty("reWriteBatchedInserts", "true");
        return DriverManager.getConnection(settings.url(), properties);
    }

    /** To a file as it is. */
    static Connection file(Path file) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("busy_timeout", "10000");
        return JDBC.createConnection("jdbc:sqlite:" + file.toAbsolutePath(), properties);
    }
}
