package org.allotment.stress.grade;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.allotment.core.catalog.EngineCatalog;
import org.allotment.core.catalog.Preset;
import org.allotment.core.catalog.Selection;
import org.allotment.stress.run.Profile;
import org.allotment.stress.verdict.ExpectedTest;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The option {@code --only}, shared by the sub-commands: the name of an engine or a preset of the catalogue selects the
 * tests that belong to it, any other text is a regular expression over the names of tests.
 */
final class Only {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Option(
            names = "--only",
            paramLabel = "NAME|REGEX",
            defaultValue = "",
            description =
                    "tests of an engine or preset of the catalogue, else those in whose name this is found; all by default")
    private String only = "";

    /**
     * Returns the tests of a profile that are meant.
     *
     * @throws ParameterException if there are none, or the text is neither a name nor a regular expression
     */
    List<ExpectedTest> tests(Profile profile) {
        List<ExpectedTest> all = LitmusCatalog.thisMachine().tests(profile);
        List<ExpectedTest> tests = select(all);
        if (tests.isEmpty()) {
            throw wrong("no litmus test matches, only=" + only + ", profile=" + profile + ", engines="
                    + String.join(",", engines(all))
                    + ", presets="
                    + EngineCatalog.presets().stream().map(Preset::name).collect(Collectors.joining(",")));
        }
        return tests;
    }

    private List<ExpectedTest> select(List<ExpectedTest> all) {
        try {
            return select(only, all);
        } catch (PatternSyntaxException e) {
            throw wrong("not a regular expression: " + e.getDescription() + ", only=" + only);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /** Returns the tests that a text means. */
    static List<ExpectedTest> select(String only, List<ExpectedTest> all) {
        Predicate<ExpectedTest> meant =
                Selection.named(only).map(Only::ofEngines).orElseGet(() -> ofExpression(Pattern.compile(only)));
        return all.stream().filter(meant).toList();
    }

    private static Predicate<ExpectedTest> ofEngines(Selection selection) {
        return test ->
                LitmusCatalog.engine(test.name()).filter(selection::holds).isPresent();
    }

    private static Predicate<ExpectedTest> ofExpression(Pattern pattern) {
        return test -> pattern.matcher(test.name()).find();
    }

    private static Set<String> engines(List<ExpectedTest> tests) {
        return tests.stream()
                .flatMap(test -> LitmusCatalog.engine(test.name()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
