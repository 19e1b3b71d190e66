package org.allotment.stress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.concurrent.FixedBlockPool;
import org.allotment.core.concurrent.IndexPool;
import org.allotment.core.concurrent.PoolStatistics;
import org.allotment.core.memory.HeapWords;
import org.allotment.core.memory.WordArray;
import org.allotment.stress.MustFail;
import org.allotment.stress.memory.WordSlots;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/** The lock-free pool of equal blocks: J01, J03, J05, J21, J70 and J90. Its addresses have no memory behind them. */
public final class FixedBlockPoolStress {
    private static final long BASE = 1 << 12;
    private static final long SIZE = 64;

    /** Takes and gives of one actor and looks of the other, so that they meet. */
    private static final int ROUNDS = 16;

    private FixedBlockPoolStress() {}

    private static FixedBlockPool pool(int capacity) {
        return new FixedBlockPool(new HeapWords((int) IndexPool.wordsFor(capacity)), BASE, SIZE, capacity);
    }

    private static int take(Allocator pool) {
        return pool.tryAllocate(SIZE, 1) == Allocator.NULL ? 0 : 1;
    }

    /** J01. */
    @JCStressTest
    @Description("Two threads take the last block (J01)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first took it")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second took it")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both took the one block")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Neither took the free block")
    @State
    public static class LastBlockTwoTakers {
        private final FixedBlockPool pool = pool(1);

        /** Takes. */
        @Actor
        public void first(II_Result r) {
            r.r1 = take(pool);
        }

        /** Takes. */
        @Actor
        public void second(II_Result r) {
            r.r2 = take(pool);
        }
    }

    /** J05. */
    @JCStressTest
    @Description("Two threads pop from one free list of two (J05)")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The first popped first")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The second popped first")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "One block went to both")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "One block went to both")
    @Outcome(id = ".*-1.*", expect = FORBIDDEN, desc = "A block was there and not found")
    @State
    public static class TwoPops {
        private final IndexPool pool = new IndexPool(new HeapWords((int) IndexPool.wordsFor(2)), 2);

        /** Pops. */
        @Actor
        public void first(II_Result r) {
            r.r1 = pool.tryTake();
        }

        /** Pops. */
        @Actor
        public void second(II_Result r) {
            r.r2 = pool.tryTake();
        }
    }

    /** J03. */
    @JCStressTest
    @Description("A block is freed while another thread allocates (J03)")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Too early for the freed block, which is there afterwards")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The freed block was taken")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "The freed block was taken twice")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The freed block is lost")
    @State
    public static class FreeAgainstAllocate {
        private final FixedBlockPool pool = pool(1);
        private final long block = pool.allocate(SIZE, 1);

        /** Frees the only block. */
        @Actor
        public void freer() {
            pool.free(block);
        }

        /** Takes it if it is there. */
        @Actor
        public void taker(II_Result r) {
            r.r1 = take(pool);
        }

        /** Takes it if it is there still. */
        @Arbiter
        public void afterwards(II_Result r) {
            r.r2 = take(pool);
        }
    }

    /** J21. */
    @JCStressTest
    @Description("What was written into a block before its free is there for its next owner (J21)")
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "The block was not free yet")
    @Outcome(id = "42", expect = ACCEPTABLE, desc = "The last owner's contents")
    @Outcome(id = "0", expect = FORBIDDEN, desc = "The block came without what its last owner wrote")
    @State
    public static class FreePublishes {
        private final FixedBlockPool pool = pool(1);
        private final long block = pool.allocate(SIZE, 1);
        private final WordArray contents = WordSlots.next();

        /** Writes into the block, then frees it. */
        @Actor
        public void lastOwner() {
            contents.set(0, 42);
            pool.free(block);
        }

        /** Allocates the block, then reads from it. */
        @Actor
        public void nextOwner(J_Result r) {
            r.r1 = take(pool) == 1 ? contents.get(0) : -1;
        }
    }

    /** J70. */
    @JCStressTest
    @Description("After take, give, take against take the counters agree with the blocks out (J70)")
    @Outcome(id = "3, 1, 2", expect = ACCEPTABLE, desc = "Three takes less one give are the two blocks out")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A take or give was counted wrong, or a block is lost")
    @State
    public static class Statistics {
        private final IndexPool pool = new IndexPool(new HeapWords((int) IndexPool.wordsFor(2)), 2);

        /** Takes, gives back, takes. */
        @Actor
        public void churner() {
            int index = pool.tryTake();
            if (pool.tryGive(index)) {
                pool.tryTake();
            }
        }

        /** Takes. */
        @Actor
        public void taker() {
            pool.tryTake();
        }

        /** Compares the counters with the blocks. */
        @Arbiter
        public void afterwards(III_Result r) {
            PoolStatistics statistics = pool.statistics();
            r.r1 = (int) statistics.taken();
            r.r2 = (int) statistics.given();
            r.r3 = (pool.isOut(0) ? 1 : 0) + (pool.isOut(1) ? 1 : 0);
        }
    }

    /** J70 while the counters move. */
    @JCStressTest
    @Description("Statistics are read while another thread takes and gives the only block (J70)")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Only moments when the block was in")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Only moments when the block was out")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Moments when the block was in, and when it was out")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Live blocks that there were at no moment")
    @State
    public static class StatisticsWhileMoving {
        private final FixedBlockPool pool = pool(1);

        /** Takes and gives, again and again. */
        @Actor
        public void churner() {
            for (int i = 0; i < ROUNDS; i++) {
                pool.free(pool.allocate(SIZE, 1));
            }
        }

        /** Asks for the statistics, again and again; tells the fewest and the most live blocks. */
        @Actor
        public void reader(JJ_Result r) {
            long fewest = Long.MAX_VALUE;
            long most = Long.MIN_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                long live = pool.statistics().liveBlocks();
                fewest = Math.min(fewest, live);
                most = Math.max(most, live);
            }
            r.r1 = fewest;
            r.r2 = most;
        }
    }

    /** J90. */
    @JCStressTest
    @Description("Two threads free one block at once (J90)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first freed it, the second was refused")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second freed it, the first was refused")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "A double free went through")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Both frees of an allocated block were refused")
    @State
    public static class DoubleFree {
        private final FixedBlockPool pool = pool(2);
        private final long block = pool.allocate(SIZE, 1);

        /** Frees. */
        @Actor
        public void first(II_Result r) {
            r.r1 = free();
        }

        /** Frees. */
        @Actor
        public void second(II_Result r) {
            r.r2 = free();
        }

        private int free() {
            try {
                pool.free(block);
                return 1;
            } catch (AllocationException refused) {
                return refused.kind() == AllocationException.Kind.NOT_ALLOCATED ? 0 : -1;
            }
        }
    }

    /** Takes counted by a read and a write in two steps. */
    @JCStressTest
    @MustFail
    @Description("Two threads count a take each in two steps, broken on purpose (J70)")
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "Both takes were counted")
    @Outcome(id = "1", expect = FORBIDDEN, desc = "A take was not counted")
    @State
    public static class WeakenedCounter {
        private final WordArray taken = new HeapWords(1);

        /** Counts. */
        @Actor
        public void first() {
            count();
        }

        /** Counts. */
        @Actor
        public void second() {
            count();
        }

        /** Reads the counter. */
        @Arbiter
        public void afterwards(J_Result r) {
            r.r1 = taken.get(0);
        }

        private void count() {
            taken.setRelease(0, taken.getAcquire(0) + 1);
        }
    }

    /** A block whose free is a test and a write in two steps. */
    @JCStressTest
    @MustFail
    @Description("Two threads free one block in two steps each, broken on purpose (J90)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first freed it, the second was refused")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second freed it, the first was refused")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "A double free went through")
    @State
    public static class WeakenedDoubleFree {
        private static final long OUT = -1;

        private final WordArray words = new HeapWords(1);

        /** Puts the block out. */
        public WeakenedDoubleFree() {
            words.set(0, OUT);
        }

        /** Frees. */
        @Actor
        public void first(II_Result r) {
            r.r1 = free();
        }

        /** Frees. */
        @Actor
        public void second(II_Result r) {
            r.r2 = free();
        }

        private int free() {
            if (words.getAcquire(0) != OUT) {
                return 0;
            }
            words.setRelease(0, 0);
            return 1;
        }
    }

    /** The last block behind a test and a write in two steps. */
    @JCStressTest
    @MustFail
    @Description("Two threads take the last block in two steps each, broken on purpose (J01)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first took it")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second took it")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both took the one block")
    @State
    public static class Weakened {
        private final WordArray words = new HeapWords(1);

        /** Takes. */
        @Actor
        public void first(II_Result r) {
            r.r1 = take();
        }

        /** Takes. */
        @Actor
        public void second(II_Result r) {
            r.r2 = take();
        }

        private int take() {
            if (words.getAcquire(0) != 0) {
                return 0;
            }
            words.setRelease(0, 1);
            return 1;
        }
    }
}
