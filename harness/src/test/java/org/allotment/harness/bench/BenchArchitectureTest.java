package org.allotment.harness.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

/** Holds the order subject, workload, bench, and keeps the benchmarks free of logic. */
final class BenchArchitectureTest {
    private static final String ROOT = "org.allotment.harness";
    private static final int MAX_FILES_PER_PACKAGE = 12;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("jmh_generated"))
            .importPackages(ROOT);

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void subjectsKnowNeitherWorkloadsNorBenchmarks() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".subject..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".workload..", ROOT + ".bench..")
                .check(CLASSES);
    }

    @Test
    void workloadsKnowTheShapesOfSubjectsOnly() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".workload..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".subject.*..", ROOT + ".bench..")
                .check(CLASSES);
    }

    @Test
    void timedMethodsCallTheLoopAndNothingElse() {
        methods().that().areAnnotatedWith(Benchmark.class).should(callOnlyRun()).check(CLASSES);
    }

    @Test
    void benchmarksNeverTakeAChecksum() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".bench..")
                .should()
                .callMethodWhere(JavaCall.Predicates.target(HasName.Predicates.name("checksum")))
                .check(CLASSES);
    }

    @Test
    void noPackageHoldsMoreThanTwelveFiles() {
        Map<String, Long> files = CLASSES.stream()
                .filter(JavaClass::isTopLevelClass)
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(files)
                .isNotEmpty()
                .allSatisfy((name, count) ->
                        assertThat(count).as("files in %s", name).isLessThanOrEqualTo(MAX_FILES_PER_PACKAGE));
    }

    private static ArchCondition<JavaMethod> callOnlyRun() {
        return new ArchCondition<>("make one call, to run()") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                var calls = method.getMethodCallsFromSelf();
                boolean right = calls.size() == 1
                        && calls.iterator().next().getTarget().getName().equals("run");
                events.add(new SimpleConditionEvent(method, right, method.getFullName() + " calls " + calls));
            }
        };
    }
}
