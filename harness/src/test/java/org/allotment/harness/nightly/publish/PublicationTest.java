package org.allotment.harness.nightly.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunDirectory;
import org.allotment.harness.result.RunProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationTest {

    private static final String ACCEPTED = "{\"id\": \"8f14\", \"url\": \"/runs/8f14\", \"extra\": 1, \"verdict\": "
            + "{\"state\": \"green\", \"green\": 3, \"findings\": []}}";

    @TempDir
    private Path home;

    private final StringWriter said = new StringWriter();
    private final List<Duration> pauses = new ArrayList<>();
    private final Retry retry = new Retry(5, Duration.ofMillis(500), Duration.ofSeconds(2), pauses::add, () -> 1.0);

    private RunDirectory run() throws IOException {
        var run = RunDirectory.of(home, "20260102T030405Z-0123abcd-9f3c");
        Files.createDirectories(run.path());
        Files.writeString(run.jmh(), "[{\"benchmark\": \"a.B.c\"}]");
        Files.writeString(run.environment(), "{\"format\": \"allotment.environment/1\"}");
        return run;
    }

    private Publication to(URI server) {
        return new Publication(new Uploader(server, Optional.of("secret"), retry), new PrintWriter(said, true));
    }

    @Test
    void anUploadCarriesEveryDocumentOnceAndKeepsTheAnswer() throws Exception {
        try (var server = new FakeServer().answer(201, ACCEPTED)) {
            var run = run();
            var answer = to(server.address()).publish(run);
            assertThat(answer.url()).isEqualTo("/runs/8f14");
            assertThat(answer.verdict().green()).isEqualTo(3);
            assertThat(Files.readString(run.upload())).isEqualTo(ACCEPTED);
            var request = server.requests().getFirst();
            assertThat(request.type()).startsWith("multipart/form-data; boundary=");
            assertThat(request.authorization()).isEqualTo("Bearer secret");
            assertThat(request.body())
                    .containsOnlyOnce("name=\"jmh\"")
                    .containsOnlyOnce("name=\"environment\"")
                    .doesNotContain("name=\"stress\"")
                    .contains("\r\n\r\n" + Files.readString(run.jmh()) + "\r\n--");
        }
    }

    @Test
    void aServerThatRecoversGetsTheSameKeyAndBytesAgain() throws Exception {
        try (var server = new FakeServer()
                .answer(503, "")
                .answer(500, "x")
                .answer(429, "")
                .answer(201, ACCEPTED)) {
            to(server.address()).publish(run());
            assertThat(server.requests()).hasSize(4);
            assertThat(server.requests().stream().distinct()).hasSize(1);
            assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
        }
    }

    @Test
    void aRefusalIsKeptWithItsReasonAndNotTriedAgain() throws Exception {
        var error = "{\"error\": {\"code\": \"malformed-document\", \"message\": \"number expected, found=x\", "
                + "\"where\": \"jmh[0]: /0/threads (line 1, column 7)\"}}";
        try (var server = new FakeServer().answer(400, error)) {
            var run = run();
            assertThatThrownBy(() -> to(server.address()).publish(run))
                    .isInstanceOfSatisfying(
                            RunProblem.class,
                            problem -> assertThat(problem.status()).isEqualTo(ExitStatus.MISSING))
                    .hasMessageContaining(
                            "status=400, reason=malformed-document: number expected, found=x, where=jmh[0]")
                    .hasMessageNotContaining("\n");
            assertThat(server.requests()).hasSize(1);
            assertThat(Files.readString(run.refusal())).isEqualTo(error);
            assertThat(run.upload()).doesNotExist();
        }
    }

    private RunDirectory pictured() throws IOException {
        var run = run();
        Files.writeString(run.heap(), "{\"format\": \"allotment.heap/9\"}");
        return run;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\": {\"code\": \"malformed-document\", \"message\": \"bytes\", \"where\": \"heap: /walks\"}}",
                "400 | {\"error\": {\"code\": \"bad-parameter\", \"message\": \"part expected, found=heap\"}}",
                "400 | no JSON",
                "413 | {\"error\": {\"code\": \"too-large\", \"message\": \"more than is kept\"}}",
                "415 | {}",
                "422 | {\"error\": {\"code\": \"x\", \"message\": \"y\", \"where\": \"heap: /walks\"}}",
            })
    void aPictureThatIsRefusedNeverTakesTheNightWithIt(int status, String reason) throws Exception {
        try (var server = new FakeServer().answer(status, reason).answer(201, ACCEPTED)) {
            var run = pictured();
            assertThat(to(server.address()).publish(run).url()).isEqualTo("/runs/8f14");
            assertThat(run.upload()).exists();
            assertThat(run.refusal()).doesNotExist();
            assertThat(server.requests()).hasSize(2);
            var first = server.requests().getFirst();
            var second = server.requests().getLast();
            assertThat(first.body()).containsOnlyOnce("name=\"heap\"");
            assertThat(second.body())
                    .doesNotContain("name=\"heap\"")
                    .containsOnlyOnce("name=\"jmh\"")
                    .containsOnlyOnce("name=\"environment\"");
            assertThat(second.key()).isNotEqualTo(first.key());
            assertThat(said.toString().lines()).hasSize(1);
            assertThat(said.toString())
                    .startsWith("sent once more without the picture of the heaps, refused by the dashboard, status="
                            + status);
        }
    }

    @Test
    void aRefusalThatIsNotAboutThePictureIsOne() throws Exception {
        for (var status : List.of(401, 403, 409)) {
            try (var server = new FakeServer().answer(status, "{\"error\": {\"where\": \"jmh[0]: /\"}}")) {
                var run = pictured();
                assertThatThrownBy(() -> to(server.address()).publish(run)).hasMessageContaining("status=" + status);
                assertThat(server.requests()).hasSize(1);
                assertThat(said.toString()).isEmpty();
            }
        }
    }

    @Test
    void whatIsRefusedWithoutThePictureTooIsRefused() throws Exception {
        try (var server = new FakeServer().answer(400, "first").answer(400, "second")) {
            var run = pictured();
            assertThatThrownBy(() -> to(server.address()).publish(run))
                    .isInstanceOf(RunProblem.class)
                    .hasMessageContaining("status=400, reason=second");
            assertThat(server.requests()).hasSize(2);
            assertThat(Files.readString(run.refusal())).isEqualTo("second");
            assertThat(run.upload()).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "",
                "{\"id\": \"8f14\", \"url\": \"/runs/8f14\"}",
                "{\"id\": \"8f14\", \"url\": \"/runs/8f14\", \"verdict\": null}",
                "{\"id\": \"8f14\", \"url\": \"/runs/8f14\", \"verdict\": {\"green\": 3}}",
                "{\"id\": \"8f14\", \"verdict\": {\"state\": \"green\"}}",
                "{\"url\": \"/runs/8f14\", \"verdict\": {\"state\": \"green\"}}",
            })
    void anAnswerWithoutAVerdictIsMissingAndNeverGreen(String silent) throws Exception {
        try (var server = new FakeServer().answer(201, silent)) {
            var run = run();
            assertThatThrownBy(() -> to(server.address()).publish(run))
                    .isInstanceOfSatisfying(
                            RunProblem.class,
                            problem -> assertThat(problem.status()).isEqualTo(ExitStatus.MISSING))
                    .hasMessageContaining("dashboard answered without a verdict, absent=/");
            assertThat(run.upload()).doesNotExist();
        }
    }

    @Test
    void aServerThatStaysDownIsOneLineAndTheRunIsKept() throws Exception {
        URI nobody;
        try (var server = new FakeServer()) {
            nobody = server.address();
        }
        var run = run();
        assertThatThrownBy(() -> to(nobody).publish(run))
                .isInstanceOf(RunProblem.class)
                .hasMessageContaining("dashboard not reached, server=" + nobody + ", attempts=5")
                .hasMessageContaining("publish later with: ./allotment import " + run.path());
        assertThat(pauses).hasSize(4);
        assertThat(run.jmh()).exists();
        assertThat(run.upload()).doesNotExist();
        try (var server = new FakeServer().answer(201, ACCEPTED)) {
            to(server.address()).publish(run);
            assertThat(run.upload()).exists();
        }
    }

    @Test
    void aRunThatIsNotCompleteIsNotSent() throws Exception {
        var run = run();
        Files.delete(run.environment());
        assertThatThrownBy(() -> to(URI.create("http://127.0.0.1:1")).publish(run))
                .isInstanceOf(RunProblem.class)
                .hasMessageContaining("run not complete, finish it with: ./allotment nightly --resume");
    }

    @Test
    void aRunWithoutAnyResultIsNotSent() throws Exception {
        var run = run();
        Files.delete(run.jmh());
        assertThatThrownBy(() -> to(URI.create("http://127.0.0.1:1")).publish(run))
                .isInstanceOf(RunProblem.class)
                .hasMessageContaining("nothing to publish");
    }

    @Test
    void theKeyDependsOnEveryByteAndPart() throws Exception {
        var run = run();
        var first = UploadBody.of(run).key();
        assertThat(UploadBody.of(run).key()).isEqualTo(first);
        Files.writeString(run.jmh(), "[{\"benchmark\": \"a.B.d\"}]");
        assertThat(UploadBody.of(run).key()).isNotEqualTo(first);
    }

    @Test
    void theKeyDependsOnTheQueryToo() throws Exception {
        try (var server = new FakeServer().answer(201, ACCEPTED)) {
            var body = UploadBody.of(run());
            var uploader = new Uploader(server.address(), Optional.empty(), retry);
            uploader.send(body, Map.of());
            uploader.send(body, Map.of("commit", "c1"));
            uploader.send(body, Map.of("commit", "c2"));
            uploader.send(body, Map.of("commit", "c1", "branch", "main"));
            uploader.send(body, Map.of("branch", "main", "commit", "c1"));
            var keys = server.requests().stream().map(FakeServer.Request::key).toList();
            assertThat(keys.getFirst()).isEqualTo(body.key());
            assertThat(keys.stream().distinct()).hasSize(4);
            assertThat(keys.get(3)).isEqualTo(keys.get(4));
        }
    }

    @Test
    void aForeignFileIsSentWithItsQuery() throws Exception {
        try (var server = new FakeServer().answer(201, ACCEPTED)) {
            var file = Path.of("../docs/golden/jmh-foreign.json");
            new Uploader(server.address(), Optional.empty(), retry)
                    .send(UploadBody.ofJmh(file), Map.of("project", "mine & yours", "branch", "main"));
            var request = server.requests().getFirst();
            assertThat(request.target()).isEqualTo("/api/v1/runs?branch=main&project=mine+%26+yours");
            assertThat(request.authorization()).isEqualTo("null");
            assertThat(request.body()).contains(Files.readString(file));
        }
    }

    @Test
    void pausesDoubleUpToTheLongestAndAreScattered() {
        var scattered = new Retry(9, Duration.ofSeconds(1), Duration.ofSeconds(8), pauses::add, () -> 0.25);
        assertThat(List.of(scattered.length(1), scattered.length(2), scattered.length(4), scattered.length(8)))
                .containsExactly(
                        Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(2));
    }
}
