package org.allotment.stress.guard.budget;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.allotment.core.Allocator;
import org.allotment.core.concurrent.FixedBlockPool;
import org.allotment.core.concurrent.IndexPool;
import org.allotment.core.guard.budget.Budget;
import org.allotment.core.guard.budget.BudgetedSizeAware;
import org.allotment.core.memory.HeapWords;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** J70 and J73 on blocks that are charged: limit and live blocks agree. The pool never touches its memory. */
public final class BudgetedAllocatorStress {
    private static final long BASE = 1 << 20;
    private static final long SIZE = 64;

    private BudgetedAllocatorStress() {}

    private static BudgetedSizeAware pool(int blocks, Budget budget) {
        HeapWords words = new HeapWords((int) IndexPool.wordsFor(blocks));
        return new BudgetedSizeAware(new FixedBlockPool(words, BASE, SIZE, blocks), budget, 0);
    }

    /** J73. */
    @JCStressTest
    @Description("Two threads allocate a block each, and the budget has room for one (J73)")
    @Outcome(id = "1, 0, 64", expect = ACCEPTABLE, desc = "The first has it")
    @Outcome(id = "0, 1, 64", expect = ACCEPTABLE, desc = "The second has it")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Both or none, or the charge is not the blocks'")
    @State
    public static class LastBytes {
        private final Budget budget = Budget.root("root", SIZE + 10);
        private final BudgetedSizeAware allocator = pool(2, budget);

        /** Allocates. */
        @Actor
        public void first(JJJ_Result r) {
            r.r1 = allocator.tryAllocate(40, 8) == Allocator.NULL ? 0 : 1;
        }

        /** Allocates. */
        @Actor
        public void second(JJJ_Result r) {
            r.r2 = allocator.tryAllocate(40, 8) == Allocator.NULL ? 0 : 1;
        }

        /** Reads the charge. */
        @Arbiter
        public void afterwards(JJJ_Result r) {
            r.r3 = budget.used();
        }
    }

    /** J70. */
    @JCStressTest
    @Description("Two threads allocate and free, and the charge is compared with the live blocks (J70)")
    @Outcome(id = "64, 64", expect = ACCEPTABLE, desc = "One block is left, and charged")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Charge and blocks differ")
    @State
    public static class ChargeIsLive {
        private final Budget budget = Budget.root("root", Budget.UNLIMITED);
        private final BudgetedSizeAware allocator = pool(4, budget);
        private final long old = allocator.allocate(SIZE, 1);

        /** Allocates and frees. */
        @Actor
        public void first() {
            allocator.free(allocator.allocate(SIZE, 1));
            allocator.free(old, SIZE, 1);
        }

        /** Allocates, frees, and allocates. */
        @Actor
        public void second() {
            allocator.free(allocator.allocate(33, 1));
            allocator.allocate(33, 1);
        }

        /** Reads both. */
        @Arbiter
        public void afterwards(JJ_Result r) {
            r.r1 = budget.used();
            r.r2 = allocator.statistics().liveBlockBytes();
        }
    }
}
