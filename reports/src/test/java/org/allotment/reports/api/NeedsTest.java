package org.allotment.reports.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import org.allotment.reports.access.Needs;
import org.junit.jupiter.api.Test;

/** Deny by default: a resource method that names no scope is open to nobody, and there is none. */
final class NeedsTest {
    private static final Set<String> VERBS = Set.of(
            "jakarta.ws.rs.GET",
            "jakarta.ws.rs.POST",
            "jakarta.ws.rs.PUT",
            "jakarta.ws.rs.PATCH",
            "jakarta.ws.rs.DELETE",
            "jakarta.ws.rs.HEAD",
            "jakarta.ws.rs.OPTIONS");

    @Test
    void everyResourceMethodNamesItsScope() {
        List<JavaMethod> methods = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.allotment.reports").stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.getAnnotations().stream()
                                .anyMatch(
                                        each -> VERBS.contains(each.getRawType().getName())))
                        .toList();
        assertThat(methods).hasSizeGreaterThan(15).allMatch(method -> method.isAnnotatedWith(Needs.class));
    }
}
