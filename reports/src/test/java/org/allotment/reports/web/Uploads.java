package org.allotment.reports.web;

import static io.restassured.RestAssured.given;

import java.nio.charset.StandardCharsets;
import org.allotment.reports.replay.Replay.Upload;

/** Sends runs the way everyone does. */
final class Uploads {

    private Uploads() {}

    /** Uploads one run and returns the id that the dashboard gave it. */
    static String send(Upload run) {
        return given().multiPart("jmh", "jmh.json", bytes(run.jmh()), "application/json")
                .multiPart("stress", "stress.json", bytes(run.stress()), "application/json")
                .multiPart("environment", "environment.json", bytes(run.environment()), "application/json")
                .post("/api/v1/runs")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static byte[] bytes(String document) {
        return document.getBytes(StandardCharsets.UTF_8);
    }
}
