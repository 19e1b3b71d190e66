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
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.allotment.reports.Golden;
import org.allotment.reports.api.live.EventStream;
import org.allotment.reports.campaign.site.ServerProcess;
import org.allotment.reports.model.Hashes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged server: started wrongly, and fed what it must not swallow; campaigns do the rest. */
final class ServerIT {
    @TempDir
    private Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

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
    void halfSettingsOfMailAreRefusedInOneLine() throws Exception {
        int port = ServerProcess.freePort();
        try (ServerProcess server =
                ServerProcess.start(folder.resolve("mail.db"), port, "-Dallotment.notice.mail.host=mail.example.org")) {
            assertThat(server.awaitEnd())
                    .singleElement()
                    .asString()
                    .contains("mail needs more: set allotment.notice.mail.from");
            assertThat(server.exitCode()).isEqualTo(1);
        }
    }

    /** Who only listens does not keep a server from stopping, and is left with nothing more to wait for. */
    @Test
    void streamsEndWhenTheServerStops() throws Exception {
        int port = ServerProcess.freePort();
        try (ServerProcess server = ServerProcess.start(folder.resolve("streams.db"), port);
                EventStream first = stream(server, port);
                EventStream second = EventStream.open(uri(port, "/api/v1/progress/stream"), null)) {
            assertThat(first.next()).isEqualTo("{\"items\":[]}");
            assertThat(second.next()).isNotNull();
            server.stop();
            assertThat(hasEnded(first)).isTrue();
            assertThat(hasEnded(second)).isTrue();
            assertThat(server.exitCode()).isEqualTo(143);
        }
    }

    /** Whether nothing more comes: the connection may be closed before the last word is through. */
    private static boolean hasEnded(EventStream stream) {
        try {
            return stream.next() == null;
        } catch (IOException cut) {
            return true;
        }
    }

    private static EventStream stream(ServerProcess server, int port) throws Exception {
        server.awaitReady();
        return EventStream.open(uri(port, "/api/v1/progress/stream"), null);
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
}
