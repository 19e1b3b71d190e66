package org.allotment.harness.nightly.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.allotment.core.catalog.EngineCatalog;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.nightly.plan.Catalog;
import org.allotment.harness.nightly.plan.Cell;
import org.allotment.harness.nightly.plan.Litmus;
import org.allotment.harness.nightly.plan.Profile;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A name of the catalogue selects an engine's benchmarks and litmus tests; any other text is an expression. */
class OnlyTest {

    private static final Catalog SUITES = new Catalog() {
        private final SuiteCatalog suites = new SuiteCatalog(Places.fromProperties());

        @Override
        public List<Cell> cells(Profile profile) {
            return suites.cells(profile);
        }

        @Override
        public List<Cell> selectable(Profile profile) {
            return suites.selectable(profile);
        }

        @Override
        public List<Litmus> litmus(Profile profile) {
            return List.of(
                    listed("org.allotment.stress.tlsf.TlsfStress.Locked", "tlsf"),
                    listed("org.allotment.stress.concurrent.HeapLockStress.TlsfSpin", "concurrent"),
                    listed("org.allotment.stress.memory.WordStress.Heap", "memory"),
                    listed("org.allotment.stress.planted.PlantedStress.tlsf", ""));
        }

        @Override
        public Optional<Cell> canary() {
            return suites.canary();
        }
    };

    private static Litmus listed(String name, String engine) {
        return new Litmus(name, engine, "", 2, false, "", 1);
    }

    private static List<Cell> cells(Profile profile, String only) {
        return Only.cells(SUITES, profile, Optional.of(only));
    }

    private static Stream<String> subjects(Profile profile, String only) {
        return cells(profile, only).stream()
                .map(cell -> cell.params().get("subject"))
                .distinct();
    }

    private static List<String> tests(String only) {
        return Only.litmus(SUITES, Profile.QUICK, Optional.of(only)).stream()
                .map(test -> test.name().replaceAll("org.allotment.stress.", ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUICK", "NIGHTLY", "FULL"})
    void theNameOfAnEngineSelectsAllItsFormsAtAllBenchmarks(Profile profile) {
        assertThat(subjects(profile, "tlsf"))
                .containsExactly("allotment-tlsf", "allotment-tlsf-trusting", "allotment-tlsf-bare");
        assertThat(subjects(profile, "context")).containsExactly("allotment-context-medium", "allotment-context-long");
        assertThat(subjects(profile, "default")).containsExactly("allotment-page");
        assertThat(subjects(profile, "full")).hasSize(22).allMatch(id -> id.startsWith("allotment-"));
        assertThat(cells(profile, "tree").stream().map(Cell::name).distinct()).hasSize(15);
        assertThat(cells(profile, "memory")).isEmpty();
    }

    @Test
    void theNameOfAnEngineOrPartSelectsItsLitmusTests() {
        assertThat(tests("tlsf")).containsExactly("tlsf.TlsfStress.Locked");
        assertThat(tests("concurrent")).containsExactly("concurrent.HeapLockStress.TlsfSpin");
        assertThat(tests("memory")).containsExactly("memory.WordStress.Heap");
        assertThat(tests("default")).isEmpty();
        assertThat(tests("full")).hasSize(3);
    }

    @Test
    void anyOtherTextIsSearchedForInLabelsAndNames() {
        assertThat(tests("Tlsf")).containsExactly("tlsf.TlsfStress.Locked", "concurrent.HeapLockStress.TlsfSpin");
        assertThat(tests("tlsf$")).containsExactly("planted.PlantedStress.tlsf");
        assertThat(subjects(Profile.NIGHTLY, "subject=allotment-tlsf$")).containsExactly("allotment-tlsf");
        assertThat(subjects(Profile.NIGHTLY, "tlsf-bare|=malloc-crit")).hasSize(2);
        assertThat(cells(Profile.NIGHTLY, "Pair.*size=64&subject=slicing")).hasSize(3);
        assertThat(cells(Profile.NIGHTLY, "none")).isEmpty();
    }

    @Test
    void everythingMeansTheProfileAndNotWhatCouldBeAskedFor() {
        assertThat(Only.cells(SUITES, Profile.QUICK, Optional.empty())).isEqualTo(SUITES.cells(Profile.QUICK));
        assertThat(Only.litmus(SUITES, Profile.QUICK, Optional.empty())).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "CollectionBenchmark, 4",
        "workload=btree-map-50k, 1",
        "PagePair, 3",
        "pages=64, 1",
        "PageBatch, 2",
        "Replace, 1",
        "CrossThread, 1",
        "RemoteFree, 1",
        "Inheritance, 1",
        "TaskBenchmark.task, 1"
    })
    void whatTheQuickProfileLeavesOutCanBeAskedFor(String only, int cellsOfASubject) {
        assertThat(cells(Profile.QUICK, only).stream()
                        .filter(cell -> "malloc-critical".equals(cell.params().get("subject"))))
                .hasSize(cellsOfASubject)
                .allSatisfy(cell -> assertThat(cell.notApplicable()).isEmpty());
    }

    @Test
    void cellsOfOthersAreNotTakenForOurs() {
        var only = Only.of("tlsf");
        var cells = List.of(
                Cell.of("x.Pair.pair", Map.of("subject", "tlsf"), 1),
                Cell.of("x.Canary.canary", Map.of(), 1),
                Cell.of("x.tlsf.pair", Map.of("subject", "malloc"), 1));
        assertThat(only.cells(cells)).isEmpty();
        assertThat(Only.of("tls").cells(cells)).hasSize(2);
    }

    @Test
    void nothingIsToldWithTheNames() {
        assertThatThrownBy(() -> {
                    throw Only.nothing("benchmark", "tlfs");
                })
                .isInstanceOfSatisfying(
                        RunProblem.class,
                        problem -> assertThat(problem.status()).isEqualTo(ExitStatus.USAGE))
                .hasMessage("no benchmark matches, only=tlfs, names=" + String.join(",", EngineCatalog.names()));
    }
}
