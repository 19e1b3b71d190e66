package org.allotment.stress.tree;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.concurrent.HeapLock;
import org.allotment.core.concurrent.LockedAllocator;
import org.allotment.core.concurrent.QueuedLock;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.source.RegionSource;
import org.allotment.core.tree.TreeAllocator;
import org.allotment.stress.memory.WordSlots;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * J01, J03, J08 and J70 on trees whose nodes lie in the free blocks: what one thread frees, another splits and joins.
 */
public final class TreeStress {
    private static final long SIZE = 32;

    private TreeStress() {}

    /** Makes an allocator in one slot, of a number of smallest blocks. */
    private static Allocator trees(int blocks, HeapLock lock) {
        long slot = WordSlots.nextSegment().address();
        RegionSource region = new RegionSource(slot, blocks * SIZE, SIZE);
        return new LockedAllocator(TreeAllocator.checkedWithoutOwner(region, blocks * SIZE), lock);
    }

    private static int take(Allocator allocator, long size) {
        return allocator.tryAllocate(size, 8) == Allocator.NULL ? 0 : 1;
    }

    /** J01. */
    @JCStressTest
    @Description("Two threads take the last block of the trees under a queued lock (J01)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first took it")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second took it")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both took the one block")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Neither took the free block")
    @State
    public static class LockedLastBlock {
        private final Allocator trees = trees(1, new QueuedLock());

        /** Takes. */
        @Actor
        public void first(II_Result r) {
            r.r1 = take(trees, SIZE);
        }

        /** Takes. */
        @Actor
        public void second(II_Result r) {
            r.r2 = take(trees, SIZE);
        }
    }

    /** J03. */
    @JCStressTest
    @Description("A block of the trees is freed while another thread allocates, under a spin lock (J03)")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Too early for the freed block, which is there afterwards")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The freed block was taken")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "The freed block was taken twice")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The freed block is lost")
    @State
    public static class LockedFreeAgainstAllocate {
        private final Allocator trees = trees(1, new SpinLock());
        private final long block = trees.allocate(SIZE, 8);

        /** Frees the only block. */
        @Actor
        public void freer() {
            trees.free(block, SIZE, 8);
        }

        /** Takes it if it is there. */
        @Actor
        public void taker(II_Result r) {
            r.r1 = take(trees, SIZE);
        }

        /** Takes it if it is there still. */
        @Arbiter
        public void afterwards(II_Result r) {
            r.r2 = take(trees, SIZE);
        }
    }

    /** J08: the join writes into both blocks, and takes one of them out of its tree. */
    @JCStressTest
    @Description("Two threads free blocks side by side, which are then one, under a spin lock (J08)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "All four blocks are one, and nothing more is there")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A block is lost, or there twice")
    @State
    public static class LockedTwoFrees {
        private final Allocator trees = trees(4, new SpinLock());
        private final long low = trees.allocate(2 * SIZE, 8);
        private final long high = trees.allocate(2 * SIZE, 8);

        /** Frees the lower half. */
        @Actor
        public void first() {
            trees.free(low, 2 * SIZE, 8);
        }

        /** Frees the upper half. */
        @Actor
        public void second() {
            trees.free(high, 2 * SIZE, 8);
        }

        /** Takes all of it, and then one more. */
        @Arbiter
        public void afterwards(II_Result r) {
            r.r1 = take(trees, 4 * SIZE);
            r.r2 = take(trees, SIZE);
        }
    }

    /** J70. */
    @JCStressTest
    @Description("After allocate and free against allocate and free no bytes are lost, under a spin lock (J70)")
    @Outcome(id = "0, true", expect = ACCEPTABLE, desc = "Nothing is live and all bytes are accounted for")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A block or some bytes were counted wrong")
    @State
    public static class LockedStatistics {
        private final Allocator trees = trees(4, new SpinLock());

        /** Allocates and frees a small block. */
        @Actor
        public void first() {
            churn(SIZE);
        }

        /** Allocates and frees a larger block. */
        @Actor
        public void second() {
            churn(2 * SIZE);
        }

        /** Asks for the statistics. */
        @Arbiter
        public void afterwards(IZ_Result r) {
            AllocatorStatistics statistics = trees.statistics();
            r.r1 = (int) statistics.liveBlocks();
            r.r2 = statistics.isConserved() && statistics.freeBytes() == 4 * SIZE;
        }

        private void churn(long size) {
            long block = trees.tryAllocate(size, 8);
            if (block != Allocator.NULL) {
                trees.free(block, size, 8);
            }
        }
    }
}
