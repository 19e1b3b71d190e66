package org.allotment.core.defects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Holds {@code docs/defects.md} and the tests marked with {@link Defect} to each other, and both to be complete. */
@Tag("defects")
final class DefectsTest {
    private static final String ROOT = "org.allotment.core";
    private static final Path TABLE = Stream.of("../docs/defects.md", "docs/defects.md")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    private static final Pattern ROW = Pattern.compile("\\| ([AC]\\d+) \\|(.*)\\|(.*)\\|");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern NUMBERED = Pattern.compile("[ac]\\d+[A-Z].*");
    private static final Pattern REASON = Pattern.compile("(cannot occur|waits for `(\\w+)`): .{20,}");

    private static final List<Method> METHODS = methods();

    private final Map<String, String> answers = answers();

    /** What the table says of each fault in its last column. */
    private static Map<String, String> answers() {
        Map<String, String> answers = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(TABLE)) {
            lines.map(ROW::matcher).filter(row -> row.matches()).forEach(row -> {
                assertThat(row.group(2).strip()).as(row.group(1)).hasSizeGreaterThan(20);
                String twice = answers.put(row.group(1), row.group(3).strip());
                assertThat(twice).as("a second row of %s", row.group(1)).isNull();
            });
        } catch (IOException unreadable) {
            throw new AssertionError("no table of faults, path=" + TABLE.toAbsolutePath(), unreadable);
        }
        return answers;
    }

    @Test
    void theTableHasEveryFaultInOrder() {
        Stream<String> arceos = IntStream.rangeClosed(1, 24).mapToObj(number -> "A" + number);
        Stream<String> context = IntStream.rangeClosed(1, 31).mapToObj(number -> "C" + number);
        assertThat(answers.keySet())
                .containsExactlyElementsOf(Stream.concat(arceos, context).toList());
    }

    @Test
    void eachFaultHasATestOrAReason() {
        answers.forEach((number, answer) -> {
            boolean isTested = METHODS.stream().anyMatch(method -> number.equals(numberOf(method)));
            assertThat(isTested || REASON.matcher(answer).matches())
                    .as("%s: a test or a reason, answer=%s", number, answer)
                    .isTrue();
        });
    }

    /** A reason that the library has outgrown is none. */
    @Test
    void nothingWaitsForAPackageThatIsThere() {
        answers.forEach((number, answer) -> {
            var reason = REASON.matcher(answer);
            if (reason.matches() && reason.group(2) != null) {
                String present = reason.group(2).replace('.', '/') + "/package-info.class";
                assertThat(DefectsTest.class.getResource("/" + ROOT.replace('.', '/') + "/" + present))
                        .as("%s waits for %s", number, reason.group(2))
                        .isNull();
            }
        });
    }

    @Test
    void theTableNamesTheTestsThatThereAre() {
        var named = new TreeSet<String>();
        answers.forEach((number, answer) -> NAMED.matcher(answer)
                .results()
                .map(test -> number + " " + nameOf(test))
                .forEach(named::add));
        var marked = new TreeSet<String>();
        METHODS.stream()
                .filter(method -> numberOf(method) != null)
                .forEach(method -> marked.add(numberOf(method) + " " + outermost(method) + "." + method.getName()));
        assertThat(named).isEqualTo(marked);
    }

    /** A mark on something that JUnit does not run, or a test without its mark, would prove nothing. */
    @Test
    void whatIsMarkedIsATestThatIsNamedByTheFault() {
        for (Method method : METHODS) {
            String number = numberOf(method);
            if (number != null) {
                boolean isTest =
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
                assertThat(isTest).as(method.toString()).isTrue();
                assertThat(method.getName()).matches(number.toLowerCase(Locale.ROOT) + "[A-Z].*");
            } else if (outermost(method).endsWith("DefectsTest")) {
                assertThat(method.getName()).doesNotMatch(NUMBERED);
            }
        }
    }

    @Nullable
    private static String numberOf(Method method) {
        Defect mark = method.getAnnotation(Defect.class);
        return mark == null ? null : mark.value();
    }

    private static String nameOf(MatchResult test) {
        return test.group(1) + "." + test.group(2);
    }

    private static String outermost(Method method) {
        Class<?> type = method.getDeclaringClass();
        while (type.getEnclosingClass() != null) {
            type = type.getEnclosingClass();
        }
        return type.getSimpleName();
    }

    /** The methods of all test classes, nested ones too, next to this one and in the packages below. */
    private static List<Method> methods() {
        Path root = root();
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.matches(".*Test(\\$\\w+)?\\.class"))
                    .flatMap(file -> Stream.of(loaded(file).getDeclaredMethods()))
                    .filter(method -> !method.isSynthetic())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path root() {
        try {
            URI here = Objects.requireNonNull(DefectsTest.class.getResource("Defect.class"))
                    .toURI();
            return Path.of(here).resolve("../..").normalize();
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Class<?> loaded(String file) {
        String name = file.substring(0, file.length() - ".class".length()).replace(File.separatorChar, '.');
        try {
            return Class.forName(ROOT + "." + name, false, DefectsTest.class.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
