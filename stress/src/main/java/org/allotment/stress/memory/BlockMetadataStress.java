package org.allotment.stress.memory;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.allotment.core.memory.HeapWords;
import org.allotment.core.memory.WordArray;
import org.allotment.stress.MustFail;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/** J23: whoever sees a block's address sees its size and class. */
public final class BlockMetadataStress {
    private static final long ADDRESS = 0;
    private static final long SIZE = 1;
    private static final long SIZE_CLASS = 2;

    private BlockMetadataStress() {}

    private static void read(WordArray words, JJJ_Result r) {
        r.r1 = words.getAcquire(ADDRESS);
        r.r2 = r.r1 == 0 ? 0 : words.get(SIZE);
        r.r3 = r.r1 == 0 ? 0 : words.get(SIZE_CLASS);
    }

    private static void write(WordArray words) {
        words.set(SIZE, 64);
        words.set(SIZE_CLASS, 3);
        words.setRelease(ADDRESS, 4096);
    }

    /** On the heap. */
    @JCStressTest
    @Description("A block's size and class are there for whoever acquires its address, on the heap (J23)")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "No block yet")
    @Outcome(id = "4096, 64, 3", expect = ACCEPTABLE, desc = "The block with its size and class")
    @Outcome(id = "4096, .*", expect = FORBIDDEN, desc = "The block without its size or class")
    @State
    public static class Heap {
        private final WordArray words = new HeapWords(WordSlots.WORDS);

        /** Describes the block, then publishes it. */
        @Actor
        public void owner() {
            write(words);
        }

        /** Reads the description of a block it finds. */
        @Actor
        public void finder(JJJ_Result r) {
            read(words, r);
        }
    }

    /** Outside the heap. */
    @JCStressTest
    @Description("A block's size and class are there for whoever acquires its address, outside the heap (J23)")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "No block yet")
    @Outcome(id = "4096, 64, 3", expect = ACCEPTABLE, desc = "The block with its size and class")
    @Outcome(id = "4096, .*", expect = FORBIDDEN, desc = "The block without its size or class")
    @State
    public static class OffHeap {
        private final WordArray words = WordSlots.next();

        /** Describes the block, then publishes it. */
        @Actor
        public void owner() {
            write(words);
        }

        /** Reads the description of a block it finds. */
        @Actor
        public void finder(JJJ_Result r) {
            read(words, r);
        }
    }

    /** The address goes out before the description is complete. */
    @JCStressTest
    @MustFail
    @Description("A block is published before its description is complete, broken on purpose (J23)")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "No block yet")
    @Outcome(id = "4096, 64, 3", expect = ACCEPTABLE, desc = "The block with its size and class")
    @Outcome(id = "4096, .*", expect = FORBIDDEN, desc = "The block without its size or class")
    @State
    public static class Weakened {
        private final WordArray words = new HeapWords(WordSlots.WORDS);

        /** Publishes the block, then describes it. */
        @Actor
        public void owner() {
            words.setRelease(ADDRESS, 4096);
            words.setRelease(SIZE, 64);
            words.setRelease(SIZE_CLASS, 3);
        }

        /** Reads the description of a block it finds. */
        @Actor
        public void finder(JJJ_Result r) {
            read(words, r);
        }
    }
}
