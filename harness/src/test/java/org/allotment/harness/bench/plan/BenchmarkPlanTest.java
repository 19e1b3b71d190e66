package org.allotment.harness.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allotment.harness.subject.Applicability;
import org.allotment.harness.subject.catalog.SubjectEntry;
import org.allotment.harness.subject.catalog.Subjects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.annotations.Param;

final class BenchmarkPlanTest {
    private static final String PAIR = "org.allotment.harness.bench.PairBenchmark.pair";
    private static final String REPLACE = "org.allotment.harness.bench.ReplaceBenchmark.replaceOne";
    private static final String CROSS_THREAD =
            "org.allotment.harness.bench.concurrent.CrossThreadBenchmark.crossThread";

    /** Cells of a subject at what needs several threads, in a night. */
    private static final int SHARED = 2 + 2 + 2 + 2;

    private static final String CHURN = "org.allotment.harness.bench.ChurnBenchmark.churn";

    @Test
    void namesCarryTheirParametersInOrder() {
        assertThat(BenchmarkPlan.cells(BenchmarkProfile.NIGHTLY))
                .extracting(BenchmarkCell::name)
                .contains(PAIR + "?size=64&subject=malloc-critical", CHURN + "?subject=netty-adaptive");
        assertThat(BenchmarkPlan.canary().name()).isEqualTo("org.allotment.harness.bench.CanaryBenchmark.canary");
    }

    @ParameterizedTest
    @EnumSource
    void everyCellIsListedOnce(BenchmarkProfile profile) {
        assertThat(BenchmarkPlan.cells(profile))
                .extracting(cell -> cell.name() + "#" + cell.threads())
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    @Test
    void nightlyHoldsEverySubjectAtEveryWorkload() {
        int ofTwoThreadCounts = 8 * 2;
        int ofOneThread = 3 + 1 + 4 + 3 + 2;
        assertThat(ofSubjects(BenchmarkProfile.NIGHTLY))
                .hasSize(Subjects.all().size() * (ofTwoThreadCounts + ofOneThread + SHARED));
        assertThat(BenchmarkPlan.cells(BenchmarkProfile.FULL))
                .containsAll(BenchmarkPlan.cells(BenchmarkProfile.NIGHTLY));
        assertThat(ofSubjects(BenchmarkProfile.FULL))
                .hasSize(Subjects.all().size() * (ofTwoThreadCounts + ofOneThread + 9 + SHARED + 2));
    }

    private static List<BenchmarkCell> ofSubjects(BenchmarkProfile profile) {
        return BenchmarkPlan.cells(profile).stream()
                .filter(cell -> Subjects.all().stream()
                        .anyMatch(subject -> subject.id().equals(cell.params().get("subject"))))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void theRingAloneIsInTheRoundOfWhatCrossesThreads(BenchmarkProfile profile) {
        List<BenchmarkCell> cells = BenchmarkPlan.cells(profile).stream()
                .filter(cell -> cell.benchmark().equals(CROSS_THREAD))
                .toList();
        assertThat(cells.stream().map(cell -> cell.params().get("batch")).distinct())
                .isNotEmpty()
                .allSatisfy(batch -> assertThat(cells)
                        .extracting(BenchmarkCell::name)
                        .contains(CROSS_THREAD + "?batch=" + batch + "&subject=no-allocator"));
        assertThat(cells)
                .filteredOn(cell -> "allotment-slab".equals(cell.params().get("subject")))
                .allSatisfy(cell ->
                        assertThat(cell.applicability().reason()).contains("belongs to the thread that allocated it"));
    }

    @Test
    void quickHasWhatOneOfOursAndOneRivalDoAcrossThreads() {
        assertThat(BenchmarkPlan.cells(BenchmarkProfile.QUICK))
                .filteredOn(cell -> cell.benchmark().equals(CROSS_THREAD))
                .extracting(BenchmarkCell::name)
                .containsExactly(
                        CROSS_THREAD + "?batch=1&subject=allotment-shared",
                        CROSS_THREAD + "?batch=1&subject=malloc-critical",
                        CROSS_THREAD + "?batch=1&subject=no-allocator");
        assertThat(BenchmarkPlan.cells(BenchmarkProfile.QUICK).stream()
                        .filter(cell -> cell.applicability().isApplicable()))
                .as("a unit each for two forks, and about three seconds for a unit")
                .hasSizeLessThan(75);
    }

    @Test
    void quickHoldsOursAndFourRivals() {
        List<BenchmarkCell> cells = BenchmarkPlan.cells(BenchmarkProfile.QUICK);
        assertThat(cells.stream().map(cell -> cell.params().get("subject")).distinct())
                .contains("malloc-critical", "lwjgl-rpmalloc", "netty-adaptive", "arena-confined")
                .contains("allotment-slab", "allotment-slab-trusting", "allotment-tlsf", "allotment-tlsf-trusting")
                .contains("allotment-bump", "allotment-shared")
                .filteredOn(id -> id != null && !id.equals(Subjects.control().id()))
                .allMatch(id -> Subjects.byId(id) != null)
                .filteredOn(id -> !id.startsWith("allotment-"))
                .hasSize(4);
        assertThat(cells).extracting(BenchmarkCell::benchmark).doesNotContain(REPLACE);
        assertThat(cells.stream().map(cell -> cell.params().get("size")).filter(size -> size != null))
                .containsOnly("64");
        assertThat(BenchmarkPlan.cells(BenchmarkProfile.NIGHTLY)).containsAll(cells);
    }

    @ParameterizedTest
    @EnumSource
    void everySubjectCanBeAskedForAtEveryBenchmark(BenchmarkProfile profile) {
        List<BenchmarkCell> selectable = BenchmarkPlan.selectable(profile);
        assertThat(selectable).containsAll(BenchmarkPlan.cells(profile)).doesNotHaveDuplicates();
        for (SubjectEntry subject : Subjects.all()) {
            assertThat(selectable)
                    .filteredOn(cell -> subject.id().equals(cell.params().get("subject")))
                    .extracting(BenchmarkCell::benchmark)
                    .containsAll(benchmarksOfSubjects());
        }
    }

    @Test
    void whatQuickHasComesInItsSizesAndWhatItLacksInThoseOfANight() {
        List<BenchmarkCell> selectable = BenchmarkPlan.selectable(BenchmarkProfile.QUICK);
        assertThat(selectable)
                .filteredOn(cell -> "allotment-tree".equals(cell.params().get("subject")))
                .hasSize(3 * 2 + 3 + 1 + 4 + 3 + 2 + SHARED - 1)
                .filteredOn(cell -> cell.benchmark().equals(PAIR))
                .allSatisfy(cell -> assertThat(cell.params()).containsEntry("size", "64"));
        assertThat(BenchmarkPlan.selectable(BenchmarkProfile.NIGHTLY))
                .isEqualTo(BenchmarkPlan.cells(BenchmarkProfile.NIGHTLY));
    }

    @Test
    void aFullPlanHasTheValuesThatTheBenchmarksDeclare() throws ReflectiveOperationException {
        for (String benchmark : benchmarks()) {
            Class<?> type = Class.forName(benchmark.substring(0, benchmark.lastIndexOf('.')));
            List<BenchmarkCell> cells = BenchmarkPlan.cells(BenchmarkProfile.FULL).stream()
                    .filter(cell -> cell.benchmark().equals(benchmark))
                    .toList();
            for (String name : cells.getFirst().params().keySet()) {
                if (!name.equals("subject")) {
                    assertThat(cells.stream()
                                    .map(cell -> cell.params().get(name))
                                    .distinct())
                            .as(benchmark)
                            .containsExactlyInAnyOrder(type.getField(name)
                                    .getAnnotation(Param.class)
                                    .value());
                }
            }
        }
    }

    private static List<String> benchmarksOfSubjects() {
        return ofSubjects(BenchmarkProfile.FULL).stream()
                .map(BenchmarkCell::benchmark)
                .distinct()
                .toList();
    }

    private static List<String> benchmarks() {
        return BenchmarkPlan.cells(BenchmarkProfile.FULL).stream()
                .map(BenchmarkCell::benchmark)
                .distinct()
                .toList();
    }

    @Test
    void undefinedWorkloadIsListedWithItsReason() {
        assertThat(BenchmarkPlan.cells(BenchmarkProfile.NIGHTLY))
                .filteredOn(cell -> cell.name().equals(CHURN + "?subject=slicing"))
                .hasSize(2)
                .allSatisfy(cell -> assertThat(cell.applicability().reason()).endsWith(", workload=churn"));
        assertThat(BenchmarkPlan.cells(BenchmarkProfile.NIGHTLY))
                .filteredOn(cell -> cell.name().equals(REPLACE + "?sizes=1-8&subject=netty-pooled"))
                .singleElement()
                .satisfies(cell -> assertThat(cell.applicability().reason()).contains("takes no alignment"));
        assertThat(BenchmarkPlan.cells(BenchmarkProfile.NIGHTLY))
                .filteredOn(cell -> cell.name().equals(CHURN + "?subject=allotment-page"))
                .allSatisfy(cell -> assertThat(cell.applicability().reason())
                        .isEqualTo("the subject hands out whole pages only, workload=churn"));
        assertThat(BenchmarkPlan.cells(BenchmarkProfile.NIGHTLY))
                .filteredOn(cell -> cell.name().contains("CollectionBenchmark")
                        && cell.name().contains("subject=arena-confined"))
                .hasSize(4)
                .allSatisfy(
                        cell -> assertThat(cell.applicability().reason()).contains("the subject's blocks are objects"));
    }

    @Test
    void everyReasonIsTheSubjectsTheWorkloadsOrTheMachines() {
        for (BenchmarkCell cell : ofSubjects(BenchmarkProfile.NIGHTLY)) {
            SubjectEntry subject = Subjects.byId(String.valueOf(cell.params().get("subject")));
            Applicability own = subject.applicability();
            if (!own.isApplicable()) {
                assertThat(cell.applicability()).isEqualTo(own);
            }
        }
    }

    @Test
    void cellsKeepTheirParametersWhenTheCallersMapChanges() {
        TreeMap<String, String> params = new TreeMap<>(Map.of("a", "1"));
        BenchmarkCell cell = new BenchmarkCell("x", params, 1, Applicability.applicable());
        params.put("b", "2");
        assertThat(cell.name()).isEqualTo("x?a=1");
    }
}
