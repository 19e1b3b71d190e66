package org.allotment.harness.nightly;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.nightly.command.AgentCommand;
import org.allotment.harness.nightly.command.BenchCommand;
import org.allotment.harness.nightly.command.DoctorCommand;
import org.allotment.harness.nightly.command.EnginesCommand;
import org.allotment.harness.nightly.command.ImportCommand;
import org.allotment.harness.nightly.command.NightlyCommand;
import org.allotment.harness.nightly.command.ReportCommand;
import org.allotment.harness.nightly.command.ScheduleCommand;
import org.allotment.harness.nightly.command.ServeCommand;
import org.allotment.harness.nightly.command.StressCommand;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry point: {@code allotment COMMAND [OPTION…]}. */
@Command(
        name = "allotment",
        description = "Measures allocators each night, and keeps what they were.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = HelpCommand.class)
public final class Main implements Runnable {

    private static final String VERSION = "allotment 0.1.0-SNAPSHOT";

    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    @EndsProcess
    public static void main(String[] arguments) {
        System.exit(commandLine(Places.fromProperties()).execute(arguments));
    }

    /** The command line over these places. */
    public static CommandLine commandLine(Places places) {
        var root = new CommandLine(new Main())
                .addSubcommand(new NightlyCommand(places))
                .addSubcommand(passingOptions(new BenchCommand(places)))
                .addSubcommand(passingOptions(new StressCommand(places)))
                .addSubcommand(new AgentCommand(places))
                .addSubcommand(new ServeCommand(places))
                .addSubcommand(new ImportCommand(places))
                .addSubcommand(new ReportCommand(places))
                .addSubcommand(new ScheduleCommand(places))
                .addSubcommand(new EnginesCommand())
                .addSubcommand(new DoctorCommand(places))
                .setExecutionExceptionHandler(Main::explain)
                .setParameterExceptionHandler(Main::correct);
        root.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().version(VERSION));
        return root;
    }

    /** Options that are not ours belong to the tool behind the command, in their order. */
    private static CommandLine passingOptions(Object command) {
        return new CommandLine(command).setUnmatchedOptionsArePositionalParams(true);
    }

    /** What we foresaw is one line; what we did not is a stack trace, because somebody has to read it. */
    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        return switch (failure) {
            case RunProblem problem -> explain(problem, command);
            case IOException files -> explain(ofFiles(files), command);
            case UncheckedIOException files ->
                explain(ofFiles(Objects.requireNonNull(files.getCause(), "it has one")), command);
            default -> {
                failure.printStackTrace(new PrintWriter(command.getErr(), true));
                yield ExitStatus.MISSING.code();
            }
        };
    }

    private static int explain(RunProblem problem, CommandLine command) {
        command.getErr().println("allotment: " + problem.getMessage());
        return problem.status().code();
    }

    private static RunProblem ofFiles(IOException failure) {
        return RunProblem.ofFiles(
                "files or connection failed",
                "a run that was begun is kept, go on with: ./allotment nightly --resume",
                failure);
    }

    /** Usage always follows, also where only a suggestion would: it is what the reader needs next. */
    private static int correct(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        command.getErr().println("allotment: " + wrong.getMessage());
        command.usage(command.getErr());
        return ExitStatus.USAGE.code();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "command expected");
    }
}
