package org.allotment.harness.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Benchmarks of several threads and of contexts start and end; no figure is judged. */
final class SharedSmokeTest {
    private static final String IGNORE_LOCK = "jmh.ignoreLock";
    private static final String[] SUBJECTS = {"allotment-shared", "malloc-critical", "netty-adaptive"};

    @BeforeAll
    static void letOtherRunsBe() {
        System.setProperty(IGNORE_LOCK, "true");
    }

    @AfterAll
    static void restoreTheLock() {
        System.clearProperty(IGNORE_LOCK);
    }

    @ParameterizedTest
    @CsvSource({
        "concurrent.CrossThreadBenchmark.crossThread, avgt",
        "concurrent.OwnerFreeBenchmark.ownerFree, sample",
        "concurrent.RemoteFreeBenchmark.remoteFree, sample",
        "concurrent.InheritanceBenchmark.inheritance, avgt",
        "concurrent.ThreadChurnBenchmark.threadChurn, avgt",
        "context.TaskBenchmark.task, avgt",
        "context.VirtualPairBenchmark.virtualPair, avgt"
    })
    void subjectsRunWhatNeedsSeveralThreads(String benchmark, String mode) throws RunnerException {
        ChainedOptionsBuilder options = options(benchmark).param("subject", SUBJECTS);
        List<RunResult> results = run(benchmark.contains("crossThread") ? options.param("batch", "256") : options);
        assertThat(results).hasSize(SUBJECTS.length).allSatisfy(SharedSmokeTest::isMeasured);
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.getParams().getMode().shortLabel()).isEqualTo(mode));
    }

    @ParameterizedTest
    @CsvSource({
        "concurrent.PingPongBenchmark.pingPong, 1",
        "context.ContextTaskBenchmark.contextTask, 3",
        "context.ContextPairBenchmark.platformThread, 7",
        "context.SwitchBenchmark.platformThread, 6",
        "guard.GuardPairBenchmark.guardPair, 4"
    })
    void whatHasNoSubjectRuns(String benchmark, int cells) throws RunnerException {
        assertThat(run(options(benchmark))).hasSize(cells).allSatisfy(SharedSmokeTest::isMeasured);
    }

    @Test
    void childJvmTakesTheFlagForVirtualThreads() throws RunnerException {
        assertThat(run(options("context.SwitchBenchmark.virtualThread")
                        .param("way", "scope")
                        .forks(1)))
                .hasSize(1)
                .allSatisfy(SharedSmokeTest::isMeasured)
                .allSatisfy(result -> assertThat(result.getParams().getJvmArgs())
                        .contains("-Dallotment.workers.virtual=true", "-Djmh.executor=CUSTOM"));
    }

    private static ChainedOptionsBuilder options(String benchmark) {
        return new OptionsBuilder()
                .include("\\." + benchmark + "$")
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(50))
                .forks(0)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
    }

    private static List<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        return List.copyOf(new Runner(options.build()).run());
    }

    private static void isMeasured(RunResult result) {
        assertThat(result.getPrimaryResult().getScore()).isPositive();
        assertThat(result.getPrimaryResult().getScoreUnit()).isEqualTo("ns/op");
    }
}
