package org.allotment.harness.nightly.command;

import java.util.concurrent.Callable;
import org.allotment.harness.nightly.session.SuiteCatalog;
import org.allotment.harness.result.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the engines by the names that {@code --only} takes. */
@Command(
        name = "engines",
        mixinStandardHelpOptions = true,
        description = "Lists engines, forms, presets and capacities by the names that --only takes, as Markdown.")
public final class EnginesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        out.print(SuiteCatalog.engines());
        out.flush();
        return ExitStatus.CLEAN.code();
    }
}
