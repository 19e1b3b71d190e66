package org.allotment.reports.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;

/**
 * A server that is started to be visited by itself, once, and then ends: what it used goes into the cache from which later
 * starts are fast ({@code -XX:AOTCacheOutput}). Its store is a file of its own.
 */
final class Training {
    /** The argument that asks for it. */
    static final String COMMAND = "train";

    private static final int ROUNDS = 5;
    private static final List<String> PATHS = List.of(
            "/",
            "/runs",
            "/stress",
            "/series/1",
            "/series/1/points",
            "/overview.csv",
            "/api/v1/runs",
            "/api/v1/overview",
            "/api/v1/projects",
            "/api/v1/series/1",
            "/q/health/ready",
            "/openapi",
            "/assets/pages.js",
            "/nowhere");
    private static final String RUN = """
            [{"jmhVersion": "1.37", "benchmark": "org.allotment.Training.visit", "mode": "avgt", "threads": 1, "forks": 1,
              "params": {"size": "64"}, "primaryMetric": {"score": 1.5, "scoreError": "NaN", "scoreUnit": "ns/op",
              "scorePercentiles": {"50.0": 1.5}, "rawData": [[1.25, 1.5, 1.75]]}}]""";

    private Training() {}

    /** Settings of a server that nobody else sees. */
    static void prepare() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            System.setProperty("quarkus.http.port", Integer.toString(free.getLocalPort()));
            System.setProperty(
                    "allotment.db",
                    Files.createTempDirectory("allotment-training-")
                            .resolve("history.db")
                            .toString());
        } catch (IOException e) {
            throw new StartRefusedException("no room for a training, reason=" + e.getMessage());
        }
    }

    /** Visits everything that visitors do. */
    static void visit(int port) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int round = 0; round < ROUNDS; round++) {
                client.send(
                        request(port, "/api/v1/runs?project=training&branch=main&commit=" + round)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(RUN.replace("1.5", "1." + (50 + round))))
                                .build(),
                        BodyHandlers.discarding());
                for (String path : PATHS) {
                    client.send(request(port, path).build(), BodyHandlers.discarding());
                }
            }
        } catch (IOException e) {
            throw new StartRefusedException("the training was cut short, reason=" + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }
}
