package org.allotment.reports.app;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.allotment.reports.access.Doorkeeper;
import org.allotment.reports.collect.intake.Spool;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreUnavailableException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** What must hold before the first request: no open door without a token, and a store that can be opened. */
@Singleton
final class StartCheck {
    private static final Logger LOG = Logger.getLogger("org.allotment.reports");

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    /** No upload takes so long. */
    private static final Duration LEFT = Duration.ofDays(1);

    private final Doorkeeper doorkeeper;
    private final Store store;
    private final Background background;
    private final String host;

    StartCheck(
            Doorkeeper doorkeeper,
            Store store,
            Background background,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        this.background = background;
        this.doorkeeper = doorkeeper;
        this.store = store;
        this.host = host;
    }

    void removeLeft(@Observes StartupEvent start) {
        try {
            Spool.removeLeft(TEMPORARY, Instant.now().minus(LEFT));
        } catch (IOException e) {
            LOG.warn("what earlier servers left cannot be listed, folder=" + TEMPORARY + ", reason=" + e);
        }
    }

    void check(@Observes StartupEvent start) {
        try {
            store.check();
            if (!Loopback.is(host) && !doorkeeper.isAnyTokenGood()) {
                throw new StartRefusedException("refusing to listen beyond this machine without a token, host=" + host
                        + ": make one with './allotment dashboard token create'");
            }
        } catch (StoreUnavailableException e) {
            if (!store.isRemote()) {
                throw new StartRefusedException(e.getMessage() + ", reason=" + root(e));
            }
            LOG.warn("starting without the store, requests answer 503 until it is back, store=" + store.description());
        }
    }

    /** Behind all that may refuse the start: work that began would find the store closed under it. */
    void begin(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent start) {
        background.resume();
    }

    private static String root(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
