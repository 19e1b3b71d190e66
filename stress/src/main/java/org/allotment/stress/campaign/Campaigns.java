package org.allotment.stress.campaign;

import java.util.List;
import java.util.stream.Stream;
import org.allotment.stress.verdict.ExpectedTest;
import org.allotment.stress.verdict.ForkResult;

/** All campaigns, by name. */
public final class Campaigns {
    private Campaigns() {}

    /**
     * Lists the campaigns.
     *
     * @return tests of one actor, in no order
     */
    public static List<ExpectedTest> tests() {
        return Stream.of(RandomCampaigns.tests(), SharedHeapCampaigns.tests(), MemoryCampaigns.tests())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Tells a campaign from other tests.
     *
     * @param test name of a test
     * @return true when it is one of {@link #tests}
     */
    public static boolean isOne(String test) {
        return RandomCampaigns.isOne(test) || SharedHeapCampaigns.isOne(test) || MemoryCampaigns.isOne(test);
    }

    /**
     * Returns the catalogue's entry of what a campaign is about.
     *
     * @param test name of a campaign
     * @return name of the entry
     */
    public static String engine(String test) {
        if (SharedHeapCampaigns.isOne(test)) {
            return SharedHeapCampaigns.ENGINE;
        }
        return MemoryCampaigns.isOne(test) ? MemoryCampaigns.engine(test) : RandomCampaigns.engine(test);
    }

    /**
     * Returns how many operations a campaign has where a profile has so many for each.
     *
     * @param test name of a campaign
     * @param ofProfile random operations on each engine
     * @return from 1 up
     */
    public static long operations(String test, long ofProfile) {
        return MemoryCampaigns.isOne(test) ? MemoryCampaigns.operations(test) : ofProfile;
    }

    /**
     * Runs a campaign and waits for its end.
     *
     * @param test name of a campaign
     * @param seed of its random numbers
     * @param ofProfile random operations on each engine
     * @return what it saw; a violation is a state that counts once, with the failure as the log
     */
    public static ForkResult run(String test, long seed, long ofProfile) {
        if (SharedHeapCampaigns.isOne(test)) {
            return SharedHeapCampaigns.run(test, seed, ofProfile);
        }
        return MemoryCampaigns.isOne(test)
                ? MemoryCampaigns.run(test, seed)
                : RandomCampaigns.run(test, seed, ofProfile);
    }
}
