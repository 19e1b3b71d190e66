package org.allotment.harness.nightly.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.allotment.harness.checkout.GitCheckout;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.machine.LoadAverage;
import org.allotment.harness.machine.Machine;
import org.allotment.harness.machine.SystemFiles;
import org.allotment.harness.nightly.child.ChildProcess;
import org.allotment.harness.nightly.publish.LocalDashboard;
import org.allotment.harness.nightly.session.SuiteCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What this machine has for the night, and what it lacks and what that costs. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Says what this machine has, what it lacks, and what that costs.")
public final class DoctorCommand implements Callable<Integer> {

    private static final long ENOUGH_DISK = 1L << 30;

    private final Places places;

    @Spec
    private CommandSpec spec;

    /** A command over these places. */
    public DoctorCommand(Places places) {
        this.places = places;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        var machine = Machine.read(null);
        fact(out, "JDK", System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"));
        fact(out, "processor", Objects.requireNonNullElse(machine.cpuModel(), "unknown"));
        check(out, "cores", machine.cores() >= 2, machine.cores() + "", "benchmarks of two threads do not apply");
        check(
                out,
                "governor",
                machine.governor() == null || machine.governor().equals("performance"),
                Objects.requireNonNullElse(machine.governor(), "not shown by this kernel"),
                "frequency changes look like noise");
        var load = LoadAverage.read(SystemFiles.ofThisHost());
        check(
                out,
                "load",
                load.isEmpty() || load.getFirst() < machine.cores() / 2.0,
                load.toString(),
                "others use this machine; expect wide intervals");
        check(
                out,
                "git",
                new GitCheckout(places.root()).head().isPresent(),
                "commit of " + places.root(),
                "runs have no commit and are not gated");
        tools(out);
        disk(out);
        built(out, "litmus suite", places.stressJar());
        built(out, "dashboard", places.dashboardJar());
        port(out);
        out.flush();
        return 0;
    }

    private static void tools(PrintWriter out) {
        check(
                out,
                "setsid",
                ChildProcess.setsid().isPresent(),
                "own process group for each child",
                "a hanging grandchild may survive its time limit");
        check(
                out,
                "chromium",
                onPath("chromium") || onPath("chromium-browser"),
                "browser tests",
                "the browser tests cannot run");
        check(
                out,
                "mimalloc",
                SuiteCatalog.isApplicable("mimalloc"),
                "rival mimalloc",
                "mimalloc does not apply (Debian: apt-get install libmimalloc2.0)");
    }

    private static boolean onPath(String tool) {
        return Arrays.stream(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    private void disk(PrintWriter out) throws IOException {
        var place = places.home();
        for (Path parent = place; parent != null && !Files.exists(place); parent = parent.getParent()) {
            place = parent;
        }
        var free = Files.getFileStore(place).getUsableSpace();
        check(
                out,
                "disk",
                free >= ENOUGH_DISK,
                (free >> 20) + " MiB free at " + place,
                "runs stop when 256 MiB are left");
        check(out, "data directory", Files.isWritable(place), places.home().toString(), "nothing can be kept");
    }

    private static void built(PrintWriter out, String what, Path jar) {
        check(out, what, Files.exists(jar), "built", "not built yet: ./allotment nightly builds it");
    }

    private void port(PrintWriter out) throws InterruptedException {
        var dashboard = new LocalDashboard(places, LocalDashboard.PORT);
        var ready = dashboard.isReady();
        check(
                out,
                "port " + LocalDashboard.PORT,
                ready || !dashboard.isPortTaken(),
                ready ? "the dashboard answers" : "free",
                "taken by something else: use --port");
    }

    private static void fact(PrintWriter out, String what, String value) {
        out.printf(Locale.ROOT, "  ok    %-15s %s%n", what, value);
    }

    private static void check(PrintWriter out, String what, boolean good, String value, String cost) {
        if (good) {
            fact(out, what, value);
        } else {
            out.printf(Locale.ROOT, "  lacks %-15s %s: %s%n", what, value, cost);
        }
    }
}
