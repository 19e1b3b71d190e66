package org.allotment.reports.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.keep.Backup;
import org.allotment.reports.store.keep.Deletion;
import org.allotment.reports.store.keep.Export;
import org.allotment.reports.store.keep.OldRun;
import org.allotment.reports.store.keep.Thinning;
import org.allotment.reports.store.keep.Verification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands; exit code 2 for a wrong call, 1 when something failed or was found wrong. */
@Command(
        name = "dashboard",
        mixinStandardHelpOptions = true,
        description = "Keeps the history of the dashboard, whether it runs or not.",
        subcommands = {
            TokenCommand.class,
            IncidentCommand.class,
            JobCommand.class,
            SeriesCommand.class,
            AllocatorCommand.class
        })
public final class Operation implements Runnable {
    private static final String PASSWORD = "ALLOTMENT_DB_PASSWORD";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--db",
            paramLabel = "PATH|URL",
            scope = CommandLine.ScopeType.INHERIT,
            description = "SQLite file or jdbc:postgresql: URL (its password comes from $" + PASSWORD + ")")
    private String db = System.getProperty("allotment.db", ".allotment/reports.db");

    @Option(names = "--db-user", scope = CommandLine.ScopeType.INHERIT, description = "user of PostgreSQL")
    private @Nullable String user;

    /** Runs one command; returns the exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Operation())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((fault, command, parsed) -> {
                    command.getErr().println("allotment: " + message(fault));
                    return 1;
                })
                .execute(args);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(mixinStandardHelpOptions = true, description = "Writes the whole history into one new SQLite file.")
    int backup(@Parameters(paramLabel = "FILE") Path file) throws IOException, SQLException {
        Backup.make(settings(), file);
        out().println("backup=" + file);
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Fills an empty store, of either kind, from a backup.")
    int restore(@Parameters(paramLabel = "FILE") Path file) throws IOException, SQLException {
        Backup.restore(file, settings());
        out().println("restored=" + settings().description());
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Writes every upload, byte for byte, into a new folder.")
    int export(
            @Parameters(paramLabel = "FOLDER") Path folder,
            @Option(names = "--project", description = "default: all") @Nullable String project)
            throws IOException {
        try (Store store = store()) {
            out().println("documents=" + new Export(store).write(folder, project) + ", folder=" + folder);
        }
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Reads the whole history and says what is wrong with it.")
    int verify() throws SQLException {
        Verification verification = Verification.of(settings());
        verification.faults().forEach(out()::println);
        out().println("runs=" + verification.runs() + ", documents=" + verification.uploads() + ", faults="
                + verification.faults().size());
        return verification.faults().isEmpty() ? 0 : 1;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Drops the iterations of old nights and keeps the mean of each fork; changes keep all of it.")
    int retention(
            @Option(names = "--nights", required = true, description = "how many of the newest stay as they are")
                    int nights,
            @Option(names = "--around", defaultValue = "30", description = "runs to each side of a change; default: 30")
                    int around,
            @Option(names = "--dry-run", description = "only says which") boolean dryRun) {
        try (Store store = store()) {
            Thinning thinning = new Thinning(store, Clock.systemUTC(), nights, around);
            List<String> runs = dryRun ? thinning.plan() : thinning.run(TokenCommand.witness(store, "retention"));
            runs.forEach(out()::println);
            out().println((dryRun ? "would thin, runs=" : "thinned, runs=") + runs.size());
        }
        return 0;
    }

    @Command(
            name = "delete-runs",
            mixinStandardHelpOptions = true,
            description = "Deletes old runs whole, with their uploads; what anything names stays. Make a backup first.")
    int deleteRuns(
            @Option(names = "--nights", required = true, description = "how many of the newest stay") int nights,
            @Option(
                            names = "--around",
                            defaultValue = "30",
                            description = "runs to each side of a named one; default: 30")
                    int around,
            @Option(names = "--dry-run", description = "only says which") boolean dryRun) {
        try (Store store = store()) {
            Deletion deletion = new Deletion(store, nights, around);
            List<OldRun> runs = dryRun ? deletion.plan() : deletion.run(TokenCommand.witness(store, "deletion"));
            runs.forEach(each -> out().println(each.run()));
            out().println((dryRun ? "would delete, runs=" : "deleted, runs=") + runs.size());
        }
        return 0;
    }

    /** The store that was named. */
    Store store() {
        return Store.of(settings());
    }

    private StoreSettings settings() {
        return new StoreSettings(db, user, user == null ? null : System.getenv(PASSWORD));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static String message(Throwable fault) {
        String text = String.valueOf(fault.getMessage());
        return fault instanceof IllegalArgumentException || fault.getCause() == null
                ? text
                : text + ", reason=" + fault.getCause().getMessage();
    }
}
