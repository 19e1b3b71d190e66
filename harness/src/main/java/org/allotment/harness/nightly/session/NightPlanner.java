package org.allotment.harness.nightly.session;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.allotment.harness.checkout.Commit;
import org.allotment.harness.checkout.GitCheckout;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.checkout.SourceHashes;
import org.allotment.harness.machine.LoadAverage;
import org.allotment.harness.machine.Machine;
import org.allotment.harness.machine.SystemFiles;
import org.allotment.harness.nightly.plan.Catalog;
import org.allotment.harness.nightly.plan.Cell;
import org.allotment.harness.nightly.plan.Litmus;
import org.allotment.harness.nightly.plan.Measurement;
import org.allotment.harness.nightly.plan.Plan;
import org.allotment.harness.nightly.plan.Planner;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.result.AtomicFiles;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.EnvironmentDocument.JmhInfo;
import org.allotment.harness.result.EnvironmentDocument.RunInfo;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunDirectory;
import org.allotment.harness.result.RunId;
import org.allotment.harness.result.RunProblem;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.util.Version;

/** Writes down what a run is expected to do, before anything starts. */
public final class NightPlanner {

    private final Places places;
    private final NightOptions options;
    private final Catalog catalog;

    /** A planner over what there is to measure. */
    public NightPlanner(Places places, NightOptions options, Catalog catalog) {
        this.places = places;
        this.options = options;
        this.catalog = catalog;
    }

    /** A plan and the directory that holds it. */
    public record Planned(Plan plan, RunDirectory directory) {

        /** Whether this measures suspects of another run again. */
        boolean isConfirmation() {
            return CONFIRM.equals(plan.run().kind()) && plan.run().parent() != null;
        }
    }

    private static final String CONFIRM = "confirm";

    /**
     * Plans a new run.
     *
     * @throws RunProblem if nothing is selected, or there is nothing
     */
    public Planned night() throws IOException {
        var cells = Only.cells(catalog, options.profile(), options.only());
        var tests = Only.litmus(catalog, options.profile(), options.only());
        if (cells.isEmpty() && tests.isEmpty() && options.only().isPresent()) {
            throw Only.nothing("benchmark or litmus test", options.only().get());
        }
        var kind = options.only().isPresent() ? "manual" : "nightly";
        var commit = new GitCheckout(places.root()).head();
        var shape = new Shape(
                options.project(),
                kind,
                options.profile().word(),
                null,
                options.only().map(text -> "only=" + text).orElse(""),
                commit.orElse(null),
                Machine.read(options.label().orElse(null)),
                options.profile().measurement());
        forgetJars();
        return plan(shape, null, cells, tests);
    }

    /**
     * Plans a second look at a few cells of a run: the same commit on the same machine for the same project, whatever the
     * options of the process that takes it.
     *
     * @throws RunProblem if the checkout has moved on since the run was planned
     */
    public Planned confirmation(Plan parent, List<Cell> suspects) throws IOException {
        requireCommitOf(parent);
        var run = parent.run();
        var shape = new Shape(
                run.project(),
                CONFIRM,
                run.profile(),
                run.id(),
                run.note(),
                parent.commit(),
                parent.machine(),
                parent.measurement().withForks(CONFIRMING_FORKS));
        return plan(shape, parent, suspects, List.of());
    }

    private static final int CONFIRMING_FORKS = 5;

    private record Shape(
            String project,
            String kind,
            String profile,
            @Nullable String parent,
            String note,
            @Nullable Commit commit,
            Machine machine,
            Measurement measurement) {

        RunInfo run(String id, Instant start) {
            return new RunInfo(id, project, kind, profile, start.toString(), start.toString(), parent, note);
        }

        @Nullable
        String sha() {
            return commit == null ? null : commit.sha();
        }
    }

    private Planned plan(Shape shape, @Nullable Plan parent, List<Cell> cells, List<Litmus> tests) throws IOException {
        var start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var canary = catalog.canary();
        var measurement = shape.measurement();
        var units = new Planner(measurement, canary, shape.machine().cores()).order(cells, tests);
        var id = RunId.of(start, shape.sha(), new SecureRandom().nextInt());
        var plan = new Plan(
                Plan.FORMAT,
                shape.run(id, start),
                shape.commit(),
                shape.machine(),
                measurement,
                jmh(measurement),
                canary.map(Cell::name).orElse(null),
                LoadAverage.read(SystemFiles.ofThisHost()),
                parent == null ? new SourceHashes(places.benchmarkSources()).of(classes(units)) : parent.sources(),
                parent == null ? jars() : parent.jars(),
                tests,
                units);
        var directory = RunDirectory.of(places.home(), id);
        write(plan, directory);
        return new Planned(plan, directory);
    }

    private void write(Plan plan, RunDirectory directory) {
        try {
            AtomicFiles.write(directory.plan(), Documents.bytes(plan));
        } catch (IOException failure) {
            throw notWritable(failure);
        }
    }

    private SortedMap<String, String> jars() {
        try {
            return Jars.keep(places).hashes();
        } catch (IOException failure) {
            throw notWritable(failure);
        }
    }

    private RunProblem notWritable(IOException failure) {
        return RunProblem.ofFiles("data directory not writable", "home=" + places.home(), failure);
    }

    /** Copies stay as long as a run may be resumed; a plan that cannot be read keeps them all. */
    private void forgetJars() {
        try {
            var needed = new HashSet<String>();
            for (var directory : RunDirectory.all(places.home())) {
                if (Files.exists(directory.plan()) && !Files.exists(directory.upload())) {
                    needed.addAll(read(directory).plan().jars().values());
                }
            }
            Jars.deleteAllBut(places, needed);
        } catch (IOException _) {
            // they cost disk only, and the next night tries again
        }
    }

    private static List<String> classes(List<Unit> units) {
        return units.stream()
                .filter(unit -> !unit.isLitmus())
                .map(unit -> unit.name().substring(0, unit.name().lastIndexOf('.')))
                .distinct()
                .toList();
    }

    private static JmhInfo jmh(Measurement measurement) {
        return new JmhInfo(
                Version.getPlainVersion(),
                measurement.forks(),
                measurement.warmupIterations(),
                measurement.warmupMillis() + " ms",
                measurement.iterations(),
                measurement.iterationMillis() + " ms",
                JavaCommands.options(measurement));
    }

    /**
     * The run to go on with.
     *
     * @throws RunProblem if there is none, or it is incomplete and the checkout has moved on since it was planned
     */
    public Planned resume(String wanted) throws IOException {
        var planned = read(find(wanted));
        if (!Files.exists(planned.directory().environment())) {
            requireCommitOf(planned.plan());
        }
        return planned;
    }

    /**
     * The run whose suspects a confirmation measures again.
     *
     * @throws RunProblem if it is not there with the verdict that named the suspects
     */
    Planned parent(Planned confirmation) throws IOException {
        var id = Objects.requireNonNull(confirmation.plan().run().parent(), "a confirmation has a parent");
        var directory = RunDirectory.of(places.home(), id);
        if (!RunId.isOne(id) || !Files.exists(directory.plan()) || !Files.exists(directory.upload())) {
            throw new RunProblem(
                    ExitStatus.MISSING,
                    "the confirmed run is gone or not published, run="
                            + confirmation.plan().run().id() + ", parent=" + id);
        }
        return read(directory);
    }

    /** The newest published second look at a run. */
    Optional<Planned> confirmationOf(Planned planned) throws IOException {
        for (var directory : RunDirectory.all(places.home())) {
            if (Files.exists(directory.plan()) && Files.exists(directory.upload())) {
                var other = read(directory);
                if (other.isConfirmation()
                        && planned.plan().run().id().equals(other.plan().run().parent())) {
                    return Optional.of(other);
                }
            }
        }
        return Optional.empty();
    }

    private static Planned read(RunDirectory directory) throws IOException {
        return new Planned(Documents.read(directory.plan(), Plan.class), directory);
    }

    /** Whether what the plan wants measured is what is checked out. */
    boolean isCheckedOut(Plan plan) {
        return head().equals(commit(plan));
    }

    private Optional<String> head() {
        return new GitCheckout(places.root()).head().map(Commit::sha);
    }

    private static Optional<String> commit(Plan plan) {
        return Optional.ofNullable(plan.commit()).map(Commit::sha);
    }

    private void requireCommitOf(Plan plan) {
        if (!isCheckedOut(plan)) {
            throw new RunProblem(
                    ExitStatus.MISSING,
                    "the checkout moved since the run was planned, run="
                            + plan.run().id() + ", planned=" + commit(plan).orElse("none") + ", now="
                            + head().orElse("none"));
        }
    }

    private RunDirectory find(String wanted) throws IOException {
        if (wanted.isEmpty()) {
            return RunDirectory.newestUnpublished(places.home())
                    .orElseThrow(() -> new RunProblem(
                            ExitStatus.MISSING,
                            "no run to resume, runs=" + places.home().resolve("runs")));
        }
        var directory = RunDirectory.of(places.home(), wanted);
        if (!RunId.isOne(wanted) || !Files.exists(directory.plan())) {
            throw new RunProblem(
                    ExitStatus.MISSING,
                    "unknown run, run=" + wanted + ", newest="
                            + RunDirectory.all(places.home()).stream()
                                    .findFirst()
                                    .map(RunDirectory::id)
                                    .orElse("none"));
        }
        return directory;
    }

    /** The cells of a plan that a list of names and threads calls for. */
    static List<Cell> cells(Plan plan, List<NameAndThreads> wanted) {
        return plan.units().stream()
                .filter(unit -> !unit.isLitmus() && !plan.isCanary(unit))
                .filter(unit -> wanted.contains(new NameAndThreads(unit.label(), unit.threads())))
                .map(unit -> new Cell(unit.name(), unit.params(), unit.threads(), unit.notApplicable()))
                .distinct()
                .toList();
    }

    record NameAndThreads(String label, int threads) {}
}
