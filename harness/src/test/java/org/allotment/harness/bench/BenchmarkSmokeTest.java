package org.allotment.harness.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.WorkloadKind;
import org.allotment.harness.workload.collection.CollectionWorkloads;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The suite starts: every subject at every workload that is defined for it, for one moment; no figure is judged. */
final class BenchmarkSmokeTest {
    private static final String IGNORE_LOCK = "jmh.ignoreLock";

    @BeforeAll
    static void letOtherRunsBe() {
        System.setProperty(IGNORE_LOCK, "true");
    }

    @AfterAll
    static void restoreTheLock() {
        System.clearProperty(IGNORE_LOCK);
    }

    @Test
    void everySubjectRunsThePair() throws RunnerException {
        String[] subjects = subjects(WorkloadKind.PAIR);
        assertThat(run(options("PairBenchmark.pair").param("size", "64").param("subject", subjects)))
                .hasSize(subjects.length)
                .allSatisfy(BenchmarkSmokeTest::isMeasured);
    }

    @Test
    void everySubjectRunsTheBatch() throws RunnerException {
        String[] subjects = subjects(WorkloadKind.BATCH);
        assertThat(run(options("BatchBenchmark.batch").param("subject", subjects)))
                .hasSize(subjects.length)
                .allSatisfy(BenchmarkSmokeTest::isMeasured);
    }

    @Test
    void everySubjectWithIndividualFreesRunsTheChurn() throws RunnerException {
        String[] subjects = subjects(WorkloadKind.CHURN);
        assertThat(run(options("ChurnBenchmark.churn").param("subject", subjects)))
                .hasSize(subjects.length)
                .allSatisfy(BenchmarkSmokeTest::isMeasured);
    }

    @Test
    void everySubjectWithAlignmentReplacesBlocks() throws RunnerException {
        String[] subjects = subjects(WorkloadKind.REPLACE);
        assertThat(run(options("ReplaceBenchmark.replaceOne")
                        .param("sizes", "1-256")
                        .param("subject", subjects)))
                .hasSize(subjects.length)
                .allSatisfy(BenchmarkSmokeTest::isMeasured);
    }

    @Test
    void everySubjectOfAddressesFillsCollections() throws RunnerException {
        String[] subjects = subjects(WorkloadKind.COLLECTION);
        assertThat(run(options("CollectionBenchmark.collection")
                        .param("workload", "btree-map-50k")
                        .param("subject", subjects)))
                .hasSize(subjects.length)
                .allSatisfy(BenchmarkSmokeTest::isMeasured);
        assertThat(run(options("CollectionBenchmark.collection").param("subject", "allotment-tlsf")))
                .hasSize(CollectionWorkloads.NAMES.size())
                .allSatisfy(BenchmarkSmokeTest::isMeasured);
    }

    @Test
    void everySubjectOfAddressesIsFragmented() throws RunnerException {
        String[] subjects = subjects(WorkloadKind.FRAGMENTED);
        assertThat(run(options("FragmentedPairBenchmark.fragmentedPair")
                        .param("held", "10")
                        .param("subject", subjects)))
                .hasSize(subjects.length)
                .allSatisfy(BenchmarkSmokeTest::isMeasured);
    }

    @Test
    void everySubjectOfAddressesHandsOutPages() throws RunnerException {
        String[] subjects = subjects(WorkloadKind.PAGES);
        assertThat(run(options("PagePairBenchmark.pagePair").param("pages", "4").param("subject", subjects)))
                .hasSize(subjects.length)
                .allSatisfy(BenchmarkSmokeTest::isMeasured);
        assertThat(run(options("PageBatchBenchmark.pageBatch")
                        .param("pages", "1-8")
                        .param("subject", subjects)))
                .hasSize(subjects.length)
                .allSatisfy(BenchmarkSmokeTest::isMeasured);
    }

    @Test
    void canaryRuns() throws RunnerException {
        assertThat(run(options("CanaryBenchmark.canary"))).hasSize(1).allSatisfy(BenchmarkSmokeTest::isMeasured);
    }

    @Test
    void childJvmTakesTheFlagsAndTwoThreads() throws RunnerException {
        assertThat(run(options("ChurnBenchmark.churn")
                        .param("subject", "netty-adaptive")
                        .threads(2)
                        .forks(1)))
                .hasSize(1)
                .allSatisfy(BenchmarkSmokeTest::isMeasured)
                .allSatisfy(
                        result -> assertThat(result.getParams().getThreads()).isEqualTo(2));
    }

    private static String[] subjects(WorkloadKind workload) {
        return Subjects.all().stream()
                .filter(entry -> entry.applicability()
                        .and(() -> workload.on(entry.traits()))
                        .isApplicable())
                .map(entry -> entry.id())
                .toArray(String[]::new);
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

    private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        return List.copyOf(new Runner(options.build()).run());
    }

    private static void isMeasured(RunResult result) {
        assertThat(result.getPrimaryResult().getScore()).isPositive();
        assertThat(result.getPrimaryResult().getScoreUnit()).isEqualTo("ns/op");
    }
}
