package org.allotment.harness.nightly.agent;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.allotment.harness.checkout.GitRepository;
import org.allotment.harness.checkout.Places;
import org.allotment.harness.nightly.child.Strays;
import org.allotment.harness.nightly.plan.Cell;
import org.allotment.harness.nightly.plan.Measurement;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.nightly.publish.Retry;
import org.allotment.harness.nightly.runner.Commands;
import org.allotment.harness.nightly.runner.HostLock;
import org.allotment.harness.nightly.runner.Limits;
import org.allotment.harness.nightly.runner.NightRun;
import org.allotment.harness.nightly.session.JavaCommands;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;

/** Claims jobs and answers them until it is told to stop. One thread; the lease is kept by another. */
public final class Agent {

    /** The most commits of a range that a server keeps. */
    private static final int MOST_COMMITS = 2_000;

    private final Path folder;
    private final AgentOptions options;
    private final Parts parts;
    private final PrintWriter out;
    private final Builds builds;
    private final GitRepository repository;
    private volatile boolean stopping;

    /** What tests put in the place of the real host. */
    public record Parts(Path lockFile, Optional<Cell> canary, Children children, Limits limits, Retry pauses) {

        /** The real ones; the canary runs from the jar of this process, which changes with no job. */
        public static Parts real(Places places, Optional<Cell> canary) {
            var pauses = new Retry(
                    Integer.MAX_VALUE, Duration.ofSeconds(2), Duration.ofSeconds(30), Thread::sleep, Math::random);
            return new Parts(HostLock.defaultFile(), canary, Children.java(places), Limits.usual(), pauses);
        }
    }

    /** How a jar becomes children. */
    @FunctionalInterface
    public interface Children {

        /** Children of this jar, or of the running class path where it is empty. */
        Commands of(Optional<Path> jar, Measurement measurement);

        /** JMH in a JVM of its own. */
        static Children java(Places places) {
            return (jar, measurement) -> new Commands() {
                @Override
                public List<String> benchmark(Unit unit, Path result, Path scratch) {
                    var path = jar.map(Path::toString).orElseGet(places::classPath);
                    return JavaCommands.fork(places.java(), path, measurement, unit, result);
                }

                @Override
                public List<String> litmus(List<Unit> units, Path result, Path scratch) {
                    throw new IllegalStateException("no litmus tests in a job, units=" + units.size());
                }
            };
        }
    }

    /** An agent that keeps what it builds below {@code home}; {@code out} is for people. */
    public Agent(Path home, AgentOptions options, Parts parts, PrintWriter out) {
        this.folder = home.resolve("agent");
        this.options = options;
        this.parts = parts;
        this.out = out;
        this.repository = new GitRepository(options.repository());
        this.builds = new Builds(repository, options.recipe(), folder.resolve("jars"), new Strays(parts.lockFile()));
    }

    /** Asks the agent to end; the thread that runs it must be interrupted besides. */
    public void stop() {
        stopping = true;
    }

    /**
     * Works until it is stopped, or for one job.
     *
     * @throws RunProblem if the server refuses it
     */
    public ExitStatus run() throws IOException {
        try (var server = new JobServer(options.server(), options.token())) {
            var attempt = 0;
            while (!stopping) {
                var worked = once(server);
                if (options.once()) {
                    return worked ? ExitStatus.CLEAN : idle();
                }
                attempt = worked ? 0 : attempt + 1;
                if (attempt > 0) {
                    parts.pauses().pause(attempt);
                }
            }
        } catch (InterruptedException _) {
            say("stopped");
        }
        return ExitStatus.CLEAN;
    }

    private ExitStatus idle() {
        say("no job was done");
        return ExitStatus.CLEAN;
    }

    /** Takes and does a job, if this host is free and there is one. */
    private boolean once(JobServer server) throws IOException, InterruptedException {
        if (isBusy()) {
            return false;
        }
        Optional<Order> order;
        try {
            order = server.claim(options.worker(), options.project(), options.environment());
        } catch (IOException failure) {
            say("dashboard not reached, server=" + options.server() + ", reason=" + why(failure));
            return false;
        }
        if (order.isEmpty()) {
            return false;
        }
        say("claimed " + order.get().description());
        return work(server, order.get());
    }

    /** A night that runs here is not disturbed, not even by a claim. */
    private boolean isBusy() throws IOException {
        try (var _ = HostLock.take(parts.lockFile())) {
            return false;
        } catch (RunProblem problem) {
            if (problem.status() != ExitStatus.BUSY) {
                throw problem;
            }
            return true;
        }
    }

    private boolean work(JobServer server, Order order) throws InterruptedException {
        var heart = new Heartbeat(server, order);
        try {
            return attempt(server, order, heart);
        } finally {
            heart.close();
            if (heart.isLost()) {
                // It interrupts for this claim only; who wants the agent to end says so besides.
                Thread.interrupted();
            }
        }
    }

    private boolean attempt(JobServer server, Order order, Heartbeat heart) throws InterruptedException {
        try {
            deliver(server, order, measure(order));
            return true;
        } catch (InterruptedException interrupted) {
            if (!isLost(heart, order)) {
                release(server, order, Optional.empty());
                throw interrupted;
            }
        } catch (JobServer.LostClaim lost) {
            say("answer not wanted, job=" + order.id() + ", " + lost.getMessage());
        } catch (IOException | RuntimeException problem) {
            // An interrupt may come as a closed file; it has done its work then, and must not stop the release.
            Thread.interrupted();
            if (!isLost(heart, order)) {
                release(server, order, trouble(problem));
            }
        }
        return false;
    }

    private boolean isLost(Heartbeat heart, Order order) {
        heart.close();
        if (heart.isLost()) {
            say("claim lost while at work, job=" + order.id());
        }
        return heart.isLost();
    }

    /** A host that is busy, or a process that is ended, says nothing of the job. */
    private Optional<String> trouble(Exception problem) {
        var peaceful = stopping || (problem instanceof RunProblem known && known.status() == ExitStatus.BUSY);
        say((peaceful ? "interrupted: " : "failed here: ") + problem);
        return peaceful ? Optional.empty() : Optional.of(String.valueOf(problem.getMessage()));
    }

    private Findings measure(Order order) throws IOException, InterruptedException {
        for (var commit : List.of(order.base(), order.head())) {
            if (!repository.has(commit)) {
                throw new RunProblem(
                        ExitStatus.MISSING,
                        "commit not here, commit=" + commit + ", repository=" + options.repository());
            }
        }
        var commits = repository.range(order.base(), order.head(), MOST_COMMITS);
        try (var lock = HostLock.take(parts.lockFile())) {
            lock.nameRun("job " + order.id());
            return builtAndRun(order, commits);
        }
    }

    private Findings builtAndRun(Order order, List<String> commits) throws IOException, InterruptedException {
        try {
            var base = builds.of(order.base());
            var head = builds.of(order.head());
            return run(order, base, head, commits);
        } catch (Builds.BrokenCommit broken) {
            say("broken, commit=" + broken.commit() + ", " + broken.getMessage());
            requireOtherBuilds(order, broken);
            return new Findings.Broken(broken.commit(), String.valueOf(broken.getMessage()), commits);
        }
    }

    /** Where neither commit builds the host is to blame, and another may answer. */
    private void requireOtherBuilds(Order order, Builds.BrokenCommit broken) throws IOException, InterruptedException {
        try {
            builds.of(broken.commit().equals(order.base()) ? order.head() : order.base());
        } catch (Builds.BrokenCommit _) {
            throw new IOException("neither commit builds here, " + broken.getMessage());
        }
    }

    private Findings run(Order order, Path base, Path head, List<String> commits)
            throws IOException, InterruptedException {
        var turns = new Turns(order, parts.canary(), folder.resolve("job"));
        var obstacle = turns.obstacle();
        if (obstacle.isPresent()) {
            throw new RunProblem(ExitStatus.MISSING, "not to be run here, " + obstacle.get());
        }
        var measurement = order.profile().measurement();
        var commands = turns.sides(
                parts.children().of(Optional.of(base), measurement),
                parts.children().of(Optional.of(head), measurement),
                parts.children().of(Optional.empty(), measurement));
        var setting = new NightRun.Setting(commands, new Strays(parts.lockFile()), parts.limits());
        return turns.run(setting, commits, out);
    }

    /** Sends until the server has it, or does not want it. */
    private void deliver(JobServer server, Order order, Findings findings)
            throws InterruptedException, JobServer.LostClaim {
        for (var attempt = 1; ; attempt++) {
            try {
                say("job " + order.id() + ": " + server.answer(order, findings));
                return;
            } catch (IOException failure) {
                say("answer not delivered yet, job=" + order.id() + ", reason=" + why(failure));
                parts.pauses().pause(attempt);
            }
        }
    }

    /** Best effort: a lease that is not given back ends by itself. */
    private void release(JobServer server, Order order, Optional<String> reason) {
        try {
            server.release(order, reason);
            say("given back, job=" + order.id());
        } catch (IOException | JobServer.LostClaim | RunProblem failure) {
            say("not given back, job=" + order.id() + ", reason=" + why(failure));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A connection that is refused comes without a message. */
    private static String why(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
