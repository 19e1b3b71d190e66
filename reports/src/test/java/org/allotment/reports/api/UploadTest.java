package org.allotment.reports.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.allotment.reports.FreshStore;
import org.allotment.reports.Golden;
import org.junit.jupiter.api.Test;

/** The API as a client of another project sees it. */
@QuarkusTest
@QuarkusTestResource(FreshStore.class)
final class UploadTest {
    private static final String RUNS = "/api/v1/runs";

    @Test
    void foreignResultsComeOutByteForByte() {
        byte[] foreign = Golden.bytes("jmh-foreign.json");
        String id = json(foreign)
                .post(RUNS + "?project=mine&branch=trunk&commit=abc123")
                .then()
                .statusCode(201)
                .header("Location", containsString("/api/v1/runs/"))
                .body("verdict.state", equalTo("tooFewRuns"))
                .extract()
                .path("id");
        byte[] exported = given().get(RUNS + "/" + id + "/upload?part=jmh&index=0")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(exported).isEqualTo(foreign);
        json(foreign)
                .post(RUNS + "?project=mine&branch=trunk&commit=abc123")
                .then()
                .statusCode(200)
                .body("id", equalTo(id));
    }

    @Test
    void rawSamplesKeepTheirBits() {
        Response answer = json(Golden.bytes("jmh-foreign.json")).post(RUNS + "?project=bits&commit=c1");
        answer.then().statusCode(201);
        Response run = given().get(RUNS + "/" + answer.path("id"));
        List<Integer> ids = run.path("data.results.findAll { it.series.unit == 'ops/s' }.series.id");
        given().get("/api/v1/series/" + ids.getFirst() + "/changes")
                .then()
                .statusCode(200)
                .body("size()", is(0));
        String series = given().get("/api/v1/series/" + ids.getFirst()).asString();
        assertThat(series)
                .contains("[[1.1E7,1.3E7],[4.9E-324,1.7976931348623157E308]]")
                .contains("\"scoreConfidence\":[\"-INF\",\"+INF\"]");
    }

    @Test
    void aRunOfManyResultsIsShownInParts() {
        String many = IntStream.rangeClosed(1, 501)
                .mapToObj(i -> """
                        {"benchmark": "a.B.c%03d", "mode": "avgt", "primaryMetric":
                          {"score": 2, "scoreUnit": "ns/op", "rawData": [[1], [3]]}}""".formatted(i))
                .collect(Collectors.joining(",", "[", "]"));
        String id = json(many.getBytes(StandardCharsets.UTF_8))
                .post(RUNS + "?project=many&commit=m1")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String first = given().get("/runs/" + id).asString();
        assertThat(first).contains("1–500 of 501 series", "c500").doesNotContain("c501");
        String next = first.replaceFirst("(?s).*rel=\"next\" href=\"([^\"#]+)#results\".*", "$1");
        assertThat(given().get(next).asString())
                .contains("501–501 of 501 series", "c501", "rel=\"prev\"")
                .doesNotContain("c500", "rel=\"next\"");
        assertThat(given().get("/runs?project=many&branch=main&page=99").asString())
                .contains("1 run, newest first", "/runs/" + id);
    }

    @Test
    void theIntervalOfATimeIsPositive() {
        String two = """
                [{"benchmark": "a.B.c", "mode": "avgt", "primaryMetric":
                  {"score": 22.25, "scoreUnit": "ns/op", "rawData": [[16.4], [28.1]]}}]""";
        String id = json(two.getBytes(StandardCharsets.UTF_8))
                .post(RUNS + "?project=wide&commit=w1")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        given().get(RUNS + "/" + id)
                .then()
                .body("data.results[0].low", greaterThan(0.0f))
                .body("data.results[0].high", greaterThan(96.0f));
    }

    @Test
    void threePartsAreOneRun() {
        Response answer = given().multiPart("jmh", "jmh.json", Golden.bytes("jmh.json"), "application/json")
                .multiPart("stress", "stress.json", Golden.bytes("stress.json"), "application/json")
                .multiPart("environment", "environment.json", Golden.bytes("environment.json"), "application/json")
                .post(RUNS);
        answer.then()
                .statusCode(201)
                .body("verdict.state", equalTo("red"))
                .body("verdict.red", equalTo(1))
                .body("verdict.missing", equalTo(2))
                .body("verdict.findings[0].kind", equalTo("litmus"))
                .body("verdict.findings[0].commit", startsWith("0123abcd"));
        String id = answer.path("id");
        given().get(RUNS + "/" + id)
                .then()
                .statusCode(200)
                .body("data.machine.cpuModel", equalTo("Example 9000"))
                .body("data.run.commit.subject", equalTo("slab: keep one empty run"));
        given().get("/api/v1/overview?project=allotment&branch=main")
                .then()
                .statusCode(200)
                .body("latest.id", equalTo(id))
                .body("rows[0].series.benchmark", notNullValue());
        int test = given().get("/api/v1/stress?project=allotment&branch=main")
                .then()
                .statusCode(200)
                .extract()
                .path("rows[0].testId");
        given().get("/api/v1/stress/" + test).then().statusCode(200).body("nights[0].outcomes.size()", equalTo(3));
        given().get("/api/v1/projects").then().statusCode(200).body("name", hasItem("allotment"));
        given().get(RUNS + "?project=allotment").then().statusCode(200).body("total", equalTo(1));
    }

    @Test
    void gzipIsTakenAndABombIsNot() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(Golden.bytes("jmh.json"));
        }
        json(packed.toByteArray())
                .header("Content-Encoding", "gzip")
                .post(RUNS + "?project=packed")
                .then()
                .statusCode(201);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 64; i++) {
                out.write(new byte[1 << 20]);
            }
        }
        isError(json(bomb.toByteArray()).header("Content-Encoding", "gzip").post(RUNS), 413, "too-large");
    }

    @Test
    void everyErrorHasTheOneShape() {
        isError(json("[{\"benchmark\": 1}]".getBytes(StandardCharsets.UTF_8)).post(RUNS), 400, "malformed-document");
        isError(json(new byte[0]).post(RUNS), 400, "malformed-document");
        isError(given().config(plain()).contentType("text/plain").body("x").post(RUNS), 415, "unsupported-type");
        isError(json(new byte[] {'['}).header("Content-Encoding", "br").post(RUNS), 415, "unsupported-encoding");
        isError(given().get(RUNS + "/0000000000000000"), 404, "not-found");
        isError(given().get(RUNS + "/0000000000000000/upload"), 404, "not-found");
        isError(given().get("/api/v1/series/77777"), 404, "not-found");
        isError(given().get("/api/v1/series/x"), 400, "bad-parameter");
        isError(given().get("/api/v1/series/77777/changes"), 404, "not-found");
        isError(given().get("/api/v1/series/x/changes"), 400, "bad-parameter");
        isError(given().get(RUNS + "?limit=-1"), 400, "bad-parameter");
        isError(given().get("/api/v1/nothing"), 404, "not-found");
        isError(given().get("/no/such/page"), 404, "not-found");
        isError(given().delete(RUNS), 405, "bad-parameter");
    }

    @Test
    void whatAnotherSiteSendsIsNotTaken() {
        byte[] whole = Golden.bytes("jmh.json");
        String runs = RUNS + "?project=forged&commit=f1";
        isError(json(whole).header("Sec-Fetch-Site", "cross-site").post(runs), 403, "forbidden");
        isError(json(whole).header("Sec-Fetch-Site", "same-site").post(runs), 403, "forbidden");
        isError(json(whole).header("Origin", "https://evil.example").post(runs), 403, "forbidden");
        isError(json(whole).header("Origin", "null").post(runs), 403, "forbidden");
        given().get(RUNS + "?project=forged").then().statusCode(200).body("total", equalTo(0));
        json(whole).header("Sec-Fetch-Site", "none").post(runs).then().statusCode(201);
    }

    @Test
    void aForeignNameForThisMachineIsNotAnswered() {
        isError(given().header("Host", "rebound.example:7411").get(RUNS), 403, "forbidden");
        isError(given().header("Host", "rebound.example").get("/"), 403, "forbidden");
        isError(json(Golden.bytes("jmh.json")).header("Host", "rebound.example").post(RUNS), 403, "forbidden");
        given().header("Host", "localhost").get(RUNS).then().statusCode(200);
    }

    @Test
    void aFaultNamesItsPlace() {
        json("[\n {\"benchmark\": \"a\",\n  \"threads\": \"two\"}]".getBytes(StandardCharsets.UTF_8))
                .post(RUNS)
                .then()
                .statusCode(400)
                .body("error.where", startsWith("jmh[0]: /0/threads (line 3, column"))
                .body("error.message", equalTo("whole number expected, found=\"two\""));
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() {
        for (String path : new String[] {RUNS, "/no/such/page", "/q/health/ready", "/openapi", "/api/v1/series/x"}) {
            given().get(path)
                    .then()
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Referrer-Policy", "same-origin")
                    .header("X-Frame-Options", "DENY")
                    .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                    .header("Content-Security-Policy", not(containsString("unsafe")));
        }
    }

    @Test
    void readinessAndTheContractAreServed() {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/openapi").then().statusCode(200).body(containsString("/api/v1/runs"));
    }

    private static void isError(Response answer, int status, String code) {
        answer.then()
                .statusCode(status)
                .contentType(startsWith("application/json"))
                .body("error.code", equalTo(code))
                .body("error.message", notNullValue())
                .body(not(containsString("Exception")))
                .body(not(containsString("\tat ")));
    }

    private static RequestSpecification json(byte[] body) {
        return given().config(plain()).contentType("application/json").body(body);
    }

    private static RestAssuredConfig plain() {
        return RestAssured.config()
                .encoderConfig(
                        EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false));
    }
}
