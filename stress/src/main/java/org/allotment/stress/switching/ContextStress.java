package org.allotment.stress.switching;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.switching.Context;
import org.allotment.core.switching.Selected;
import org.allotment.core.switching.SwitchableAllocator;
import org.allotment.stress.MustFail;
import org.allotment.stress.OnVirtualThreads;
import org.allotment.stress.VirtualThreads;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** J61, J62 and J20 on contexts: who is in one, and what is seen by the next. */
public final class ContextStress {
    private ContextStress() {}

    /** A context that two want at once; whoever is in stays until the other has tried. */
    private static final class Contended {
        private static final int LOOKS = 1_000;
        private static final long PAUSE_NANOS = 1_000;

        private final Context context = Contexts.context(Contexts.SHARED);
        private final AtomicInteger tries = new AtomicInteger();

        int tryToBeIn() {
            try {
                return Contexts.SHARED.withContext(context, this::stayIn);
            } catch (IllegalStateException refusal) {
                tries.incrementAndGet();
                return 0;
            }
        }

        private Integer stayIn() {
            tries.incrementAndGet();
            for (int looks = 1; tries.get() < 2; looks++) {
                // The other may need this processor: a virtual thread's carrier, too, which a yield would not give up.
                if (looks % LOOKS == 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                } else {
                    Thread.onSpinWait();
                }
            }
            return 1;
        }

        void close() {
            context.close();
        }
    }

    /** J61 on platform threads. */
    @JCStressTest
    @Description("Two threads want to be in one context at once (J61)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first is in, the second is refused")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second is in, the first is refused")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Both are in, or neither")
    @State
    public static class TwoUsers {
        private final Contended contended = new Contended();

        /** Tries. */
        @Actor
        public void first(II_Result r) {
            r.r1 = contended.tryToBeIn();
        }

        /** Tries. */
        @Actor
        public void second(II_Result r) {
            r.r2 = contended.tryToBeIn();
        }

        /** Gives the memory back. */
        @Arbiter
        public void afterwards() {
            contended.close();
        }
    }

    /** J61 on virtual threads. */
    @JCStressTest
    @OnVirtualThreads
    @Description("Two virtual threads want to be in one context at once (J61)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first is in, the second is refused")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second is in, the first is refused")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Both are in, or neither")
    @State
    public static class TwoVirtualUsers {
        private final Contended contended = new Contended();

        /** Tries. */
        @Actor
        public void first(II_Result r) {
            VirtualThreads.run(() -> r.r1 = contended.tryToBeIn());
        }

        /** Tries. */
        @Actor
        public void second(II_Result r) {
            VirtualThreads.run(() -> r.r2 = contended.tryToBeIn());
        }

        /** Gives the memory back. */
        @Arbiter
        public void afterwards() {
            contended.close();
        }
    }

    /** A claim that looks and then takes, in two steps. */
    @JCStressTest
    @MustFail
    @Description("A claim that looks and takes in two steps, broken on purpose (J61)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first is in, the second is refused")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second is in, the first is refused")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both are in")
    @State
    public static class WeakenedClaim {
        private volatile int user;

        /** Tries. */
        @Actor
        public void first(II_Result r) {
            r.r1 = claim(1);
        }

        /** Tries. */
        @Actor
        public void second(II_Result r) {
            r.r2 = claim(2);
        }

        private int claim(int candidate) {
            if (user != 0) {
                return 0;
            }
            user = candidate;
            return 1;
        }
    }

    /** A swap by one thread against allocations of the next user. */
    @JCStressTest
    @Description("A context is swapped out by one thread and in by another, and both allocate from it (J61, J20)")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Each block holds what was written into it")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A block was handed out twice: the engine was seen as it had been")
    @State
    public static class SwapAgainstAllocate {
        private static final SwitchableAllocator ALLOCATOR = Contexts.SHARED;

        private final Context context = Contexts.context(ALLOCATOR);
        private long first;
        private long second;

        /** Allocates and writes. */
        @Actor
        public void first() {
            first = allocateIn(1);
        }

        /** Allocates and writes. */
        @Actor
        public void second() {
            second = allocateIn(2);
        }

        private long allocateIn(long value) {
            while (true) {
                try {
                    ALLOCATOR.swap(context);
                } catch (IllegalStateException inUse) {
                    Thread.onSpinWait();
                    continue;
                }
                long mark = ALLOCATOR.enter(Selected.CONTEXT_LOCAL);
                long block = ALLOCATOR.allocate(64, 8);
                RawAccess.putLong(block, value);
                ALLOCATOR.leave(mark);
                ALLOCATOR.swap(null);
                return block;
            }
        }

        /** Reads both. */
        @Arbiter
        public void afterwards(JJ_Result r) {
            r.r1 = RawAccess.getLong(first);
            r.r2 = RawAccess.getLong(second);
            context.close();
        }
    }

    /** J62. */
    @JCStressTest
    @Description("A context is closed while another thread wants to be in it (J62)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Closed first; the other is refused")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "In use; closing is refused")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Used, then closed")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Both were refused")
    @State
    public static class CloseAgainstUse {
        private final SwitchableAllocator allocator = Contexts.SHARED;
        private final Context context = Contexts.context(allocator);

        /** Closes. */
        @Actor
        public void closer(II_Result r) {
            try {
                context.close();
                r.r1 = 1;
            } catch (IllegalStateException inUse) {
                r.r1 = 0;
            }
        }

        /** Allocates and writes. */
        @Actor
        public void user(II_Result r) {
            try {
                allocator.withContext(context, () -> {
                    RawAccess.putLong(allocator.allocate(64, 8), 1);
                    return null;
                });
                r.r2 = 1;
            } catch (IllegalStateException closed) {
                r.r2 = 0;
            }
        }

        /** Closes what is left. */
        @Arbiter
        public void afterwards() {
            context.close();
        }
    }

    /** J20 for a state that is handed over by a plain write. */
    @JCStressTest
    @Description("A new context is handed over by a plain write and used by who finds it (J20)")
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "Not there yet")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "There, and whole")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "There, but not whole")
    @State
    public static class StatePublication {
        private final SwitchableAllocator allocator = Contexts.SHARED;
        private @Nullable Context shared;

        /** Makes a context and tells of it. */
        @Actor
        public void maker() {
            shared = Contexts.context(allocator);
        }

        /** Is in it. */
        @Actor
        public void user(I_Result r) {
            Context found = shared;
            if (found == null) {
                return;
            }
            try {
                r.r1 = allocator.withContext(found, () -> allocator.allocate(64, 8) > 0 ? 1 : 2);
            } catch (RuntimeException torn) {
                r.r1 = 3;
            }
        }

        /** Gives the memory back. */
        @Arbiter
        public void afterwards() {
            if (shared != null) {
                shared.close();
            }
        }
    }
}
