package org.allotment.harness;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayersTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.allotment.harness");

    /** Bottom to top; a package may import from lines before its own. */
    private static final List<String> RUNNER = List.of(
            "..harness.result..",
            "..nightly.child..",
            "..nightly.plan..",
            "..nightly.runner..",
            "..nightly.past..",
            "..nightly.picture..",
            "..nightly.publish..",
            "..nightly.live..",
            "..nightly.session..",
            "..nightly.agent..",
            "..nightly.command..",
            "org.allotment.harness.nightly");

    @Test
    void packagesImportDownwardsOnly() {
        var layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (var layer : RUNNER) {
            layers = layers.layer(layer).definedBy(layer);
        }
        for (var line = 0; line < RUNNER.size() - 1; line++) {
            var above = RUNNER.subList(line + 1, RUNNER.size()).toArray(String[]::new);
            layers = layers.whereLayer(RUNNER.get(line)).mayOnlyBeAccessedByLayers(above);
        }
        layers.whereLayer(RUNNER.getLast()).mayNotBeAccessedByAnyLayer().check(CLASSES);
    }

    @Test
    void onlyTheSessionKnowsTheSuites() {
        noClasses()
                .that()
                .resideInAnyPackage("..nightly..", "..harness.result..", "..harness.machine..", "..harness.checkout..")
                .and()
                .resideOutsideOfPackage("..nightly.session..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..harness.subject..", "..harness.workload..", "..harness.bench..")
                .check(CLASSES);
    }

    @Test
    void suitesAndFactsKnowNothingOfTheRunner() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "..harness.subject..",
                        "..harness.workload..",
                        "..harness.bench..",
                        "..harness.machine..",
                        "..harness.checkout..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..nightly..", "..harness.result..")
                .check(CLASSES);
    }

    @Test
    void packagesOfTheRunnerAreFreeOfCycles() {
        slices().matching("org.allotment.harness.nightly.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void machineAndCheckoutKnowNothingOfEachOther() {
        slices().matching("org.allotment.harness.(machine|checkout)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void noPackageHoldsMoreThanTwelveFiles() throws IOException {
        var counts = new HashMap<Path, Integer>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> counts.merge(file.getParent(), 1, Integer::sum));
        }
        assertThat(counts)
                .isNotEmpty()
                .allSatisfy((folder, count) ->
                        assertThat(count).as("files in %s", folder).isLessThanOrEqualTo(12));
    }
}
