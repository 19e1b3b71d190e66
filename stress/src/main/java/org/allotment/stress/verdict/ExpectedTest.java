package org.allotment.stress.verdict;

import java.util.List;

/**
 * A test that should have a result at the end of a run.
 *
 * @param name its key in the history
 * @param description one sentence for people
 * @param actors how many threads it needs at once
 * @param inverted true when it is broken on purpose and must be seen to fail
 * @param notApplicable why it is not run on this machine; empty when it is
 * @param rules its listed outcomes
 */
public record ExpectedTest(
        String name, String description, int actors, boolean inverted, String notApplicable, List<StateRule> rules) {
    /** Keeps a copy of the rules. */
    public ExpectedTest {
        rules = List.copyOf(rules);
    }

    /**
     * Tells whether the test is to be run on this machine.
     *
     * @return true when no reason speaks against it
     */
    public boolean isApplicable() {
        return notApplicable.isEmpty();
    }
}
