package org.allotment.reports.api.live;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.allotment.reports.FreshStore;
import org.allotment.reports.access.Right;
import org.allotment.reports.access.Tokens;
import org.allotment.reports.live.RunningNights;
import org.allotment.reports.live.Word;
import org.allotment.reports.model.live.RunningNight;
import org.allotment.reports.model.live.RunningNight.Origin;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that listens to nights and tells of them. */
@QuarkusTest
@TestProfile(ProgressTest.Closed.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ProgressTest {
    private static final String PROGRESS = "/api/v1/progress";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Tokens tokens;

    @Inject
    @SuppressWarnings("NullAway.Init")
    RunningNights nights;

    @TestHTTPResource(PROGRESS)
    @SuppressWarnings("NullAway.Init")
    String address;

    @ConfigProperty(name = "allotment.db")
    @SuppressWarnings("NullAway.Init")
    String file;

    /** Everything needs a token, and the store is new. */
    public static final class Closed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("allotment.read-needs-token", "true");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FreshStore.class));
        }
    }

    @BeforeEach
    void forgetAll() {
        nights.list(null).forEach(night -> nights.forget(night.key()));
    }

    @Test
    void whatARunSaysIsShownUntilItEnds() {
        say("a", word(3, "org.Pair.pair?x=<b>")).statusCode(204);
        list("").body("items.size()", equalTo(1))
                .body("items[0].project", equalTo("mine"))
                .body("items[0].run", equalTo("a"))
                .body("items[0].state", equalTo("running"))
                .body("items[0].done", equalTo(3))
                .body("items[0].total", equalTo(10))
                .body("items[0].failed", equalTo(1))
                .body("items[0].unit", equalTo("org.Pair.pair?x=<b>"))
                .body("items[0].started", equalTo("2026-01-02T03:04:05Z"))
                .body("items[0].expectedEnd", not(nullValue()))
                .body("items[0].machine", nullValue());
        say("a", word(10, "")).statusCode(204);
        list("").body("items[0].state", equalTo("ended"));
        as(Right.INGEST, "mine").delete(PROGRESS + "/a").then().statusCode(204);
        list("").body("items.size()", equalTo(0));
    }

    @Test
    void onlyASenderOfTheProjectSpeaksForItAndOnlyItsReadersHear() {
        for (Right right : List.of(Right.READ, Right.TRIAGE, Right.AGENT)) {
            said(as(right, null), "a", word(1, "x")).statusCode(403);
            as(right, null).delete(PROGRESS + "/a").then().statusCode(403);
        }
        said(given(), "a", word(1, "x")).statusCode(401);
        said(as(Right.INGEST, "mine").queryParam("project", "theirs"), "a", word(1, "x"))
                .statusCode(403)
                .body("error.code", equalTo("forbidden"));
        said(as(Right.INGEST, null).queryParam("project", "theirs"), "b", word(1, "x"))
                .statusCode(204);
        say("a", word(1, "x")).statusCode(204);
        as(Right.INGEST, "mine").get(PROGRESS).then().statusCode(403);
        given().get(PROGRESS).then().statusCode(401);
        list("").body("items.size()", equalTo(2));
        list("?project=theirs").body("items.size()", equalTo(1)).body("items[0].run", equalTo("b"));
        as(Right.READ, "mine").get(PROGRESS).then().body("items.run", equalTo(List.of("a")));
        as(Right.READ, "mine").get(PROGRESS + "?project=theirs").then().body("items.size()", equalTo(0));
        as(Right.INGEST, "mine").delete(PROGRESS + "/b").then().statusCode(204);
        list("").body("items.size()", equalTo(2));
    }

    @Test
    void whatCannotBeIsRefusedAndNothingIsKept() {
        isRefused("[]", "/");
        isRefused("{", "line 1");
        isRefused(word(11, "x"), "/done");
        isRefused(word(3, "x").replace("\"done\": 3", "\"done\": -3"), "/done");
        isRefused(word(3, "x").replace("\"done\": 3", "\"done\": 3.5"), "/done");
        isRefused(word(3, "x").replace("\"total\": 10", "\"total\": 99999999999"), "/total");
        isRefused(word(3, "x").replace("\"total\"", "\"all\""), "/total");
        isRefused(word(3, "x").replace("2026-01-02T03:04:05Z", "yesterday"), "/started");
        isRefused(word(3, "x".repeat(1_025)), "/unit");
        isRefused(word(3, "a\\u0000b"), "/unit");
        isRefused(word(3, "x").replace("\"remainingSeconds\": 60", "\"remainingSeconds\": 1e9"), "/remainingSeconds");
        say("a", word(3, "x").replace("{", "{\"more\": \"" + "x".repeat(20_000) + "\","))
                .statusCode(413);
        say("a%2Fb", word(3, "x")).statusCode(404);
        said(as(Right.INGEST, null).queryParam("project", "p".repeat(513)), "a", word(3, "x"))
                .statusCode(400);
        list("").body("items.size()", equalTo(0));
    }

    @Test
    void aStreamTellsTheStateAndEachChangeOfIt() throws Exception {
        say("a", word(3, "org.Pair.pair")).statusCode(204);
        try (EventStream stream = stream("?project=mine", Right.READ)) {
            assertThat(stream.answer().statusCode()).isEqualTo(200);
            assertThat(stream.answer().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            assertThat(stream.answer().headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(stream.next()).contains("\"done\":3", "\"unit\":\"org.Pair.pair\"");
            say("a", word(4, "line\\u2028break")).statusCode(204);
            assertThat(stream.next()).contains("\"done\":4", "line\u2028break");
            said(as(Right.INGEST, null).queryParam("project", "theirs"), "b", word(9, "secret"))
                    .statusCode(204);
            as(Right.INGEST, "mine").delete(PROGRESS + "/a").then().statusCode(204);
            assertThat(stream.next()).isEqualTo("{\"items\":[]}");
        }
    }

    @Test
    void aReaderOfOneProjectHearsNothingOfTheOthers() throws Exception {
        said(as(Right.INGEST, null).queryParam("project", "theirs"), "b", word(9, "secret"))
                .statusCode(204);
        for (String query : List.of("", "?project=theirs", "?project=mine")) {
            try (EventStream stream = EventStream.open(
                    URI.create(address + "/stream" + query),
                    tokens.create("t", Right.READ, "mine", null).text())) {
                assertThat(stream.next()).isEqualTo("{\"items\":[]}");
                said(as(Right.INGEST, null).queryParam("project", "theirs"), "b", word(10, "secret"))
                        .statusCode(204);
                say("mine", word(1, "own")).statusCode(204);
                assertThat(stream.next()).contains("own").doesNotContain("secret");
                nights.forget(new RunningNight.Key("mine", "mine"));
            }
        }
    }

    /** What another server over the same store was told comes without anybody asking this one. */
    @Test
    void whatAnotherServerHeardIsToldToo() throws Exception {
        try (Store other = Store.of(StoreSettings.sqlite(java.nio.file.Path.of(file)));
                EventStream stream = stream("", Right.READ)) {
            assertThat(stream.next()).isEqualTo("{\"items\":[]}");
            new RunningNights(other, Clock.systemUTC())
                    .hear(new Word(
                            new RunningNight.Key("mine", "elsewhere"),
                            new Origin("nightly", "", "", "", "", Instant.now()),
                            1,
                            2,
                            0,
                            "unit",
                            Duration.ZERO,
                            null));
            assertThat(stream.next()).contains("elsewhere");
        }
    }

    @Test
    void streamsAreLimitedAndAClosedOneMakesRoom() throws Exception {
        List<EventStream> open = new ArrayList<>();
        try {
            for (int i = 0; i < Streams.MOST; i++) {
                EventStream stream = stream("", Right.READ);
                open.add(stream);
                assertThat(stream.next()).isNotNull();
            }
            as(Right.READ, null)
                    .get(PROGRESS + "/stream")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", equalTo("60"))
                    .body("error.code", equalTo("unavailable"));
            as(Right.READ, null).get(PROGRESS).then().statusCode(200);
            open.removeLast().close();
            open.add(roomAgain());
        } finally {
            open.forEach(EventStream::close);
        }
    }

    /** The server hears of a client that went when it next writes to it, so it is made to. */
    private EventStream roomAgain() throws Exception {
        for (int done = 1; ; done = done % 10 + 1) {
            say("knock", word(done, "x".repeat(done))).statusCode(204);
            EventStream stream = stream("", Right.READ);
            if (stream.answer().statusCode() == 200) {
                return stream;
            }
            stream.close();
        }
    }

    @Test
    void theDescriptionOfTheApiHasIt() {
        assertThat(given().get("/openapi?format=json").asString())
                .contains("/api/v1/progress/stream", "/api/v1/progress/{run}", "text/event-stream");
    }

    private EventStream stream(String query, Right right) throws IOException, InterruptedException {
        return EventStream.open(
                URI.create(address + "/stream" + query),
                tokens.create("t", right, null, null).text());
    }

    private void isRefused(String body, String where) {
        say("a", body)
                .statusCode(400)
                .body("error.code", equalTo("malformed-document"))
                .body("error.where", equalTo(where));
    }

    private static String word(int done, String unit) {
        return "{\"kind\": \"nightly\", \"profile\": \"quick\", \"branch\": \"main\", \"commit\": \"0123abcd\","
                + " \"started\": \"2026-01-02T03:04:05Z\", \"done\": " + done
                + ", \"total\": 10, \"failed\": 1, \"unit\": \"" + unit
                + "\", \"unitSeconds\": 20, \"remainingSeconds\": 60}";
    }

    private ValidatableResponse say(String run, String body) {
        return said(as(Right.INGEST, "mine"), run, body);
    }

    private static ValidatableResponse said(RequestSpecification sender, String run, String body) {
        return sender.urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .put(PROGRESS + "/" + run)
                .then();
    }

    private ValidatableResponse list(String query) {
        return as(Right.READ, null).get(PROGRESS + query).then().statusCode(200);
    }

    private RequestSpecification as(Right scope, @Nullable String project) {
        return given().header(
                        "Authorization",
                        "Bearer " + tokens.create("test", scope, project, null).text());
    }
}
