package org.allotment.reports.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.allotment.reports.model.Params;
import org.allotment.reports.model.State;
import org.allotment.reports.model.document.EnvironmentDocument.Unit;
import org.allotment.reports.model.history.Finding;
import org.jspecify.annotations.Nullable;

/** What was expected against what came: the forks of one benchmark count once. */
public final class UnitRule {
    private UnitRule() {}

    /** What a benchmark is, apart from its mode, which a unit does not say. */
    public record Identity(String name, Params params, int threads) {}

    /** The state of one expected benchmark or test, with what to say when it is missing. */
    public record Outcome(State state, @Nullable Finding finding) {}

    /**
     * One outcome for each that is missing or not applicable.
     *
     * @param measured benchmarks of which a result came
     * @param tested   litmus tests that the stress document speaks of, which then judges them itself
     */
    public static List<Outcome> outcomes(
            List<Unit> units, Set<Identity> measured, Set<String> tested, @Nullable String commit) {
        Map<List<?>, List<Unit>> groups = new LinkedHashMap<>();
        for (Unit unit : units) {
            boolean judgedElsewhere = unit.kind().equals("stress") && tested.contains(unit.name());
            if (!judgedElsewhere) {
                Object identity = new Identity(unit.name(), unit.params(), unit.threads());
                groups.computeIfAbsent(List.of(unit.kind(), identity), key -> new ArrayList<>())
                        .add(unit);
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        groups.values().forEach(group -> add(outcomes, group, measured, commit));
        return outcomes;
    }

    private static void add(List<Outcome> outcomes, List<Unit> group, Set<Identity> measured, @Nullable String commit) {
        Unit first = group.getFirst();
        List<Unit> absent = group.stream()
                .filter(unit -> unit.state().equals("failed") || unit.state().equals("missing"))
                .toList();
        if (!absent.isEmpty()) {
            String reason = absent.getFirst().reason();
            String text = absent.size() + " of " + group.size() + (group.size() == 1 ? " unit " : " forks ")
                    + absent.getFirst().state() + (reason.isEmpty() ? "" : ": " + reason);
            outcomes.add(missing(first, text, commit));
        } else if (group.stream().allMatch(unit -> unit.state().equals("notApplicable"))) {
            outcomes.add(new Outcome(State.NOT_APPLICABLE, null));
        } else if (!measured.contains(new Identity(first.name(), first.params(), first.threads()))) {
            outcomes.add(missing(first, "finished, and no result of it was sent", commit));
        }
    }

    private static Outcome missing(Unit unit, String text, @Nullable String commit) {
        Finding finding = new Finding(
                State.MISSING,
                Finding.Kind.MISSING,
                0,
                unit.params().label(unit.name()),
                null,
                unit.threads(),
                Double.NaN,
                text,
                commit);
        return new Outcome(State.MISSING, finding);
    }
}
