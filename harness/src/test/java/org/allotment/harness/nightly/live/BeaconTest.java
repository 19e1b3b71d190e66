package org.allotment.harness.nightly.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.allotment.harness.checkout.Commit;
import org.allotment.harness.machine.Machine;
import org.allotment.harness.nightly.fake.FakeNight;
import org.allotment.harness.nightly.plan.Plan;
import org.allotment.harness.nightly.publish.FakeServer;
import org.allotment.harness.nightly.runner.Standing;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.EnvironmentDocument.RunInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words to a dashboard by a clock that the test moves; the limit is for a client that never ends. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BeaconTest {

    private static final String RUN = "/api/v1/progress/20260102T030405Z-0123abcd-9f3c?project=fake";

    @TempDir
    private Path home;

    private final StringWriter said = new StringWriter();
    private long nanos = Long.MAX_VALUE - 1_000;

    @SuppressWarnings("NullAway.Init")
    private FakeNight night;

    @BeforeEach
    void plan() throws IOException {
        night = FakeNight.plan(home, FakeNight.cells("fake.A.a"), List.of());
    }

    private Beacon beacon(URI server, Optional<String> token) {
        return beacon(new Beacon.Ear(server, token, Duration.ofMinutes(5)));
    }

    private Beacon beacon(Beacon.Ear ear) {
        return beacon(ear, HttpClient::newHttpClient);
    }

    private Beacon beacon(Beacon.Ear ear, Supplier<HttpClient> clients) {
        return new Beacon(ear, night.plan(), new PrintWriter(said, true), () -> nanos, clients);
    }

    private static Standing standing(int done, int failed) {
        return new Standing(done, 10, failed, "A.a?subject=\u0000s0", 2_500, 61_000);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void aWordSaysWhatTheRunIsAndHowFar() throws Exception {
        try (var server = new FakeServer()) {
            beacon(URI.create(server.address() + "/"), Optional.of("alt_x")).at(standing(3, 1));
            var word = server.progress().getFirst();
            assertThat(word.target()).isEqualTo("PUT " + RUN);
            assertThat(word.authorization()).isEqualTo("Bearer alt_x");
            assertThat(word.type()).isEqualTo("application/json");
            var body = Documents.tree(word.body());
            assertThat(body.path("kind").asText()).isEqualTo("nightly");
            assertThat(body.path("profile").asText()).isEqualTo("quick");
            assertThat(body.path("started").asText()).isEqualTo("2026-01-02T03:04:05Z");
            assertThat(body.path("done").asInt()).isEqualTo(3);
            assertThat(body.path("total").asInt()).isEqualTo(10);
            assertThat(body.path("failed").asInt()).isEqualTo(1);
            assertThat(body.path("unit").asText()).isEqualTo("A.a?subject= s0");
            assertThat(body.path("unitSeconds").asInt()).isEqualTo(2);
            assertThat(body.path("remainingSeconds").asInt()).isEqualTo(61);
            assertThat(said.toString()).isEmpty();
        }
    }

    /** What the dashboard would refuse is cut, and the name of a project ends no parameter. */
    @Test
    void whereARunComesFromIsSaidAsItIsTaken() throws Exception {
        try (var server = new FakeServer()) {
            var ear = new Beacon.Ear(server.address(), Optional.empty(), Duration.ofMinutes(5));
            new Beacon(ear, longNames(), new PrintWriter(said, true), () -> nanos, HttpClient::newHttpClient)
                    .at(standing(0, 0));
            var word = server.progress().getFirst();
            assertThat(word.target()).isEqualTo("PUT " + RUN.replace("fake", "a+b%26c"));
            var body = Documents.tree(word.body());
            assertThat(body.path("commit").asText()).isEqualTo("c0ffee");
            assertThat(body.path("branch").asText()).isEqualTo("b".repeat(499) + "…");
            assertThat(body.path("machine").asText()).isEqualTo("m".repeat(500));
        }
    }

    private Plan longNames() {
        var usual = night.plan();
        var run = usual.run();
        return new Plan(
                usual.format(),
                new RunInfo(run.id(), "a b&c", run.kind(), run.profile(), run.started(), run.ended(), null, run.note()),
                new Commit("c0ffee", "b".repeat(501), "", "", "", "", List.of(), false),
                Machine.read("m".repeat(500)),
                usual.measurement(),
                usual.jmh(),
                usual.canary(),
                usual.loadBefore(),
                usual.sources(),
                usual.jars(),
                usual.litmus(),
                usual.units());
    }

    @Test
    void wordsAreAFewSecondsApartApartFromTheLast() throws Exception {
        try (var server = new FakeServer()) {
            var beacon = beacon(server.address(), Optional.empty());
            beacon.at(standing(0, 0));
            pass(Duration.ofSeconds(4));
            beacon.at(standing(1, 0));
            assertThat(server.progress()).hasSize(1);
            for (var failed = 1; failed < 9; failed++) {
                beacon.at(standing(failed, failed));
            }
            assertThat(server.progress()).hasSize(1);
            pass(Duration.ofSeconds(1));
            beacon.at(standing(9, 8));
            assertThat(server.progress()).hasSize(2);
            assertThat(Documents.tree(server.progress().getLast().body())
                            .path("failed")
                            .asInt())
                    .isEqualTo(8);
            beacon.at(new Standing(10, 10, 8, "", 0, 0));
            assertThat(server.progress()).hasSize(3);
            assertThat(server.progress().getFirst().authorization()).isEqualTo("null");
        }
    }

    /** The page that asks for a password is no dashboard. */
    @ParameterizedTest
    @ValueSource(ints = {302, 403})
    void oneThatRefusesIsLeftAloneAndOneLineSaysSo(int status) throws Exception {
        try (var server = new FakeServer()) {
            server.progressStatus(status);
            var beacon = beacon(server.address(), Optional.empty());
            for (var done = 0; done < 5; done++) {
                beacon.at(standing(done, done));
                pass(Duration.ofHours(1));
            }
            beacon.stopped();
            assertThat(server.progress()).hasSize(1);
            assertThat(said.toString().lines())
                    .containsExactly("the dashboard takes no progress, status=" + status + "; the run goes on without");
        }
    }

    @Test
    void oneThatIsAwayIsAskedLessAndLessAndOneLineSaysSo() throws Exception {
        try (var server = new FakeServer()) {
            server.progressStatus(503);
            var beacon = beacon(server.address(), Optional.empty());
            beacon.at(standing(0, 0));
            pass(Duration.ofSeconds(29));
            beacon.at(standing(1, 1));
            assertThat(server.progress()).hasSize(1);
            pass(Duration.ofSeconds(1));
            beacon.at(standing(2, 1));
            pass(Duration.ofSeconds(59));
            beacon.at(standing(3, 1));
            beacon.stopped();
            assertThat(server.progress()).hasSize(2);
            for (var time = 0; time < 10; time++) {
                pass(Duration.ofMinutes(4));
                beacon.at(standing(4, 1));
            }
            assertThat(server.progress()).hasSize(12);
            server.progressStatus(204);
            pass(Duration.ofMinutes(4));
            beacon.at(standing(5, 1));
            beacon.stopped();
            assertThat(server.progress()).hasSize(14);
            assertThat(server.progress().getLast().target()).isEqualTo("DELETE " + RUN);
            assertThat(said.toString().lines()).hasSize(1);
            assertThat(said.toString()).contains("progress not told to the dashboard, reason=status 503");
        }
    }

    @Test
    void theLastWordDoesNotWaitForOneThatIsAway() throws Exception {
        try (var server = new FakeServer()) {
            server.progressStatus(503);
            var beacon = beacon(server.address(), Optional.empty());
            var last = new Standing(10, 10, 0, "", 0, 0);
            beacon.at(standing(0, 0));
            beacon.at(last);
            assertThat(server.progress()).hasSize(1);
            pass(Duration.ofSeconds(30));
            beacon.at(last);
            assertThat(server.progress()).hasSize(2);
        }
    }

    @Test
    void whoIsInterruptedWhileItStopsStaysInterrupted() {
        var client = new SilentClient(() -> Thread.currentThread().interrupt());
        var ear = new Beacon.Ear(URI.create("http://127.0.0.1:1"), Optional.empty(), Duration.ofMinutes(5));
        beacon(ear, () -> client).stopped();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(client.endings()).hasSize(1);
    }

    @Test
    void nobodyThereIsOneLine() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var beacon = beacon(URI.create("http://127.0.0.1:" + port), Optional.empty());
        beacon.at(standing(0, 0));
        pass(Duration.ofMinutes(1));
        beacon.at(standing(1, 0));
        assertThat(said.toString().lines()).hasSize(1);
        assertThat(said.toString()).contains("ConnectException");
    }

    /** A server that takes the request and says nothing, or promises a body that never comes, holds no run up for ever. */
    @Test
    void oneThatNeverAnswersIsGivenUp() throws Exception {
        for (var head : List.of("", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")) {
            said.getBuffer().setLength(0);
            try (var socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
                var server = Thread.ofVirtual().start(() -> answer(socket, head));
                var address = URI.create("http://127.0.0.1:" + socket.getLocalPort());
                beacon(new Beacon.Ear(address, Optional.empty(), Duration.ofMillis(300)))
                        .at(standing(0, 0));
                assertThat(said.toString()).contains("no answer in 300 ms");
                server.join();
            }
        }
    }

    private static void answer(ServerSocket socket, String head) {
        try (var connection = socket.accept()) {
            connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // The client has gone.
        }
    }

    @Test
    void whatNoWordCanBeSentToOrWithIsOneLineAndNoSecret() throws Exception {
        for (var ear : List.of(
                new Beacon.Ear(URI.create("http://bench_box:7411"), Optional.empty(), Duration.ofMinutes(5)),
                new Beacon.Ear(URI.create("http://127.0.0.1:1"), Optional.of("alt_secret\n"), Duration.ofMinutes(5)))) {
            said.getBuffer().setLength(0);
            var beacon = beacon(ear);
            for (var done = 0; done < 3; done++) {
                beacon.at(standing(done, 0));
                pass(Duration.ofHours(1));
            }
            beacon.stopped();
            assertThat(said.toString().lines()).hasSize(1);
            assertThat(said.toString())
                    .startsWith(
                            "no progress can be told, as the address or the token of the dashboard is not usable, host=")
                    .endsWith("; the run goes on without" + System.lineSeparator())
                    .doesNotContain("secret");
        }
    }

    @Test
    void aMachineThatHasNoMoreFilesIsOneThatIsNotHeard() throws Exception {
        var ear = new Beacon.Ear(URI.create("http://127.0.0.1:1"), Optional.empty(), Duration.ofMinutes(5));
        beacon(ear, () -> {
                    throw new UncheckedIOException(new IOException("Too many open files"));
                })
                .at(standing(0, 0));
        assertThat(said.toString()).contains("reason=IOException Too many open files");
    }

    /** What the answer took is not there for the end of the client. */
    @Test
    void theAnswerAndTheEndOfTheClientShareOnePatience() throws Exception {
        for (var spent : List.of(Duration.ofMillis(200), Duration.ofMillis(299), Duration.ofSeconds(9))) {
            var client = new SilentClient(() -> pass(spent));
            var ear = new Beacon.Ear(URI.create("http://127.0.0.1:1"), Optional.empty(), Duration.ofMillis(300));
            beacon(ear, () -> client).at(standing(0, 0));
            var left = Duration.ofMillis(300).minus(spent);
            assertThat(client.endings()).containsExactly(left.isNegative() ? Duration.ZERO : left);
            assertThat(said.toString()).contains("no answer in 300 ms");
        }
    }

    @Test
    void noThreadIsLeftWhileSomethingIsMeasured() throws Exception {
        // The client that a run really has.
        try (var server = new FakeServer()) {
            var before = clients();
            var ear = new Beacon.Ear(server.address(), Optional.empty(), Duration.ofMinutes(5));
            new Beacon(ear, night.plan(), new PrintWriter(said, true)).at(standing(0, 0));
            var left = clients();
            left.removeAll(before);
            for (var thread : left) {
                thread.join();
            }
            assertThat(server.progress()).hasSize(1);
        }
    }

    private static Set<Thread> clients() {
        var threads = new HashSet<Thread>();
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("HttpClient")) {
                threads.add(thread);
            }
        }
        return threads;
    }
}
