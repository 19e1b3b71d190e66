package org.allotment.harness.nightly.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.allotment.harness.nightly.child.Strays;
import org.allotment.harness.nightly.fake.FakeChildren;
import org.allotment.harness.nightly.fake.FakeNight;
import org.allotment.harness.nightly.publish.Assembly;
import org.allotment.harness.nightly.publish.Outcomes;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.EnvironmentDocument.Load;
import org.allotment.harness.result.ExitStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The runner is killed at random moments; what was finished stays, and nothing is there twice. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KilledRunnerTest {

    private static final int KILLS = 20;

    /** Each result is unlike any other, so that one measured twice would show. */
    private static final String SCRIPT =
            "cat /proc/uptime >/dev/null; sleep 0.05; sed \"s/1.50/1.5$$/\" \"$ANSWER\" >\"$RESULT\"";

    @TempDir
    private Path home;

    @Test
    void finishedResultsSurviveKillsOnceEach() throws Exception {
        var seed = Long.getLong("allotment.seed", System.nanoTime());
        System.out.println("seed=" + seed);
        var random = new Random(seed);
        var names = new String[24];
        for (var i = 0; i < names.length; i++) {
            names[i] = "fake.A" + i + ".pair";
        }
        var tests = List.of(FakeNight.litmus("fake.X.one"), FakeNight.litmus("fake.X.two"));
        var night = FakeNight.plan(home, FakeNight.cells(names), tests);
        Map<String, String> seen = new HashMap<>();
        for (var kill = 0; kill < KILLS; kill++) {
            killAfter(random.nextInt(400));
            assertFinishedOnesUnchanged(night, seen, seed);
        }
        night.run(new FakeChildren(SCRIPT));
        assertFinishedOnesUnchanged(night, seen, seed);
        assertThat(seen).as("seed=%d", seed).hasSameSizeAs(night.plan().units());
        assertAssemblyHoldsEachOnce(night, seed);
        assertThat(new Strays(night.lockFile()).kill()).isZero();
    }

    private void killAfter(int millis) throws IOException, InterruptedException {
        var runner = start();
        try (var out = new BufferedReader(runner.inputReader(StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("holding");
            if (!runner.waitFor(millis, TimeUnit.MILLISECONDS)) {
                runner.destroyForcibly();
            }
            runner.waitFor();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunnerProcess.class.getName(),
                        home.toString(),
                        SCRIPT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void assertFinishedOnesUnchanged(FakeNight night, Map<String, String> seen, long seed)
            throws IOException {
        var finished = Journal.read(night.directory().journal()).stream()
                .filter(event -> event.event().equals(JournalEvent.FINISHED))
                .map(JournalEvent::unit)
                .toList();
        assertThat(finished).as("seed=%d", seed).doesNotHaveDuplicates();
        for (var unit : night.plan().units()) {
            if (finished.contains(unit.id())) {
                var content = Files.readString(unit.result(night.directory()));
                assertThat(seen.getOrDefault(unit.id(), content))
                        .as("seed=%d", seed)
                        .isEqualTo(content);
                seen.put(unit.id(), content);
            }
        }
    }

    private static void assertAssemblyHoldsEachOnce(FakeNight night, long seed) throws IOException {
        new Assembly(night.plan(), night.directory())
                .write("2026-01-02T03:14:05Z", new Load(List.of(), List.of(), null));
        assertThat(Outcomes.read(night.plan(), night.directory()).status()).isEqualTo(ExitStatus.CLEAN);
        var array = Documents.tree(Files.readString(night.directory().jmh()));
        var forks = new HashMap<String, Integer>();
        array.forEach(
                element -> forks.merge(element.path("benchmark").asText() + element.path("params"), 1, Integer::sum));
        var expected = night.plan().units().stream()
                .filter(unit -> !unit.isLitmus())
                .collect(Collectors.groupingBy(
                        unit -> unit.name() + Documents.line(unit.params()), Collectors.summingInt(_ -> 1)));
        assertThat(forks).as("seed=%d", seed).isEqualTo(expected);
    }
}
