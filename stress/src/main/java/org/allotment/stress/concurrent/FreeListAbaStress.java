package org.allotment.stress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.allotment.core.concurrent.IndexPool;
import org.allotment.core.memory.HeapWords;
import org.allotment.stress.MustFail;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * J30: one thread pops while another pops two and pushes the first back. Without a tag the slow pop may install a
 * successor that is no longer on the list.
 *
 * <p>{@code Model} and {@code Weakened} differ in the tag alone: together they show that the tag prevents what this
 * machine can otherwise see. Both pause between the reads and the update, and the pool has no place for a pause, so
 * that {@code Actual} gives the other thread only the few instructions that it is exposed for in use. With its tag
 * taken away it fails a few times in a million runs, too seldom for a gate: a green {@code Actual} says that nothing
 * went wrong, and not that a pool without a tag would have been caught in the same run.
 */
public final class FreeListAbaStress {
    private static final int CAPACITY = 3;

    private FreeListAbaStress() {}

    /** A list in words: word 0 is the head, word 1 + i the successor of i; the low half is a number or CAPACITY. */
    private static final class BareList {
        private static final long NUMBER = 0xFFFF_FFFFL;

        /** Pauses between the reads and the update, so that the other thread has time to get in between. */
        private static final int PAUSES = 16;

        private final HeapWords words = new HeapWords(1 + CAPACITY);
        private final long tagStep;

        BareList(long tagStep) {
            this.tagStep = tagStep;
            for (int i = 0; i < CAPACITY; i++) {
                words.set(1 + i, i + 1);
            }
        }

        int popSlowly() {
            while (true) {
                long head = words.getAcquire(0);
                int number = (int) (head & NUMBER);
                if (number == CAPACITY) {
                    return number;
                }
                long next = words.getAcquire(1 + number);
                for (int i = 0; i < PAUSES; i++) {
                    Thread.onSpinWait();
                }
                if (words.compareAndSet(0, head, tagged(head, next))) {
                    return number;
                }
            }
        }

        int pop() {
            while (true) {
                long head = words.getAcquire(0);
                int number = (int) (head & NUMBER);
                if (number == CAPACITY || words.compareAndSet(0, head, tagged(head, words.getAcquire(1 + number)))) {
                    return number;
                }
            }
        }

        void push(int number) {
            while (true) {
                long head = words.getAcquire(0);
                words.setRelease(1 + number, head & NUMBER);
                if (words.compareAndSet(0, head, (head & ~NUMBER) | number)) {
                    return;
                }
            }
        }

        private long tagged(long head, long next) {
            return (head & ~NUMBER) + tagStep | next;
        }
    }

    /** Tells whether a number is held twice, or held and listed; CAPACITY stands for none. */
    private static boolean isShared(int slow, int fast, int[] listed) {
        boolean[] seen = new boolean[CAPACITY];
        boolean shared = false;
        for (int number : new int[] {slow, fast, listed[0], listed[1], listed[2]}) {
            if (number != CAPACITY) {
                shared |= seen[number];
                seen[number] = true;
            }
        }
        return shared;
    }

    /** The bare protocol. */
    @JCStressTest
    @Description("A slow pop from a tagged list against pop, pop, push (J30)")
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "No block twice")
    @Outcome(id = "true", expect = FORBIDDEN, desc = "A block is held twice, or held and listed")
    @State
    public static class Model {
        private final BareList list = new BareList(1L << 32);
        private int slow = CAPACITY;
        private int fast = CAPACITY;

        /** Pops once. */
        @Actor
        public void slow() {
            slow = list.popSlowly();
        }

        /** Pops two and pushes the first back. */
        @Actor
        public void fast() {
            int first = list.pop();
            fast = list.pop();
            if (first != CAPACITY) {
                list.push(first);
            }
        }

        /** Compares what is held with what is listed. */
        @Arbiter
        public void afterwards(Z_Result r) {
            r.r1 = isShared(slow, fast, new int[] {list.pop(), list.pop(), list.pop()});
        }
    }

    /** The protocol without its tag. */
    @JCStressTest
    @MustFail
    @Description("A slow pop from a list without a tag against pop, pop, push, broken on purpose (J30)")
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "No block twice")
    @Outcome(id = "true", expect = FORBIDDEN, desc = "A block is held twice, or held and listed")
    @State
    public static class Weakened {
        private final BareList list = new BareList(0);
        private int slow = CAPACITY;
        private int fast = CAPACITY;

        /** Pops once. */
        @Actor
        public void slow() {
            slow = list.popSlowly();
        }

        /** Pops two and pushes the first back. */
        @Actor
        public void fast() {
            int first = list.pop();
            fast = list.pop();
            if (first != CAPACITY) {
                list.push(first);
            }
        }

        /** Compares what is held with what is listed. */
        @Arbiter
        public void afterwards(Z_Result r) {
            r.r1 = isShared(slow, fast, new int[] {list.pop(), list.pop(), list.pop()});
        }
    }

    /** The pool that users get. */
    @JCStressTest
    @Description("A take from the pool against take, take, give (J30)")
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "No block twice")
    @Outcome(id = "true", expect = FORBIDDEN, desc = "A block is held twice, or held and listed")
    @State
    public static class Actual {
        private final IndexPool pool = new IndexPool(new HeapWords((int) IndexPool.wordsFor(CAPACITY)), CAPACITY);
        private int slow = CAPACITY;
        private int fast = CAPACITY;

        /** Takes one. */
        @Actor
        public void slow() {
            slow = take();
        }

        /** Takes two and gives the first back. */
        @Actor
        public void fast() {
            int first = take();
            fast = take();
            if (first != CAPACITY && !pool.tryGive(first)) {
                throw new IllegalStateException("a give of a held number was refused, index=" + first);
            }
        }

        /** Compares what is held with what is listed. */
        @Arbiter
        public void afterwards(Z_Result r) {
            r.r1 = isShared(slow, fast, new int[] {take(), take(), take()});
        }

        private int take() {
            int index = pool.tryTake();
            return index == IndexPool.NONE ? CAPACITY : index;
        }
    }
}
