package org.allotment.reports.store.keep;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.allotment.reports.store.StoreSettings;

/** Makes a backup of a running store, and a store of a backup. */
public final class Backup {
    private Backup() {}

    /**
     * Writes the history as it is at one moment into a new file; the store may be in use.
     *
     * @throws IllegalArgumentException if the file is there already, or the store is not
     */
    public static void make(StoreSettings store, Path file) throws IOException, SQLException {
        if (Files.exists(file)) {
            throw new IllegalArgumentException("file exists, file=" + file);
        }
        if (!store.isPostgres() && !Files.exists(store.file())) {
            throw new IllegalArgumentException("no such store, store=" + store.description());
        }
        Path part = beside(file);
        try {
            if (store.isPostgres()) {
                copyFrom(store, part);
            } else {
                vacuum(store, part);
            }
            finish(part, file);
        } finally {
            clear(part);
        }
    }

    /**
     * Fills an empty store from a backup of this or an earlier version.
     *
     * @throws IllegalArgumentException if the file is not sound, or the store holds something
     */
    public static void restore(Path file, StoreSettings store) throws IOException, SQLException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("no such backup, file=" + file);
        }
        if (!store.isPostgres() && Files.exists(store.file())) {
            throw new IllegalArgumentException("the store exists, move it away first, store=" + store.description());
        }
        Path target = store.isPostgres() ? Files.createTempFile("allotment-restore-", ".db") : store.file();
        Path part = beside(target);
        try {
            Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
            List<String> faults = faults(part);
            if (!faults.isEmpty()) {
                throw new IllegalArgumentException(
                        "the backup is damaged, file=" + file + ", first=" + faults.getFirst());
            }
            // Brings an older backup up to date.
            Connections.open(StoreSettings.sqlite(part)).close();
            if (store.isPostgres()) {
                copyInto(part, store);
            } else {
                checkpoint(part);
                finish(part, target);
            }
        } finally {
            clear(part);
            if (store.isPostgres()) {
                Files.deleteIfExists(target);
            }
        }
    }

    /** What SQLite finds wrong with a file. */
    static List<String> faults(Path file) throws SQLException {
        List<String> faults = new ArrayList<>();
        try (Connection connection = Connections.file(file);
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check(10)")) {
                while (rows.next()) {
                    if (!rows.getString(1).equals("ok")) {
                        faults.add(rows.getString(1));
                    }
                }
            }
            try (ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check")) {
                while (rows.next()) {
                    faults.add("dangling reference, table=" + rows.getString(1) + ", row=" + rows.getString(2));
                }
            }
        }
        return faults;
    }

    private static void vacuum(StoreSettings store, Path part) throws SQLException {
        try (Connection connection = Connections.file(store.file());
                PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, part.toString());
            statement.execute();
        }
    }

    private static void copyFrom(StoreSettings store, Path part) throws SQLException {
        try (Connection from = Connections.open(store);
                Connection to = Connections.open(StoreSettings.sqlite(part))) {
            from.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            new Copy(from, to).run();
        }
        checkpoint(part);
    }

    private static void copyInto(Path part, StoreSettings store) throws SQLException {
        try (Connection from = Connections.file(part);
                Connection to = Connections.open(store)) {
            try (Statement statement = to.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT (SELECT count(*) FROM project) + (SELECT count(*) FROM api_token)")) {
                rows.next();
                if (rows.getLong(1) > 0) {
                    throw new IllegalArgumentException("the store is not empty, store=" + store.description());
                }
            }
            new Copy(from, to).run();
        }
    }

    /** Brings everything from the log of writes into the one file. */
    private static void checkpoint(Path part) throws SQLException {
        try (Connection connection = Connections.file(part);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=DELETE");
        }
    }

    private static void finish(Path part, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path beside(Path file) {
        return Path.of(file.toAbsolutePath() + ".part");
    }

    private static void clear(Path part) throws IOException {
        for (String end : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(Path.of(part + end));
        }
    }
}
