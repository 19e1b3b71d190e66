package org.allotment.reports.web;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A made-up history for the pages: the golden documents, replayed night after night through the real upload with seeded values, and marked as such in
 * their notes. The kernel changes after night 20; on the last night one benchmark is a third slower, a lock is broken and some units give nothing.
 */
final class Replay {

    static final int NIGHTS = 60;
    static final String HOSTILE_COMMIT = "<script>document.title='owned'</script> & \"quotes\" 'n' things";
    static final String HOSTILE_NAME =
            "org.example.Evil<script>document.title='owned'</script>\"'><img src=x onerror=\"document.title='owned'\">\u202Eesrever.run";
    static final String LONG_NAME = "org.example." + "VeryLongName".repeat(41) + ".measure";
    static final String PAIR = "org.allotment.harness.bench.PairBenchmark.pair";
    static final String WEAKENED = "org.allotment.stress.concurrent.FreeListStress.Weakened";

    private static final Path GOLDEN = Path.of("..", "docs", "golden");
    private static final Instant FIRST = Instant.parse("2026-08-01T02:00:00Z");
    private static final long SEED = 20260801;
    private static final List<String> BENCHMARKS = List.of(
            PAIR,
            "org.allotment.harness.bench.BatchBenchmark.batch",
            "org.allotment.harness.bench.ChurnBenchmark.churn");
    private static final List<String> SUBJECTS =
            List.of("allotment-slab", "allotment-tlsf", "allotment-bump", "malloc-critical", "netty-pooled");

    private final ObjectMapper json = new ObjectMapper();

    /** Uploads one night and returns the id that the dashboard gave it. */
    String upload(int night) {
        return given().multiPart("jmh", "jmh.json", bytes(jmh(night)), "application/json")
                .multiPart("stress", "stress.json", bytes(stress(night)), "application/json")
                .multiPart("environment", "environment.json", bytes(environment(night)), "application/json")
                .post("/api/v1/runs")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private ArrayNode jmh(int night) {
        ArrayNode results = json.createArrayNode();
        int variant = 0;
        for (String benchmark : BENCHMARKS) {
            for (String subject : SUBJECTS) {
                for (int threads = 1; threads <= 2; threads++) {
                    Map<String, String> params = new TreeMap<>(Map.of("size", "64", "subject", subject));
                    results.add(element(benchmark, params, threads, median(variant, night), night * 1000 + variant));
                    variant++;
                }
            }
        }
        results.add(element(HOSTILE_NAME, Map.of("<b>k", "\"><script>document.title='owned'</script>"), 1, 42, night));
        results.add(element(LONG_NAME, Map.of("text", "x".repeat(500)), 1, 1234567, night));
        return results;
    }

    private static double median(int variant, int night) {
        double usual = 1.1 + 2.7 * variant;
        boolean slower = night == NIGHTS - 1 && variant == 0;
        boolean faster = night >= 40 && variant == 7;
        return slower ? usual * 1.33 : faster ? usual * 0.8 : usual;
    }

    private ObjectNode element(String benchmark, Map<String, String> params, int threads, double median, long salt) {
        Random random = new Random(SEED + salt);
        ObjectNode element = (ObjectNode) golden("jmh.json").get(0);
        element.put("benchmark", benchmark).put("threads", threads).put("forks", 3);
        ObjectNode names = element.putObject("params");
        params.forEach(names::put);
        double drift = Math.exp(random.nextGaussian() * 0.01);
        ObjectNode metric = (ObjectNode) element.get("primaryMetric");
        ArrayNode forks = metric.putArray("rawData");
        for (int fork = 0; fork < 3; fork++) {
            ArrayNode iterations = forks.addArray();
            for (int iteration = 0; iteration < 3; iteration++) {
                iterations.add(median * drift * Math.exp(random.nextGaussian() * 0.004));
            }
        }
        metric.put("score", median * drift);
        return element;
    }

    private ObjectNode stress(int night) {
        ObjectNode document = (ObjectNode) golden("stress.json");
        document.put("started", started(night).toString());
        for (var test : document.withArray("tests")) {
            ObjectNode node = (ObjectNode) test;
            boolean last = night == NIGHTS - 1;
            boolean absent = node.path("verdict").asText().equals("missing");
            boolean broken = node.path("verdict").asText().equals("red");
            if (!last && (absent || broken)) {
                node.put("verdict", "green")
                        .put("reason", "")
                        .put("status", "NORMAL")
                        .put("samples", 5_000_000 + night);
                node.putArray("failures");
                for (var outcome : node.withArray("outcomes")) {
                    if (outcome.path("expect").asText().equals("FORBIDDEN")) {
                        ((ObjectNode) outcome).put("count", 0).put("configurations", 0);
                    }
                }
            }
        }
        return document;
    }

    private ObjectNode environment(int night) {
        ObjectNode document = (ObjectNode) golden("environment.json");
        Instant started = started(night);
        document.withObject("run")
                .put("id", "replay-" + night)
                .put("started", started.toString())
                .put("ended", started.plusSeconds(571).toString())
                .put("note", "made up for the tests of the pages");
        document.withObject("commit")
                .put("sha", sha(night))
                .put("subject", night % 10 == 5 ? HOSTILE_COMMIT : "slab: keep " + (night + 1) + " empty runs")
                .put("authorTime", started.minusSeconds(7200).toString())
                .put("commitTime", started.minusSeconds(3600).toString())
                .putArray("parents")
                .add(sha(night - 1));
        document.withObject("machine").put("kernel", night < 20 ? "6.17.0" : "6.18.0");
        document.withObject("canary").put("steady", night % 17 != 11);
        if (night < NIGHTS - 1) {
            document.putArray("units");
        }
        return document;
    }

    private static Instant started(int night) {
        return FIRST.plus(Duration.ofDays(night));
    }

    private static String sha(int night) {
        Random random = new Random(SEED + night);
        return String.format(Locale.ROOT, "%016x%016x%08x", random.nextLong(), random.nextLong(), random.nextInt());
    }

    private JsonNode golden(String name) {
        try {
            return json.readTree(Files.readString(GOLDEN.resolve(name), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("golden file cannot be read, name=" + name, e);
        }
    }

    private byte[] bytes(Object document) {
        try {
            return json.writeValueAsBytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException("a document cannot be written", e);
        }
    }
}
