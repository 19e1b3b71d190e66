package org.allotment.stress.source;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.allotment.core.source.CountedSource;
import org.allotment.core.source.MemorySource;
import org.allotment.core.source.RegionSource;
import org.allotment.stress.MustFail;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** J62, J63 and J70 on shared handles of a source; nobody touches the memory, so that its addresses need none. */
public final class CountedSourceStress {
    private static final long BASE = 1 << 20;
    private static final long PAGE = 4_096;

    private CountedSourceStress() {}

    /** A source with two handles, and how often it was left for good. */
    abstract static class TwoHandles {
        final MemorySource source = new RegionSource(BASE, 4 * PAGE, PAGE);
        int ends;
        final CountedSource first = CountedSource.shared(source, () -> ends++);
        final CountedSource second = first.share();
    }

    /** J63. */
    @JCStressTest
    @Description("Two threads close the last two handles of a source (J63)")
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "One of them was the last: it ended the source, all is back")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A close was lost, or ended the source twice, or left a piece out")
    @State
    public static class SharedLastClose extends TwoHandles {
        private final long piece = first.obtain(PAGE, 1);

        /** Closes. */
        @Actor
        public void first() {
            first.close();
        }

        /** Closes. */
        @Actor
        public void second() {
            second.close();
        }

        /** Asks how often it ended, how many handles there are, and how much is out. */
        @Arbiter
        public void afterwards(III_Result r) {
            r.r1 = piece == MemorySource.NONE ? -1 : ends;
            r.r2 = first.handles();
            r.r3 = (int) source.obtainedBytes();
        }
    }

    /** The same with a count that nothing guards. */
    @JCStressTest
    @MustFail
    @Description("Two threads close the last two handles, counted without a lock: broken on purpose (J63)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "One of them was the last, and ended it")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A close was lost, or ended it twice")
    @State
    public static class Weakened {
        private final MemorySource source = new RegionSource(BASE, 4 * PAGE, PAGE);
        private int handles = 2;
        private int ends;

        /** Closes. */
        @Actor
        public void first() {
            close();
        }

        /** Closes. */
        @Actor
        public void second() {
            close();
        }

        /** Asks how often it ended, and how many handles there are. */
        @Arbiter
        public void afterwards(II_Result r) {
            r.r1 = ends;
            r.r2 = handles;
        }

        private void close() {
            int left = handles - 1;
            if (source.obtainedBytes() == 0 && left == 0) {
                ends++;
            }
            handles = left;
        }
    }

    /** J70. */
    @JCStressTest
    @Description("A handle is closed while another one is shared (J70)")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "Two are left, and the last of them ends the source")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A handle was lost, or the source ended under one")
    @State
    public static class SharedCloseAgainstShare extends TwoHandles {
        private CountedSource third = second;

        /** Closes. */
        @Actor
        public void closer() {
            first.close();
        }

        /** Shares. */
        @Actor
        public void sharer() {
            third = second.share();
        }

        /** Counts the handles, unless the source has ended, and closes them. */
        @Arbiter
        public void afterwards(II_Result r) {
            r.r1 = ends == 0 ? third.handles() : -1;
            second.close();
            third.close();
            r.r2 = ends;
        }
    }

    /** J62. */
    @JCStressTest
    @Description("The only handle is closed while another thread obtains through it (J62)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Obtained before the close, which gave it back")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Refused: the handle was closed")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A piece is out that no handle knows")
    @State
    public static class SharedCloseAgainstObtain {
        private final MemorySource source = new RegionSource(BASE, 4 * PAGE, PAGE);
        private final CountedSource handle = CountedSource.shared(source, () -> {});

        /** Closes. */
        @Actor
        public void closer() {
            handle.close();
        }

        /** Obtains a piece, if it may. */
        @Actor
        public void taker(II_Result r) {
            try {
                r.r1 = handle.obtain(PAGE, 1) == MemorySource.NONE ? -1 : 1;
            } catch (IllegalStateException closed) {
                r.r1 = 0;
            }
        }

        /** Asks how much is out. */
        @Arbiter
        public void afterwards(II_Result r) {
            r.r2 = (int) source.obtainedBytes();
        }
    }
}
