package org.allotment.harness.nightly.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import org.allotment.harness.nightly.child.Strays;
import org.allotment.harness.nightly.plan.Job;
import org.allotment.harness.nightly.plan.Plan;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunDirectory;
import org.allotment.harness.result.RunProblem;

/**
 * Runs what a plan expects and the journal does not yet show as finished. It may be killed at any moment and started
 * again: a result under its final name is complete and is never made again, all else is.
 */
public final class NightRun {

    private final Plan plan;
    private final RunDirectory directory;
    private final Commands commands;
    private final Strays strays;
    private final Limits limits;
    private final Progress progress;

    /** A run that is planned in this directory; the caller holds the host's lock, whose mark is {@code strays}. */
    public NightRun(Setting setting, Plan plan, RunDirectory directory, Progress progress) {
        this.plan = plan;
        this.directory = directory;
        this.commands = setting.commands();
        this.strays = setting.strays();
        this.limits = setting.limits();
        this.progress = progress;
    }

    /** How children are made, marked and limited. */
    public record Setting(Commands commands, Strays strays, Limits limits) {}

    /**
     * Runs to the end of the plan; failures of children are in the journal.
     *
     * @throws RunProblem if the run cannot go on, as when the disk is full; it can be resumed
     * @throws InterruptedException if this thread is interrupted; the child is killed first
     */
    public void execute() throws InterruptedException {
        try (var journal = Journal.open(directory.journal(), Clock.systemUTC())) {
            strays.kill();
            adopt(journal);
            var jobs = Job.of(
                    plan.units(),
                    unit -> unit.applies() && !journal.isFinished(unit),
                    plan.profile().litmusBatch());
            progress.begin(jobs, (int)
                    plan.units().stream().filter(journal::isFinished).count());
            for (var job : jobs) {
                run(job, journal);
            }
            progress.complete();
            Trees.delete(directory.scratch());
        } catch (IOException failure) {
            throw problem(failure);
        } finally {
            progress.end();
        }
    }

    private RunProblem problem(IOException failure) {
        return RunProblem.ofFiles(
                "run directory not usable",
                "continue later with: ./allotment nightly --resume " + directory.id(),
                failure);
    }

    /** A kill between the rename of a result and its line in the journal leaves a result that only needs the line. */
    private void adopt(Journal journal) throws IOException {
        for (var unit : plan.units()) {
            if (!unit.applies() && journal.last(unit).isEmpty()) {
                journal.notApplicable(unit);
            } else if (unit.applies() && !journal.isFinished(unit) && Files.exists(unit.result(directory))) {
                journal.finished(unit, 0);
            }
        }
    }

    /** Tests that failed together are tried again one by one, so that one broken test takes no other with it. */
    private void run(Job job, Journal journal) throws IOException, InterruptedException {
        attempt(job, journal, job.units().size() == 1);
        if (job.units().size() > 1) {
            for (var unit : job.units()) {
                if (!journal.isFinished(unit)) {
                    attempt(new Job(List.of(unit)), journal, true);
                }
            }
        }
    }

    private void attempt(Job job, Journal journal, boolean last) throws IOException, InterruptedException {
        requireSpace();
        progress.started(job);
        var scratch = directory.scratch().resolve(job.units().getFirst().id());
        Trees.delete(scratch);
        Files.createDirectories(scratch);
        for (var unit : job.units()) {
            Files.createDirectories(directory.unit(unit.id()));
            journal.started(unit);
        }
        var start = System.nanoTime();
        var outcome = new Attempt(job, directory, scratch).run(commands, strays, limits);
        var each = (System.nanoTime() - start) / 1_000_000 / job.units().size();
        for (var unit : job.units()) {
            var reason = outcome.reasonFor(unit);
            if (reason.isEmpty()) {
                journal.finished(unit, each);
            } else {
                journal.failed(unit, reason, each);
            }
            if (last || reason.isEmpty()) {
                progress.ended(unit, reason, each);
            }
        }
        Trees.delete(scratch);
        stopIfDiskIsFull(outcome);
    }

    private void requireSpace() throws IOException {
        var free = Files.getFileStore(directory.path()).getUsableSpace();
        if (free < limits.reserveBytes()) {
            throw new RunProblem(
                    ExitStatus.MISSING,
                    "disk full, freeBytes=" + free + ", reserveBytes=" + limits.reserveBytes()
                            + ", continue later with: ./allotment nightly --resume " + directory.id());
        }
    }

    private void stopIfDiskIsFull(Attempt.Outcome outcome) {
        if (outcome.isNoSpace()) {
            throw new RunProblem(
                    ExitStatus.MISSING,
                    "disk full, continue later with: ./allotment nightly --resume " + directory.id());
        }
    }
}
