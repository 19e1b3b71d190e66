package org.allotment.stress.campaign;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.allotment.stress.verdict.Expect;
import org.allotment.stress.verdict.ForkResult;
import org.allotment.stress.verdict.StateRule;

/** What campaigns say when they end: so many operations as they should be, or one violation. */
final class Results {
    static final String VIOLATION = "violation";

    private static final String ENDED = "ERROR";

    private Results() {}

    /** The two outcomes of a campaign. */
    static List<StateRule> rules(String sound, String meaning, String violation) {
        return List.of(
                new StateRule(sound, Expect.ACCEPTABLE, meaning),
                new StateRule(VIOLATION, Expect.FORBIDDEN, violation));
    }

    static ForkResult of(String test, long seed, Map<String, Long> states, String log) {
        return result(test, seed, ForkResult.NORMAL, states, log);
    }

    static ForkResult violated(String test, long seed, AssertionError violation) {
        return result(test, seed, ForkResult.NORMAL, Map.of(VIOLATION, 1L), trace(violation));
    }

    static ForkResult ended(String test, long seed, Throwable failure) {
        return result(test, seed, ENDED, Map.of(), trace(failure));
    }

    private static ForkResult result(String test, long seed, String status, Map<String, Long> states, String log) {
        return new ForkResult(
                test, status, "as it comes", "as it comes", List.of("-XX:StressSeed=" + seed), states, log);
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
