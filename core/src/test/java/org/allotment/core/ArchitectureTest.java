package org.allotment.core;

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

/** Holds the package order of docs/ARCHITECTURE.md: downwards only, no cycles, no package above twelve files. */
final class ArchitectureTest {
    private static final String ROOT = "org.allotment.core";
    private static final int MAX_FILES_PER_PACKAGE = 12;

    /** Bottom to top; packages on one line are siblings and never import each other. "" is the contract. */
    private static final List<List<String>> LINES = List.of(
            List.of("bits", "ending"),
            List.of("memory"),
            List.of("os.call"),
            List.of("", "os"),
            List.of("pagemap", "source"),
            List.of("bump", "bitset", "tree", "buddy", "slab", "tlsf", "page", "mapped"),
            List.of("concurrent.care", "concurrent.claim", "concurrent.remote", "concurrent.slice"),
            List.of("context", "id", "concurrent", "guard"),
            List.of("concurrent.heap", "concurrent.striped", "guard.budget"),
            List.of("switching.owner"),
            List.of("switching"),
            List.of("adapt.collection"),
            List.of("adapt"),
            List.of("catalog"));

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
        String from = dependency.getOriginClass().getPackageName();
        String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
        boolean outside = !to.equals(ROOT) && !to.startsWith(ROOT + ".");
        return !outside && !from.equals(to) && line(to) >= line(from);
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
