package org.allotment.reports.api.job;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.allotment.reports.FreshStore;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.access.Right;
import org.allotment.reports.access.Tokens;
import org.allotment.reports.jobs.Landed;
import org.allotment.reports.jobs.Suspicions;
import org.allotment.reports.store.Store;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A server with a slow night on which jobs are asked for by hand. */
@QuarkusTest
@TestProfile(JobsTest.ByHand.class)
@TestMethodOrder(MethodOrderer.MethodName.class)
final class JobsTest {
    private static final String JOBS = "/api/v1/jobs";
    private static final int QUIET = 9;
    private static final Pattern LINK = Pattern.compile("href=\"/jobs/([0-9]+)\"");

    @Inject
    @SuppressWarnings("NullAway.Init")
    Tokens tokens;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Suspicions suspicions;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Store store;

    /** Everything needs a token, the store is new, and nothing is asked behind the test's back. */
    public static final class ByHand implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "allotment.read-needs-token",
                    "true",
                    "allotment.jobs",
                    "false",
                    "allotment.jobs.lease-seconds",
                    "60");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FreshStore.class));
        }
    }

    @Test
    void aJobIsClaimedKeptAnsweredAndFollowed() {
        int id = slowNight();
        as(Right.READ, null).get(JOBS).then().body("total", equalTo(1)).body("items[0].state", equalTo("waiting"));
        int fence = claimed(id);
        agent("{\"worker\": \"bench-2\"}", "/claim").statusCode(204);
        agent("{\"fence\": " + fence + "}", "/" + id + "/heartbeat")
                .statusCode(200)
                .body("until", containsString("T"));
        isError(agent("{\"fence\": " + (fence + 1) + "}", "/" + id + "/heartbeat"), 409, "conflict");
        isError(answer(id, fence + 1, 1.3), 409, "conflict");
        for (int time = 0; time < 2; time++) {
            answer(id, fence, 1.3)
                    .statusCode(200)
                    .body("state", equalTo("done"))
                    .body("worker", equalTo("bench-1"))
                    .body("conclusion.verdict", equalTo("confirmed"))
                    .body("conclusion.ratio", equalTo(1.3f));
        }
        isError(answer(id, fence, 1.4), 409, "conflict");
        isError(agent("{\"fence\": " + fence + "}", "/" + id + "/release"), 409, "conflict");
        followsTheCommit(id);
        leavesATraceOfWhatWasChanged();
    }

    private int claimed(int id) {
        return agent("{\"worker\": \"bench-1\"}", "/claim")
                .statusCode(200)
                .body("job.id", equalTo(id))
                .body("leaseSeconds", equalTo(60))
                .body("job.kind", equalTo("confirm"))
                .body("job.asked.base", equalTo(Nights.sha(QUIET - 1)))
                .body("job.asked.head", equalTo(Nights.sha(QUIET)))
                .body("job.asked.worse", equalTo(true))
                .body("job.asked.forks", equalTo(8))
                .body("job.measured.benchmark", equalTo("org.allotment.harness.bench.PairBenchmark.pair"))
                .body("job.measured.params.subject", equalTo("allotment-slab"))
                .body("job.measured.metric", equalTo("score"))
                .body("job.profile", equalTo("quick"))
                .extract()
                .path("fence");
    }

    private void followsTheCommit(int id) {
        as(Right.READ, null)
                .get(JOBS + "/" + id)
                .then()
                .body("answer.canary.size()", equalTo(3))
                .body("bisection.state", equalTo("searching"))
                .body("bisection.between", equalTo(1));
        int step = agent("{\"worker\": \"bench-1\"}", "/claim")
                .body("job.kind", equalTo("bisect"))
                .body("job.asked.head", equalTo("between"))
                .extract()
                .path("job.id");
        as(Right.TRIAGE, null)
                .post(JOBS + "/" + step + "/cancel")
                .then()
                .statusCode(200)
                .body("state", equalTo("cancelled"));
        isError(as(Right.TRIAGE, null).post(JOBS + "/" + step + "/cancel").then(), 409, "conflict");
        as(Right.READ, null).get(JOBS + "/" + id).then().body("bisection.state", equalTo("stuck"));
    }

    private void leavesATraceOfWhatWasChanged() {
        as(Right.ADMIN, null)
                .get("/api/v1/audit")
                .then()
                .body("action", hasItem(containsString("/result")))
                .body("action", hasItem(containsString("/cancel")))
                .body("action", not(hasItem(containsString("/claim"))));
    }

    @Test
    void eachCallNeedsItsScope() {
        for (Right less : List.of(Right.INGEST, Right.READ, Right.TRIAGE)) {
            for (String call : List.of("/claim", "/1/heartbeat", "/1/result", "/1/release")) {
                isError(
                        as(less, null)
                                .contentType("application/json")
                                .body("{}")
                                .post(JOBS + call)
                                .then(),
                        403,
                        "forbidden");
            }
        }
        isError(as(Right.AGENT, null).get(JOBS).then(), 403, "forbidden");
        isError(as(Right.AGENT, null).get("/api/v1/runs").then(), 403, "forbidden");
        isError(as(Right.AGENT, null).post(JOBS + "/1/cancel").then(), 403, "forbidden");
        isError(given().get(JOBS).then(), 401, "unauthorized");
        isError(
                given().contentType("application/json")
                        .body("{}")
                        .post(JOBS + "/claim")
                        .then(),
                401,
                "unauthorized");
    }

    @Test
    void jobsOfAnotherProjectAreAbsent() {
        int id = as(Right.READ, null).get(JOBS + "?state=done").then().extract().path("items[0].id");
        as(Right.READ, "theirs").get(JOBS).then().statusCode(200).body("total", equalTo(0));
        as(Right.READ, "theirs").get(JOBS + "?project=allotment").then().body("total", equalTo(0));
        isError(as(Right.READ, "theirs").get(JOBS + "/" + id).then(), 404, "not-found");
        isError(as(Right.TRIAGE, "theirs").post(JOBS + "/" + id + "/cancel").then(), 404, "not-found");
        isError(theirs("{\"fence\": 1}", "/" + id + "/heartbeat"), 404, "not-found");
        isError(theirs("{\"fence\": 1, \"broken\": \"a\"}", "/" + id + "/result"), 404, "not-found");
        isError(theirs("{\"worker\": \"a\", \"project\": \"allotment\"}", "/claim"), 403, "forbidden");
        theirs("{\"worker\": \"a\"}", "/claim").statusCode(204);
        for (String page : List.of("/jobs/" + id, "/jobs/" + id + ".csv")) {
            as(Right.READ, "theirs").get(page).then().statusCode(404);
            as(Right.READ, "allotment").get(page).then().statusCode(200);
        }
        for (String trail : List.of(
                "/api/v1/commits/" + Nights.sha(QUIET) + "/jobs?project=allotment", "/api/v1/machines/1/jobs")) {
            as(Right.READ, "theirs").get(trail).then().statusCode(200).body("id", empty());
            as(Right.READ, "allotment").get(trail).then().body("id", hasItem(id));
        }
        as(Right.READ, "allotment").get(JOBS + "/" + id).then().statusCode(200).body("answer", not(nullValue()));
    }

    @Test
    void badBodiesAreRefusedInTheOneShape() {
        for (String body : List.of(
                "",
                "[]",
                "x",
                "{\"fence\": 1.5}",
                "{\"fence\": \"1\"}",
                "{\"fence\": 99999999999999999999}",
                "{\"fence\": 1}",
                "{\"fence\": 1, \"base\": [[1]], \"head\": [[1]]}",
                "{\"fence\": 1, \"base\": [[1]], \"head\": [[1]], \"canary\": [\"NaN\"]}",
                "{\"fence\": 1, \"base\": [1], \"head\": [[1]], \"canary\": []}",
                "{\"fence\": 1, \"base\": [[1e999]], \"head\": [[1]], \"canary\": []}",
                "{\"fence\": 1, \"broken\": \"a b\"}",
                "{\"fence\": 1, \"broken\": \"a\", \"reason\": \"\\u0000\"}",
                "{\"fence\": 1, \"broken\": \"a\", \"commits\": [\"a\\nb\"]}",
                "{\"fence\": 1, \"base\": [" + "[1],".repeat(100) + "[1]], \"head\": [[1]], \"canary\": []}",
                "{\"fence\": 1, \"base\": [[" + "1,".repeat(10_000) + "1]], \"head\": [[1]], \"canary\": []}")) {
            isError(agent(body, "/1/result"), 400, "malformed-document");
        }
        isError(agent("{\"fence\": 1, \"reason\": \"" + "x".repeat(1 << 20) + "\"}", "/1/result"), 413, "too-large");
        isError(agent("{}", "/claim"), 400, "bad-parameter");
        isError(agent("{\"worker\": 7}", "/claim"), 400, "malformed-document");
        isError(agent("{\"fence\": 1, \"broken\": \"a\"}", "/987654321/result"), 404, "not-found");
        isError(as(Right.READ, null).get(JOBS + "/987654321").then(), 404, "not-found");
        isError(as(Right.READ, null).get(JOBS + "?limit=1001").then(), 400, "bad-parameter");
    }

    /** More than two parts of a page, after whatever else was asked. */
    @Test
    void theNewestComeFirstAndBehindTheLastPartIsTheLast() {
        Landed landed = new Landed(store, Clock.systemUTC());
        List<Integer> asked = new ArrayList<>();
        for (int job = 0; job < 120; job++) {
            asked.addFirst((int) landed.ask("base", "head" + job));
        }
        String waiting = "?project=allotment&state=waiting";
        as(Right.READ, null)
                .get(JOBS + waiting)
                .then()
                .body("total", equalTo(120))
                .body("items.id", equalTo(asked.subList(0, 100)));
        as(Right.READ, null)
                .get(JOBS + waiting + "&offset=100")
                .then()
                .body("total", equalTo(120))
                .body("items.id", equalTo(asked.subList(100, 120)));
        as(Right.READ, null).get(JOBS + waiting + "&offset=120").then().body("items", empty());
        for (int[] part : new int[][] {{0, 0, 50}, {1, 50, 100}, {2, 100, 120}, {9, 100, 120}}) {
            String page = as(Right.READ, null)
                    .get("/jobs" + waiting + "&page=" + part[0])
                    .asString();
            assertThat(page).contains((part[1] + 1) + "–" + part[2] + " of 120 jobs");
            assertThat(LINK.matcher(page).results().map(found -> Integer.valueOf(found.group(1))))
                    .containsExactlyElementsOf(asked.subList(part[1], part[2]));
        }
        assertThat(as(Right.READ, null).get("/jobs.csv" + waiting).asString().lines())
                .hasSize(1 + 120);
    }

    @Test
    void theDescriptionOfTheApiHasThem() {
        assertThat(given().get("/openapi?format=json").asString())
                .contains("/api/v1/jobs/claim", "/api/v1/jobs/{id}/result", "/api/v1/jobs/{id}/heartbeat");
    }

    /** Quiet nights and a slow one; returns the job that it leads to. */
    private int slowNight() {
        Nights nights = new Nights(42);
        for (int night = 0; night <= QUIET; night++) {
            byte[] body = new Multipart()
                    .part("jmh", nights.jmh(2, night == QUIET ? 1.3 : 1))
                    .part("environment", Nights.environment(night, "nightly", -1))
                    .bytes();
            as(Right.INGEST, "allotment")
                    .contentType(Multipart.contentType())
                    .body(body)
                    .post("/api/v1/runs")
                    .then()
                    .statusCode(201);
        }
        assertThat(suspicions.ask()).isEqualTo(1);
        return as(Right.READ, null)
                .get(JOBS + "?state=waiting")
                .then()
                .extract()
                .path("items[0].id");
    }

    private ValidatableResponse answer(int id, int fence, double factor) {
        StringJoiner base = new StringJoiner(",", "[", "]");
        StringJoiner head = new StringJoiner(",", "[", "]");
        for (int fork = 0; fork < 8; fork++) {
            base.add("[" + (100 + fork * 0.1) + "]");
            head.add("[" + (100 + fork * 0.1) * factor + "]");
        }
        String commits = "[\"" + Nights.sha(QUIET - 1) + "\", \"between\", \"" + Nights.sha(QUIET) + "\"]";
        return agent(
                "{\"fence\": " + fence + ", \"base\": " + base + ", \"head\": " + head
                        + ", \"canary\": [1, 1, 1], \"commits\": " + commits + "}",
                "/" + id + "/result");
    }

    private ValidatableResponse agent(String body, String path) {
        return posted(as(Right.AGENT, null), body, path);
    }

    private ValidatableResponse theirs(String body, String path) {
        return posted(as(Right.AGENT, "theirs"), body, path);
    }

    private static ValidatableResponse posted(RequestSpecification request, String body, String path) {
        return request.contentType("application/json")
                .body(body)
                .post(JOBS + path)
                .then();
    }

    private static void isError(ValidatableResponse answer, int status, String code) {
        answer.statusCode(status).body("error.code", equalTo(code)).body("error.message", not(nullValue()));
    }

    private RequestSpecification as(Right scope, @Nullable String project) {
        return given().header(
                        "Authorization",
                        "Bearer " + tokens.create("test", scope, project, null).text());
    }
}
