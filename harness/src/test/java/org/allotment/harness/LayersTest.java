package org.allotment.harness;

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
import org.junit.jupiter.api.Test;

class LayersTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.allotment.harness");

    @Test
    void packagesImportDownwardsOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("facts")
                .definedBy("..harness.machine..", "..harness.checkout..")
                .layer("result")
                .definedBy("..harness.result..")
                .layer("suites")
                .definedBy("..harness.subject..", "..harness.workload..", "..harness.bench..")
                .layer("child")
                .definedBy("..nightly.child..")
                .layer("plan")
                .definedBy("..nightly.plan..")
                .layer("runner")
                .definedBy("..nightly.runner..")
                .layer("publish")
                .definedBy("..nightly.publish..")
                .layer("session")
                .definedBy("..nightly.session..")
                .layer("command")
                .definedBy("..nightly.command..")
                .layer("entry")
                .definedBy("org.allotment.harness.nightly")
                .whereLayer("entry")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("command")
                .mayOnlyBeAccessedByLayers("entry")
                .whereLayer("session")
                .mayOnlyBeAccessedByLayers("command", "entry")
                .whereLayer("publish")
                .mayOnlyBeAccessedByLayers("session", "command", "entry")
                .whereLayer("runner")
                .mayOnlyBeAccessedByLayers("publish", "session", "command", "entry")
                .whereLayer("plan")
                .mayOnlyBeAccessedByLayers("runner", "publish", "session", "command", "entry")
                .whereLayer("suites")
                .mayOnlyBeAccessedByLayers("session")
                .whereLayer("child")
                .mayOnlyBeAccessedByLayers("runner", "session")
                .whereLayer("result")
                .mayOnlyBeAccessedByLayers("plan", "runner", "publish", "session", "command", "entry")
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
