package org.allotment.stress.switching;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.allotment.core.source.MemorySource;
import org.allotment.core.switching.Context;
import org.allotment.core.switching.SwitchState;
import org.allotment.core.switching.SwitchableAllocator;
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
import org.openjdk.jcstress.infra.results.I_Result;

/** J10, J50 and J63 on memory that has a user: a free from elsewhere is neither lost nor done twice. */
public final class RemoteFreeStress {
    private static final int NONE = 0;
    private static final int USED = 1;
    private static final int VISITED = 2;

    private RemoteFreeStress() {}

    /** The bare protocol: one word for the user, one for frees that wait. */
    private static final class Heap {
        private final AtomicInteger user = new AtomicInteger(USED);
        private final AtomicInteger waiting = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();

        void take() {
            done.addAndGet(waiting.getAndSet(0));
        }

        void leave() {
            take();
            user.set(NONE);
        }

        void settle() {
            while (waiting.get() != 0 && user.compareAndSet(NONE, VISITED)) {
                leave();
            }
        }
    }

    /** The protocol as it is. */
    @JCStressTest
    @Description("A user leaves while a free arrives: both look again (J50, model)")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "The free was done, once")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "The free was lost or done twice")
    @State
    public static class Model {
        private final Heap heap = new Heap();

        /** Leaves. */
        @Actor
        public void user() {
            heap.leave();
            heap.settle();
        }

        /** Frees. */
        @Actor
        public void freer() {
            heap.waiting.incrementAndGet();
            heap.settle();
        }

        /** Counts. */
        @Arbiter
        public void afterwards(I_Result r) {
            r.r1 = heap.done.get();
        }
    }

    /** The protocol in which nobody looks again. */
    @JCStressTest
    @MustFail
    @Description("A user leaves while a free arrives and looks for the user first, broken on purpose (J50)")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "The free was done, once")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "The free was lost or done twice")
    @State
    public static class Weakened {
        private final Heap heap = new Heap();

        /** Leaves. */
        @Actor
        public void user() {
            heap.leave();
        }

        /** Looks, then frees. */
        @Actor
        public void freer() {
            boolean free = heap.user.compareAndSet(NONE, VISITED);
            heap.waiting.incrementAndGet();
            if (free) {
                heap.leave();
            }
        }

        /** Counts. */
        @Arbiter
        public void afterwards(I_Result r) {
            r.r1 = heap.done.get();
        }
    }

    /** J50 on the class: a lost free would leave the abandoned allocator open for ever. */
    @JCStressTest
    @Description("A thread abandons its allocator while another frees its last block (J50)")
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "The last free has closed it")
    @Outcome(id = "1", expect = FORBIDDEN, desc = "The free was lost: the memory is still there")
    @State
    public static class Actual {
        private final SwitchableAllocator allocator = Contexts.SHARED;

        /** Its own: another state's memory may come to lie where this one's was before anybody looks. */
        private final MemorySource source = Contexts.regions();

        private volatile long block;

        /** Allocates, tells, and abandons. */
        @Actor
        public void owner() {
            Contexts.giveThreadItsOwn(allocator, source);
            block = allocator.withThreadLocal(() -> allocator.allocate(64, 8));
            allocator.abandonThreadLocal();
        }

        /** Frees what it is told of. */
        @Actor
        public void freer() {
            while (block == 0) {
                Thread.onSpinWait();
            }
            allocator.free(block, 64, 8);
        }

        /** Looks whether its memory is out. */
        @Arbiter
        public void afterwards(I_Result r) {
            r.r1 = source.obtainedBytes() == 0 ? 0 : 1;
        }
    }

    /** J10. */
    @JCStressTest
    @OnVirtualThreads
    @Description("A thread saves and restores contexts while a virtual one frees a block of the first (J10)")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Both frees were done, once each")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A free was lost, or refused for having been done")
    @State
    public static class RestoreAgainstFree {
        private final SwitchableAllocator allocator = Contexts.SHARED;
        private final Context first = Contexts.context(allocator);
        private final Context second = Contexts.context(allocator);
        private final SwitchState none = allocator.save();
        private final long block = allocator.withContext(first, () -> allocator.allocate(64, 8));

        /** Is in the first, then in the second, then in none. */
        @Actor
        public void user() {
            allocator.restore(first.state());
            long own = allocator.allocate(64, 8);
            allocator.restore(second.state());
            allocator.free(own, 64, 8);
            allocator.restore(none);
        }

        /** Frees. */
        @Actor
        public void freer() {
            VirtualThreads.run(() -> allocator.free(block, 64, 8));
        }

        /** Counts. */
        @Arbiter
        public void afterwards(II_Result r) {
            r.r1 = (int) first.usage().inUse();
            r.r2 = (int) first.refusedFrees();
            first.close();
            second.close();
        }
    }

    /** J63. */
    @JCStressTest
    @Description("A context is closed while a block of it is freed (J63)")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Freed, then closed")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Closed; the free is refused")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Freed; closing met the free and was refused")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Both were refused")
    @State
    public static class CloseAgainstFree {
        private final SwitchableAllocator allocator = Contexts.SHARED;
        private final Context context = Contexts.context(allocator);
        private final long block = allocator.withContext(context, () -> allocator.allocate(64, 8));

        /** Closes. */
        @Actor
        public void closer(II_Result r) {
            r.r1 = succeeds(context::close);
        }

        /** Frees. */
        @Actor
        public void freer(II_Result r) {
            r.r2 = succeeds(() -> allocator.free(block, 64, 8));
        }

        private static int succeeds(Runnable call) {
            try {
                call.run();
                return 1;
            } catch (RuntimeException refused) {
                return 0;
            }
        }

        /** Closes what is left. */
        @Arbiter
        public void afterwards() {
            context.close();
        }
    }
}
