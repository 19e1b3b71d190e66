package org.allotment.stress.campaign;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allotment.stress.campaign.footprint.Probe;
import org.allotment.stress.verdict.ExpectedTest;
import org.allotment.stress.verdict.ForkResult;
import org.allotment.stress.verdict.StateRule;

/**
 * Memory against its bounds: at most 1.25 times what is live, nine tenths of it given back within two seconds, and no
 * growth beyond one percent over a million contexts.
 */
final class MemoryCampaigns {
    private static final String PREFIX = "org.allotment.stress.campaign.MemoryCampaign.";
    private static final String CONTEXTS = "switching-contexts";
    private static final long MILLION = 1_000_000;

    /** What a measurement of a hundred mebibytes takes, in operations of other campaigns. */
    private static final long FOOTPRINT_OPERATIONS = 15_000_000;

    private static final long MOST_RATIO_PERCENT = 125;
    private static final long LEAST_RETURNED_PERCENT = 90;
    private static final int PERCENT = 100;
    private static final String SOUND = "within bounds";
    private static final List<StateRule> RULES = Results.rules(
            SOUND, "a context, or a block, while memory was within its bounds", "memory exceeds its bounds");

    private MemoryCampaigns() {}

    static List<ExpectedTest> tests() {
        String reason = Probe.isPossible() ? "" : "the system does not say how much memory a process has";
        return Stream.of(CONTEXTS, "shared-batch", "shared-trusting-batch", "shared-churn", "shared-trusting-churn")
                .map(name -> new ExpectedTest(
                        PREFIX + name, "Memory stays within its bounds, of " + name, 1, false, reason, RULES))
                .toList();
    }

    static boolean isOne(String test) {
        return test.startsWith(PREFIX);
    }

    static String engine(String test) {
        return test.endsWith(CONTEXTS) ? "switching" : "shared";
    }

    static long operations(String test) {
        return test.endsWith(CONTEXTS) ? MILLION : FOOTPRINT_OPERATIONS;
    }

    static ForkResult run(String test, long seed) {
        try {
            return test.endsWith(CONTEXTS)
                    ? contexts(test, seed, Probe.contexts(MILLION))
                    : footprint(test, seed, Probe.footprint(word(test), !test.contains("-trusting-")));
        } catch (AssertionError violation) {
            return Results.violated(test, seed, violation);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Results.ended(test, seed, e);
        } catch (IOException | RuntimeException failure) {
            return Results.ended(test, seed, failure);
        }
    }

    private static String word(String test) {
        return test.substring(test.lastIndexOf('-') + 1);
    }

    static ForkResult contexts(String test, long seed, Map<String, Long> figures) {
        String text = Probe.text(figures);
        for (String what : List.of("heap", "resident", "obtained")) {
            long before = figures.getOrDefault(what + "Before", 0L);
            long after = figures.getOrDefault(what + "After", Long.MAX_VALUE);
            require(after - before <= before / PERCENT, "memory grows with the contexts that were open, " + text);
        }
        require(figures.getOrDefault("liveBlocksAfter", 1L) == 0, "closed contexts leave nothing live, " + text);
        return Results.of(test, seed, Map.of(SOUND, figures.getOrDefault("contexts", 0L)), text);
    }

    static ForkResult footprint(String test, long seed, Map<String, Long> figures) {
        String text = Probe.text(figures);
        long ratio = figures.getOrDefault("ratioPercent", Long.MAX_VALUE);
        require(ratio <= MOST_RATIO_PERCENT, "resident memory exceeds 1.25 times what is live, " + text);
        long returned = figures.getOrDefault("returnedPercent", 0L);
        require(returned >= LEAST_RETURNED_PERCENT, "less than nine tenths were given back in time, " + text);
        return Results.of(test, seed, Map.of(SOUND, figures.getOrDefault("blocks", 0L)), text);
    }

    private static void require(boolean held, String message) {
        if (!held) {
            throw new AssertionError(message);
        }
    }
}
