package org.allotment.stress;

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

/** Holds the order of this module's packages: downwards only, no cycles, no package above twelve files. */
final class ArchitectureTest {
    private static final String ROOT = "org.allotment.stress";
    private static final int MAX_FILES_PER_PACKAGE = 12;

    /** Bottom to top; packages on one line never import each other. "" is the root. */
    private static final List<List<String>> LINES = List.of(
            List.of("", "verdict"),
            List.of("memory", "run", "campaign.shared", "campaign.footprint"),
            List.of(
                    "campaign",
                    "concurrent",
                    "concurrent.claim",
                    "concurrent.heap",
                    "concurrent.striped",
                    "bump",
                    "guard.budget",
                    "pagemap",
                    "slab",
                    "source",
                    "switching",
                    "tlsf",
                    "tree"),
            List.of("grade"));

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
    void everyPackageHasALineAndAtMostTwelveFiles() {
        assertThat(classes.stream().filter(type -> line(type.getPackageName()) < 0))
                .isEmpty();
        Map<String, Long> files = classes.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().contains("_"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(files)
                .isNotEmpty()
                .allSatisfy((name, count) ->
                        assertThat(count).as("files in %s", name).isLessThanOrEqualTo(MAX_FILES_PER_PACKAGE));
    }

    @Test
    void gradingIsPure() {
        List<String> impure = classes.stream()
                .filter(type -> type.getPackageName().equals(ROOT + ".verdict"))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> isImpure(dependency.getTargetClass().getPackageName()))
                .map(Dependency::getDescription)
                .toList();
        assertThat(impure).isEmpty();
    }

    private static boolean isImpure(String packageName) {
        return packageName.startsWith("org.openjdk") || packageName.startsWith("java.nio");
    }

    private static boolean isForbidden(Dependency dependency) {
        String from = dependency.getOriginClass().getPackageName();
        String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
        boolean inside = to.equals(ROOT) || to.startsWith(ROOT + ".");
        return inside && !from.equals(to) && line(to) >= line(from);
    }

    private static int line(String packageName) {
        String name = packageName.equals(ROOT) ? "" : packageName.substring(ROOT.length() + 1);
        for (int i = 0; i < LINES.size(); i++) {
            if (LINES.get(i).contains(name)) {
                return i;
            }
        }
        return -1;
    }
}
