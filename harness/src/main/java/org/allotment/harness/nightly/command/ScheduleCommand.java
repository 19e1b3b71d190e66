package org.allotment.harness.nightly.command;

import java.util.concurrent.Callable;
import org.allotment.harness.checkout.Places;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what makes the night come by itself; the user puts it in place, because only they know the place. */
@Command(
        name = "schedule",
        mixinStandardHelpOptions = true,
        description = "Prints a timer for every night: systemd units, a cron line, or a CI workflow.")
public final class ScheduleCommand implements Callable<Integer> {

    private final Places places;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Kind kind;

    private static final class Kind {
        @Option(names = "--systemd", required = true, description = "a service and a timer")
        private boolean systemd;

        @Option(names = "--cron", required = true, description = "a crontab line")
        private boolean cron;

        @Option(names = "--ci", required = true, description = "a GitHub-compatible workflow")
        @SuppressWarnings("unused")
        private boolean ci;
    }

    /** A command over these places. */
    public ScheduleCommand(Places places) {
        this.places = places;
    }

    @Override
    public Integer call() {
        var schedule = new Schedule(places.root());
        var text = kind.systemd ? schedule.systemd() : kind.cron ? schedule.cron() : schedule.workflow();
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
