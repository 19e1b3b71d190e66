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
import org.openjdk.jcstress.infra.results.JJ_Result;

/** J20: what was written before a released word is there for whoever acquires the word. */
public final class WordPublicationStress {
    private static final long DATA = 0;
    private static final long READY = 1;

    private WordPublicationStress() {}

    /** On the heap. */
    @JCStressTest
    @Description("A word is written, another released; acquired the other way round, on the heap (J20)")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Read before anything was written")
    @Outcome(id = "0, 42", expect = ACCEPTABLE, desc = "Not yet published, and written already")
    @Outcome(id = "1, 42", expect = ACCEPTABLE, desc = "Published, and written")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Published, and the old contents were read")
    @State
    public static class Heap {
        private final WordArray words = new HeapWords(WordSlots.WORDS);

        /** Writes, then publishes. */
        @Actor
        public void writer() {
            words.set(DATA, 42);
            words.setRelease(READY, 1);
        }

        /** Looks whether it is published, then reads. */
        @Actor
        public void reader(JJ_Result r) {
            r.r1 = words.getAcquire(READY);
            r.r2 = words.get(DATA);
        }
    }

    /** Outside the heap. */
    @JCStressTest
    @Description("A word is written, another released; acquired the other way round, outside the heap (J20)")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Read before anything was written")
    @Outcome(id = "0, 42", expect = ACCEPTABLE, desc = "Not yet published, and written already")
    @Outcome(id = "1, 42", expect = ACCEPTABLE, desc = "Published, and written")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Published, and the old contents were read")
    @State
    public static class OffHeap {
        private final WordArray words = WordSlots.next();

        /** Writes, then publishes. */
        @Actor
        public void writer() {
            words.set(DATA, 42);
            words.setRelease(READY, 1);
        }

        /** Looks whether it is published, then reads. */
        @Actor
        public void reader(JJ_Result r) {
            r.r1 = words.getAcquire(READY);
            r.r2 = words.get(DATA);
        }
    }

    /** Without release and acquire. */
    @JCStressTest
    @MustFail(
            unseenOn = {"amd64", "x86_64", "x86"},
            reason = "x86 keeps plain accesses in order, and whether a compiler swaps them hangs on its seed")
    @Description("Publication by plain accesses, broken on purpose (J20)")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Read before anything was written")
    @Outcome(id = "0, 42", expect = ACCEPTABLE, desc = "Not yet published, and written already")
    @Outcome(id = "1, 42", expect = ACCEPTABLE, desc = "Published, and written")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Published, and the old contents were read")
    @State
    public static class Weakened {
        private final WordArray words = new HeapWords(WordSlots.WORDS);

        /** Writes both words in any order the machine likes. */
        @Actor
        public void writer() {
            words.set(DATA, 42);
            words.set(READY, 1);
        }

        /** Reads both words in any order the machine likes. */
        @Actor
        public void reader(JJ_Result r) {
            r.r1 = words.get(READY);
            r.r2 = words.get(DATA);
        }
    }
}
