package org.allotment.reports.web;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.allotment.reports.replay.Replay;
import org.allotment.reports.web.text.Links;
import org.junit.jupiter.api.Test;

/** The same pages over a real PostgreSQL, each opened once: what differs is below them and has tests of its own. */
@QuarkusTest
@TestProfile(PostgresPagesTest.NewDatabase.class)
public class PostgresPagesTest {

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    String address;

    @Test
    void everyPageIsShownOverPostgres() {
        Replay replay = new Replay(Instant.now());
        Uploads.send(replay.story(0));
        String run = Uploads.send(replay.story(1));
        try (Browser browser = new Browser(address.replaceAll("/+$", ""))) {
            browser.size(1280, 1000);
            browser.open("/");
            String series = browser.script("return document.querySelector('tbody th a').getAttribute('href')")
                    .toString();
            String commit = browser.script(
                            "return document.querySelector(\"a[href^='/commits/']\").getAttribute('href')")
                    .toString();
            String test = "/stress/" + Links.segment(PagesContract.WEAKENED);
            for (String page : List.of(
                    "/",
                    series,
                    "/runs",
                    "/runs/" + run,
                    "/stress",
                    test,
                    "/incidents?state=any&text=a",
                    "/compare",
                    "/machines",
                    commit)) {
                browser.open(page);
                PageChecks.isQuiet(browser, page);
                PageChecks.isAccessible(browser, page);
                PageChecks.holdsNothingInjected(browser, page);
            }
        }
    }

    /** A server of its own, so that the store is empty at first. */
    public static final class NewDatabase implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Server.class));
        }
    }

    /** An embedded PostgreSQL for the time of the test. */
    public static final class Server implements QuarkusTestResourceLifecycleManager {

        @SuppressWarnings("NullAway.Init")
        private EmbeddedPostgres server;

        @Override
        public Map<String, String> start() {
            try {
                server = EmbeddedPostgres.start();
                return Map.of(
                        "allotment.db",
                        server.getJdbcUrl("postgres", "postgres"),
                        "allotment.db.user",
                        "postgres",
                        "allotment.db.password",
                        "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL cannot start", e);
            }
        }

        @Override
        public void stop() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL cannot stop", e);
            }
        }
    }
}
