package org.allotment.stress.campaign;

import java.util.List;
import java.util.Map;
import org.allotment.core.campaign.RandomCampaign;
import org.allotment.stress.verdict.Expect;
import org.allotment.stress.verdict.ExpectedTest;
import org.allotment.stress.verdict.ForkResult;
import org.allotment.stress.verdict.StateRule;

/** One campaign for each form of each engine that the catalogue opens. */
public final class RandomCampaigns {
    private static final String PREFIX = "org.allotment.stress.campaign.RandomCampaign.";
    private static final String SOUND = "as the model";
    private static final String REFUSED = "misuse refused";

    private static final List<StateRule> RULES = List.of(
            new StateRule(
                    SOUND,
                    Expect.ACCEPTABLE,
                    "an operation that came out as in the model; a tenth of all at least were served"),
            new StateRule(REFUSED, Expect.ACCEPTABLE, "misuse that was refused with the right kind"),
            new StateRule(
                    Results.VIOLATION,
                    Expect.FORBIDDEN,
                    "the engine and its model disagree, or an invariant is broken"));

    private RandomCampaigns() {}

    /**
     * Lists the campaigns.
     *
     * @return tests of one actor, in no order
     */
    public static List<ExpectedTest> tests() {
        return RandomCampaign.engines().stream()
                .map(engine -> new ExpectedTest(
                        PREFIX + engine, "Random operations beside a model, engine " + engine, 1, false, "", RULES))
                .toList();
    }

    /**
     * Tells a campaign from other tests.
     *
     * @param test name of a test
     * @return true when it is one of {@link #tests}
     */
    public static boolean isOne(String test) {
        return test.startsWith(PREFIX);
    }

    /**
     * Returns the catalogue's entry of a campaign's engine.
     *
     * @param test name of a campaign
     * @return name of the entry
     */
    public static String engine(String test) {
        return RandomCampaign.entryOf(test.substring(PREFIX.length()));
    }

    /**
     * Runs a campaign in this thread; it takes about a second for each million operations.
     *
     * @param test name of a campaign
     * @param seed of its random numbers
     * @param operations how many
     * @return what it saw; a violation is a state that counts once, with the failure as the log
     */
    public static ForkResult run(String test, long seed, long operations) {
        try {
            RandomCampaign.Outcome outcome = RandomCampaign.run(test.substring(PREFIX.length()), seed, operations);
            Map<String, Long> states =
                    Map.of(SOUND, outcome.operations() - outcome.refusals(), REFUSED, outcome.refusals());
            return Results.of(test, seed, states, outcome.toString());
        } catch (AssertionError violation) {
            return Results.violated(test, seed, violation);
        } catch (RuntimeException | OutOfMemoryError failure) {
            return Results.ended(test, seed, failure);
        }
    }
}
