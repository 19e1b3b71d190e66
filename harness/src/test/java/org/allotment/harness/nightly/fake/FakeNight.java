package org.allotment.harness.nightly.fake;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.allotment.harness.machine.Machine;
import org.allotment.harness.nightly.child.Strays;
import org.allotment.harness.nightly.plan.Cell;
import org.allotment.harness.nightly.plan.Litmus;
import org.allotment.harness.nightly.plan.Measurement;
import org.allotment.harness.nightly.plan.Plan;
import org.allotment.harness.nightly.plan.Planner;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.nightly.runner.Commands;
import org.allotment.harness.nightly.runner.Limits;
import org.allotment.harness.nightly.runner.NightRun;
import org.allotment.harness.nightly.runner.Progress;
import org.allotment.harness.nightly.runner.Standing;
import org.allotment.harness.result.AtomicFiles;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.EnvironmentDocument.JmhInfo;
import org.allotment.harness.result.EnvironmentDocument.RunInfo;
import org.allotment.harness.result.RunDirectory;

/** A planned run in a folder of a test, over children that the test chooses. */
public final class FakeNight {

    /** Limits that a script keeps easily and a hanging one does not; the reserve is nothing, whatever the disk. */
    public static final Limits LIMITS = new Limits(30_000, 1, 0);

    private static final Measurement MEASUREMENT = new Measurement(2, 0, 0, 1, 0);

    private final Plan plan;
    private final RunDirectory directory;
    private final Path lockFile;
    private final StringWriter said = new StringWriter();

    private FakeNight(Plan plan, RunDirectory directory, Path lockFile) {
        this.plan = plan;
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /** Plans these cells and tests. */
    public static FakeNight plan(Path home, List<Cell> cells, List<Litmus> tests) throws IOException {
        var id = "20260102T030405Z-0123abcd-9f3c";
        var units = new Planner(MEASUREMENT, Optional.of(Cell.of("fake.Canary.canary", Map.of(), 1)), 2)
                .order(cells, tests);
        var plan = new Plan(
                Plan.FORMAT,
                new RunInfo(id, "fake", "nightly", "quick", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z", null, ""),
                null,
                Machine.read(null),
                MEASUREMENT,
                new JmhInfo("1.37", 2, 0, "0 ms", 1, "0 ms", ""),
                "fake.Canary.canary",
                List.of(),
                new TreeMap<>(),
                new TreeMap<>(),
                tests,
                units);
        var directory = RunDirectory.of(home, id);
        AtomicFiles.write(directory.plan(), Documents.bytes(plan));
        return new FakeNight(plan, directory, home.resolve("lock"));
    }

    /** Opens what was planned before, perhaps by a process that is dead. */
    public static FakeNight open(Path home) throws IOException {
        var directory = RunDirectory.all(home).getFirst();
        return new FakeNight(Documents.read(directory.plan(), Plan.class), directory, home.resolve("lock"));
    }

    /** Benchmarks of two subjects each. */
    public static List<Cell> cells(String... names) {
        return List.of(names).stream()
                .flatMap(name -> IntStream.range(0, 2)
                        .mapToObj(subject -> Cell.of(name, Map.of("subject", "s" + subject, "size", "64"), 1)))
                .toList();
    }

    /** A litmus test that applies. */
    public static Litmus litmus(String name) {
        return new Litmus(name, "", "", 2, false, "", 1);
    }

    /** Runs to the end of the plan. */
    public void run(Commands commands) throws InterruptedException {
        run(commands, LIMITS);
    }

    /** Runs to the end of the plan within these limits. */
    public void run(Commands commands, Limits limits) throws InterruptedException {
        run(commands, limits, Standing.Listener.none());
    }

    /** The same, and tells how far it is. */
    public void run(Commands commands, Limits limits, Standing.Listener listener) throws InterruptedException {
        var setting = new NightRun.Setting(commands, new Strays(lockFile), limits);
        new NightRun(setting, plan, directory, new Progress(new PrintWriter(said, true), false, listener)).execute();
    }

    /** What is expected. */
    public Plan plan() {
        return plan;
    }

    /** The units of a benchmark or litmus test. */
    public List<Unit> units(String name) {
        return plan.units().stream().filter(unit -> unit.name().equals(name)).toList();
    }

    /** Where the run is. */
    public RunDirectory directory() {
        return directory;
    }

    /** The lock whose mark children carry. */
    public Path lockFile() {
        return lockFile;
    }

    /** What people were told. */
    public String said() {
        return said.toString();
    }
}
