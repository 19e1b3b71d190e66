package org.allotment.harness.nightly.command;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The litmus suite by hand, for somebody who works on a shared structure: nothing is published. */
@Command(name = "stress", description = "Runs litmus tests by hand; other options go to the suite unchanged.")
public final class StressCommand implements Callable<Integer> {

    private final Places places;

    @Option(
            names = "--only",
            paramLabel = "NAME|REGEX",
            defaultValue = ".",
            description = "tests to run: of an engine or preset (see engines), else by name; default: all")
    private String only = ".";

    @Option(names = "--profile", defaultValue = "quick", description = "quick, nightly or full; default: quick")
    private String profile = "quick";

    @Option(names = "--list", description = "lists the tests and runs none")
    private boolean list;

    @Option(names = "--help", usageHelp = true, description = "shows this text")
    @SuppressWarnings("unused")
    private boolean help;

    @Parameters(paramLabel = "OPTION", description = "options of the suite")
    private List<String> options = new ArrayList<>();

    /** A command over these places. */
    public StressCommand(Places places) {
        this.places = places;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.exists(places.stressJar())) {
            throw new RunProblem(ExitStatus.MISSING, "litmus suite not built, jar=" + places.stressJar());
        }
        var command = new ArrayList<>(
                List.of(places.java().toString(), "-jar", places.stressJar().toString(), list ? "list" : "run"));
        command.addAll(List.of("--only", only, "--profile", profile));
        if (!list) {
            var work = Files.createDirectories(places.home().resolve("stress"));
            command.addAll(List.of("--out", work.resolve("stress.json").toString()));
            command.addAll(List.of("--work", work.toString()));
        }
        command.addAll(options);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
