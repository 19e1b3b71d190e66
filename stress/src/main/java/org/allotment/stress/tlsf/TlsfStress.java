package org.allotment.stress.tlsf;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.SizeAware;
import org.allotment.core.concurrent.HeapLock;
import org.allotment.core.concurrent.LockedSizeAware;
import org.allotment.core.concurrent.QueuedLock;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.allotment.stress.memory.WordSlots;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.IZ_Result;

/** J01, J03 and J70 on TLSF without quick lists, so that every free merges and every allocation splits. */
public final class TlsfStress {
    private static final long SIZE = 96;

    private TlsfStress() {}

    /**
     * Engines with room for one block of {@link #SIZE} bytes, for one state at a time: their lists, nine kilobytes, would be
     * most of a sample if each state had new ones.
     */
    private static final class Engines {
        private final Supplier<HeapLock> locks;
        private final Deque<SizeAware> idle = new ArrayDeque<>();

        Engines(Supplier<HeapLock> locks) {
            this.locks = locks;
        }

        synchronized SizeAware take() {
            SizeAware engine = idle.poll();
            return engine == null ? make() : engine;
        }

        private SizeAware make() {
            MemorySegment memory = WordSlots.nextSegment();
            TlsfOptions bare = TlsfOptions.DEFAULT.bare().withoutOwner();
            return new LockedSizeAware(TlsfAllocator.over(memory.address(), memory.byteSize(), bare), locks.get());
        }

        /** Takes an engine back with what two tries brought; one that handed out not just one block is not used again. */
        void giveBack(SizeAware engine, long one, long other) {
            if ((one == Allocator.NULL) != (other == Allocator.NULL)) {
                engine.free(one + other);
                giveBack(engine);
            }
        }

        synchronized void giveBack(SizeAware engine) {
            idle.push(engine);
        }
    }

    private static int found(long block) {
        return block == Allocator.NULL ? 0 : 1;
    }

    /** J01. */
    @JCStressTest
    @Description("Two threads take the last block of TLSF under a queued lock (J01)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first took it")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second took it")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both took the one block")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Neither took the free block")
    @State
    public static class LockedLastBlock {
        private static final Engines ENGINES = new Engines(QueuedLock::new);

        private final SizeAware tlsf = ENGINES.take();
        private long first;
        private long second;

        /** Takes. */
        @Actor
        public void first(II_Result r) {
            first = tlsf.tryAllocate(SIZE, 8);
            r.r1 = found(first);
        }

        /** Takes. */
        @Actor
        public void second(II_Result r) {
            second = tlsf.tryAllocate(SIZE, 8);
            r.r2 = found(second);
        }

        /** Clears up. */
        @Arbiter
        public void afterwards() {
            ENGINES.giveBack(tlsf, first, second);
        }
    }

    /** J03. */
    @JCStressTest
    @Description("A block of TLSF is freed while another thread allocates, under a spin lock (J03)")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Too early for the freed block, which is there afterwards")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The freed block was taken")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "The freed block was taken twice")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The freed block is lost")
    @State
    public static class LockedFreeAgainstAllocate {
        private static final Engines ENGINES = new Engines(SpinLock::new);

        private final SizeAware tlsf = ENGINES.take();
        private final long block = tlsf.allocate(SIZE, 8);
        private long taken;

        /** Frees the only block. */
        @Actor
        public void freer() {
            tlsf.free(block);
        }

        /** Takes it if it is there. */
        @Actor
        public void taker(II_Result r) {
            taken = tlsf.tryAllocate(SIZE, 8);
            r.r1 = found(taken);
        }

        /** Takes it if it is there still, and clears up. */
        @Arbiter
        public void afterwards(II_Result r) {
            long rest = tlsf.tryAllocate(SIZE, 8);
            r.r2 = found(rest);
            ENGINES.giveBack(tlsf, taken, rest);
        }
    }

    /** J70. */
    @JCStressTest
    @Description("After allocate and free against allocate and free no bytes are lost, under a spin lock (J70)")
    @Outcome(id = "0, true", expect = ACCEPTABLE, desc = "Nothing is live and all bytes are accounted for")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A block or some bytes were counted wrong")
    @State
    public static class LockedStatistics {
        private static final Engines ENGINES = new Engines(SpinLock::new);

        private final SizeAware tlsf = ENGINES.take();

        /** Allocates and frees a small block. */
        @Actor
        public void first() {
            churn(8);
        }

        /** Allocates and frees a larger block. */
        @Actor
        public void second() {
            churn(40);
        }

        /** Asks for the statistics, and clears up. */
        @Arbiter
        public void afterwards(IZ_Result r) {
            AllocatorStatistics statistics = tlsf.statistics();
            r.r1 = (int) statistics.liveBlocks();
            r.r2 = statistics.isConserved();
            if (r.r1 == 0 && r.r2) {
                ENGINES.giveBack(tlsf);
            }
        }

        private void churn(long size) {
            long block = tlsf.tryAllocate(size, 8);
            if (block != Allocator.NULL) {
                tlsf.free(block, size, 8);
            }
        }
    }
}
