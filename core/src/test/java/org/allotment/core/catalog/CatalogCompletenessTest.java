package org.allotment.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.allotment.core.Allocator;
import org.allotment.core.IdAllocator;
import org.allotment.core.PageAllocator;
import org.allotment.core.source.MemorySource;
import org.junit.jupiter.api.Test;

/** Whatever hands out memory or numbers is in the catalogue, once, and what the catalogue names is there. */
final class CatalogCompletenessTest {
    private static final String ROOT = "org.allotment.core.";
    private static final List<Class<?>> ROLES =
            List.of(Allocator.class, PageAllocator.class, IdAllocator.class, MemorySource.class);

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.allotment.core");

    private static Stream<String> types() {
        return EngineCatalog.entries().stream().flatMap(entry -> entry.types().stream());
    }

    private static boolean isEngine(JavaClass type) {
        return type.isTopLevelClass()
                && !type.isInterface()
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && ROLES.stream().anyMatch(type::isAssignableTo);
    }

    @Test
    void everyPublicClassThatHandsOutSomethingIsATypeOfOneEntry() {
        assertThat(types()).doesNotHaveDuplicates();
        assertThat(CLASSES.stream()
                        .filter(CatalogCompletenessTest::isEngine)
                        .map(type -> type.getName().substring(ROOT.length())))
                .hasSizeGreaterThan(25)
                .isSubsetOf(types().toList());
    }

    @Test
    void everyTypeIsAPublicClassOfAPackageOfItsEntry() {
        for (EngineEntry entry : EngineCatalog.entries()) {
            assertThat(entry.types()).isNotEmpty();
            for (String type : entry.types()) {
                assertThat(CLASSES.get(ROOT + type).getModifiers()).as(type).contains(JavaModifier.PUBLIC);
                assertThat(EngineCatalog.ofPackage(type.substring(0, type.lastIndexOf('.'))))
                        .as(type)
                        .contains(entry);
            }
        }
    }

    @Test
    void everyPackageButTheContractAndTheCatalogueBelongsToOneEntry() {
        assertThat(EngineCatalog.entries().stream().flatMap(entry -> entry.packages().stream()))
                .doesNotHaveDuplicates();
        List<String> homeless = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT))
                .map(name -> name.substring(ROOT.length()))
                .distinct()
                .filter(name -> EngineCatalog.ofPackage(name).isEmpty())
                .toList();
        assertThat(homeless).containsExactly("catalog");
    }

    @Test
    void aPackageBelongsToTheNearestEntryAroundIt() {
        assertThat(EngineCatalog.ofPackage("adapt.collection")).contains(EngineCatalog.entry("adapt"));
        assertThat(EngineCatalog.ofPackage("pagemap")).contains(EngineCatalog.entry("memory"));
        assertThat(EngineCatalog.ofPackage("adaptive")).isEmpty();
        assertThat(EngineCatalog.ofPackage("")).isEmpty();
    }
}
