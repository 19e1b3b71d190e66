package org.allotment.harness.nightly.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.allotment.harness.result.Documents;

/** The jobs of a dashboard in a few lines: one job, which is claimed once, and faults that the test chooses. */
final class FakeJobs implements AutoCloseable {

    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger jobs = new AtomicInteger(1);
    private final CountDownLatch beaten = new CountDownLatch(2);
    private volatile String job;
    private volatile int heartbeatStatus = 200;
    private final AtomicInteger faults = new AtomicInteger();
    private volatile int faultsOfTheAnswer;

    /** A verb with its authorization, and what came with it: one thing, as a heartbeat may come beside any other call. */
    private record Call(String text, JsonNode body) {}

    FakeJobs(String base, String head, int forks) throws IOException {
        job = """
                {"fence": 3, "leaseSeconds": 1, "job": {"id": 7, "profile": "quick",
                 "asked": {"base": "%s", "head": "%s", "worse": true, "effect": 0.02, "forks": %d},
                 "measured": {"benchmark": "fake.A.pair", "params": {"size": "64"}, "mode": "avgt", "threads": 1,
                  "metric": "score", "unit": "ns/op"}}}""".formatted(base, head.replace("\n", "\\n"), forks);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/jobs", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** What heartbeats are answered. */
    void heartbeats(int status) {
        heartbeatStatus = status;
    }

    /** How many of the next requests other than heartbeats fail as those of a server that restarts. */
    void faults(int count) {
        faults.set(count);
    }

    /** How many requests behind the claim, other than heartbeats, fail. */
    void faultsOfTheAnswer(int count) {
        faultsOfTheAnswer = count;
    }

    /** Asks for more threads than any machine has. */
    void threads(int count) {
        job = job.replace("\"threads\": 1", "\"threads\": " + count);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var verb = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var isBeat = verb.equals("heartbeat");
            if (!isBeat && faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                answer(exchange, 503, "{}");
                return;
            }
            var authorization = exchange.getRequestHeaders().getFirst("Authorization");
            calls.add(new Call(verb + " " + authorization, Documents.tree(body)));
            if (isBeat) {
                beaten.countDown();
            }
            switch (verb) {
                case "claim" -> {
                    var isLeft = jobs.getAndDecrement() > 0;
                    faults.set(faultsOfTheAnswer);
                    answer(exchange, isLeft ? 200 : 204, isLeft ? job : "");
                }
                case "heartbeat" -> answer(exchange, heartbeatStatus, "{}");
                case "release" -> answer(exchange, 204, "");
                default -> answer(exchange, 200, "{\"conclusion\": {\"verdict\": \"confirmed\", \"text\": \"so\"}}");
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Waits for two heartbeats. */
    void awaitBeats() {
        try {
            beaten.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted"));
        }
    }

    /** Verbs with the authorization they came with, heartbeats left out. */
    List<String> calls() {
        return calls.stream()
                .map(Call::text)
                .filter(call -> !call.startsWith("heartbeat"))
                .toList();
    }

    /** The body of the last request of a verb. */
    JsonNode body(String verb) {
        return calls.stream()
                .filter(call -> call.text().startsWith(verb))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("not called, verb=" + verb + ", calls=" + calls))
                .body();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
