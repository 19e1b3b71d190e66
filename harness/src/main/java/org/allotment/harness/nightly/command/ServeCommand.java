package org.allotment.harness.nightly.command;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.nightly.publish.LocalDashboard;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The dashboard in the foreground, on this machine only. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the dashboard in the foreground, on this machine only.")
public final class ServeCommand implements Callable<Integer> {

    private final Places places;

    @Spec
    private CommandSpec spec;

    @Option(names = "--port", description = "default: 7411")
    private int port = LocalDashboard.PORT;

    @Option(
            names = "--db",
            paramLabel = "PATH|URL",
            description = "SQLite file or jdbc:postgresql: URL; default: reports.db in the data directory")
    private @Nullable String database;

    /** A command over these places. */
    public ServeCommand(Places places) {
        this.places = places;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var dashboard = new LocalDashboard(places, port);
        if (dashboard.isPortTaken()) {
            throw new RunProblem(
                    ExitStatus.MISSING,
                    (dashboard.isReady() ? "a dashboard runs already, " : "port taken, ") + "port=" + port
                            + ", address=" + dashboard.address());
        }
        Files.createDirectories(places.home());
        var command = dashboard.command(database == null ? dashboard.database() : database);
        spec.commandLine().getOut().println("dashboard: " + dashboard.address());
        spec.commandLine().getOut().flush();
        var process = new ProcessBuilder(command).inheritIO().start();
        var stop = new Thread(process::destroy, "stop-dashboard");
        Runtime.getRuntime().addShutdownHook(stop);
        return process.waitFor();
    }
}
