package org.allotment.harness.nightly.session;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.machine.LoadAverage;
import org.allotment.harness.machine.ProcessorTime;
import org.allotment.harness.machine.SystemFiles;
import org.allotment.harness.nightly.child.Strays;
import org.allotment.harness.nightly.live.Beacon;
import org.allotment.harness.nightly.picture.HeapStep;
import org.allotment.harness.nightly.plan.Catalog;
import org.allotment.harness.nightly.plan.Plan;
import org.allotment.harness.nightly.publish.AllureResults;
import org.allotment.harness.nightly.publish.Assembly;
import org.allotment.harness.nightly.publish.Judgement;
import org.allotment.harness.nightly.publish.LocalDashboard;
import org.allotment.harness.nightly.publish.Outcomes;
import org.allotment.harness.nightly.publish.Publication;
import org.allotment.harness.nightly.publish.Retry;
import org.allotment.harness.nightly.publish.Uploader;
import org.allotment.harness.nightly.publish.VerdictTable;
import org.allotment.harness.nightly.runner.Commands;
import org.allotment.harness.nightly.runner.HostLock;
import org.allotment.harness.nightly.runner.Limits;
import org.allotment.harness.nightly.runner.NightRun;
import org.allotment.harness.nightly.runner.Progress;
import org.allotment.harness.nightly.runner.Standing;
import org.allotment.harness.result.EnvironmentDocument.Load;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;
import org.allotment.harness.result.UnitState;
import org.allotment.harness.result.UploadAnswer;
import org.allotment.harness.result.UploadAnswer.Finding;
import org.allotment.harness.result.UploadAnswer.Verdict;

/**
 * One night: plan, measure, assemble, publish, judge, and look again at what seems slower. The host's lock is held from the
 * first step to the last.
 */
public final class Night {

    private static final SystemFiles KERNEL = SystemFiles.ofThisHost();

    private final Places places;
    private final NightOptions options;
    private final PrintWriter out;
    private final NightPlanner planner;
    private final Parts parts;

    /**
     * What tests put in the place of the real host.
     *
     * @param patience how long a dashboard may take to hear how far the run is
     */
    public record Parts(
            Path lockFile,
            Catalog catalog,
            Optional<Commands> commands,
            Limits limits,
            Retry retry,
            Duration patience) {

        /** The real ones. */
        public static Parts real(Places places) {
            return new Parts(
                    HostLock.defaultFile(),
                    new SuiteCatalog(places),
                    Optional.empty(),
                    Limits.usual(),
                    Retry.usual(),
                    Beacon.PATIENCE);
        }
    }

    /** A night over these places; {@code out} is for people. */
    public Night(Places places, NightOptions options, Parts parts, PrintWriter out) {
        this.places = places;
        this.options = options;
        this.parts = parts;
        this.out = out;
        this.planner = new NightPlanner(places, options, parts.catalog());
    }

    /**
     * Runs the night.
     *
     * @throws RunProblem if it cannot go on
     */
    public ExitStatus run() throws IOException, InterruptedException {
        try (var lock = HostLock.take(parts.lockFile())) {
            var planned = options.resume().isPresent()
                    ? planner.resume(options.resume().get())
                    : planner.night();
            lock.nameRun(planned.plan().run().id());
            out.println("run " + planned.plan().run().id() + " in "
                    + planned.directory().path());
            return run(planned, lock);
        }
    }

    private ExitStatus run(NightPlanner.Planned planned, HostLock lock) throws InterruptedException {
        try {
            if (Files.exists(planned.directory().upload())) {
                return published(planned);
            }
            if (planned.isConfirmation()) {
                planner.parent(planned);
            }
            var outcomes = measure(planned);
            summarise(outcomes);
            return options.publish() ? judge(planned, outcomes, lock) : unpublished(planned, outcomes);
        } catch (IOException failure) {
            var id = planned.plan().run().id();
            throw RunProblem.ofFiles(
                    "files or connection failed",
                    "the run is kept, go on with: ./allotment nightly --resume " + id,
                    failure);
        }
    }

    /**
     * A published run is history: it says again what it said, and what the second look at it said, if there was one. Its
     * Allure results are written again, because the disk may have refused them after the dashboard's answer.
     */
    private ExitStatus published(NightPlanner.Planned planned) throws IOException {
        out.println("published already, nothing is measured again, run="
                + planned.plan().run().id());
        var outcomes = Outcomes.read(planned.plan(), planned.directory());
        summarise(outcomes);
        var answer = answer(planned);
        new AllureResults(planned.plan(), planned.directory(), Optional.of(answer.verdict())).write(outcomes);
        VerdictTable.print(out, "verdict", answer.verdict());
        out.println("page: " + answer.url());
        if (planned.isConfirmation()) {
            return concludeParent(planned, answer.verdict());
        }
        var second = planner.confirmationOf(planned);
        if (second.isEmpty()) {
            return conclude(planned, outcomes, answer.verdict(), Optional.empty());
        }
        var verdict = answer(second.get()).verdict();
        VerdictTable.print(out, "verdict on the second look", verdict);
        return conclude(planned, outcomes, answer.verdict(), Optional.of(verdict));
    }

    private static UploadAnswer answer(NightPlanner.Planned planned) throws IOException {
        return UploadAnswer.read(Files.readString(planned.directory().upload()));
    }

    private ExitStatus unpublished(NightPlanner.Planned planned, Outcomes outcomes) throws IOException {
        new AllureResults(planned.plan(), planned.directory(), Optional.empty()).write(outcomes);
        out.println("not published; do it later with: ./allotment import "
                + planned.directory().path());
        return outcomes.status();
    }

    private Outcomes measure(NightPlanner.Planned planned) throws IOException, InterruptedException {
        var plan = planned.plan();
        var directory = planned.directory();
        if (Files.exists(directory.environment())) {
            var before = Outcomes.read(plan, directory);
            if (before.isWhole()) {
                return before;
            }
            if (!planner.isCheckedOut(plan)) {
                out.println("the checkout moved, what failed is not measured again, run="
                        + plan.run().id());
                return before;
            }
        }
        var jars = Jars.of(places, plan);
        var commands = parts.commands().orElseGet(() -> new JavaCommands(jars, plan.profile(), plan.measurement()));
        var setting = new NightRun.Setting(commands, new Strays(parts.lockFile()), parts.limits());
        var time = ProcessorTime.read(KERNEL);
        new NightRun(setting, plan, directory, progress(plan)).execute();
        new HeapStep(setting, plan, directory).run().ifPresent(reason -> out.println("no heap walk, " + reason));
        var steal = time.flatMap(start -> ProcessorTime.read(KERNEL).map(end -> end.stealPercentSince(start)));
        var load = new Load(plan.loadBefore(), LoadAverage.read(KERNEL), steal.orElse(null));
        var ended = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new Assembly(plan, directory).write(ended, load);
    }

    private Progress progress(Plan plan) {
        var terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        return new Progress(out, terminal, told(plan));
    }

    /** The dashboard that gets the results hears how far the run is; the one that would be started for them only then does not. */
    private Standing.Listener told(Plan plan) {
        return options.server()
                .filter(_ -> options.publish())
                .<Standing.Listener>map(
                        server -> new Beacon(new Beacon.Ear(server, options.token(), parts.patience()), plan, out))
                .orElseGet(Standing.Listener::none);
    }

    private void summarise(Outcomes outcomes) {
        out.printf(
                Locale.ROOT,
                "finished %d · failed %d · missing %d · not applicable %d%n",
                outcomes.count(UnitState.FINISHED),
                outcomes.count(UnitState.FAILED),
                outcomes.count(UnitState.MISSING),
                outcomes.count(UnitState.NOT_APPLICABLE));
        outcomes.litmus().stream()
                .filter(test -> test.verdict().equals("red"))
                .forEach(test -> out.println("red litmus test " + test.name() + ": " + test.reason()));
        out.flush();
    }

    private ExitStatus judge(NightPlanner.Planned planned, Outcomes outcomes, HostLock lock)
            throws IOException, InterruptedException {
        Verdict verdict;
        Uploader uploader;
        try {
            uploader = uploader();
            verdict = publish(planned, outcomes, uploader, "verdict");
        } catch (RunProblem problem) {
            new AllureResults(planned.plan(), planned.directory(), Optional.empty()).write(outcomes);
            out.println(problem.getMessage());
            out.println("the run is kept; go on with: ./allotment nightly --resume "
                    + planned.plan().run().id());
            return outcomes.status().and(problem.status());
        }
        if (planned.isConfirmation()) {
            return concludeParent(planned, verdict);
        }
        var confirmation =
                options.confirm() ? confirm(planned.plan(), verdict, uploader, lock) : Optional.<Verdict>empty();
        return conclude(planned, outcomes, verdict, confirmation);
    }

    private Verdict publish(NightPlanner.Planned planned, Outcomes outcomes, Uploader uploader, String title)
            throws IOException, InterruptedException {
        var answer = new Publication(uploader, out).publish(planned.directory());
        new AllureResults(planned.plan(), planned.directory(), Optional.of(answer.verdict())).write(outcomes);
        VerdictTable.print(out, title, answer.verdict());
        out.println("page: " + uploader.page(answer.url()));
        return answer.verdict();
    }

    /** A second look speaks of the run that it confirms, also where the first look was another process. */
    private ExitStatus concludeParent(NightPlanner.Planned confirmation, Verdict verdict) throws IOException {
        var parent = planner.parent(confirmation);
        var outcomes = Outcomes.read(parent.plan(), parent.directory());
        out.println("confirmed run " + parent.plan().run().id());
        return conclude(parent, outcomes, answer(parent).verdict(), Optional.of(verdict));
    }

    private ExitStatus conclude(
            NightPlanner.Planned planned, Outcomes outcomes, Verdict first, Optional<Verdict> confirmation)
            throws IOException {
        var judgement = new Judgement(outcomes.status(), first, confirmation);
        if (confirmation.isPresent()) {
            new AllureResults(planned.plan(), planned.directory(), Optional.of(judgement.effective())).write(outcomes);
        }
        judgement.suspects().forEach(suspect -> out.println("unconfirmed suspect: " + suspect.name()));
        return judgement.status(options.strict());
    }

    private Uploader uploader() throws IOException, InterruptedException {
        var server = options.server().isPresent()
                ? options.server().get()
                : new LocalDashboard(places, options.port()).ensureRunning();
        return new Uploader(server, options.token(), parts.retry());
    }

    /** Measures suspects again with more forks while the host is as it was, so that noise does not cost a day. */
    private Optional<Verdict> confirm(Plan plan, Verdict verdict, Uploader uploader, HostLock lock)
            throws IOException, InterruptedException {
        var wanted = Judgement.suspects(verdict).stream()
                .map(Night::identity)
                .distinct()
                .toList();
        var cells = NightPlanner.cells(plan, wanted);
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        if (!planner.isCheckedOut(plan)) {
            out.println("the checkout moved, suspects are not measured again, run="
                    + plan.run().id());
            return Optional.empty();
        }
        out.println("measuring again what seems slower, benchmarks=" + cells.size());
        var planned = planner.confirmation(plan, cells);
        lock.nameRun(planned.plan().run().id());
        var outcomes = measure(planned);
        try {
            return Optional.of(publish(planned, outcomes, uploader, "verdict on the second look"));
        } catch (RunProblem problem) {
            out.println(problem.getMessage());
            return Optional.empty();
        }
    }

    private static NightPlanner.NameAndThreads identity(Finding finding) {
        return new NightPlanner.NameAndThreads(Objects.requireNonNullElse(finding.name(), ""), finding.threads());
    }
}
