package org.allotment.reports.campaign.site;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.allotment.reports.store.StoreSettings;

/** A store that servers can be started on. */
public interface Site extends AutoCloseable {
    /** {@code sqlite} or {@code postgres}. */
    String name();

    /** The store itself. */
    StoreSettings store();

    /** The settings of a server on it. */
    List<String> settings();

    /** How many servers may share it. */
    int replicas();

    @Override
    void close() throws IOException;

    /** A SQLite file in a folder. */
    static Site sqlite(Path folder) {
        return new Sqlite(folder.resolve("history.db"));
    }

    /** SQLite: nothing to start or stop. */
    record Sqlite(Path file) implements Site {
        @Override
        public String name() {
            return "sqlite";
        }

        @Override
        public StoreSettings store() {
            return StoreSettings.sqlite(file);
        }

        @Override
        public List<String> settings() {
            return List.of("-Dallotment.db=" + file);
        }

        @Override
        public int replicas() {
            return 1;
        }

        @Override
        public void close() {}
    }
}
