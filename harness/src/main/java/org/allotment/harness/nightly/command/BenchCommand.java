package org.allotment.harness.nightly.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.allotment.harness.checkout.Places;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** JMH by hand, for somebody who works on an allocator: nothing is kept and nothing is published. */
@Command(
        name = "bench",
        description = "Runs JMH by hand; options other than --only go to JMH unchanged (-h lists them).")
public final class BenchCommand implements Callable<Integer> {

    private final Places places;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            description = "benchmarks to run, by name; their parameters are JMH's -p")
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
        var command = new ArrayList<>(List.of(
                places.java().toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                places.classPath(),
                "org.openjdk.jmh.Main"));
        if (only != null) {
            command.add(only);
        }
        command.addAll(options);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
