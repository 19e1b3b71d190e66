package org.allotment.reports.model.history;

import java.util.EnumMap;
import java.util.Map;
import org.allotment.reports.model.State;

/** The state of a run, and how many of its series, litmus tests and missing units are in each state. */
public record VerdictCounts(State state, Map<State, Integer> counts) {
    /** Immutable copy with every state present. */
    public VerdictCounts {
        Map<State, Integer> all = new EnumMap<>(State.class);
        for (State each : State.values()) {
            all.put(each, counts.getOrDefault(each, 0));
        }
        counts = Map.copyOf(all);
    }

    /** How many are in {@code wanted}. */
    public int of(State wanted) {
        return counts.getOrDefault(wanted, 0);
    }

    /** The run's state follows from the counts: the worst that was seen. */
    public static VerdictCounts of(Map<State, Integer> counts) {
        for (State state : new State[] {State.RED, State.MISSING, State.SUSPECT}) {
            if (counts.getOrDefault(state, 0) > 0) {
                return new VerdictCounts(state, counts);
            }
        }
        if (counts.getOrDefault(State.GREEN, 0) + counts.getOrDefault(State.IMPROVED, 0) > 0) {
            return new VerdictCounts(State.GREEN, counts);
        }
        for (State state : new State[] {State.TOO_FEW_RUNS, State.NOT_APPLICABLE}) {
            if (counts.getOrDefault(state, 0) > 0) {
                return new VerdictCounts(state, counts);
            }
        }
        return new VerdictCounts(State.UNGATED, counts);
    }
}
