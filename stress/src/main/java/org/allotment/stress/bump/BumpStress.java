package org.allotment.stress.bump;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.allotment.core.Allocator;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.concurrent.LockedAllocator;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.source.RegionSource;
import org.allotment.stress.MustFail;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** J01 on a bump allocator, which never touches its memory, so that its addresses need none behind them. */
public final class BumpStress {
    private static final long BASE = 1 << 12;
    private static final long SIZE = 64;

    private BumpStress() {}

    private static BumpAllocator bumpOfOneBlock() {
        return BumpAllocator.checkedWithoutOwner(new RegionSource(BASE, SIZE, SIZE), SIZE);
    }

    private static int take(Allocator allocator) {
        return allocator.tryAllocate(SIZE, 1) == Allocator.NULL ? 0 : 1;
    }

    /** J01. */
    @JCStressTest
    @Description("Two threads take the last block of a bump allocator under a spin lock (J01)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first took it")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second took it")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both took the one block")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Neither took the free block")
    @State
    public static class LockedLastBlock {
        private final Allocator allocator = new LockedAllocator(bumpOfOneBlock(), new SpinLock());

        /** Takes. */
        @Actor
        public void first(II_Result r) {
            r.r1 = take(allocator);
        }

        /** Takes. */
        @Actor
        public void second(II_Result r) {
            r.r2 = take(allocator);
        }
    }

    /** The same without the lock. */
    @JCStressTest
    @MustFail
    @Description("Two threads take the last block of a bump allocator without a lock, broken on purpose (J01)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first took it")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second took it")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both took the one block")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Neither took the free block")
    @State
    public static class Weakened {
        private final Allocator allocator = bumpOfOneBlock();

        /** Takes. */
        @Actor
        public void first(II_Result r) {
            r.r1 = take(allocator);
        }

        /** Takes. */
        @Actor
        public void second(II_Result r) {
            r.r2 = take(allocator);
        }
    }
}
