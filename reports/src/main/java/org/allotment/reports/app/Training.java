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
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A server that is started to be visited by itself, once, and then ends: what it used goes into the cache from which later
 * starts are fast ({@code -XX:AOTCacheOutput}). Its store is a file of its own.
 */
final class Training {
    /** The argument that asks for it. */
    static final String COMMAND = "train";

    private static final int CREATED = 201;
    private static final int NIGHTS = 20;
    private static final int BENCHMARKS = 10;
    private static final int FORKS = 5;

    /** The cache also keeps which paths the code took: the first visitors of a later start find it compiled the sooner. */
    private static final int ROUNDS = 60;

    /** {@code %d} is the number of a series. */
    private static final List<String> PATHS = List.of(
            "/",
            "/runs",
            "/stress",
            "/incidents",
            "/compare",
            "/series/%d",
            "/series/%d/points",
            "/overview.csv",
            "/api/v1/runs",
            "/api/v1/overview",
            "/api/v1/projects",
            "/api/v1/series/%d",
            "/q/health/ready",
            "/openapi",
            "/assets/pages.js",
            "/nowhere");

    /** Nobody is to hear of it. */
    private static final List<String> UNSPOKEN = List.of(
            "webhook.url",
            "mail.host",
            "mail.port",
            "mail.security",
            "mail.user",
            "mail.password",
            "mail.password-file",
            "mail.from",
            "mail.to");

    private Training() {}

    /** Settings of a server that nobody else sees; returns the folder of its store. */
    static Path prepare() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            System.setProperty("quarkus.http.port", Integer.toString(free.getLocalPort()));
            Path folder = Files.createTempDirectory("allotment-training-");
            System.setProperty("allotment.db", folder.resolve("history.db").toString());
            System.setProperty("allotment.read-needs-token", "false");
            UNSPOKEN.forEach(each -> System.setProperty("allotment.notice." + each, ""));
            return folder;
        } catch (IOException e) {
            throw new StartRefusedException("no room for a training, reason=" + e.getMessage());
        }
    }

    /** Removes the store of a server that has ended. */
    static void clear(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException left) {
            // What lies in a temporary folder is nobody's; the cache is good all the same.
        }
    }

    /** Visits everything that visitors do. */
    static void visit(int port) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int night = 0; night < NIGHTS; night++) {
                HttpRequest upload = request(port, "/api/v1/runs?project=training&branch=main&commit=" + night)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(run(night)))
                        .build();
                int status = client.send(upload, BodyHandlers.discarding()).statusCode();
                if (status != CREATED) {
                    throw new StartRefusedException("nothing to train on, status=" + status);
                }
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (String path : PATHS) {
                    String visited = String.format(Locale.ROOT, path, 1 + round % BENCHMARKS);
                    client.send(request(port, visited).build(), BodyHandlers.discarding());
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

    /** A night of JMH, each fork a little off the others. */
    private static String run(int night) {
        return IntStream.range(0, BENCHMARKS)
                .mapToObj(each -> String.format(Locale.ROOT, """
                        {"jmhVersion": "1.37", "benchmark": "org.allotment.Training.visit%d", "mode": "avgt", "threads": 1, "forks": %d,
                          "params": {"size": "64"},
                          "primaryMetric": {"score": 1.5, "scoreError": "NaN", "scoreUnit": "ns/op", "rawData": %s},
                          "secondaryMetrics": {"gc.alloc.rate.norm":
                            {"score": 0.5, "scoreError": "NaN", "scoreUnit": "B/op", "rawData": %s}}}""", each, FORKS, forks(each + night), forks(0)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String forks(int seed) {
        return IntStream.range(0, FORKS)
                .mapToObj(fork -> "[1.25, 1.5, 1." + (60 + (seed + fork) % 30) + "]")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
