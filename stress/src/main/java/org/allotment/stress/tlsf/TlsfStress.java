package org.allotment.stress.tlsf;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.foreign.MemorySegment;
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

    /** Makes an allocator in one slot, which has room for one block of {@link #SIZE} bytes. */
    private static SizeAware tlsfOfOneBlock(HeapLock lock) {
        MemorySegment memory = WordSlots.nextSegment();
        TlsfOptions bare = TlsfOptions.DEFAULT.bare().withoutOwner();
        return new LockedSizeAware(TlsfAllocator.over(memory.address(), memory.byteSize(), bare), lock);
    }

    private static int take(Allocator allocator) {
        return allocator.tryAllocate(SIZE, 8) == Allocator.NULL ? 0 : 1;
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
        private final SizeAware tlsf = tlsfOfOneBlock(new QueuedLock());

        /** Takes. */
        @Actor
        public void first(II_Result r) {
            r.r1 = take(tlsf);
        }

        /** Takes. */
        @Actor
        public void second(II_Result r) {
            r.r2 = take(tlsf);
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
        private final SizeAware tlsf = tlsfOfOneBlock(new SpinLock());
        private final long block = tlsf.allocate(SIZE, 8);

        /** Frees the only block. */
        @Actor
        public void freer() {
            tlsf.free(block);
        }

        /** Takes it if it is there. */
        @Actor
        public void taker(II_Result r) {
            r.r1 = take(tlsf);
        }

        /** Takes it if it is there still. */
        @Arbiter
        public void afterwards(II_Result r) {
            r.r2 = take(tlsf);
        }
    }

    /** J70. */
    @JCStressTest
    @Description("After allocate and free against allocate and free no bytes are lost, under a spin lock (J70)")
    @Outcome(id = "0, true", expect = ACCEPTABLE, desc = "Nothing is live and all bytes are accounted for")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A block or some bytes were counted wrong")
    @State
    public static class LockedStatistics {
        private final SizeAware tlsf = tlsfOfOneBlock(new SpinLock());

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

        /** Asks for the statistics. */
        @Arbiter
        public void afterwards(IZ_Result r) {
            AllocatorStatistics statistics = tlsf.statistics();
            r.r1 = (int) statistics.liveBlocks();
            r.r2 = statistics.isConserved();
        }

        private void churn(long size) {
            long block = tlsf.tryAllocate(size, 8);
            if (block != Allocator.NULL) {
                tlsf.free(block, size, 8);
            }
        }
    }
}
