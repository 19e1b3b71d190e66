package org.allotment.reports;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the package order of docs/ARCHITECTURE.md for the dashboard. */
final class ArchitectureTest {
    private static final String ROOT = "org.allotment.reports";
    private static final int MAX_FILES_PER_PACKAGE = 12;

    /** Bottom to top; packages on one line never import each other. */
    private static final List<List<String>> LINES = List.of(
            List.of("model", "stats"),
            List.of("format", "store", "detect"),
            List.of("access", "compare", "collect", "triage", "alert", "jobs", "live"),
            List.of("api"),
            List.of("web"),
            List.of("app"));

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void packagesImportDownwardsOnly() {
        List<String> upward = classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(ArchitectureTest::isForbidden)
                .map(Dependency::getDescription)
                .toList();
        assertThat(upward).isEmpty();
    }

    @Test
    void everyPackageHasALine() {
        assertThat(classes.stream().filter(type -> line(type.getPackageName()) < 0))
                .isEmpty();
    }

    @Test
    void verdictsNeedNoContainer() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".model..",
                        ROOT + ".stats..",
                        ROOT + ".format..",
                        ROOT + ".store..",
                        ROOT + ".detect..",
                        ROOT + ".access..",
                        ROOT + ".collect..",
                        ROOT + ".triage..",
                        ROOT + ".compare..",
                        ROOT + ".alert..",
                        ROOT + ".jobs..",
                        ROOT + ".live..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta..", "io.quarkus..", "io.vertx..")
                        .and(not(resideInAPackage("jakarta.mail.."))))
                .check(classes);
    }

    @Test
    void nothingReadsSerialisedObjects() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(classes);
    }

    @Test
    void noPackageHoldsMoreThanTwelveFiles() {
        Map<String, Long> files = classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(files)
                .isNotEmpty()
                .allSatisfy((name, count) ->
                        assertThat(count).as("files in %s", name).isLessThanOrEqualTo(MAX_FILES_PER_PACKAGE));
    }

    private static boolean isForbidden(Dependency dependency) {
        String from = top(dependency.getOriginClass().getPackageName());
        String to = top(dependency.getTargetClass().getBaseComponentType().getPackageName());
        return !to.isEmpty() && !from.equals(to) && index(to) >= index(from);
    }

    private static int line(String packageName) {
        return index(top(packageName));
    }

    private static int index(String top) {
        for (int i = 0; i < LINES.size(); i++) {
            if (LINES.get(i).contains(top)) {
                return i;
            }
        }
        return -1;
    }

    /** The package below the root that a package is in, or empty when it is not ours. */
    private static String top(String packageName) {
        if (!packageName.startsWith(ROOT + ".")) {
            return "";
        }
        String rest = packageName.substring(ROOT.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
