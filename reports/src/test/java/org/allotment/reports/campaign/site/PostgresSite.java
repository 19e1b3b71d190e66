package org.allotment.reports.campaign.site;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.allotment.reports.store.StoreSettings;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of its own, which can be stopped and started again. */
public final class PostgresSite implements Site {
    private static final String USER = "postgres";

    private final Path folder;
    private final int port;
    private @Nullable EmbeddedPostgres server;

    /** Starts one whose files are in a folder. */
    public PostgresSite(Path folder) throws IOException {
        this.folder = folder;
        this.port = ServerProcess.freePort();
        start();
    }

    /** Starts it again, as it was. */
    public void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres").toFile())
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    /** Stops it, with whatever it is doing. */
    public void stop() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public StoreSettings store() {
        return new StoreSettings("jdbc:postgresql://localhost:" + port + "/postgres", USER, USER);
    }

    @Override
    public List<String> settings() {
        return List.of(
                "-Dallotment.db=" + store().url(), "-Dallotment.db.user=" + USER, "-Dallotment.db.password=" + USER);
    }

    @Override
    public int replicas() {
        return 2;
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
