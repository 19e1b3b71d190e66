package org.allotment.stress.concurrent.heap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.allotment.core.concurrent.remote.RemoteFrees;
import org.allotment.core.memory.HeapWords;
import org.allotment.core.memory.RawAccess;
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
import org.openjdk.jcstress.infra.results.J_Result;

/** The list of blocks that others freed: J10, J11, J13, J15, J20. */
public final class RemoteFreesStress {
    private static final long BLOCK = 16;

    private RemoteFreesStress() {}

    /** What all tests here start from: an empty list, and memory for a few blocks. */
    abstract static class Page {
        final long memory = WordSlots.nextSegment().address();
        final RemoteFrees<String> frees;

        Page(WordArray words) {
            frees = new RemoteFrees<>("page", words, 0);
        }

        final boolean push(int index) {
            long block = memory + index * BLOCK;
            return frees.push(block, block, 1);
        }

        /** Blocks that a chain really has, which is what it counts, else -1. */
        static int length(long chain) {
            int length = 0;
            for (long block = RemoteFrees.head(chain); block != 0; block = RawAccess.getLong(block)) {
                length++;
            }
            return length == RemoteFrees.count(chain) ? length : -1;
        }
    }

    /** J10 on a Java array. */
    @JCStressTest
    @Description("A block is pushed while the owner takes all (J10)")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The owner was too early and finds it later")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The owner took it")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "The block is lost, or came twice")
    @State
    public static class PushAgainstTake extends Page {
        /** An empty list. */
        public PushAgainstTake() {
            super(new HeapWords(1));
        }

        /** Frees a block. */
        @Actor
        public void other() {
            push(0);
        }

        /** Takes what is there. */
        @Actor
        public void owner(II_Result r) {
            r.r1 = length(frees.take());
        }

        /** Takes the rest. */
        @Arbiter
        public void afterwards(II_Result r) {
            r.r2 = length(frees.take());
        }
    }

    /** J10 outside the heap. */
    @JCStressTest
    @Description("A block is pushed while the owner takes all, on words outside the heap (J10)")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The owner was too early and finds it later")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The owner took it")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "The block is lost, or came twice")
    @State
    public static class OffHeapPushAgainstTake extends Page {
        /** An empty list. */
        public OffHeapPushAgainstTake() {
            super(WordSlots.next());
        }

        /** Frees a block. */
        @Actor
        public void other() {
            push(0);
        }

        /** Takes what is there. */
        @Actor
        public void owner(II_Result r) {
            r.r1 = length(frees.take());
        }

        /** Takes the rest. */
        @Arbiter
        public void afterwards(II_Result r) {
            r.r2 = length(frees.take());
        }
    }

    /** J11 and J13. */
    @JCStressTest
    @Description("Two threads push chains onto one page (J11, J13)")
    @Outcome(id = "3", expect = ACCEPTABLE, desc = "All blocks of both are there and counted")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Blocks are lost, or counted wrong")
    @State
    public static class TwoPushes extends Page {
        /** An empty list. */
        public TwoPushes() {
            super(new HeapWords(1));
        }

        /** Frees one block. */
        @Actor
        public void first() {
            push(0);
        }

        /** Frees a chain of two. */
        @Actor
        public void second() {
            RawAccess.putLong(memory + BLOCK, memory + 2 * BLOCK);
            frees.push(memory + BLOCK, memory + 2 * BLOCK, 2);
        }

        /** Counts. */
        @Arbiter
        public void afterwards(J_Result r) {
            r.r1 = length(frees.take());
        }
    }

    /** J15. */
    @JCStressTest
    @Description("The first block comes back while the owner turns away from a page without free blocks (J15)")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "The owner saw the block before it turned away")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "The owner turned away and was rung for")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "The block lies there and nobody will look")
    @State
    public static class PushAgainstPark extends Page {
        /** An empty list. */
        public PushAgainstPark() {
            super(new HeapWords(1));
        }

        /** Frees a block; tells whether it must ring. */
        @Actor
        public void other(III_Result r) {
            r.r1 = push(0) ? 1 : 0;
        }

        /** Parks the page; tells whether it could. */
        @Actor
        public void owner(III_Result r) {
            r.r2 = frees.park() ? 1 : 0;
        }

        /** Counts the blocks. */
        @Arbiter
        public void afterwards(III_Result r) {
            r.r3 = length(frees.answer());
        }
    }

    /** Two pushes to a parked page. */
    @JCStressTest
    @Description("Two threads free blocks of a parked page: exactly one must ring (J15)")
    @Outcome(id = "1, 0, 2", expect = ACCEPTABLE, desc = "The first rang")
    @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "The second rang")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Nobody rang, or both did, or a block is lost")
    @State
    public static class OneRing extends Page {
        /** A parked list. */
        public OneRing() {
            super(new HeapWords(1));
            frees.park();
        }

        /** Frees a block. */
        @Actor
        public void first(III_Result r) {
            r.r1 = push(0) ? 1 : 0;
        }

        /** Frees a block. */
        @Actor
        public void second(III_Result r) {
            r.r2 = push(1) ? 1 : 0;
        }

        /** Counts the blocks. */
        @Arbiter
        public void afterwards(III_Result r) {
            r.r3 = length(frees.answer());
        }
    }

    /** J20. */
    @JCStressTest
    @Description("What is written into a block before it is freed is there when its owner takes it (J20, J21)")
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "The block was not there yet")
    @Outcome(id = "42", expect = ACCEPTABLE, desc = "The contents came along")
    @Outcome(id = "0", expect = FORBIDDEN, desc = "The block came without what was written into it")
    @State
    public static class PushPublishes extends Page {
        /** An empty list. */
        public PushPublishes() {
            super(new HeapWords(1));
        }

        /** Writes into the block, then frees it. */
        @Actor
        public void other() {
            RawAccess.putLong(memory + 8, 42);
            push(0);
        }

        /** Takes it and reads. */
        @Actor
        public void owner(J_Result r) {
            r.r1 = frees.take() == 0 ? -1 : RawAccess.getLong(memory + 8);
        }
    }

    /** A push that looks and then stores. */
    @JCStressTest
    @MustFail
    @Description("Two threads push in two steps each, broken on purpose (J11)")
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "Both blocks are counted")
    @Outcome(id = "1", expect = FORBIDDEN, desc = "A block is lost")
    @State
    public static class WeakenedPush {
        private final WordArray words = new HeapWords(1);

        /** Pushes. */
        @Actor
        public void first() {
            push();
        }

        /** Pushes. */
        @Actor
        public void second() {
            push();
        }

        /** Counts. */
        @Arbiter
        public void afterwards(J_Result r) {
            r.r1 = words.get(0);
        }

        private void push() {
            words.setRelease(0, words.getAcquire(0) + 1);
        }
    }

    /** A parking that looks and then stores. */
    @JCStressTest
    @MustFail
    @Description("The owner looks, then parks in a second step, broken on purpose (J15)")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The owner saw the block")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The owner was rung for")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "The block lies there and nobody will look")
    @State
    public static class WeakenedPark {
        private static final long PARKED = 1;
        private static final long CHAIN = 16;

        private final WordArray words = new HeapWords(1);

        /** Frees a block; tells whether it must ring. */
        @Actor
        public void other(II_Result r) {
            long word;
            do {
                word = words.getAcquire(0);
            } while (!words.compareAndSet(0, word, CHAIN));
            r.r1 = word == PARKED ? 1 : 0;
        }

        /** Parks without a compare-and-set. */
        @Actor
        public void owner(II_Result r) {
            if (words.getAcquire(0) == 0) {
                words.setRelease(0, PARKED);
                r.r2 = 1;
            }
        }
    }
}
