package org.allotment.reports.app.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
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
import org.junit.jupiter.api.Timeout;
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
    private final CountDownLatch heard = new CountDownLatch(1);

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
            heard.countDown();
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

    /** The limit is for a thread that never ends. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void webhookAndMailHaveAThreadEachUntilTheServerStops() throws Exception {
        Set<Thread> before = threads();
        NoticeRounds rounds = new NoticeRounds(notices(store, Reach.NOWHERE));
        rounds.start(new StartupEvent());
        Set<Thread> started = threads();
        started.removeAll(before);
        assertThat(started).hasSize(2).allMatch(Thread::isDaemon);
        heard.await();
        rounds.stop(new ShutdownEvent());
        for (Thread each : started) {
            each.join();
        }
        assertThat(said).hasValue(1);
    }

    @Test
    void aRoundThatFailsIsNotTheLast() {
        Store away = Store.of(StoreSettings.sqlite(folder.resolve("away.db")));
        List<Notices> notices = notices(away, Reach.NOWHERE);
        away.close();
        assertThat(notices).hasSize(2).allSatisfy(each -> {
            assertThatThrownBy(each::round).isInstanceOf(RuntimeException.class);
            assertThatCode(() -> NoticeRounds.round(each)).doesNotThrowAnyException();
        });
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("notices"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void round(Reach reach) throws InterruptedException {
        for (Notices each : notices(store, reach)) {
            each.round();
        }
    }

    private List<Notices> notices(Store over, Reach reach) {
        Suspicions suspicions = new Suspicions(over, clock, JobSettings.STANDARD);
        return NoticeRounds.notices(over, settings(), clock, suspicions, () -> reach);
    }

    /** A webhook that listens, and a mail server that does not. */
    private Config settings() {
        String mail = "allotment.notice.mail.";
        Map<String, String> settings = Map.of(
                "allotment.notice.webhook.url",
                "http://127.0.0.1:" + hook.getAddress().getPort() + "/hook",
                "allotment.notice.webhook.secret",
                "secret",
                mail + "host",
                "127.0.0.1",
                mail + "port",
                "1",
                mail + "security",
                "none",
                mail + "from",
                "dashboard@example.org",
                mail + "to",
                "people@example.org");
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
