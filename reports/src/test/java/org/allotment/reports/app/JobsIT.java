package org.allotment.reports.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.allotment.reports.campaign.site.ServerProcess;
import org.allotment.reports.jobs.Landed;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server is killed while agents work for it: what it had taken stays, and every job is answered once. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class JobsIT {
    private static final int JOBS = 40;
    private static final int AGENTS = 3;
    private static final int KILLS = Integer.getInteger("allotment.kills", 5);
    private static final String LEASE = "-Dallotment.jobs.lease-seconds=2";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<Long, String> answered = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> twice = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean(true);

    @TempDir
    private Path folder;

    private int port;

    @Test
    void everyJobIsAnsweredOnceThoughTheServerIsKilled() throws Exception {
        long seed = Long.getLong("allotment.seed", System.nanoTime());
        Random random = new Random(seed);
        Path database = folder.resolve("jobs.db");
        ask(database);
        port = ServerProcess.freePort();
        List<Thread> agents = new ArrayList<>();
        for (int agent = 0; agent < AGENTS; agent++) {
            String worker = "agent-" + agent;
            agents.add(Thread.ofPlatform().start(() -> work(worker)));
        }
        for (int kill = 0; kill < KILLS && answered.size() < JOBS; kill++) {
            try (ServerProcess server = ServerProcess.start(database, port, LEASE)) {
                server.awaitReady();
                int goal = Math.min(JOBS, answered.size() + 1 + random.nextInt(JOBS / KILLS));
                await(goal);
            }
        }
        try (ServerProcess server = ServerProcess.start(database, port, LEASE)) {
            server.awaitReady();
            await(JOBS);
            running.set(false);
            for (Thread agent : agents) {
                agent.join();
            }
            assertThat(twice).as("seed=%d", seed).isEmpty();
            JsonNode done = json.readTree(
                    http.send(request("/api/v1/jobs?state=done").GET().build(), BodyHandlers.ofString())
                            .body());
            assertThat(done.get("total").asInt()).as("seed=%d", seed).isEqualTo(JOBS);
            for (JsonNode job : done.get("items")) {
                assertThat(job.get("worker").asText())
                        .as("seed=%d, job=%s", seed, job)
                        .isEqualTo(answered.get(job.get("id").asLong()));
            }
        }
    }

    private static void ask(Path database) throws Exception {
        try (Store store = Store.of(StoreSettings.sqlite(database))) {
            Landed landed = new Landed(store, Clock.systemUTC());
            landed.night(0, 1);
            for (int job = 0; job < JOBS; job++) {
                landed.ask("base", "head" + job);
            }
        }
    }

    private void await(int goal) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (answered.size() < goal) {
            assertThat(System.nanoTime()).as("jobs stand still").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    private void work(String worker) {
        while (running.get()) {
            try {
                HttpResponse<String> claim = post("/claim", "{\"worker\": \"" + worker + "\"}");
                if (claim.statusCode() == 200) {
                    answer(worker, json.readTree(claim.body()));
                } else {
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
            } catch (IOException e) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Sends until the server has it, or another claim took the job. */
    private void answer(String worker, JsonNode claim) throws InterruptedException {
        long id = claim.at("/job/id").asLong();
        String five = "[[1], [1], [1], [1], [1]]";
        String body = "{\"fence\": " + claim.get("fence") + ", \"base\": " + five + ", \"head\": " + five
                + ", \"canary\": [1, 1]}";
        while (running.get()) {
            try {
                int status = post("/" + id + "/result", body).statusCode();
                if (status == 200 && answered.putIfAbsent(id, worker) != null) {
                    twice.add("job=" + id + ", worker=" + worker);
                }
                if (status == 200 || status == 409) {
                    return;
                }
            } catch (IOException e) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(
                request("/api/v1/jobs" + path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
    }
}
