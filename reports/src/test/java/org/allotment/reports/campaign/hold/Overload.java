package org.allotment.reports.campaign.hold;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.allotment.reports.Nights;
import org.allotment.reports.campaign.Campaign;
import org.allotment.reports.campaign.Tally;
import org.allotment.reports.campaign.Terms;
import org.allotment.reports.campaign.site.Client;
import org.allotment.reports.campaign.site.Client.Answer;
import org.allotment.reports.campaign.site.Ledger;
import org.allotment.reports.campaign.site.ServerProcess;

/**
 * More than it can do: readers and uploaders without pause, four times as many as the server has workers for, a thousand
 * idle connections, two hundred that send a byte now and then, and eight uploads of 50 MB.
 */
public final class Overload implements Campaign {
    private static final List<String> FLAGS = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=64m");
    private static final List<String> PATHS = List.of("/", "/api/v1/runs", "/runs", "/api/v1/overview", "/stress");
    private static final int READERS = 56;
    private static final int WRITERS = 8;
    private static final int IDLE = 1_000;
    private static final int SLOW = 200;
    private static final int GREAT = 8;
    private static final int GREAT_BYTES = 50 << 20;
    private static final long MOST_RSS_KIB = 512 << 10;
    private static final int QUIET_ASKS = 100;
    private static final long BACK_NANOS = Duration.ofSeconds(10).toNanos();

    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    @Override
    public String id() {
        return "D9";
    }

    @Override
    public String name() {
        return "overload";
    }

    @Override
    public String unit() {
        return "seconds";
    }

    @Override
    public String promise() {
        return "only 2xx, 4xx or 503 with Retry-After; nothing acknowledged lost; at most 512 MiB; p99 as before within 10 s";
    }

    @Override
    public Counts counts() {
        return new Counts(3, 10, 60);
    }

    @Override
    public void run(Terms terms, Tally tally) throws Exception {
        int port = ServerProcess.freePort();
        List<String> settings = new ArrayList<>(terms.site().settings());
        settings.add("-Dquarkus.http.port=" + port);
        acknowledged.clear();
        try (ServerProcess server = ServerProcess.start(FLAGS, settings);
                Client client = new Client()) {
            server.awaitReady();
            write(client, port, "first", tally);
            long before = p99(client, port);
            flood(terms, server, client, port, tally);
            long start = System.nanoTime();
            long after = p99(client, port);
            while (after > 2 * before + 5 && System.nanoTime() - start < BACK_NANOS) {
                after = p99(client, port);
            }
            tally.most("p99BeforeMillis", before);
            tally.most("p99AfterMillis", after);
            tally.late("p99 not back, before=" + before + ", after=" + after, after > 2 * before + 5);
            tally.expect(server.isAlive(), "the server is dead");
        }
        Map<String, String> stored = Ledger.runs(terms.site().store(), "flooded", tally);
        acknowledged.forEach((key, id) -> tally.expect(id.equals(stored.get(key)), "lost, key=" + key));
        tally.add("acknowledged", acknowledged.size());
        Ledger.check(terms.site().store(), tally);
    }

    private void flood(Terms terms, ServerProcess server, Client client, int port, Tally tally) throws Exception {
        running.set(true);
        List<Thread> crowd = new ArrayList<>();
        List<Socket> sockets = new ArrayList<>();
        try {
            hold(port, sockets, tally);
            for (int i = 0; i < READERS; i++) {
                crowd.add(start(() -> read(client, port, tally)));
            }
            for (int i = 0; i < WRITERS; i++) {
                crowd.add(start(() -> {
                    while (running.get()) {
                        write(client, port, "run-" + numbers.incrementAndGet(), tally);
                    }
                }));
            }
            for (int i = 0; i < GREAT; i++) {
                crowd.add(start(() -> great(client, port, tally)));
            }
            for (int second = 0; second < terms.count(); second++) {
                trickle(sockets);
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                tally.most("rssMiB", rss(server) >> 10);
                tally.did();
            }
        } finally {
            running.set(false);
            for (Thread each : crowd) {
                each.join();
            }
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        tally.expect(rss(server) <= MOST_RSS_KIB, "rssKiB=" + rss(server));
    }

    private static Thread start(Member member) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                member.act();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private interface Member {
        void act() throws InterruptedException;
    }

    private void read(Client client, int port, Tally tally) throws InterruptedException {
        while (running.get()) {
            try {
                note(client.get(port, PATHS.get(numbers.incrementAndGet() % PATHS.size())), tally);
            } catch (IOException e) {
                tally.add("cut", 1);
            }
        }
    }

    private void write(Client client, int port, String key, Tally tally) throws InterruptedException {
        byte[] body = new Nights(key.hashCode()).jmh(2, 1).getBytes(StandardCharsets.UTF_8);
        try {
            Answer answer = client.send(Client.upload(port, "?project=flooded", body)
                    .header("Idempotency-Key", key)
                    .build());
            note(answer, tally);
            if (answer.isGood()) {
                acknowledged.put(key, answer.json().get("id").asText());
            }
        } catch (IOException e) {
            tally.add("cut", 1);
        }
    }

    /** No more at once than eight, and the bytes are made while they are sent. */
    private void great(Client client, int port, Tally tally) throws InterruptedException {
        while (running.get()) {
            byte[] piece = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            List<byte[]> pieces = java.util.Collections.nCopies(GREAT_BYTES >> 20, piece);
            try {
                note(
                        client.send(Client.request(port, "/api/v1/runs?project=great")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofByteArrays(pieces))
                                .build()),
                        tally);
            } catch (IOException e) {
                tally.add("cutGreat", 1);
            }
        }
    }

    private static void note(Answer answer, Tally tally) {
        tally.add("status" + answer.status(), 1);
        boolean right = answer.status() / 100 == 2 || answer.status() / 100 == 4 || answer.isLater();
        tally.expect(right, "status=" + answer.status() + ", body=" + answer.text());
    }

    private static void hold(int port, List<Socket> sockets, Tally tally) {
        try {
            for (int i = 0; i < IDLE + SLOW; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(socket);
                if (i >= IDLE) {
                    socket.getOutputStream()
                            .write("POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            tally.add("refusedConnections", 1);
        }
        tally.most("connections", sockets.size());
    }

    private static void trickle(List<Socket> sockets) {
        for (Socket slow : sockets.subList(Math.min(IDLE, sockets.size()), sockets.size())) {
            try {
                slow.getOutputStream().write('x');
            } catch (IOException e) {
                // The server has had enough of it.
            }
        }
    }

    private static long p99(Client client, int port) throws Exception {
        long[] millis = LongStream.range(0, QUIET_ASKS).toArray();
        for (int i = 0; i < QUIET_ASKS; i++) {
            millis[i] = client.get(port, PATHS.get(i % PATHS.size())).millis();
        }
        Arrays.sort(millis);
        return millis[QUIET_ASKS * 99 / 100 - 1];
    }

    private static long rss(ServerProcess server) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }
}
