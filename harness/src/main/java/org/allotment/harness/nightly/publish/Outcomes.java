package org.allotment.harness.nightly.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allotment.harness.nightly.plan.Litmus;
import org.allotment.harness.nightly.plan.Plan;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.nightly.runner.Journal;
import org.allotment.harness.nightly.runner.JournalEvent;
import org.allotment.harness.result.Documents;
import org.allotment.harness.result.EnvironmentDocument.UnitOutcome;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunDirectory;
import org.allotment.harness.result.StressDocument;
import org.allotment.harness.result.UnitState;
import org.jspecify.annotations.Nullable;

/**
 * What became of every unit of a plan, read back from the journal and the files: what the plan expects and the files do not
 * hold is missing, whatever anything else says.
 *
 * @param units in the order of the plan
 * @param benchmarks JMH's JSON by unit id
 * @param litmus one entry per litmus test of the plan
 */
public record Outcomes(List<UnitOutcome> units, Map<String, String> benchmarks, List<StressDocument.Test> litmus) {

    /** Keeps its own copies. */
    public Outcomes {
        units = List.copyOf(units);
        benchmarks = Map.copyOf(benchmarks);
        litmus = List.copyOf(litmus);
    }

    /**
     * Reads a run.
     *
     * @throws IOException if a file is not what its name says
     */
    public static Outcomes read(Plan plan, RunDirectory directory) throws IOException {
        var last = new HashMap<String, JournalEvent>();
        Journal.read(directory.journal()).forEach(event -> last.put(event.unit(), event));
        var units = new ArrayList<UnitOutcome>();
        var benchmarks = new HashMap<String, String>();
        var litmus = new ArrayList<StressDocument.Test>();
        for (var unit : plan.units()) {
            var file = unit.result(directory);
            var outcome = outcome(unit, last.get(unit.id()), Files.exists(file));
            units.add(outcome);
            if (unit.isLitmus()) {
                litmus.add(
                        outcome.state() == UnitState.FINISHED
                                ? Documents.read(file, StressDocument.class)
                                        .tests()
                                        .getFirst()
                                : absent(plan, unit, outcome));
            } else if (outcome.state() == UnitState.FINISHED) {
                benchmarks.put(unit.id(), Files.readString(file));
            }
        }
        return new Outcomes(units, benchmarks, litmus);
    }

    private static UnitOutcome outcome(Unit unit, @Nullable JournalEvent event, boolean hasResult) {
        if (!unit.applies()) {
            return outcome(unit, UnitState.NOT_APPLICABLE, unit.notApplicable(), 0);
        }
        if (hasResult) {
            return outcome(unit, UnitState.FINISHED, "", event == null ? 0 : event.durationMillis());
        }
        if (event != null && event.event().equals(JournalEvent.FAILED)) {
            return outcome(unit, UnitState.FAILED, event.reason(), event.durationMillis());
        }
        return outcome(unit, UnitState.MISSING, "expected, and absent from the results", 0);
    }

    private static UnitOutcome outcome(Unit unit, UnitState state, String reason, long durationMillis) {
        return new UnitOutcome(
                unit.id(),
                unit.kind(),
                unit.name(),
                unit.params(),
                unit.threads(),
                unit.fork(),
                state,
                reason,
                durationMillis);
    }

    private static StressDocument.Test absent(Plan plan, Unit unit, UnitOutcome outcome) {
        var test = plan.litmus().stream()
                .filter(candidate -> candidate.name().equals(unit.name()))
                .findFirst()
                .orElse(new Litmus(unit.name(), "", "", unit.threads(), false, "", 0));
        var verdict = outcome.state() == UnitState.NOT_APPLICABLE ? "notApplicable" : "missing";
        return new StressDocument.Test(
                test.name(),
                test.description(),
                test.actors(),
                test.inverted(),
                verdict,
                outcome.reason(),
                "NOT_RUN",
                0,
                0,
                List.of(),
                List.of());
    }

    /** Number of units in a state. */
    public long count(UnitState state) {
        return units.stream().filter(unit -> unit.state() == state).count();
    }

    /** Whether all that applies here was measured. */
    public boolean isWhole() {
        return count(UnitState.FAILED) + count(UnitState.MISSING) == 0;
    }

    /** How the run ends as far as it can tell by itself, before it is compared with its history. */
    public ExitStatus status() {
        var status = ExitStatus.CLEAN;
        if (!isWhole()) {
            status = status.and(ExitStatus.MISSING);
        }
        if (litmus.stream().anyMatch(test -> test.verdict().equals("red"))) {
            status = status.and(ExitStatus.WORSE);
        }
        return status;
    }
}
