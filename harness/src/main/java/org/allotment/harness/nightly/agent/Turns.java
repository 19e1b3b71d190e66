package org.allotment.harness.nightly.agent;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.allotment.harness.machine.Machine;
import org.allotment.harness.nightly.plan.Cell;
import org.allotment.harness.nightly.plan.Plan;
import org.allotment.harness.nightly.plan.Planner;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.nightly.runner.Commands;
import org.allotment.harness.nightly.runner.Journal;
import org.allotment.harness.nightly.runner.NightRun;
import org.allotment.harness.nightly.runner.Progress;
import org.allotment.harness.nightly.runner.Standing;
import org.allotment.harness.nightly.runner.Trees;
import org.allotment.harness.result.EnvironmentDocument.JmhInfo;
import org.allotment.harness.result.EnvironmentDocument.RunInfo;
import org.allotment.harness.result.JmhResults;
import org.allotment.harness.result.RunDirectory;

/**
 * Forks of two jars in turns, base head head base base head …: whatever the machine does meanwhile, it does to both. Both are
 * one benchmark to the runner; the number of a fork says whose it is.
 */
final class Turns {

    private final Order order;
    private final RunDirectory directory;
    private final Plan plan;

    /** Turns of this job in a folder of its own. */
    Turns(Order order, Optional<Cell> canary, Path folder) {
        this.order = order;
        this.directory = new RunDirectory(folder);
        var measurement = order.profile().measurement().withForks(2 * order.forks());
        var machine = Machine.read(null);
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        this.plan = new Plan(
                Plan.FORMAT,
                new RunInfo("job-" + order.id(), "", "confirm", order.profile().word(), now, now, null, ""),
                null,
                machine,
                measurement,
                new JmhInfo("", measurement.forks(), 0, "", 0, "", ""),
                canary.map(Cell::name).orElse(null),
                List.of(),
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                units(order, canary, machine.cores()));
    }

    /** The planner's order, which has the canary first and last, with one more in the middle. */
    private static List<Unit> units(Order order, Optional<Cell> canary, int cores) {
        var measurement = order.profile().measurement().withForks(2 * order.forks());
        var units = new ArrayList<>(new Planner(measurement, canary, cores).order(List.of(order.cell()), List.of()));
        canary.ifPresent(
                cell -> units.add(units.size() / 2, Unit.benchmark(cell, units.size(), measurement.estimateMillis())));
        return units;
    }

    /** Whether a fork is one of head: 0 1 1 0, and again. */
    static boolean isHead(int fork) {
        return ((fork ^ (fork >> 1)) & 1) == 1;
    }

    /** Commands that give each unit the jar of its side, and the canary one that never changes. */
    Commands sides(Commands base, Commands head, Commands canary) {
        return new Commands() {
            @Override
            public List<String> benchmark(Unit unit, Path result, Path scratch) {
                if (plan.isCanary(unit)) {
                    return canary.benchmark(unit, result, scratch);
                }
                var command = new ArrayList<>((isHead(unit.fork()) ? head : base).benchmark(unit, result, scratch));
                if (!order.mode().isEmpty()) {
                    // Else the annotations of a commit would say how it is measured, and base and head might differ.
                    command.addAll(List.of("-bm", order.mode()));
                }
                return command;
            }

            @Override
            public List<String> litmus(List<Unit> units, Path result, Path scratch) {
                throw new IllegalStateException("no litmus tests in turns, units=" + units.size());
            }
        };
    }

    /** Why this machine cannot run it; empty if it can. */
    Optional<String> obstacle() {
        return plan.units().stream()
                .filter(unit -> !unit.applies())
                .map(Unit::notApplicable)
                .findFirst();
    }

    /** Runs all forks, and reads what they left. */
    Findings run(NightRun.Setting setting, List<String> commits, PrintWriter out)
            throws IOException, InterruptedException {
        Trees.delete(directory.path());
        Files.createDirectories(directory.path());
        new NightRun(setting, plan, directory, new Progress(out, false, Standing.Listener.none())).execute();
        var base = values(false);
        var head = values(true);
        if (base.isEmpty() && head.isEmpty()) {
            throw new IOException("neither commit runs here, " + reason(false));
        }
        if (base.isEmpty()) {
            return new Findings.Broken(order.base(), reason(false), commits);
        }
        if (head.isEmpty()) {
            return new Findings.Broken(order.head(), reason(true), commits);
        }
        return new Findings.Measured(base, head, canary(), commits);
    }

    private List<List<Double>> values(boolean head) throws IOException {
        var values = new ArrayList<List<Double>>();
        for (var unit : units(head)) {
            var file = unit.result(directory);
            if (Files.exists(file)) {
                var fork = JmhResults.samples(Files.readString(file), order.metric());
                if (!fork.isEmpty()) {
                    values.add(fork);
                }
            }
        }
        return values;
    }

    private List<Double> canary() throws IOException {
        var scores = new ArrayList<Double>();
        for (var unit : plan.units()) {
            var file = unit.result(directory);
            if (plan.isCanary(unit) && Files.exists(file)) {
                scores.add(JmhResults.score(Files.readString(file)).median());
            }
        }
        return scores;
    }

    private String reason(boolean head) throws IOException {
        var units = units(head).stream().map(Unit::id).toList();
        return Journal.read(directory.journal()).stream()
                .filter(event -> units.contains(event.unit()) && !event.reason().isEmpty())
                .reduce((first, second) -> second)
                .map(event -> event.reason())
                .orElse("no values of the metric, metric=" + order.metric());
    }

    private List<Unit> units(boolean head) {
        return plan.units().stream()
                .filter(unit -> !plan.isCanary(unit) && isHead(unit.fork()) == head)
                .toList();
    }
}
