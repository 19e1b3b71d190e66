package org.allotment.stress.concurrent.heap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.allotment.core.AllocationException;
import org.allotment.core.concurrent.heap.HeapOptions;
import org.allotment.core.concurrent.heap.OwnedHeap;
import org.allotment.core.concurrent.heap.SharedAllocator;
import org.allotment.core.memory.RawAccess;
import org.allotment.stress.MustFail;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * J02, J03, J10, J12, J14, J42, J50 to J52 and J90 on one checked allocator that serves all states of a process, so that
 * refills, parked pages and hand-overs happen under the race too; a refused free ends the test with an error.
 */
public final class SharedAllocatorStress {
    private static final long SIZE = 64;

    private SharedAllocatorStress() {}

    /** A heap of nobody: what comes from it is a stranger's block to both actors. */
    private static final class Strangers {
        private final OwnedHeap heap;

        Strangers(SharedAllocator allocator) {
            heap = allocator.openHeapWithoutOwner();
        }

        synchronized long allocate() {
            return heap.allocate(SIZE, 8);
        }
    }

    /** J02. */
    @JCStressTest
    @Description("Two threads allocate and write (J02)")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Each block holds what its owner wrote")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A block is shared or lost its contents")
    @State
    public static class TwoAllocates {
        private static final SharedAllocator HEAPS = SharedAllocator.checked();

        private long first;
        private long second;

        /** Allocates and writes. */
        @Actor
        public void first() {
            first = HEAPS.allocate(SIZE, 8);
            RawAccess.putLong(first, 1);
        }

        /** Allocates and writes. */
        @Actor
        public void second() {
            second = HEAPS.allocate(SIZE, 8);
            RawAccess.putLong(second, 2);
        }

        /** Reads both blocks and frees them, one of them or both as a stranger. */
        @Arbiter
        public void afterwards(JJ_Result r) {
            r.r1 = RawAccess.getLong(first);
            r.r2 = RawAccess.getLong(second);
            HEAPS.free(first, SIZE, 8);
            HEAPS.free(second);
        }
    }

    /** J10 and J12. */
    @JCStressTest
    @Description("A block is freed by a stranger while others of its page are taken and freed (J03, J10, J12)")
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "All blocks handed out are different ones")
    @Outcome(id = "true", expect = FORBIDDEN, desc = "One block was handed out twice")
    @State
    public static class FreeAgainstAllocate {
        private static final SharedAllocator HEAPS = SharedAllocator.checked();
        private static final Strangers STRANGERS = new Strangers(HEAPS);

        private final long freed = STRANGERS.allocate();
        private long taken;

        /** Frees a block. */
        @Actor
        public void freer() {
            HEAPS.free(freed);
        }

        /** Takes a block of the same heap, perhaps the same. */
        @Actor
        public void taker() {
            taken = STRANGERS.allocate();
        }

        /** Takes another and compares. */
        @Arbiter
        public void afterwards(Z_Result r) {
            long another = STRANGERS.allocate();
            r.r1 = another == taken;
            HEAPS.free(another);
            if (!r.r1) {
                HEAPS.free(taken);
            }
        }
    }

    /** J90. */
    @JCStressTest
    @Description("Two threads free a third one's block at once (J90)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first freed it, the second was refused")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second freed it, the first was refused")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "A double free went through")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Both frees of an allocated block were refused")
    @State
    public static class DoubleRemoteFree {
        private static final SharedAllocator HEAPS = SharedAllocator.checked();
        private static final Strangers STRANGERS = new Strangers(HEAPS);

        private final long block = STRANGERS.allocate();

        /** Frees. */
        @Actor
        public void first(II_Result r) {
            r.r1 = tryFree(HEAPS, block);
        }

        /** Frees. */
        @Actor
        public void second(II_Result r) {
            r.r2 = tryFree(HEAPS, block);
        }
    }

    /** J50 to J52. */
    @JCStressTest
    @Description("A heap is given up, and adopted by the next, while a block of it is freed (J50, J51, J52)")
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "All blocks handed out are different ones")
    @Outcome(id = "true", expect = FORBIDDEN, desc = "One block was handed out twice")
    @State
    public static class GivenUpAgainstRemoteFree {
        private static final SharedAllocator HEAPS = SharedAllocator.checked();

        private final OwnedHeap heap = HEAPS.openHeapWithoutOwner();
        private final long block = heap.allocate(SIZE, 8);
        private long taken;

        /** Gives the heap up, adopts one, most likely the same, and takes a block, perhaps the freed one. */
        @Actor
        public void owner() {
            heap.close();
            taken = takeFromNext();
        }

        /** Frees its block. */
        @Actor
        public void stranger() {
            HEAPS.free(block);
        }

        /** Takes another and compares. */
        @Arbiter
        public void afterwards(Z_Result r) {
            long another = takeFromNext();
            r.r1 = another == taken;
            HEAPS.free(another);
            if (!r.r1) {
                HEAPS.free(taken);
            }
        }

        private static long takeFromNext() {
            try (OwnedHeap next = HEAPS.openHeapWithoutOwner()) {
                return next.allocate(SIZE, 8);
            }
        }
    }

    /** J14 and J80. */
    @JCStressTest
    @Description("Free memory is given back to the system while blocks are allocated and written (J14, J80)")
    @Outcome(id = "42", expect = ACCEPTABLE, desc = "The block holds what was written")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "The contents of a live block were dropped")
    @State
    public static class PurgeAgainstAllocate {
        private static final SharedAllocator HEAPS =
                SharedAllocator.create(HeapOptions.ofSystem().withStripes(1));
        private static final long LARGE = 200_000;

        /** Gives back all that is free. */
        @Actor
        public void purger() {
            HEAPS.trim();
        }

        /** Allocates, writes, reads. */
        @Actor
        public void owner(J_Result r) {
            long block = HEAPS.allocate(LARGE, 8);
            RawAccess.putLong(block + LARGE / 2, 42);
            Thread.onSpinWait();
            r.r1 = RawAccess.getLong(block + LARGE / 2);
            HEAPS.free(block);
        }
    }

    /** J42 and J44. */
    @JCStressTest
    @Description("Two virtual threads allocate from the one stripe there is (J42, J44)")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Each block holds what its owner wrote")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Both were within the heap at once")
    @State
    public static class OneStripe {
        private static final SharedAllocator HEAPS =
                SharedAllocator.create(HeapOptions.ofSystem().withStripes(1));

        private long first;
        private long second;

        /** Allocates and writes. */
        @Actor
        public void first() {
            first = writeVirtually(1);
        }

        /** Allocates and writes. */
        @Actor
        public void second() {
            second = writeVirtually(2);
        }

        /** Reads both blocks and frees them. */
        @Arbiter
        public void afterwards(JJ_Result r) {
            r.r1 = RawAccess.getLong(first);
            r.r2 = RawAccess.getLong(second);
            HEAPS.free(first, SIZE, 8);
            HEAPS.free(second, SIZE, 8);
        }

        private static long writeVirtually(long value) {
            FutureTask<Long> task = new FutureTask<>(() -> {
                long block = HEAPS.allocate(SIZE, 8);
                RawAccess.putLong(block, value);
                return block;
            });
            Thread.ofVirtual().start(task);
            try {
                return task.get();
            } catch (InterruptedException | ExecutionException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    /** A mark that is looked at and then stored. */
    @JCStressTest
    @MustFail
    @Description("Two threads send a block away in two steps each, broken on purpose (J90)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first freed it")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second freed it")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "A double free went through")
    @State
    public static class WeakenedMark {
        private final byte[] marks = {1};

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
            if (marks[0] != 1) {
                return 0;
            }
            marks[0] = 2;
            return 1;
        }
    }

    private static int tryFree(SharedAllocator heaps, long block) {
        try {
            heaps.free(block);
            return 1;
        } catch (AllocationException refused) {
            return refused.kind() == AllocationException.Kind.NOT_ALLOCATED ? 0 : -1;
        }
    }
}
