package org.allotment.harness.nightly.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.nightly.session.BenchCalls;
import org.allotment.harness.result.ExitStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** JMH by hand, for somebody who works on an allocator: nothing is kept and nothing is published. */
@Command(
        name = "bench",
        description = "Runs JMH by hand; options other than --only go to JMH unchanged (-h lists them).")
public final class BenchCommand implements Callable<Integer> {

    private final Places places;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--only",
            paramLabel = "NAME|REGEX",
            description =
                    "benchmarks to run: of an engine or preset (see engines), else by name, with parameters left to "
                            + "JMH's -p, else searched in name?param=value&…")
    private @Nullable String only;

    @Option(names = "--help", usageHelp = true, description = "shows this text")
    @SuppressWarnings("unused")
    private boolean help;

    @Parameters(paramLabel = "JMH-OPTION", description = "as -f 1 -p subject=malloc-critical")
    private List<String> options = new ArrayList<>();

    /** A command over these places. */
    public BenchCommand(Places places) {
        this.places = places;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireExpression();
        var worst = ExitStatus.CLEAN.code();
        for (var arguments : only == null ? List.of(options) : BenchCalls.of(only, options)) {
            worst = Math.max(worst, run(arguments));
        }
        return worst;
    }

    private void requireExpression() {
        try {
            Pattern.compile(only == null ? "" : only);
        } catch (PatternSyntaxException failure) {
            throw new ParameterException(
                    spec.commandLine(),
                    "not a regular expression, only=" + only + ", problem=" + failure.getDescription(),
                    failure);
        }
    }

    private int run(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                places.java().toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                places.classPath(),
                "org.openjdk.jmh.Main"));
        command.addAll(arguments);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
