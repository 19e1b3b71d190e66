package org.allotment.reports.app.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.allotment.reports.jobs.JobSettings;
import org.allotment.reports.jobs.Landed;
import org.allotment.reports.jobs.Reach;
import org.allotment.reports.jobs.Suspicions;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.triage.Incidents;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said waits for what may be measured again, and for nothing else. */
final class NoticeRoundsTest {
    private static final int NIGHTS = 14;
    private static final int CHANGED = 9;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Store store;

    @SuppressWarnings("NullAway.Init")
    private HttpServer hook;

    private final AtomicInteger said = new AtomicInteger();

    @BeforeEach
    void aSlowdownThatNobodyAskedAbout() throws Exception {
        store = Store.of(StoreSettings.sqlite(folder.resolve("history.db")));
        Landed landed = new Landed(store, Clock.systemUTC());
        for (int night = 0; night < NIGHTS; night++) {
            landed.night(night, night < CHANGED ? 1 : 1.3);
        }
        // Nights of long ago are no news.
        for (String table : List.of("run", "result")) {
            store.write(handle -> handle.execute(
                    "UPDATE " + table + " SET started = started + ? - (SELECT max(started) FROM " + table + ")",
                    System.currentTimeMillis()));
        }
        new Incidents(store, Clock.systemUTC()).look();
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            said.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hook.start();
    }

    @AfterEach
    void close() {
        hook.stop(0);
        store.close();
    }

    @Test
    void whatSomebodyMayAnswerIsAskedBeforeItIsSaid() {
        round(Reach.EVERYWHERE, () -> jobs() > 0);
        assertThat(jobs()).isPositive();
        // Question and notice are of one transaction.
        assertThat(notices("%")).isZero();
        assertThat(said).hasValue(0);
    }

    @Test
    void whatNobodyMayAnswerIsSaid() {
        round(Reach.NOWHERE, () -> notices("sent") == 1);
        assertThat(notices("sent")).isEqualTo(1);
        assertThat(said).hasValue(1);
        assertThat(jobs()).isZero();
    }

    /** Rounds until it is so, or too long. */
    private void round(Reach reach, BooleanSupplier done) {
        Suspicions suspicions = new Suspicions(store, Clock.systemUTC(), JobSettings.STANDARD);
        NoticeRounds rounds = new NoticeRounds(store, settings(), suspicions, () -> reach);
        rounds.start(new StartupEvent());
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!done.getAsBoolean() && System.nanoTime() < end) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            rounds.stop(new ShutdownEvent());
        }
    }

    private Config settings() {
        Map<String, String> settings = Map.of(
                "allotment.notice.webhook.url",
                "http://127.0.0.1:" + hook.getAddress().getPort() + "/hook",
                "allotment.notice.webhook.secret",
                "secret");
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }

    private int jobs() {
        return number("SELECT count(*) FROM job");
    }

    private int notices(String state) {
        return number("SELECT count(*) FROM notice WHERE state LIKE '" + state + "'");
    }

    private int number(String query) {
        return store.read(
                handle -> handle.createQuery(query).mapTo(Integer.class).one());
    }
}
