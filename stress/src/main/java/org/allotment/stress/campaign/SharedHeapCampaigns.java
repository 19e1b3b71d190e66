package org.allotment.stress.campaign;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allotment.core.concurrent.heap.SharedAllocator;
import org.allotment.stress.campaign.shared.SharedHeapCampaign;
import org.allotment.stress.verdict.ExpectedTest;
import org.allotment.stress.verdict.ForkResult;
import org.allotment.stress.verdict.StateRule;

/** Eight threads at once on the shared allocator, in both forms, with the contents of every block compared. */
final class SharedHeapCampaigns {
    /** The catalogue's entry. */
    static final String ENGINE = "shared";

    private static final String PREFIX = "org.allotment.stress.campaign.SharedHeapCampaign.";
    private static final String TRUSTING = "shared-trusting";
    private static final String SOUND = "sound";
    private static final List<StateRule> RULES = Results.rules(
            SOUND,
            "an allocation, a free or a resize; blocks held what had been written to them",
            "a block was changed, misplaced, lost or handed out twice");

    private SharedHeapCampaigns() {}

    static List<ExpectedTest> tests() {
        return Stream.of(ENGINE, TRUSTING)
                .map(form -> new ExpectedTest(
                        PREFIX + form,
                        "Eight threads that end and start, with contents compared at each free, engine " + form,
                        1,
                        false,
                        "",
                        RULES))
                .toList();
    }

    static boolean isOne(String test) {
        return test.startsWith(PREFIX);
    }

    static ForkResult run(String test, long seed, long operations) {
        boolean trusting = test.endsWith(TRUSTING);
        try (SharedAllocator allocator = trusting ? SharedAllocator.trusting() : SharedAllocator.checked()) {
            SharedHeapCampaign.Outcome outcome = SharedHeapCampaign.run(allocator, seed, operations);
            allocator.trim();
            SharedHeapCampaign.requireEmpty(allocator.statistics());
            return Results.of(test, seed, Map.of(SOUND, outcome.operations()), outcome.toString());
        } catch (AssertionError violation) {
            return Results.violated(test, seed, violation);
        } catch (RuntimeException | OutOfMemoryError failure) {
            return Results.ended(test, seed, failure);
        }
    }
}
