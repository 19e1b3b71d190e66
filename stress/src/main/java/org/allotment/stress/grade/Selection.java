package org.allotment.stress.grade;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.allotment.stress.verdict.ExpectedTest;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --only}, shared by the sub-commands. */
final class Selection {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            defaultValue = "",
            description = "tests in whose name this is found; all by default")
    private String only = "";

    /** Returns the tests that are meant, or an empty list after telling that there are none. */
    List<ExpectedTest> tests() {
        Pattern pattern = pattern();
        List<ExpectedTest> tests = LitmusCatalog.thisMachine().tests().stream()
                .filter(test -> pattern.matcher(test.name()).find())
                .toList();
        if (tests.isEmpty()) {
            command.commandLine().getErr().println("stress: no litmus test matches, only=" + only);
        }
        return tests;
    }

    private Pattern pattern() {
        try {
            return Pattern.compile(only);
        } catch (PatternSyntaxException e) {
            CommandLine line = command.commandLine();
            throw new ParameterException(line, "not a regular expression: " + e.getDescription() + ", only=" + only, e);
        }
    }
}
