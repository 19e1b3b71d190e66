package org.allotment.core.concurrent.claim;

import org.allotment.core.LincheckForm;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * Linearizability of counting under a claim, with itself run by one thread as the specification.
 *
 * <p>The checker runs one step after another, so a barrier has nothing to do there; the litmus tests are for that.
 */
@SuppressWarnings("missing-explicit-ctor") // public because the checker instantiates the scenarios
public class BiasedClaimLincheckTest {
    /** A plain number that only the claim protects; rows of one make a bias with each stay. */
    public static class Counter {
        private final BiasedClaim<String> claim = new BiasedClaim<>("count", 1, () -> true);
        private int count;

        @Operation
        public int count(@Param(gen = ThreadIdGen.class) int thread) {
            while (!claim.tryWrest(thread)) {
                Thread.onSpinWait();
            }
            int counted = ++count;
            claim.leave(thread);
            return counted;
        }

        @Operation
        public int visit() {
            while (!claim.tryVisit()) {
                Thread.onSpinWait();
            }
            int counted = ++count;
            claim.endVisit();
            return counted;
        }
    }

    @Test
    void countsAreLinearizable() {
        LincheckForm.options().check(Counter.class);
    }
}
