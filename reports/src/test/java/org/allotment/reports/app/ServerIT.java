package org.allotment.reports.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.allotment.reports.Golden;
import org.allotment.reports.Nights;
import org.allotment.reports.model.Hashes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged server: killed at random moments, started wrongly, and fed what it must not swallow. */
final class ServerIT {
    private static final int KILLS = Integer.getInteger("allotment.kills", 20);
    private static final int CLIENTS = 4;
    private static final int MOST_MILLIS = 300;

    @TempDir
    private Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    @Test
    void everyAcknowledgedRunSurvivesKillsExactlyOnce() throws Exception {
        long seed = Long.getLong("allotment.seed", ThreadLocalRandom.current().nextLong());
        Random random = new Random(seed);
        int port = ServerProcess.freePort();
        Load load = new Load(port);
        ServerProcess server = ServerProcess.start(folder.resolve("history.db"), port);
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                server.awaitReady();
                load.awaitMore(1);
                LockSupport.parkNanos(
                        Duration.ofMillis(random.nextInt(MOST_MILLIS)).toNanos());
                server.kill();
                server = ServerProcess.start(folder.resolve("history.db"), port);
            }
            server.awaitReady();
            load.awaitMore(CLIENTS);
            load.stop();
            assertStored(port, load, seed);
        } finally {
            load.stop();
            server.close();
        }
    }

    private void assertStored(int port, Load load, long seed) throws Exception {
        int pages = 1_000;
        List<String> stored = new ArrayList<>();
        JsonNode page;
        do {
            page = get(port, "/api/v1/runs?project=kills&limit=" + pages + "&offset=" + stored.size());
            page.get("items").forEach(run -> stored.add(run.get("id").asText()));
        } while (stored.size() < page.get("total").asInt());
        System.out.printf(
                "kills=%d, acknowledged=%d, stored=%d, seed=%d%n", KILLS, load.acked.size(), stored.size(), seed);
        assertThat(stored).as("seed=%d", seed).doesNotHaveDuplicates().containsAll(load.acked.values());
        assertThat(load.acked.values()).as("seed=%d", seed).doesNotHaveDuplicates();
        assertThat(stored.size()).as("seed=%d", seed).isBetween(load.acked.size(), load.acked.size() + CLIENTS);
        for (String id : stored.subList(0, Math.min(40, stored.size()))) {
            JsonNode run = get(port, "/api/v1/runs/" + id);
            assertThat(run.get("data").get("results"))
                    .as("seed=%d, run=%s", seed, id)
                    .hasSize(6);
            assertThat(run.get("data").get("parts")).hasSize(1);
        }
    }

    @Test
    void bombsAndFloodsAreRefusedInASmallHeap() throws Exception {
        int port = ServerProcess.freePort();
        try (ServerProcess server = ServerProcess.start(folder.resolve("small.db"), port)) {
            assertThat(server.awaitReady()).isEqualTo("Allotment reports on http://127.0.0.1:" + port);
            assertThat(post(port, bomb(1 << 10), "gzip").statusCode()).isEqualTo(413);
            assertThat(post(port, new byte[33 << 20], "identity").statusCode()).isEqualTo(413);
            byte[] deep = "[".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
            assertThat(post(port, deep, "identity").statusCode()).isEqualTo(400);
            byte[] digits = "9".repeat(10_000_000).getBytes(StandardCharsets.US_ASCII);
            assertThat(post(port, digits, "identity").statusCode()).isEqualTo(400);
            assertThat(get(port, "/api/v1/runs").get("total").asInt()).isZero();
            assertThat(post(port, Golden.bytes("jmh.json"), "identity").statusCode())
                    .isEqualTo(201);
        }
    }

    /** Valid documents: what two bytes become is not to be more than the heap has, for one client or for six at once. */
    @Test
    void validFiguresByTheMillionDoNotFillASmallHeap() throws Exception {
        int port = ServerProcess.freePort();
        try (ServerProcess server = ServerProcess.start(folder.resolve("figures.db"), port)) {
            server.awaitReady();
            assertThat(post(port, figures("rawData", "[[", "0,", 14_000_000, "0]]"), "identity")
                            .statusCode())
                    .isEqualTo(413);
            assertThat(post(port, figures("rawData", "[", "[],", 9_000_000, "[]]"), "identity")
                            .statusCode())
                    .isEqualTo(413);
            byte[] buckets = figures("rawDataHistogram", "[[[", "[0,1],", 4_500_000, "[0,1]]]]");
            assertThat(post(port, buckets, "identity").statusCode()).isEqualTo(413);
            byte[] most = figures("rawData", "[[", "0,", 450_000, "0]]");
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int client = 0; client < 6; client++) {
                HttpRequest request = upload(port, "client-" + client)
                        .POST(BodyPublishers.ofByteArray(most))
                        .build();
                answers.add(http.sendAsync(request, BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(201);
            }
            assertThat(get(port, "/api/v1/runs").get("total").asInt()).isEqualTo(6);
        }
    }

    private static byte[] figures(String field, String open, String each, int times, String close) {
        String element = "[{\"benchmark\": \"a.B.c\", \"mode\": \"avgt\", \"primaryMetric\": {\"score\": 1,"
                + " \"scoreUnit\": \"ns/op\", \"" + field + "\": " + open + each.repeat(times) + close + "}}]";
        return element.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aTakenPortIsOneClearLine() throws Exception {
        int port = ServerProcess.freePort();
        try (ServerProcess first = ServerProcess.start(folder.resolve("a.db"), port)) {
            first.awaitReady();
            try (ServerProcess second = ServerProcess.start(folder.resolve("b.db"), port)) {
                assertThat(second.awaitEnd())
                        .singleElement()
                        .asString()
                        .contains("port")
                        .contains("taken");
                assertThat(second.exitCode()).isEqualTo(1);
            }
        }
    }

    @Test
    void listeningWiderWithoutATokenIsRefusedInOneLine() throws Exception {
        int port = ServerProcess.freePort();
        try (ServerProcess server = ServerProcess.start(folder.resolve("c.db"), port, "-Dquarkus.http.host=0.0.0.0")) {
            assertThat(server.awaitEnd())
                    .singleElement()
                    .asString()
                    .contains("token")
                    .contains("host=0.0.0.0");
            assertThat(server.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void aTokenIsDemandedWhereOneIsSetUp() throws Exception {
        int port = ServerProcess.freePort();
        String digest = HexFormat.of().formatHex(Hashes.sha256().digest("secret".getBytes(StandardCharsets.UTF_8)));
        try (ServerProcess server =
                ServerProcess.start(folder.resolve("d.db"), port, "-Dallotment.token.sha256=" + digest)) {
            server.awaitReady();
            HttpRequest.Builder upload =
                    upload(port, "tokens").POST(BodyPublishers.ofByteArray(Golden.bytes("jmh.json")));
            assertThat(send(upload.build()).statusCode()).isEqualTo(401);
            assertThat(send(upload.copy()
                                    .header("Authorization", "Bearer wrong")
                                    .build())
                            .statusCode())
                    .isEqualTo(401);
            assertThat(send(upload.copy()
                                    .header("Authorization", "Bearer secret")
                                    .build())
                            .statusCode())
                    .isEqualTo(201);
            assertThat(get(port, "/api/v1/runs").get("total").asInt()).isEqualTo(1);
        }
    }

    private JsonNode get(int port, String path) throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(uri(port, path)).build());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private HttpResponse<String> post(int port, byte[] body, String encoding) throws Exception {
        return send(upload(port, "hostile")
                .header("Content-Encoding", encoding)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    private static HttpRequest.Builder upload(int port, String project) {
        return HttpRequest.newBuilder(uri(port, "/api/v1/runs?project=" + project))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofMinutes(1));
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static byte[] bomb(int mebibytes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < mebibytes; i++) {
                out.write(new byte[1 << 20]);
            }
        }
        return bytes.toByteArray();
    }

    /** Clients that upload without end; a run that was not acknowledged is sent again under the same key. */
    private final class Load {
        private final int port;
        private final Map<String, String> acked = new ConcurrentHashMap<>();
        private final AtomicInteger acks = new AtomicInteger();
        private final AtomicBoolean running = new AtomicBoolean(true);
        private final List<Thread> clients = new ArrayList<>();

        Load(int port) {
            this.port = port;
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                clients.add(Thread.ofPlatform().start(() -> upload(client)));
            }
        }

        /** Waits until {@code more} uploads have been acknowledged from now on. */
        void awaitMore(int more) {
            int goal = acks.get() + more;
            long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (acks.get() < goal) {
                assertThat(System.nanoTime()).as("uploads stand still").isLessThan(deadline);
                LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            }
        }

        void stop() throws InterruptedException {
            running.set(false);
            for (Thread client : clients) {
                client.join();
            }
        }

        private void upload(int client) {
            Nights nights = new Nights(client);
            int number = 0;
            String body = nights.jmh(2, 1);
            while (running.get()) {
                String key = "client-" + client + "-run-" + number;
                HttpRequest request = ServerIT.upload(port, "kills")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(body))
                        .build();
                if (isAcked(key, request)) {
                    number++;
                    body = nights.jmh(2, 1);
                } else {
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
            }
        }

        private boolean isAcked(String key, HttpRequest request) {
            try {
                HttpResponse<String> answer = send(request);
                if (answer.statusCode() / 100 != 2) {
                    throw new AssertionError("status=" + answer.statusCode() + ", body=" + answer.body());
                }
                acked.put(
                        key,
                        new ObjectMapper().readTree(answer.body()).get("id").asText());
                acks.incrementAndGet();
                return true;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
