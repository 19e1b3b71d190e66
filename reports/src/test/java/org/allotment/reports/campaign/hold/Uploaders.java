package org.allotment.reports.campaign.hold;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.allotment.reports.Nights;
import org.allotment.reports.campaign.Tally;
import org.allotment.reports.campaign.Terms;
import org.allotment.reports.campaign.site.Client;
import org.allotment.reports.campaign.site.Client.Answer;

/** Clients that upload without end; a run that was not acknowledged is sent again under the same key, to any of the servers. */
final class Uploaders implements AutoCloseable {
    static final int CLIENTS = 4;
    static final String PROJECT = "held";

    private static final Duration STILL = Duration.ofMinutes(2);
    private static final long PAUSE = Duration.ofMillis(20).toNanos();

    private final List<Integer> ports;
    private final Tally tally;
    private final Client client = new Client();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger acks = new AtomicInteger();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final List<Thread> threads = new ArrayList<>();

    Uploaders(List<Integer> ports, Terms terms, Tally tally) {
        this.ports = List.copyOf(ports);
        this.tally = tally;
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            threads.add(Thread.ofPlatform().daemon().start(() -> upload(number, terms.random(1 + number))));
        }
    }

    /** Ids by key of what was acknowledged. */
    Map<String, String> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /** Waits until {@code more} uploads have been acknowledged from now on. */
    void awaitMore(int more) {
        int goal = acks.get() + more;
        long deadline = System.nanoTime() + STILL.toNanos();
        while (acks.get() < goal) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("uploads stand still, acknowledged=" + acks.get());
            }
            LockSupport.parkNanos(PAUSE / 10);
        }
    }

    /** Lets each finish what it is at. */
    void stop() throws InterruptedException {
        running.set(false);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() {
        running.set(false);
        client.close();
    }

    private void upload(int number, Random random) {
        Nights nights = new Nights(random.nextLong());
        int run = 0;
        byte[] body = body(nights);
        while (running.get()) {
            String key = "client-" + number + "-run-" + run;
            int port = ports.get(random.nextInt(ports.size()));
            if (isAcknowledged(key, port, body)) {
                run++;
                body = body(nights);
            } else {
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private static byte[] body(Nights nights) {
        return nights.jmh(2, 1).getBytes(StandardCharsets.UTF_8);
    }

    private boolean isAcknowledged(String key, int port, byte[] body) {
        HttpRequest request = Client.upload(port, "?project=" + PROJECT, body)
                .header("Idempotency-Key", key)
                .build();
        try {
            Answer answer = client.send(request);
            if (!answer.isGood()) {
                tally.add("later", 1);
                tally.expect(answer.isLater(), "status=" + answer.status() + ", body=" + answer.text());
                return false;
            }
            acknowledged.put(key, answer.json().get("id").asText());
            acks.incrementAndGet();
            return true;
        } catch (IOException e) {
            tally.add("cut", 1);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.set(false);
            return false;
        }
    }
}
