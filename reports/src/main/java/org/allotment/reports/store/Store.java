package org.allotment.reports.store;

import io.agroal.api.AgroalDataSource;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * One history: SQLite with one writing connection and several reading ones, or PostgreSQL.
 *
 * <p>Writers follow one another on both stores: SQLite has one writing connection, and on PostgreSQL a transaction
 * takes an advisory lock first, so that two uploads that make the same series never wait for each other in a circle.
 * The schema is brought up to date at the first use that succeeds, so the process may start before its database.
 */
public final class Store implements AutoCloseable {
    /** Any number will do, as long as nothing else in the database takes the same one. */
    private static final long WRITER_LOCK = 0x616c6c6f746d656eL;

    private final StoreSettings settings;
    private final AgroalDataSource writing;
    private final AgroalDataSource reading;
    private final Jdbi writer;
    private final Jdbi reader;
    private final ReentrantLock migration = new ReentrantLock();
    private volatile boolean migrated;

    private Store(StoreSettings settings) throws SQLException {
        this.settings = settings;
        this.writing = Pools.writing(settings);
        this.reading = Pools.reading(settings);
        this.writer = Jdbi.create(writing);
        this.reader = Jdbi.create(reading);
    }

    /** A store that connects when it is first used. */
    public static Store of(StoreSettings settings) {
        try {
            return new Store(settings);
        } catch (SQLException e) {
            throw new StoreUnavailableException("no pool for the store, store=" + settings.description(), e);
        }
    }

    /** One transaction that may write; it is rolled back when {@code work} throws. */
    public <T> T write(Work<T> work) {
        return guarded(() -> writer.inTransaction(handle -> {
            if (settings.isPostgres()) {
                handle.execute("SELECT pg_advisory_xact_lock(?)", WRITER_LOCK);
            }
            return work.with(handle);
        }));
    }

    /**
     * One transaction that may write and waits for no other writer on PostgreSQL: for single statements that lock the rows
     * they change and no others. SQLite has one writer all the same.
     */
    public <T> T writeAside(Work<T> work) {
        return guarded(() -> writer.inTransaction(work::with));
    }

    /** One transaction that only reads, at one moment of the history. */
    public <T> T read(Work<T> work) {
        return guarded(() -> reader.inTransaction(work::with));
    }

    /** Returns if the store can be reached and has its schema, else throws {@link StoreUnavailableException}. */
    public void check() {
        read(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
    }

    /** What it is, for people: never with a password. */
    public String description() {
        return settings.description();
    }

    /** True for a server that may come and go, false for a file. */
    public boolean isRemote() {
        return settings.isPostgres();
    }

    @Override
    public void close() {
        writing.close();
        reading.close();
    }

    /** What is done with a connection. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T with(Handle handle);
    }

    private <T> T guarded(Action<T> action) {
        try {
            migrateOnce();
            return action.run();
        } catch (JdbiException e) {
            if (Faults.isUnavailable(e)) {
                throw new StoreUnavailableException("the store cannot be used now, store=" + settings.description(), e);
            }
            throw e;
        }
    }

    private void migrateOnce() {
        if (migrated) {
            return;
        }
        migration.lock();
        try {
            if (!migrated) {
                Migration.run(settings);
                migrated = true;
            }
        } finally {
            migration.unlock();
        }
    }

    private interface Action<T> {
        T run();
    }
}
