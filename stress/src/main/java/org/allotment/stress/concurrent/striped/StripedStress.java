package org.allotment.stress.concurrent.striped;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;
import org.allotment.core.concurrent.HeapLock;
import org.allotment.core.concurrent.QueuedLock;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.concurrent.striped.StripedSizeAware;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.allotment.stress.MustFail;
import org.allotment.stress.OnVirtualThreads;
import org.allotment.stress.VirtualThreads;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** J42, J44 and J04 on stripes: who claims one is alone in it. */
public final class StripedStress {
    private StripedStress() {}

    /** One for all states of a test: a page map for each of thousands is more than a fork has room for. */
    private static StripedSizeAware striped(Supplier<HeapLock> locks) {
        return new StripedSizeAware(
                2,
                locks,
                MemoryMapSource.create(),
                source -> TlsfAllocator.create(source, TlsfOptions.DEFAULT.withoutOwner()));
    }

    private static long write(StripedSizeAware allocator, long value) {
        long block = allocator.allocate(64, 8);
        RawAccess.putLong(block, value);
        return block;
    }

    private static long readAndFree(StripedSizeAware allocator, long block) {
        long value = RawAccess.getLong(block);
        allocator.free(block);
        return value;
    }

    /** J42 for spinning stripes. */
    @JCStressTest
    @Description("Two threads allocate from two spinning stripes and write into what they got (J42, J02)")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Each block holds what was written into it")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A block was handed out twice: two were in one stripe")
    @State
    public static class Actual {
        private static final StripedSizeAware ALLOCATOR = striped(SpinLock::new);

        private long first;
        private long second;

        /** Allocates and writes. */
        @Actor
        public void first() {
            first = write(ALLOCATOR, 1);
        }

        /** Allocates and writes. */
        @Actor
        public void second() {
            second = write(ALLOCATOR, 2);
        }

        /** Reads both. */
        @Arbiter
        public void afterwards(JJ_Result r) {
            r.r1 = readAndFree(ALLOCATOR, first);
            r.r2 = readAndFree(ALLOCATOR, second);
        }
    }

    /** J42 for queued stripes. */
    @JCStressTest
    @Description("Two threads allocate from two queued stripes and write into what they got (J42, J02)")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Each block holds what was written into it")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A block was handed out twice: two were in one stripe")
    @State
    public static class ActualQueued {
        private static final StripedSizeAware ALLOCATOR = striped(QueuedLock::new);

        private long first;
        private long second;

        /** Allocates and writes. */
        @Actor
        public void first() {
            first = write(ALLOCATOR, 1);
        }

        /** Allocates and writes. */
        @Actor
        public void second() {
            second = write(ALLOCATOR, 2);
        }

        /** Reads both. */
        @Arbiter
        public void afterwards(JJ_Result r) {
            r.r1 = readAndFree(ALLOCATOR, first);
            r.r2 = readAndFree(ALLOCATOR, second);
        }
    }

    /** J42 on virtual threads. */
    @JCStressTest
    @OnVirtualThreads
    @Description("Two virtual threads allocate from two stripes and write into what they got (J42, J44)")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Each block holds what was written into it")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A block was handed out twice: two were in one stripe")
    @State
    public static class ActualOnVirtualThreads {
        private static final StripedSizeAware ALLOCATOR = striped(SpinLock::new);

        private long first;
        private long second;

        /** Allocates and writes. */
        @Actor
        public void first() {
            VirtualThreads.run(() -> first = write(ALLOCATOR, 1));
        }

        /** Allocates and writes. */
        @Actor
        public void second() {
            VirtualThreads.run(() -> second = write(ALLOCATOR, 2));
        }

        /** Reads both. */
        @Arbiter
        public void afterwards(JJ_Result r) {
            r.r1 = readAndFree(ALLOCATOR, first);
            r.r2 = readAndFree(ALLOCATOR, second);
        }
    }

    /** J04: a free goes home while others allocate. */
    @JCStressTest
    @Description("A block is freed while another thread allocates two; the live ones are different (J04)")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Each block holds what was written into it")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A block was handed out twice")
    @State
    public static class FreeAgainstAllocate {
        private static final StripedSizeAware ALLOCATOR = striped(SpinLock::new);

        private final long old = ALLOCATOR.allocate(64, 8);
        private long first;
        private long second;

        /** Frees. */
        @Actor
        public void freer() {
            ALLOCATOR.free(old);
        }

        /** Allocates twice. */
        @Actor
        public void allocator() {
            first = write(ALLOCATOR, 1);
            second = write(ALLOCATOR, 2);
        }

        /** Reads both. */
        @Arbiter
        public void afterwards(JJ_Result r) {
            r.r1 = readAndFree(ALLOCATOR, first);
            r.r2 = readAndFree(ALLOCATOR, second);
        }
    }

    /** The bare protocol: a plain counter in each stripe, and a claim in one step. */
    @JCStressTest
    @Description("Two threads claim one of two stripes by compare-and-set and count in it (J42)")
    @Outcome(
            id = {"1, 2", "2, 1"},
            expect = ACCEPTABLE,
            desc = "One after the other in the first stripe")
    @Outcome(
            id = {"1, 11", "11, 1"},
            expect = ACCEPTABLE,
            desc = "Each in a stripe of its own")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Both in one stripe at once")
    @State
    public static class Model {
        private final AtomicIntegerArray claimed = new AtomicIntegerArray(2);
        private final int[] counters = {0, 10};

        /** Counts. */
        @Actor
        public void first(II_Result r) {
            r.r1 = count();
        }

        /** Counts. */
        @Actor
        public void second(II_Result r) {
            r.r2 = count();
        }

        private int count() {
            for (int i = 0; ; i = 1 - i) {
                if (claimed.compareAndSet(i, 0, 1)) {
                    int counted = ++counters[i];
                    claimed.set(i, 0);
                    return counted;
                }
            }
        }
    }

    /** A claim that looks and takes in two steps. */
    @JCStressTest
    @MustFail
    @Description("Two threads claim a stripe by a look and a store, broken on purpose (J42)")
    @Outcome(
            id = {"1, 2", "2, 1"},
            expect = ACCEPTABLE,
            desc = "One after the other in the first stripe")
    @Outcome(
            id = {"1, 11", "11, 1"},
            expect = ACCEPTABLE,
            desc = "Each in a stripe of its own")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Both in one stripe at once")
    @State
    public static class Weakened {
        private final AtomicIntegerArray claimed = new AtomicIntegerArray(2);
        private final int[] counters = {0, 10};

        /** Counts. */
        @Actor
        public void first(II_Result r) {
            r.r1 = count();
        }

        /** Counts. */
        @Actor
        public void second(II_Result r) {
            r.r2 = count();
        }

        /** So that little time is enough to see it. */
        private static void moment() {
            for (int i = 0; i < 16; i++) {
                Thread.onSpinWait();
            }
        }

        private int count() {
            for (int i = 0; ; i = 1 - i) {
                if (claimed.get(i) == 0) {
                    moment();
                    claimed.set(i, 1);
                    int counted = counters[i] + 1;
                    moment();
                    counters[i] = counted;
                    claimed.set(i, 0);
                    return counted;
                }
            }
        }
    }
}
