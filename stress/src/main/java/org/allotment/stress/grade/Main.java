package org.allotment.stress.grade;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists, runs and grades the litmus tests. */
@Command(
        name = "stress",
        description = "Lists, runs and grades litmus tests",
        mixinStandardHelpOptions = true,
        subcommands = {ListCommand.class, RunCommand.class},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all green or not applicable",
            "1:a test is red",
            "2:usage, or nothing is selected",
            "3:a test is missing, or the run failed"
        })
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Creates the command, for picocli. */
    public Main() {}

    /**
     * Runs a command line and ends the process with its exit code.
     *
     * @param arguments the command line
     */
    @EndsProcess
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** Returns the command line; a failure is told in one line and is never taken for a red test. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("stress: " + failure);
                    return ExitCode.MISSING;
                });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a sub-command is needed: list or run");
    }
}
