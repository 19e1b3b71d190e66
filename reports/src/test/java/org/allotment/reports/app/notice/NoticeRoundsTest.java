package org.allotment.reports.app.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.allotment.reports.alert.Notices;
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

    /** The evening of the newest night: nights of long ago are no news. */
    private final Clock clock = Clock.fixed(Instant.parse("2026-01-14T20:00:00Z"), ZoneOffset.UTC);

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
        Landed landed = new Landed(store, clock);
        for (int night = 0; night < NIGHTS; night++) {
            landed.night(night, night < CHANGED ? 1 : 1.3);
        }
        new Incidents(store, clock).look();
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
    void whatSomebodyMayAnswerIsAskedBeforeItIsSaid() throws Exception {
        round(Reach.EVERYWHERE);
        assertThat(jobs()).isPositive();
        // Question and notice are of one transaction.
        assertThat(notices("%")).isZero();
        assertThat(said).hasValue(0);
    }

    @Test
    void whatNobodyMayAnswerIsSaid() throws Exception {
        round(Reach.NOWHERE);
        assertThat(notices("sent")).isEqualTo(1);
        assertThat(said).hasValue(1);
        assertThat(jobs()).isZero();
    }

    private void round(Reach reach) throws InterruptedException {
        Suspicions suspicions = new Suspicions(store, clock, JobSettings.STANDARD);
        for (Notices each : NoticeRounds.notices(store, settings(), clock, suspicions, () -> reach)) {
            each.round();
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
