package org.allotment.reports.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.allotment.reports.FreshStore;
import org.allotment.reports.Golden;
import org.allotment.reports.access.Right;
import org.allotment.reports.access.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A server on which nothing is open without a token. */
@QuarkusTest
@TestProfile(AccessTest.Closed.class)
final class AccessTest {
    private static final String RUNS = "/api/v1/runs";
    private static final int SPELLINGS = 500;
    private static final List<String> PAGES = List.of(
            "/",
            "/runs",
            "/stress",
            "/incidents",
            "/compare",
            "/machines",
            "/overview.csv",
            "/incidents.csv",
            "/compare.csv",
            "/commits/none",
            "/api/v1/incidents",
            "/api/v1/compare",
            "/api/v1/machines",
            "/api/v1/commits/none",
            "/api/v1/projects",
            "/api/v1/overview",
            RUNS,
            "/api/v1/stress");
    private static final List<String> ADMIN = List.of("/api/v1/tokens", "/api/v1/audit");

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI address;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Tokens tokens;

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

    @Test
    void everyPageNeedsItsScope() {
        for (String page : PAGES) {
            given().get(page).then().statusCode(401).header("WWW-Authenticate", containsString("B"));
            given().get(page + "?token=" + text(Right.READ, null)).then().statusCode(401);
            given().header("Authorization", "Bearer alt_wrong").get(page).then().statusCode(401);
            as(Right.INGEST, null).get(page).then().statusCode(403).body("error.code", equalTo("forbidden"));
            as(Right.READ, null).get(page).then().statusCode(not(equalTo(401))).statusCode(not(equalTo(403)));
        }
        for (String page : ADMIN) {
            given().get(page).then().statusCode(401);
            for (Right less : List.of(Right.INGEST, Right.READ, Right.TRIAGE)) {
                as(less, null).get(page).then().statusCode(403);
            }
            as(Right.ADMIN, null).get(page).then().statusCode(200);
        }
    }

    @Test
    void aTokenIsShownOnceAndDeadOnceRevoked() {
        RequestSpecification admin = as(Right.ADMIN, null);
        var made = admin.contentType("application/json")
                .body("{\"name\": \"ci\", \"scope\": \"read\", \"days\": 30}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .extract();
        String text = made.path("token");
        int id = made.path("id");
        as(Right.ADMIN, null).get("/api/v1/tokens").then().body("token", everyItem(nullValue()));
        given().header("Authorization", "Bearer " + text).get(RUNS).then().statusCode(200);
        as(Right.ADMIN, null).delete("/api/v1/tokens/" + id).then().statusCode(204);
        given().header("Authorization", "Bearer " + text).get(RUNS).then().statusCode(401);
        as(Right.ADMIN, null)
                .get("/api/v1/audit")
                .then()
                .body("action", hasItem("POST /api/v1/tokens"))
                .body("action", hasItem("DELETE /api/v1/tokens/" + id))
                .body("remote", hasItem("127.0.0.1"))
                .body("status", hasItem(401));
    }

    @Test
    void metricsAreForThoseWhoSeeAllProjects() {
        given().get("/metrics").then().statusCode(401);
        as(Right.READ, "mine").get("/metrics").then().statusCode(403);
        as(Right.READ, null)
                .get("/metrics")
                .then()
                .statusCode(200)
                .body(containsString("allotment_store_up 1.0"))
                .body(containsString("allotment_notices_waiting 0.0"))
                .body(containsString("jvm_memory_used_bytes"));
    }

    @Test
    void projectsAreApart() {
        String mine = uploaded(Right.INGEST, "mine", "?commit=c1");
        String theirs = uploaded(Right.INGEST, "theirs", "?project=theirs&commit=c1");
        foreign(as(Right.INGEST, "mine")).post(RUNS + "?project=theirs").then().statusCode(403);
        foreign(as(Right.READ, "mine")).post(RUNS).then().statusCode(403);
        as(Right.READ, "mine").get("/api/v1/projects").then().body("name", contains("mine"));
        as(Right.READ, "mine").get(RUNS).then().body("items.id", contains(mine));
        as(Right.READ, "mine").get(RUNS + "?project=theirs").then().body("total", equalTo(0));
        as(Right.READ, "mine").get(RUNS + "/" + mine).then().statusCode(200);
        List<Integer> series = as(Right.READ, "theirs").get(RUNS + "/" + theirs).path("data.results.series.id");
        for (String hidden : List.of(
                RUNS + "/" + theirs,
                RUNS + "/" + theirs + "/upload",
                "/api/v1/series/" + series.getFirst(),
                "/series/" + series.getFirst() + "/points",
                "/runs/" + theirs)) {
            as(Right.READ, "mine").get(hidden).then().statusCode(404);
            as(Right.READ, "theirs").get(hidden).then().statusCode(200);
        }
        String made = "{\"name\": \"x\", \"scope\": \"read\", \"project\": \"theirs\"}";
        as(Right.ADMIN, "mine")
                .contentType("application/json")
                .body(made)
                .post("/api/v1/tokens")
                .then()
                .statusCode(403);
        as(Right.ADMIN, "mine").get("/api/v1/tokens").then().body("project", everyItem(equalTo("mine")));
    }

    /** PostgreSQL takes the character in no text, so nobody is asked about it; what was tried is in the log all the same. */
    @Test
    void theCharacterZeroIsInNoName() throws IOException {
        String head = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\nAuthorization: Bearer "
                + text(Right.ADMIN, null) + "\r\n\r\n";
        for (String path : List.of(RUNS + "?project=a%00b", RUNS + "?a%00b=1", "/?branch=%00")) {
            assertThat(raw("GET " + path + head))
                    .as(path)
                    .startsWith("HTTP/1.1 400")
                    .contains("\"bad-parameter\"");
        }
        assertThat(raw("GET " + RUNS + "/a%00b" + head)).startsWith("HTTP/1.1 4");
        assertThat(raw("DELETE /api/v1/tokens/0?project=a%00b" + head)).startsWith("HTTP/1.1 400");
        as(Right.ADMIN, null).get("/api/v1/audit").then().body("project", hasItem("a?b"));
    }

    /** The matched method decides, so no spelling of a path leads around its scope. */
    @Test
    void noSpellingOfAPathLeadsAround() throws IOException {
        uploaded(Right.INGEST, "spelled", "?commit=c1");
        Random random = new Random(7);
        for (int i = 0; i < SPELLINGS; i++) {
            String path = spelled(i % 2 == 0 ? "/api/v1/tokens" : RUNS, random);
            String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(path).matches("(?s)HTTP/1\\.[01] [345].*");
            assertThat(answer).as(path).doesNotContain("spelled", "\"scope\"");
        }
    }

    private static String spelled(String path, Random random) {
        StringBuilder spelled = new StringBuilder();
        for (int at = 0; at < path.length(); at++) {
            char c = path.charAt(at);
            spelled.append(
                    switch (random.nextInt(12)) {
                        case 0 -> "%" + Integer.toHexString(c);
                        case 1 -> c == '/' ? "//" : String.valueOf(c);
                        case 2 -> c == '/' ? "/./" : String.valueOf(Character.toUpperCase(c));
                        case 3 -> c == '/' ? "/x/../" : String.valueOf(c);
                        case 4 -> c == '/' ? ";a=b/" : String.valueOf(c);
                        case 5 -> c == '/' ? "%2f" : String.valueOf(c);
                        default -> String.valueOf(c);
                    });
        }
        List<String> ends = List.of("", "/", ";", "?", "%00", ".json", "%20", "//", "?token=x", "/.");
        return spelled.append(ends.get(random.nextInt(ends.size()))).toString();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    private String uploaded(Right scope, String project, String query) {
        return foreign(as(scope, project))
                .post(RUNS + query)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static RequestSpecification foreign(RequestSpecification request) {
        return request.contentType("application/json").body(Golden.bytes("jmh-foreign.json"));
    }

    private RequestSpecification as(Right scope, @Nullable String project) {
        return given().header("Authorization", "Bearer " + text(scope, project));
    }

    private String text(Right scope, @Nullable String project) {
        return tokens.create("test", scope, project, null).text();
    }
}
