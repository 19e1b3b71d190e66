package org.allotment.core.campaign;

import org.allotment.core.AllocationException;

/** What a script counts while it runs. */
final class Tally {
    long steps;
    long served;
    long refusals;
    long walks;

    static void require(boolean holds, String rule, Object found) {
        if (!holds) {
            throw new AssertionError(rule + ", found=" + found);
        }
    }

    /** Runs what has to be refused with a kind. */
    void refused(AllocationException.Kind kind, Runnable misuse) {
        try {
            misuse.run();
        } catch (AllocationException refusal) {
            require(refusal.kind() == kind, "misuse is told as such", refusal);
            refusals++;
            return;
        }
        throw new AssertionError("misuse was let pass, expected=" + kind);
    }
}
