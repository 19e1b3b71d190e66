package org.allotment.reports.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.allotment.reports.Golden;
import org.allotment.reports.Nights;
import org.allotment.reports.access.Right;
import org.allotment.reports.access.Tokens;
import org.allotment.reports.store.Store;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Heap walks over HTTP on a server on which nothing is open without a token. */
@QuarkusTest
@TestProfile(AccessTest.Closed.class)
final class AllocatorsTest {
    private static final Pattern SPLIT = Pattern.compile("data-name=\"Free, but split off\">([^<]*)<");
    private static final String SPLIT_UP = "\"largestFree\": 1500";
    private static final String WHOLE = "\"largestFree\": 2768";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Tokens tokens;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Store store;

    @Test
    void walksOfAnotherProjectAreAbsent() {
        String run = walked("heap-theirs", 0, heap());
        as(Right.READ, "heap-mine")
                .get("/api/v1/allocators?project=heap-theirs&branch=main")
                .then()
                .body("id", empty());
        for (String page :
                List.of("/allocators?run=" + run, "/allocators.csv?run=" + run, "/api/v1/runs/" + run + "/heap")) {
            as(Right.READ, "heap-mine").get(page).then().statusCode(404);
            as(Right.READ, "heap-theirs").get(page).then().statusCode(200);
        }
    }

    @Test
    void thePageOpensTheNewestAndItsCourseEndsThere() {
        String first = walked("heap-course", 0, heap());
        String second = walked("heap-course", 1, heap().replace(SPLIT_UP, WHOLE));
        as(Right.READ, null)
                .get("/api/v1/allocators?project=heap-course&branch=main")
                .then()
                .body("id", contains(second, first));
        String page = page("heap-course");
        assertThat(page).contains("run=" + second).contains("so 0.0\u00a0% of what is free is split off");
        assertThat(SPLIT.matcher(page).results().map(found -> found.group(1)))
                .first()
                .isEqualTo("0.0\u00a0%");
    }

    /** A walk that was taken when less was refused. */
    @Test
    void aNewestRunThatCannotBeReadHidesNoOther() {
        String first = walked("heap-old", 0, heap());
        String second = walked("heap-old", 1, heap());
        store.write(handle -> handle.execute(
                "UPDATE run_part SET sha256 = (SELECT p.sha256 FROM run_part p WHERE p.name = 'environment' LIMIT 1)"
                        + " WHERE name = 'heap' AND run_id = ?",
                second));
        assertThat(page("heap-old")).contains("/runs/" + first + "\"").contains("split off");
    }

    private String page(String project) {
        return as(Right.READ, null)
                .get("/allocators?project=" + project + "&branch=main")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static String heap() {
        return new String(Golden.bytes("heap.json"), StandardCharsets.UTF_8);
    }

    private String walked(String project, int night, String heap) {
        String environment = Nights.environment(night, "nightly", -1)
                .replace("\"project\": \"allotment\"", "\"project\": \"" + project + "\"");
        return as(Right.INGEST, project)
                .multiPart("jmh", "jmh.json", bytes(new Nights(night).jmh(1, 1)), "application/json")
                .multiPart("environment", "environment.json", bytes(environment), "application/json")
                .multiPart("heap", "heap.json", bytes(heap), "application/json")
                .post("/api/v1/runs")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static byte[] bytes(String document) {
        return document.getBytes(StandardCharsets.UTF_8);
    }

    private RequestSpecification as(Right scope, @Nullable String project) {
        return given().header(
                        "Authorization",
                        "Bearer " + tokens.create("test", scope, project, null).text());
    }
}
