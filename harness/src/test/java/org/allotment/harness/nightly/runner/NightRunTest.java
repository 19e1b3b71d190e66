package org.allotment.harness.nightly.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.allotment.harness.nightly.fake.FakeChildren;
import org.allotment.harness.nightly.fake.FakeNight;
import org.allotment.harness.nightly.plan.Cell;
import org.allotment.harness.nightly.publish.Outcomes;
import org.allotment.harness.result.EnvironmentDocument.UnitOutcome;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;
import org.allotment.harness.result.UnitState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NightRunTest {

    private static final Limits SHORT = new Limits(1_500, 0, 0);

    @TempDir
    private Path home;

    private FakeNight night(String... benchmarks) throws IOException {
        return FakeNight.plan(home, FakeNight.cells(benchmarks), List.of());
    }

    private static List<UnitOutcome> outcomes(FakeNight night, String name) throws IOException {
        return Outcomes.read(night.plan(), night.directory()).units().stream()
                .filter(unit -> unit.name().equals(name))
                .toList();
    }

    /** One child fails in its own way; the canary and the other benchmark bring their results all the same. */
    private void assertFailsAs(String script, Limits limits, String reason) throws Exception {
        var night = night("fake.A.bad", "fake.B.good");
        night.run(new FakeChildren(FakeChildren.HEALTHY).with("fake.A.bad", script), limits);
        assertThat(outcomes(night, "fake.A.bad")).hasSize(4).allSatisfy(unit -> {
            assertThat(unit.state()).isEqualTo(UnitState.FAILED);
            assertThat(unit.reason()).contains(reason);
        });
        assertThat(outcomes(night, "fake.B.good"))
                .hasSize(4)
                .allSatisfy(unit -> assertThat(unit.state()).isEqualTo(UnitState.FINISHED));
        assertThat(Outcomes.read(night.plan(), night.directory()).status()).isEqualTo(ExitStatus.MISSING);
        assertThat(night.directory().scratch()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    echo going down; exit 1                                   | exit: code=1, last=going down
                    exit 42                                                   | exit: code=42, last=nothing printed
                    kill -s SEGV $$                                           | signal: SIGSEGV, code=139
                    kill -s KILL $$                                           | signal: SIGKILL, code=137
                    echo '<forked VM failed with exit code 134>'; exit 1      | signal: SIGABRT, code=134
                    exit 0                                                    | emptyResult: the child ended well and wrote nothing
                    : >"$RESULT"                                              | emptyResult: the child ended well and wrote nothing
                    echo '[{"benchmark": ' >"$RESULT"                         | badResult:
                    echo '[]' >"$RESULT"                                      | badResult: one result expected, found=0
                    echo '{}' >"$RESULT"                                      | badResult: result is not an array
                    sed s/fake.A.bad/fake.A.other/ "$ANSWER" >"$RESULT"       | badResult: result of another unit, field=benchmark
                    sed 's/subject":"s/subject":"x/' "$ANSWER" >"$RESULT"     | badResult: result of another unit, field=params
                    sed 's/1.40, 1.60//' "$ANSWER" >"$RESULT"                 | badResult: no samples
                    echo 'write failed: No space left on device'; kill -9 $$; | noSpace: the child found the disk full
                    """)
    void everyFailureHasItsKindAndTakesNoOtherUnitWithIt(String script, String reason) throws Exception {
        if (reason.startsWith("noSpace")) {
            var night = night("fake.A.bad");
            assertThatThrownBy(() -> night.run(new FakeChildren(FakeChildren.HEALTHY).with("fake.A.bad", script)))
                    .isInstanceOf(RunProblem.class)
                    .hasMessageContaining("disk full, continue later with: ./allotment nightly --resume");
            night.run(new FakeChildren(FakeChildren.HEALTHY));
            assertThat(Outcomes.read(night.plan(), night.directory()).status()).isEqualTo(ExitStatus.CLEAN);
        } else {
            assertFailsAs(script, FakeNight.LIMITS, reason);
        }
    }

    @Test
    void aHangingTreeIsKilledWhole() throws Exception {
        var pids = home.resolve("pids");
        assertFailsAs(
                "sh -c 'echo $$ >>" + pids + "; setsid sleep 600 & echo $! >>" + pids + "; sleep 600' & wait",
                SHORT,
                "timeout: the child and all it started were killed");
        assertThat(Files.readAllLines(pids)).hasSize(8);
        for (var pid : Files.readAllLines(pids)) {
            ProcessHandle.of(Long.parseLong(pid.strip()))
                    .ifPresent(process -> assertThat(process.onExit())
                            .as("taken away by the kernel, pid=%s", pid)
                            .succeedsWithin(Duration.ofSeconds(5)));
        }
    }

    @Test
    void aChildThatPrintsWithoutEndIsBoundedInTheLogAndKeepsItsResult() throws Exception {
        var night = night("fake.A.loud");
        night.run(new FakeChildren(FakeChildren.HEALTHY)
                .with("fake.A.loud", "head -c 67108864 /dev/zero; echo the end; " + FakeChildren.HEALTHY));
        for (var unit : night.units("fake.A.loud")) {
            var log = night.directory().log(unit.id());
            assertThat(Files.size(log)).isLessThan(600 * 1024);
            assertThat(Files.readString(log)).contains("bytes left out]").endsWith("the end\n");
        }
        assertThat(Outcomes.read(night.plan(), night.directory()).status()).isEqualTo(ExitStatus.CLEAN);
    }

    @Test
    void resumeRunsWhatFailedAndNothingElse() throws Exception {
        var night = night("fake.A.bad", "fake.B.good");
        night.run(new FakeChildren(FakeChildren.HEALTHY).with("fake.A.bad", "exit 1"));
        var ran = home.resolve("ran");
        night.run(new FakeChildren("echo $UNIT >>" + ran + "; " + FakeChildren.HEALTHY));
        var failed = night.units("fake.A.bad").stream().map(unit -> unit.id()).toList();
        assertThat(Files.readAllLines(ran)).containsExactlyInAnyOrderElementsOf(failed);
        assertThat(Outcomes.read(night.plan(), night.directory()).status()).isEqualTo(ExitStatus.CLEAN);
    }

    @Test
    void aResultWhoseJournalLineWasLostIsNotMeasuredAgain() throws Exception {
        var night = night("fake.A.good");
        night.run(new FakeChildren(FakeChildren.HEALTHY));
        var lines = Files.readAllLines(night.directory().journal());
        var torn = String.join("\n", lines.subList(0, lines.size() - 1)) + "\n"
                + lines.getLast().substring(0, 20);
        Files.writeString(night.directory().journal(), torn);
        night.run(new FakeChildren("exit 1"));
        assertThat(Outcomes.read(night.plan(), night.directory()).status()).isEqualTo(ExitStatus.CLEAN);
        assertThat(Journal.read(night.directory().journal())).hasSize(lines.size());
    }

    @Test
    void litmusTestsThatFailedTogetherAreTriedAlone() throws Exception {
        var tests = List.of(
                FakeNight.litmus("fake.X.good"), FakeNight.litmus("fake.X.bad"), FakeNight.litmus("fake.X.fine"));
        var night = FakeNight.plan(home, List.of(), tests);
        night.run(new FakeChildren(FakeChildren.HEALTHY).with("fake.X.bad", "exit 134"));
        var outcomes = Outcomes.read(night.plan(), night.directory());
        assertThat(outcomes.litmus())
                .extracting(test -> test.name() + " " + test.verdict())
                .containsExactly("fake.X.good green", "fake.X.bad missing", "fake.X.fine green");
        assertThat(outcomes.status()).isEqualTo(ExitStatus.MISSING);
    }

    @Test
    void aGreenLitmusTestWithoutSamplesIsNotGreen() throws Exception {
        var night = FakeNight.plan(home, List.of(), List.of(FakeNight.litmus("fake.X.empty")));
        night.run(new FakeChildren("sed 's/\"samples\": 5/\"samples\": 0/' \"$ANSWER\" >\"$RESULT\""));
        var outcomes = Outcomes.read(night.plan(), night.directory());
        assertThat(outcomes.litmus().getFirst().reason()).contains("green without a sample");
        assertThat(outcomes.status()).isEqualTo(ExitStatus.MISSING);
    }

    @Test
    void aLitmusTestThatTheSuiteLeavesOutIsMissing() throws Exception {
        var night = FakeNight.plan(home, List.of(), List.of(FakeNight.litmus("fake.X.gone")));
        night.run(new FakeChildren("sed s/fake.X.gone/fake.X.other/ \"$ANSWER\" >\"$RESULT\""));
        var outcomes = Outcomes.read(night.plan(), night.directory());
        assertThat(outcomes.litmus().getFirst().verdict()).isEqualTo("missing");
        assertThat(outcomes.status()).isEqualTo(ExitStatus.MISSING);
    }

    @Test
    void aRedLitmusTestCountsThoughItsSuiteExitsWithAnError() throws Exception {
        var night = FakeNight.plan(home, List.of(), List.of(FakeNight.litmus("fake.X.red")));
        night.run(new FakeChildren("sed 's/\"green\"/\"red\"/' \"$ANSWER\" >\"$RESULT\"; exit 1"));
        assertThat(Outcomes.read(night.plan(), night.directory()).status()).isEqualTo(ExitStatus.WORSE);
    }

    @Test
    void aLogThatTheDiskDoesNotTakeNeitherHangsTheChildNorCostsItsResult() throws Exception {
        var full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no device that is always full, device=/dev/full");
        var night = night("fake.A.loud");
        for (var unit : night.units("fake.A.loud")) {
            Files.createSymbolicLink(
                    Files.createDirectories(night.directory().unit(unit.id())).resolve("log.txt"), full);
        }
        night.run(new FakeChildren("head -c 1048576 /dev/zero; " + FakeChildren.HEALTHY), SHORT);
        assertThat(Outcomes.read(night.plan(), night.directory()).status()).isEqualTo(ExitStatus.CLEAN);
    }

    @Test
    void withTooLittleSpaceNothingIsStarted() throws Exception {
        var night = night("fake.A.good");
        assertThatThrownBy(() -> night.run(new FakeChildren("exit 1"), new Limits(1000, 1, Long.MAX_VALUE)))
                .isInstanceOf(RunProblem.class)
                .hasMessageStartingWith("disk full, freeBytes=");
        assertThat(Outcomes.read(night.plan(), night.directory()).count(UnitState.MISSING))
                .isEqualTo(night.plan().units().size());
    }

    @Test
    void whatDoesNotApplyIsNeverStartedAndChangesNoExitCode() throws Exception {
        var cell = FakeNight.cells("fake.A.good").getFirst();
        var cells = List.of(cell, new Cell("fake.A.gone", cell.params(), 1, "not installed"));
        var night = FakeNight.plan(home, cells, List.of());
        night.run(new FakeChildren(FakeChildren.HEALTHY).with("fake.A.gone", "exit 1"));
        assertThat(outcomes(night, "fake.A.gone")).hasSize(2).allSatisfy(unit -> {
            assertThat(unit.state()).isEqualTo(UnitState.NOT_APPLICABLE);
            assertThat(unit.reason()).isEqualTo("not installed");
        });
        assertThat(Outcomes.read(night.plan(), night.directory()).status()).isEqualTo(ExitStatus.CLEAN);
    }

    /** What is told of a run, and how many children had been started and not ended at that moment. */
    private static final class Told implements Standing.Listener {
        private final FakeNight night;
        private final List<Standing> standings = new ArrayList<>();
        private int stops;

        Told(FakeNight night) {
            this.night = night;
        }

        @Override
        public void at(Standing standing) {
            try {
                var events = Journal.read(night.directory().journal());
                var started = events.stream().filter(event -> event.event().equals(JournalEvent.STARTED));
                var ended = events.stream()
                        .filter(event -> event.event().equals("finished")
                                || event.event().equals("failed"));
                assertThat(started.count()).as("a child runs").isEqualTo(ended.count());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            standings.add(standing);
        }

        @Override
        public void stopped() {
            stops++;
        }
    }

    @Test
    void howFarARunIsIsToldOnlyWhileNothingIsMeasured() throws Exception {
        var night = FakeNight.plan(
                home, FakeNight.cells("fake.A.bad", "fake.B.good"), List.of(FakeNight.litmus("fake.Lock.exclusion")));
        var told = new Told(night);
        night.run(new FakeChildren(FakeChildren.HEALTHY).with("fake.A.bad", "exit 1"), FakeNight.LIMITS, told);
        var units = night.plan().units().size();
        assertThat(told.standings)
                .hasSize(units + 1)
                .allSatisfy(standing -> assertThat(standing.total()).isEqualTo(units));
        assertThat(told.standings.stream().map(Standing::done))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, units).boxed().toList());
        assertThat(told.standings.getFirst().unit()).isEqualTo("Canary.canary");
        assertThat(told.standings.getLast()).isEqualTo(new Standing(units, units, 4, "", 0, 0));
        assertThat(told.stops).isZero();
    }

    @Test
    void aResumedRunCountsWhatItsFirstPartBrought() throws Exception {
        var night = night("fake.A.bad", "fake.B.good");
        night.run(new FakeChildren(FakeChildren.HEALTHY).with("fake.A.bad", "exit 1"));
        var told = new Told(night);
        night.run(new FakeChildren(FakeChildren.HEALTHY), FakeNight.LIMITS, told);
        var units = night.plan().units().size();
        assertThat(told.standings.stream().map(Standing::done))
                .containsExactly(units - 4, units - 3, units - 2, units - 1, units);
    }

    @Test
    void aRunThatCannotGoOnSaysThatItStops() throws Exception {
        var night = night("fake.A.bad");
        var told = new Told(night);
        var full = new FakeChildren(FakeChildren.HEALTHY)
                .with("fake.A.bad", "echo 'write failed: No space left on device'; kill -9 $$;");
        assertThatThrownBy(() -> night.run(full, FakeNight.LIMITS, told)).isInstanceOf(RunProblem.class);
        assertThat(told.stops).isEqualTo(1);
    }
}
