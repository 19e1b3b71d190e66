package org.allotment.harness.nightly.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.nightly.past.PastReports;
import org.allotment.harness.nightly.runner.Trees;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunDirectory;
import org.allotment.harness.result.RunProblem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One Allure page over unit tests, benchmarks and litmus tests, with the trend of the reports before it. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Renders unit tests, benchmarks and litmus tests as one Allure report with history.")
public final class ReportCommand implements Callable<Integer> {

    private final Places places;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "run id; default: the newest")
    private @Nullable String run;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "delete all reports of nights but the newest N, at least " + PastReports.REACH
                    + ", and the one made now; default: keep all")
    private @Nullable Integer keep;

    /** A command over these places. */
    public ReportCommand(Places places) {
        this.places = places;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (keep != null && keep < PastReports.REACH) {
            throw new RunProblem(ExitStatus.USAGE, "out of range, --keep=" + keep + ", min=" + PastReports.REACH);
        }
        var folder = places.home().resolve("report");
        var results = folder.resolve("results");
        var chosen = run();
        var page = places.allureReports().resolve(chosen.map(RunDirectory::id).orElse("unit-tests"));
        Trees.delete(results);
        Files.createDirectories(results);
        Files.createDirectories(places.allureReports());
        var files = copy(places.unitTestResults(), results);
        if (chosen.isPresent()) {
            files += copy(chosen.get().allure(), results);
        }
        if (files == 0) {
            throw new RunProblem(
                    ExitStatus.MISSING,
                    "nothing to report: run ./allotment test or ./allotment nightly first, unitTests="
                            + places.unitTestResults());
        }
        new PastReports(places.allureReports()).handOver(page.getFileName().toString(), results);
        generate(results, page);
        var deleted = keep == null ? 0 : deleteBehind(keep, page);
        var out = spec.commandLine().getOut();
        out.println("report: " + page.resolve("index.html") + ", results=" + files + ", run="
                + chosen.map(RunDirectory::id).orElse("none") + ", deleted=" + deleted);
        out.flush();
        return 0;
    }

    /** Only once the new page is whole: what a failure stops has deleted nothing. */
    private int deleteBehind(int newest, Path page) throws IOException {
        var deleted = 0;
        for (var old : new PastReports(places.allureReports()).behind(newest)) {
            if (!old.equals(page)) {
                Trees.delete(old);
                deleted++;
            }
        }
        return deleted;
    }

    private Optional<RunDirectory> run() throws IOException {
        if (run == null) {
            return newest();
        }
        var named = RunDirectory.of(places.home(), run);
        if (!Files.isDirectory(named.allure())) {
            throw new RunProblem(ExitStatus.MISSING, "run has no Allure results, run=" + run);
        }
        return Optional.of(named);
    }

    /** A second look holds only the suspects; what it said stands at the run that it looked at. */
    private Optional<RunDirectory> newest() throws IOException {
        for (var candidate : RunDirectory.all(places.home())) {
            if (Files.isDirectory(candidate.allure()) && !isConfirmation(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean isConfirmation(RunDirectory candidate) throws IOException {
        return Files.exists(candidate.plan())
                && Documents.tree(Files.readString(candidate.plan()))
                        .at("/run/kind")
                        .asText("")
                        .equals("confirm");
    }

    /** The class path rather than the tool's own script, which looks for a Java of its own. */
    private void generate(Path results, Path page) throws IOException, InterruptedException {
        var tool = places.allure();
        if (!Files.isDirectory(tool.resolve("lib"))) {
            throw new RunProblem(ExitStatus.MISSING, "Allure is not unpacked, tool=" + tool);
        }
        var classPath = tool.resolve("lib") + File.separator + "*" + File.pathSeparator + tool.resolve("lib/config");
        var builder = new ProcessBuilder(List.of(
                        places.java().toString(),
                        "-cp",
                        classPath,
                        "io.qameta.allure.CommandLine",
                        "generate",
                        results.toString(),
                        "-o",
                        page.toString(),
                        "--clean"))
                .redirectErrorStream(true);
        builder.environment().put("ALLURE_NO_ANALYTICS", "true");
        builder.environment().put("APP_HOME", tool.toString());
        var log = places.home().resolve("report/allure.log");
        var code = builder.redirectOutput(log.toFile()).start().waitFor();
        if (code != 0) {
            throw new RunProblem(ExitStatus.MISSING, "Allure failed, code=" + code + ", log=" + log);
        }
    }

    private static int copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return 0;
        }
        Files.createDirectories(to);
        var copied = 0;
        try (var files = Files.list(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                copied++;
            }
        }
        return copied;
    }
}
