package org.allotment.reports.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.allotment.reports.Nights;
import org.allotment.reports.access.Right;
import org.allotment.reports.access.Tokens;
import org.allotment.reports.store.Store;
import org.allotment.reports.triage.Incidents;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Incidents over HTTP on a server on which nothing is open without a token. */
@QuarkusTest
@TestProfile(AccessTest.Closed.class)
final class TriageTest {
    private static final String INCIDENTS = "/api/v1/incidents";
    private static final Pattern LINK = Pattern.compile("href=\"/incidents/([0-9]+)\"");
    private static int night;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI address;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Tokens tokens;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Store store;

    @Test
    void onlyTriageMayJudge() {
        int id = incident();
        given().get(INCIDENTS).then().statusCode(401);
        given().get("/incidents").then().statusCode(401);
        for (Right less : List.of(Right.INGEST, Right.READ)) {
            patch(less, null, id, "{\"version\": 0, \"state\": \"fixed\"}").then(403);
            form(as(less, null), id, "version=0&state=fixed").then(403);
        }
        as(Right.READ, null).get(INCIDENTS + "/" + id).then().body("incident.version", equalTo(0));
        as(Right.READ, null).get("/incidents/" + id).then().body(not(containsString("<textarea")));
        patch(Right.TRIAGE, null, id, "{\"version\": 0, \"state\": \"acknowledged\", \"owner\": \"alice\"}")
                .then(200);
        as(Right.READ, null)
                .get(INCIDENTS + "/" + id)
                .then()
                .body("incident.state", equalTo("acknowledged"))
                .body("incident.owner", equalTo("alice"))
                .body("events", hasSize(2));
        as(Right.ADMIN, null)
                .get("/api/v1/audit")
                .then()
                .body("action", hasItem("incident state new → acknowledged"))
                .body("target", hasItem("/incidents/" + id));
    }

    @Test
    void whatIsOfAnotherProjectIsNotThere() {
        int id = incident();
        as(Right.READ, "other").get(INCIDENTS + "/" + id).then().statusCode(404);
        as(Right.READ, "other").get("/incidents/" + id).then().statusCode(404);
        as(Right.READ, "other").get(INCIDENTS + "?state=open").then().body("total", equalTo(0));
        as(Right.READ, "other").get(INCIDENTS + "?project=allotment").then().body("total", equalTo(0));
        patch(Right.TRIAGE, "other", id, "{\"version\": 0, \"state\": \"fixed\"}")
                .then(404);
        form(as(Right.TRIAGE, "other"), id, "version=0&state=fixed").then(404);
        as(Right.READ, "allotment").get(INCIDENTS + "/" + id).then().body("incident.state", equalTo("new"));
    }

    @Test
    void aBadWishIsRefusedAndChangesNothing() {
        int id = incident();
        String before = as(Right.READ, null).get(INCIDENTS + "/" + id).asString();
        for (String bad : List.of(
                "",
                "[]",
                "{",
                "{}",
                "{\"version\": 0}",
                "{\"version\": \"0\", \"state\": \"fixed\"}",
                "{\"state\": \"fixed\"}",
                "{\"version\": 0, \"state\": \"new\"}",
                "{\"version\": 0, \"state\": \"gone\"}",
                "{\"version\": 0, \"state\": 3}",
                "{\"version\": 0, \"issue\": \"javascript:alert(1)\"}",
                "{\"version\": 0, \"color\": \"red\"}",
                "{\"version\": -1, \"state\": \"fixed\"}",
                "{\"version\": 99999999999, \"state\": \"fixed\"}")) {
            patch(Right.TRIAGE, null, id, bad).then(400);
        }
        patch(Right.TRIAGE, null, id, "{\"version\": 0, \"comment\": \"" + "x".repeat(70_000) + "\"}")
                .then(413);
        patch(Right.TRIAGE, null, id, "{\"version\": 7, \"state\": \"fixed\"}").then(409);
        patch(Right.TRIAGE, null, 999_999, "{\"version\": 0, \"state\": \"fixed\"}")
                .then(404);
        form(as(Right.TRIAGE, null), id, "version=0&issue=javascript%3Aalert(1)&comment=kept+%3Cb%3E")
                .then(400);
        form(as(Right.TRIAGE, null), id, "version=0&state=fixed&state=expected").then(400);
        form(as(Right.TRIAGE, null), id, "version=7&state=fixed").then(409);
        assertThat(as(Right.READ, null).get(INCIDENTS + "/" + id).asString()).isEqualTo(before);
        for (String bad : List.of("state=gone", "direction=sideways", "limit=-1", "offset=x")) {
            as(Right.READ, null)
                    .get(INCIDENTS + "?" + bad)
                    .then()
                    .statusCode(400)
                    .body("error.code", equalTo("bad-parameter"));
        }
    }

    @Test
    void theFormOfAnotherSiteIsNotTaken() {
        int id = incident();
        String wish = "version=0&state=fixed";
        body(as(Right.TRIAGE, null), wish).post("/incidents/" + id).then().statusCode(403);
        body(as(Right.TRIAGE, null).header("Origin", "https://evil.example"), wish)
                .post("/incidents/" + id)
                .then()
                .statusCode(403);
        body(as(Right.TRIAGE, null).header("Sec-Fetch-Site", "cross-site"), wish)
                .post("/incidents/" + id)
                .then()
                .statusCode(403);
        as(Right.READ, null).get(INCIDENTS + "/" + id).then().body("incident.state", equalTo("new"));
        form(as(Right.TRIAGE, null), id, wish + "&owner=&issue=&comment=").then(303);
        as(Right.READ, null)
                .get(INCIDENTS + "/" + id)
                .then()
                .body("incident.state", equalTo("fixed"))
                .body("incident.owner", nullValue());
    }

    @Test
    void whatIsKeptOfAFormIsText() {
        int id = incident();
        form(as(Right.TRIAGE, null), id, "version=3&owner=%22%3E%3Cb%3E&comment=%3C%2Ftextarea%3E%3Cscript%3E")
                .then(409);
        String page = body(
                        as(Right.TRIAGE, null).header("Origin", origin()),
                        "version=3&comment=%3C%2Ftextarea%3E%3Cscript%3Ex")
                .post("/incidents/" + id)
                .asString();
        assertThat(page).contains("&lt;/textarea&gt;&lt;script&gt;x").doesNotContain("<script>x");
        patch(Right.TRIAGE, null, id, "{\"version\": 0, \"owner\": \"=cmd()\", \"comment\": \"<b>bold</b>\"}")
                .then(200);
        assertThat(as(Right.READ, null).get("/incidents/" + id).asString())
                .contains("&lt;b&gt;bold")
                .doesNotContain("<b>bold");
        assertThat(as(Right.READ, null)
                        .get("/incidents.csv?state=any&project=allotment")
                        .asString())
                .contains(",'=cmd(),");
    }

    @Test
    void behindTheLastPartIsTheLast() {
        int id = incident();
        for (int copy = 0; copy < 120; copy++) {
            int number = copy;
            store.write(handle -> handle.execute(
                    "INSERT INTO incident (project, branch, subject, detail, run_id, opened, state, until_run_id)"
                            + " SELECT project, branch, ?, detail, run_id, opened, 'invalid', until_run_id FROM incident"
                            + " WHERE id = ?",
                    "copy " + number,
                    id));
        }
        String invalid = "?project=allotment&state=invalid";
        List<Integer> all =
                as(Right.READ, null).get(INCIDENTS + invalid + "&limit=1000").path("items.id");
        assertThat(all).hasSize(120).isSortedAccordingTo(Comparator.reverseOrder());
        as(Right.READ, null)
                .get(INCIDENTS + invalid + "&offset=100")
                .then()
                .body("items.id", equalTo(all.subList(100, 120)));
        for (int[] part : new int[][] {{0, 0, 50}, {1, 50, 100}, {2, 100, 120}, {9, 100, 120}}) {
            String page = as(Right.READ, null)
                    .get("/incidents" + invalid + "&page=" + part[0])
                    .asString();
            assertThat(page).contains((part[1] + 1) + "–" + part[2] + " of 120 incidents");
            assertThat(LINK.matcher(page).results().map(found -> Integer.valueOf(found.group(1))))
                    .containsExactlyElementsOf(all.subList(part[1], part[2]));
        }
    }

    private interface Answered {
        void then(int status);
    }

    private Answered patch(Right scope, @Nullable String project, int id, String body) {
        return status -> {
            var answer = as(scope, project)
                    .contentType("application/json")
                    .body(body)
                    .patch(INCIDENTS + "/" + id)
                    .then()
                    .statusCode(status);
            if (status >= 400) {
                answer.body("error.message", not(nullValue()));
            }
        };
    }

    private Answered form(RequestSpecification request, int id, String body) {
        return status -> body(request.header("Origin", origin()), body)
                .redirects()
                .follow(false)
                .post("/incidents/" + id)
                .then()
                .statusCode(status);
    }

    private static RequestSpecification body(RequestSpecification request, String body) {
        return request.contentType("application/x-www-form-urlencoded").body(body);
    }

    private String origin() {
        return "http://" + address.getHost() + ":" + address.getPort();
    }

    private RequestSpecification as(Right scope, @Nullable String project) {
        return given().header(
                        "Authorization",
                        "Bearer " + tokens.create("test", scope, project, null).text());
    }

    /** A night in which a litmus test failed; the one before, in which it did not, ends the last incident. */
    private int incident() {
        send(night, 0);
        send(night + 1, 3);
        night += 2;
        new Incidents(store, Clock.systemUTC()).look();
        return as(Right.READ, null).get(INCIDENTS + "?state=new").path("items[0].id");
    }

    private void send(int number, long forbidden) {
        as(Right.INGEST, null)
                .multiPart("stress", "stress.json", bytes(Nights.stress(forbidden)), "application/json")
                .multiPart(
                        "environment",
                        "environment.json",
                        bytes(Nights.environment(number, "nightly", -1)),
                        "application/json")
                .post("/api/v1/runs")
                .then()
                .statusCode(201);
    }

    private static byte[] bytes(String document) {
        return document.getBytes(StandardCharsets.UTF_8);
    }
}
