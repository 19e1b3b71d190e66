package org.allotment.reports.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Connection pools. SQLite: {@code IMMEDIATE} on the one writing connection, for a transaction that begins by reading
 * and then writes would otherwise fail as busy; readers never wait for it in WAL mode. {@code synchronous=FULL} makes a
 * commit outlive the power. PostgreSQL: readers keep one snapshot; writers must not, for theirs would be taken while they
 * still wait for the lock that lets them in one by one, and would not show what the writer before them made.
 */
final class Pools {
    private static final String SQLITE_COMMON =
            "?journal_mode=WAL&synchronous=FULL&busy_timeout=10000&foreign_keys=on&temp_store=MEMORY";
    private static final int READERS = 4;
    private static final int POSTGRES_WRITERS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Pools() {}

    static AgroalDataSource writing(StoreSettings settings) throws SQLException {
        return settings.isPostgres()
                ? postgres(settings, POSTGRES_WRITERS, TransactionIsolation.READ_COMMITTED)
                : sqlite(settings, 1, "&transaction_mode=IMMEDIATE");
    }

    static AgroalDataSource reading(StoreSettings settings) throws SQLException {
        return settings.isPostgres()
                ? postgres(settings, READERS, TransactionIsolation.REPEATABLE_READ)
                : sqlite(settings, READERS, "&transaction_mode=DEFERRED");
    }

    static String sqliteUrl(StoreSettings settings, String more) {
        return "jdbc:sqlite:" + settings.file().toAbsolutePath() + SQLITE_COMMON + more;
    }

    private static AgroalDataSource sqlite(StoreSettings settings, int size, String more) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(size)
                        .minSize(0)
                        .initialSize(0)
                        .acquisitionTimeout(PATIENCE)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(sqliteUrl(settings, more))
                                .connectionProviderClassName("org.sqlite.JDBC"))));
    }

    private static AgroalDataSource postgres(StoreSettings settings, int size, TransactionIsolation isolation)
            throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(size)
                        .minSize(0)
                        .initialSize(0)
                        .acquisitionTimeout(PATIENCE)
                        .validateOnBorrow(true)
                        .connectionValidator(connection -> isAlive(connection))
                        .connectionFactoryConfiguration(factory -> {
                            factory.jdbcUrl(settings.url())
                                    .connectionProviderClassName("org.postgresql.Driver")
                                    .jdbcTransactionIsolation(isolation)
                                    .jdbcProperty("connectTimeout", "5")
                                    .jdbcProperty("reWriteBatchedInserts", "true");
                            if (settings.user() != null) {
                                factory.principal(new NamePrincipal(settings.user()));
                            }
                            if (settings.password() != null) {
                                factory.credential(new SimplePassword(settings.password()));
                            }
                            return factory;
                        })));
    }

    private static boolean isAlive(java.sql.Connection connection) {
        try {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }
}
