package org.allotment.stress;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.allotment.core.catalog.EngineCatalog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;

/** What every litmus test of this module keeps to; their names are keys of the history. */
final class LitmusRulesTest {
    private static final List<Class<?>> TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.allotment.stress").stream()
                    .filter(type -> type.isAnnotatedWith(JCStressTest.class))
                    .<Class<?>>map(JavaClass::reflect)
                    .toList();

    static Stream<Class<?>> tests() {
        return TESTS.stream();
    }

    @ParameterizedTest
    @MethodSource("tests")
    void itIsAPropertyOfASubject(Class<?> test) {
        assertThat(test.getEnclosingClass()).isNotNull();
        assertThat(test.getEnclosingClass().getSimpleName()).endsWith("Stress");
    }

    @ParameterizedTest
    @MethodSource("tests")
    void itSaysWhatItIsAndWhatEachOutcomeMeans(Class<?> test) {
        assertThat(test.getAnnotation(Description.class).value()).isNotBlank();
        List<Outcome> outcomes = List.of(test.getAnnotationsByType(Outcome.class));
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome.desc()).isNotBlank())
                .anyMatch(outcome -> outcome.expect() == Expect.ACCEPTABLE)
                .anyMatch(outcome -> outcome.expect() == Expect.FORBIDDEN);
    }

    @ParameterizedTest
    @MethodSource("tests")
    void twoCoresAreEnough(Class<?> test) {
        assertThat(Arrays.stream(test.getMethods()).filter(method -> method.isAnnotationPresent(Actor.class)))
                .hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("tests")
    void onlyBrokenTwinsMustFailAndSaySo(Class<?> test) {
        MustFail mustFail = test.getAnnotation(MustFail.class);
        assertThat(mustFail != null).isEqualTo(test.getSimpleName().startsWith("Weakened"));
        if (mustFail != null) {
            assertThat(test.getAnnotation(Description.class).value()).contains("broken on purpose");
            assertThat(mustFail.reason().isEmpty()).isEqualTo(mustFail.unseenOn().length == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("tests")
    void whoStartsVirtualThreadsSaysSo(Class<?> test) {
        boolean starts = new ClassFileImporter()
                .importClass(test).getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(VirtualThreads.class));
        assertThat(test.isAnnotationPresent(OnVirtualThreads.class)).isEqualTo(starts);
    }

    @ParameterizedTest
    @MethodSource("tests")
    void itBelongsToAnEntryOfTheCatalogue(Class<?> test) {
        String name = test.getPackageName().substring("org.allotment.stress.".length());
        assertThat(EngineCatalog.ofPackage(name)).as(name).isPresent();
    }

    @ParameterizedTest
    @MethodSource("tests")
    void itIsInTheListThatTheJarCarries(Class<?> test) throws IOException, URISyntaxException {
        Path classes =
                Path.of(test.getProtectionDomain().getCodeSource().getLocation().toURI());
        assertThat(Files.readString(classes.resolve("META-INF/TestList"))).contains(test.getName());
    }
}
