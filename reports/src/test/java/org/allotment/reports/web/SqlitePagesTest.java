package org.allotment.reports.web;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** Pages over a new SQLite file. */
@QuarkusTest
@TestProfile(SqlitePagesTest.NewFile.class)
class SqlitePagesTest extends PagesContract {

    @Override
    String store() {
        return "sqlite";
    }

    /** A file of its own, so that the store is empty at first. */
    public static final class NewFile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of(
                        "allotment.db",
                        Files.createTempDirectory("allotment-pages")
                                .resolve("history.db")
                                .toString());
            } catch (IOException e) {
                throw new UncheckedIOException("no folder for the store", e);
            }
        }
    }
}
