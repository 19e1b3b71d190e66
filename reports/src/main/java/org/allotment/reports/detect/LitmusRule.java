package org.allotment.reports.detect;

import java.util.Optional;
import java.util.stream.Collectors;
import org.allotment.reports.model.State;
import org.allotment.reports.model.document.StressDocument.Expect;
import org.allotment.reports.model.document.StressDocument.Outcome;
import org.allotment.reports.model.document.StressDocument.Test;
import org.allotment.reports.model.history.Finding;
import org.jspecify.annotations.Nullable;

/** The verdict on one litmus test. The producer graded it; a grade that its own counts deny is not believed. */
public final class LitmusRule {
    private LitmusRule() {}

    /** The state that counts. */
    public static State state(Test test) {
        if (test.verdict() != State.GREEN) {
            return test.verdict();
        }
        if (test.samples() == 0) {
            return State.MISSING;
        }
        boolean bad = test.outcomes().stream().anyMatch(LitmusRule::isBadAndSeen);
        return bad == test.inverted() ? State.GREEN : State.RED;
    }

    /** What to say about it, if anything. */
    public static Optional<Finding> finding(Test test, @Nullable String commit) {
        State state = state(test);
        if (state != State.RED && state != State.MISSING) {
            return Optional.empty();
        }
        Finding.Kind kind = state == State.RED ? Finding.Kind.LITMUS : Finding.Kind.MISSING;
        return Optional.of(
                new Finding(state, kind, 0, test.name(), null, test.actors(), Double.NaN, text(test, state), commit));
    }

    private static String text(Test test, State state) {
        if (state == State.MISSING) {
            return test.reason().isEmpty() ? "no samples, samples=0" : test.reason();
        }
        if (test.inverted()) {
            return "broken on purpose, and not seen to fail, samples=" + test.samples();
        }
        String seen = test.outcomes().stream()
                .filter(LitmusRule::isBadAndSeen)
                .map(outcome ->
                        outcome.expect() + " state seen, state=" + outcome.state() + ", count=" + outcome.count())
                .collect(Collectors.joining("; "));
        return seen.isEmpty() ? reasonOrStatus(test) : seen + ", samples=" + test.samples();
    }

    private static String reasonOrStatus(Test test) {
        return test.reason().isEmpty() ? "status=" + test.status() : test.reason();
    }

    private static boolean isBadAndSeen(Outcome outcome) {
        Expect expect = outcome.expect();
        return expect.isBad() && outcome.count() > 0;
    }
}
