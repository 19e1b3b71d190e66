package org.allotment.reports.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import org.allotment.reports.HandClock;
import org.allotment.reports.Nights;
import org.allotment.reports.alert.mail.Addresses;
import org.allotment.reports.alert.mail.FakePostOffice;
import org.allotment.reports.alert.mail.Letters;
import org.allotment.reports.alert.mail.Mail;
import org.allotment.reports.alert.mail.PostOffice;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.store.Store;
import org.allotment.reports.triage.Incidents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One notice for each incident, over one kind of store. */
abstract class NoticesContract {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final Nights nights = new Nights(3);
    private final HandClock clock = new HandClock(START);
    private final List<String> said = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Store store;

    abstract Store open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void anIncidentIsSaidOnceUntilItIsWellAgain() throws Exception {
        assertThat(said(notices())).isZero();
        run("a", "red");
        assertThat(said(notices())).isEqualTo(1);
        run("b", "red");
        run("c", "none");
        run("d", "red");
        assertThat(said(notices())).isZero();
        run("e", "green");
        run("f", "red");
        assertThat(said(notices())).isEqualTo(1);
        assertThat(said).hasSize(2).doesNotHaveDuplicates();
        assertThat(said.getFirst()).contains("Litmus: forbidden seen").contains("litmus Litmus");
    }

    @Test
    void serversOnOneStoreSayItOnceBetweenThem() throws Exception {
        for (int i = 0; i < 5; i++) {
            run("a" + i, "red");
            run("b" + i, "green");
        }
        CyclicBarrier together = new CyclicBarrier(4);
        List<Thread> servers = new ArrayList<>();
        List<Throwable> faults = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 4; i++) {
            servers.add(Thread.ofPlatform().start(() -> {
                try {
                    together.await();
                    look();
                    notices().round();
                } catch (Exception e) {
                    faults.add(e);
                }
            }));
        }
        for (Thread server : servers) {
            server.join();
        }
        assertThat(faults).isEmpty();
        assertThat(said).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void whatDidNotArriveIsSentAgainUnderTheSameName() throws Exception {
        run("a", "red");
        List<String> deliveries = new ArrayList<>();
        Notices failing = new Notices(store, clock, List.of(channel(delivery -> {
            deliveries.add(delivery);
            if (deliveries.size() < 3) {
                throw new IOException("away");
            }
        })));
        for (int i = 0; i < 10; i++) {
            said(failing);
        }
        assertThat(deliveries).hasSize(1);
        clock.pass(Duration.ofSeconds(31));
        said(failing);
        said(failing);
        assertThat(deliveries).hasSize(2);
        clock.pass(Duration.ofDays(2));
        assertThat(said(failing)).isEqualTo(1);
        assertThat(said(failing)).isZero();
        assertThat(deliveries).hasSize(3).containsOnly(deliveries.getFirst());
    }

    @Test
    void oldRunsAreHistory() throws Exception {
        run("a", "red");
        clock.pass(Duration.ofDays(2));
        assertThat(said(notices())).isZero();
        run("b", "red");
        assertThat(said(notices())).isEqualTo(1);
    }

    @Test
    void aWebhookIsSigned() throws Exception {
        run("a", "red");
        List<String> got = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            got.add(exchange.getRequestHeaders().getFirst("X-Allotment-Signature"));
            got.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(got.size() == 2 ? 500 : 204, -1);
            exchange.close();
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
            Webhook webhook = new Webhook(address, "secret", clock);
            Notices notices = new Notices(store, clock, List.of(webhook));
            assertThat(said(notices)).isZero();
            clock.pass(Duration.ofMinutes(5));
            assertThat(said(notices)).isEqualTo(1);
            assertThat(got).hasSize(4);
            assertThat(got.get(3)).contains("\"project\":\"p\"").isEqualTo(got.get(1));
            long time = clock.instant().getEpochSecond();
            assertThat(got.get(2)).isEqualTo("t=" + time + ",v1=" + webhook.signature(time, got.get(3)));
            assertThat(got.get(2)).isNotEqualTo(got.get(0));
        } finally {
            server.stop(0);
        }
    }

    /** One that fails is neither in the way of another nor a reason to say anything twice. */
    @Test
    void eachRecipientOfMailAndTheWebhookHaveAnAccountOfTheirOwn() throws Exception {
        run("a", "red");
        try (FakePostOffice office = new FakePostOffice()) {
            Notices mails = new Notices(store, clock, List.of(mail(office, "alice"), mail(office, "bob")));
            office.refuse("bob@example.org");
            assertThat(said(mails)).isEqualTo(1);
            assertThat(said(notices())).isEqualTo(1);
            clock.pass(Duration.ofMinutes(10));
            assertThat(said(mails) + said(notices())).isZero();
            office.refuse();
            clock.pass(Duration.ofMinutes(10));
            assertThat(said(mails)).isEqualTo(1);
            assertThat(said(mails) + said(notices())).isZero();
            assertThat(office.letters().stream().map(FakePostOffice.Letter::to))
                    .containsExactly("alice@example.org", "bob@example.org");
            assertThat(said).hasSize(1);
        }
    }

    /** Whether it has the mail when the line breaks only the server knows; the second one has the name of the first. */
    @Test
    void aMailOfWhichNobodyKnowsWhetherItCameKeepsItsName() throws Exception {
        run("a", "red");
        try (FakePostOffice office = new FakePostOffice()) {
            Notices mails = new Notices(store, clock, List.of(mail(office, "alice"), mail(office, "bob")));
            office.fails(FakePostOffice.Fault.BREAKS_BEFORE_ITS_WORD);
            assertThat(said(mails)).isZero();
            office.fails(FakePostOffice.Fault.NONE);
            clock.pass(Duration.ofMinutes(10));
            assertThat(said(mails)).isEqualTo(2);
            assertThat(said(mails)).isZero();
            for (String recipient : List.of("alice", "bob")) {
                assertThat(office.letters().stream()
                                .filter(letter -> letter.to().startsWith(recipient))
                                .map(letter -> letter.data()
                                        .replaceAll("(?s).*(Message-ID: <allotment-[^>]*@example.org>).*", "$1")))
                        .hasSize(2)
                        .allMatch(name -> name.startsWith("Message-ID: <allotment-"))
                        .containsOnly(name(office, recipient));
            }
            assertThat(name(office, "alice")).isNotEqualTo(name(office, "bob"));
        }
    }

    private static String name(FakePostOffice office, String recipient) {
        return office.letters().stream()
                .filter(letter -> letter.to().startsWith(recipient))
                .map(letter -> letter.data().replaceAll("(?s).*(Message-ID: <allotment-[^>]*@example.org>).*", "$1"))
                .findFirst()
                .orElseThrow();
    }

    private Channel mail(FakePostOffice office, String recipient) {
        return new Mail(
                PostOffice.of("localhost", office.port(), PostOffice.Security.NONE, null),
                new Letters(Addresses.of("bench@example.org"), URI.create("http://localhost:7411")),
                Addresses.of(recipient + "@example.org"),
                clock);
    }

    /** What every other tool computes: RFC 2104 with SHA-256, checked with a vector made by another implementation. */
    @Test
    void theSignatureIsThatOfOtherTools() {
        Webhook webhook = new Webhook(URI.create("http://127.0.0.1/"), "key", clock);
        assertThat(webhook.signature(1, "{}"))
                .isEqualTo("1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224");
    }

    private int said(Notices notices) throws InterruptedException {
        look();
        return notices.round();
    }

    private void look() {
        new Incidents(store, clock).look();
    }

    private Notices notices() {
        return new Notices(store, clock, List.of(channel(delivery -> {})));
    }

    private interface Sending {
        void send(String delivery) throws IOException;
    }

    private Channel channel(Sending sending) {
        return new Channel() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public void send(String delivery, Incident incident) throws IOException {
                sending.send(delivery);
                said.add(delivery + " " + incident.subject() + " " + incident.detail());
            }
        };
    }

    /** A run in which a litmus test was red or green, or not run. */
    private void run(String key, String state) throws Exception {
        byte[] jmh = nights.jmh(1, 1).getBytes(StandardCharsets.UTF_8);
        clock.pass(Duration.ofMillis(1));
        String id = new Collector(store, clock, UploadLimits.STANDARD)
                .take(new UploadRequest(
                        "application/json", null, key, "p", "c-" + key, "main", new ByteArrayInputStream(jmh)))
                .runId();
        if (state.equals("none")) {
            return;
        }
        store.write(handle -> {
            handle.execute("INSERT INTO stress_test (project_id, name, description, actors, inverted)"
                    + " SELECT id, 'Litmus', '', 2, 0 FROM project WHERE NOT EXISTS (SELECT 1 FROM stress_test)");
            handle.execute(
                    "INSERT INTO stress_result (run_id, test_id, state, reason, status, samples, configurations)"
                            + " SELECT ?, id, ?, '', 'NORMAL', 1, 1 FROM stress_test",
                    id,
                    state);
            if (state.equals("red")) {
                handle.execute(
                        "INSERT INTO finding (run_id, ord, state, kind, name, threads, detail)"
                                + " VALUES (?, 1000, 'red', 'litmus', 'Litmus', 2, 'forbidden seen')",
                        id);
            }
            return 0;
        });
    }
}
