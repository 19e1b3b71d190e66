package org.allotment.harness.nightly.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.allotment.harness.nightly.fake.FakeChildren;
import org.allotment.harness.nightly.fake.FakeNight;
import org.allotment.harness.nightly.plan.Cell;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.nightly.publish.FakeServer;
import org.allotment.harness.nightly.publish.Retry;
import org.allotment.harness.nightly.runner.Commands;
import org.allotment.harness.nightly.runner.HostLock;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent over a real repository, real builds and real children, whose benchmark costs what the commit says. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AgentTest {

    private static final String QUICKLY = FakeChildren.HEALTHY;
    private static final int FORKS = 5;

    @TempDir
    private Path home;

    private final StringWriter said = new StringWriter();
    private TwoCommits repository;
    private FakeJobs jobs;
    private String base;
    private String head;

    @BeforeEach
    void threeCommits() throws Exception {
        repository = new TwoCommits(home.resolve("repository"));
        base = repository.costing("100");
        repository.costing("100");
        head = repository.costing("130");
        jobs = new FakeJobs(base, head, FORKS);
    }

    @AfterEach
    void close() {
        jobs.close();
    }

    @Test
    void bothCommitsAreMeasuredInTurnsAndTheAnswerIsSent() throws Exception {
        assertThat(agent(QUICKLY, true).run()).isEqualTo(ExitStatus.CLEAN);
        assertThat(jobs.calls()).containsExactly("claim Bearer secret", "result Bearer secret");
        var answer = jobs.body("result");
        assertThat(answer.path("fence").asInt()).isEqualTo(3);
        assertThat(answer.path("base"))
                .as("%s, %s", answer, said)
                .hasSize(FORKS)
                .allMatch(fork -> fork.toString().equals("[100.0,101.0]"));
        assertThat(answer.path("head"))
                .hasSize(FORKS)
                .allMatch(fork -> fork.toString().equals("[130.0,131.0]"));
        assertThat(answer.path("canary")).hasSize(3);
        assertThat(answer.path("commits"))
                .extracting(commit -> commit.asText())
                .containsExactlyElementsOf(repository.hashes());
        assertThat(said.toString()).contains("confirmed, so");
        assertThat(jobs.body("claim").path("worker").asText()).isEqualTo("bench-1");
        assertThat(repository.git("worktree", "list").lines().filter(line -> !line.contains("prunable")))
                .hasSize(1);
        assertThat(repository.git("status", "--porcelain")).isEmpty();
    }

    @Test
    void sidesTakeTurnsAndNeitherIsAlwaysFirst() {
        var sides = new StringBuilder();
        for (var fork = 0; fork < 8; fork++) {
            sides.append(Turns.isHead(fork) ? 'h' : 'b');
        }
        assertThat(sides).hasToString("bhhbbhhb");
    }

    @Test
    void aServerThatRestartsCostsOnlyTime() throws Exception {
        jobs.faults(2);
        assertThat(agent(QUICKLY, false, () -> jobs.calls().contains("result Bearer secret"))
                        .run())
                .isEqualTo(ExitStatus.CLEAN);
        assertThat(jobs.calls().getFirst()).isEqualTo("claim Bearer secret");
        assertThat(said.toString()).contains("dashboard not reached").contains("confirmed");
    }

    @Test
    void anAnswerIsSentUntilItIsTaken() throws Exception {
        jobs.faultsOfTheAnswer(3);
        assertThat(agent(QUICKLY, true).run()).isEqualTo(ExitStatus.CLEAN);
        assertThat(said.toString()).contains("answer not delivered yet");
        assertThat(jobs.calls()).containsExactly("claim Bearer secret", "result Bearer secret");
    }

    @Test
    void aCommitThatDoesNotBuildIsSaidToBeBroken() throws Exception {
        var broken = repository.commit("echo no such thing >&2; exit 9\n");
        jobs.close();
        jobs = new FakeJobs(base, broken, FORKS);
        agent(QUICKLY, true).run();
        var answer = jobs.body("result");
        assertThat(answer.path("broken").asText()).isEqualTo(broken);
        assertThat(answer.path("reason").asText()).contains("exit=9");
        assertThat(answer.path("commits")).hasSize(4);
    }

    @Test
    void aBenchmarkThatDoesNotRunIsSaidToBeBroken() throws Exception {
        agent("case $COST in 130) echo gone >&2; exit 4;; esac; " + QUICKLY, true)
                .run();
        var answer = jobs.body("result");
        assertThat(answer.path("broken").asText()).isEqualTo(head);
        assertThat(answer.path("reason").asText()).contains("4");
    }

    @Test
    void aCommitThatIsNotHereIsGivenBackWithTheReason() throws Exception {
        jobs.close();
        jobs = new FakeJobs(base, "0123456789abcdef0123456789abcdef01234567", FORKS);
        agent(QUICKLY, true).run();
        assertThat(jobs.calls()).containsExactly("claim Bearer secret", "release Bearer secret");
        assertThat(jobs.body("release").path("reason").asText()).contains("commit not here");
    }

    /** As when a build says much: the server refuses a longer one, and one with line ends. */
    @Test
    void aLongReasonIsCutAndCleaned() throws Exception {
        jobs.close();
        jobs = new FakeJobs(base, "long\n".repeat(1_000), FORKS);
        agent(QUICKLY, true).run();
        assertThat(jobs.body("release").path("reason").asText())
                .isNotBlank()
                .hasSizeLessThanOrEqualTo(1_000)
                .doesNotContain("\n");
    }

    @Test
    void aNameOfARevisionIsNoCommit() throws Exception {
        jobs.close();
        jobs = new FakeJobs(base, "--upload-pack=evil", FORKS);
        agent(QUICKLY, true).run();
        assertThat(jobs.body("release").path("reason").asText()).contains("commit not here");
    }

    @Test
    void moreThreadsThanCoresAreForAnotherMachine() throws Exception {
        jobs.threads(100_000);
        agent(QUICKLY, true).run();
        assertThat(jobs.body("release").path("reason").asText()).contains("too few cores");
    }

    @Test
    void aNightThatRunsHereIsNotDisturbed() throws Exception {
        try (var _ = HostLock.take(home.resolve("lock"))) {
            assertThat(agent(QUICKLY, true).run()).isEqualTo(ExitStatus.CLEAN);
        }
        assertThat(jobs.calls()).isEmpty();
    }

    @Test
    void aLostClaimStopsTheWorkAndNotTheAgent() throws Exception {
        jobs.heartbeats(409);
        var agent = agent("sleep 60", false, () -> jobs.calls().size() > 1);
        assertThat(agent.run()).isEqualTo(ExitStatus.CLEAN);
        assertThat(jobs.calls()).startsWith("claim Bearer secret", "claim Bearer secret");
        assertThat(said.toString()).contains("claim lost while at work");
    }

    @Test
    void whoIsToldToStopGivesTheJobBackInPeace() throws Exception {
        var agent = agent("sleep 60", false);
        var worker = Thread.currentThread();
        var stopper = Thread.ofPlatform().start(() -> {
            jobs.awaitBeats();
            agent.stop();
            worker.interrupt();
        });
        assertThat(agent.run()).isEqualTo(ExitStatus.CLEAN);
        stopper.join();
        assertThat(jobs.calls()).containsExactly("claim Bearer secret", "release Bearer secret");
        assertThat(jobs.body("release").has("reason")).isFalse();
    }

    @Test
    void whatTheDashboardRefusesEndsTheAgent() throws Exception {
        jobs.close();
        try (var server = new FakeServer()) {
            server.answer(401, "{\"error\": {\"message\": \"token not known\"}}");
            var options = options(server.address().resolve("/api/v1/runs/"), true);
            var agent = new Agent(home, options, parts(QUICKLY, Thread::sleep), new PrintWriter(said));
            assertThatThrownBy(agent::run)
                    .isInstanceOf(RunProblem.class)
                    .hasMessageContaining("status=401")
                    .hasMessageContaining("token not known");
        }
    }

    private Agent agent(String script, boolean once) {
        return new Agent(home, options(jobs.address(), once), parts(script, _ -> {}), new PrintWriter(said));
    }

    /** An agent that is told to stop in the first pause in which something holds. */
    private Agent agent(String script, boolean once, BooleanSupplier enough) {
        var agents = new Agent[1];
        Retry.Pause pause = _ -> {
            if (enough.getAsBoolean()) {
                agents[0].stop();
            }
        };
        agents[0] = new Agent(home, options(jobs.address(), once), parts(script, pause), new PrintWriter(said));
        return agents[0];
    }

    private AgentOptions options(URI server, boolean once) {
        return new AgentOptions(
                server,
                Optional.of("secret"),
                "bench-1",
                Optional.empty(),
                Optional.empty(),
                repository.folder(),
                Optional.of(TwoCommits.BUILD),
                Optional.of(TwoCommits.JAR),
                once);
    }

    private Agent.Parts parts(String script, Retry.Pause pause) {
        return new Agent.Parts(
                home.resolve("lock"),
                Optional.of(Cell.of("fake.Canary.canary", Map.of(), 1)),
                (jar, measurement) -> children(jar, script),
                FakeNight.LIMITS,
                new Retry(9, Duration.ofMillis(1), Duration.ofMillis(1), pause, () -> 1));
    }

    /** Children that say what the "jar" costs. */
    private static Commands children(Optional<Path> jar, String script) {
        var cost = jar.map(AgentTest::text).orElse("1");
        var inner = new FakeChildren(
                "COST=" + cost + "; sed -i \"s/1.40, 1.60/${COST}.0, $((COST+1)).0/\" \"$ANSWER\"; " + script);
        return new Commands() {
            @Override
            public List<String> benchmark(Unit unit, Path result, Path scratch) {
                return inner.benchmark(unit, result, scratch);
            }

            @Override
            public List<String> litmus(List<Unit> units, Path result, Path scratch) {
                return inner.litmus(units, result, scratch);
            }
        };
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
