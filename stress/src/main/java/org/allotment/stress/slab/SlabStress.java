package org.allotment.stress.slab;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.allotment.core.SizeAware;
import org.allotment.core.concurrent.HeapLock;
import org.allotment.core.concurrent.LockedSizeAware;
import org.allotment.core.concurrent.QueuedLock;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * J02 and J03 on one checked slab allocator that serves all states of a process, so that refills and drains happen
 * under the race too; a refused free ends the test with an error.
 */
public final class SlabStress {
    private static final long SIZE = 64;

    private SlabStress() {}

    private static SizeAware slab(HeapLock lock) {
        return new LockedSizeAware(SlabAllocator.checkedWithoutOwner(MemoryMapSource.create()), lock);
    }

    /** J02. */
    @JCStressTest
    @Description("Two threads allocate and write from one slab allocator under a queued lock (J02)")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Each block holds what its owner wrote")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A block lost its contents: it is shared or was not published")
    @State
    public static class LockedTwoAllocates {
        private static final SizeAware SLAB = slab(new QueuedLock());

        private long first;
        private long second;

        /** Allocates and writes. */
        @Actor
        public void first() {
            first = SLAB.allocate(SIZE, 8);
            RawAccess.putLong(first, 1);
        }

        /** Allocates and writes. */
        @Actor
        public void second() {
            second = SLAB.allocate(SIZE, 8);
            RawAccess.putLong(second, 2);
        }

        /** Reads both blocks and frees them. */
        @Arbiter
        public void afterwards(JJ_Result r) {
            r.r1 = RawAccess.getLong(first);
            r.r2 = RawAccess.getLong(second);
            SLAB.free(first, SIZE, 8);
            SLAB.free(second);
        }
    }

    /** J03. */
    @JCStressTest
    @Description("A block is freed while another thread allocates, from one slab allocator under a spin lock (J03)")
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "All blocks handed out are different ones")
    @Outcome(id = "true", expect = FORBIDDEN, desc = "One block was handed out twice")
    @State
    public static class LockedFreeAgainstAllocate {
        private static final SizeAware SLAB = slab(new SpinLock());

        private final long freed = SLAB.allocate(SIZE, 8);
        private long taken;

        /** Frees a block. */
        @Actor
        public void freer() {
            SLAB.free(freed);
        }

        /** Takes a block, perhaps the same. */
        @Actor
        public void taker() {
            taken = SLAB.allocate(SIZE, 8);
        }

        /** Takes another and compares. */
        @Arbiter
        public void afterwards(Z_Result r) {
            long another = SLAB.allocate(SIZE, 8);
            r.r1 = another == taken;
            SLAB.free(another);
            if (!r.r1) {
                SLAB.free(taken);
            }
        }
    }
}
