package org.allotment.reports.app.command;

import java.io.PrintWriter;
import org.allotment.reports.store.Store;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A word of the operator's command line that has words of its own; alone it says which. */
abstract class Group implements Runnable {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Operation operation;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public final void run() {
        spec.commandLine().usage(out());
    }

    final Store store() {
        return operation.store();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
