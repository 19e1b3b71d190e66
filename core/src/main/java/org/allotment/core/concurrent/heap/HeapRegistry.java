package org.allotment.core.concurrent.heap;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.concurrent.care.Caretaker;
import org.allotment.core.concurrent.claim.Backoff;
import org.allotment.core.concurrent.claim.Bias;
import org.allotment.core.concurrent.claim.BiasedClaim;
import org.allotment.core.concurrent.remote.RemoteFrees;
import org.allotment.core.concurrent.slice.SizeClasses;
import org.allotment.core.ending.Endings;
import org.jspecify.annotations.Nullable;

/**
 * Which heap is whose: the table of thread ids, the stripes, the heaps that wait for a user, and the look at who has
 * ended.
 *
 * <p>The lock here is taken before that of the {@link PageSupply}, never after.
 */
final class HeapRegistry implements Caretaker.Upkeep {
    private static final int FIRST_TABLE = 64;

    /** Places that a thread may stand in, from that of its id on. */
    private static final int PROBES = 8;

    /** Places of biases: few threads have one at a time, and two in one place share it. */
    private static final int BIASES = 64;

    /** Heaps looked at for an ended owner when a thread needs one. */
    private static final int GLANCES = 8;

    /** Looks at all stripes before others are let run: who is in one may wait for a lock, and need this carrier for it. */
    private static final int CLAIM_SPINS = 4;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final PageSupply supply;
    private final ReentrantLock lock = new ReentrantLock();

    /** Who waits for a stripe waits here; taken before the other lock. */
    private final ReentrantLock turnstile = new ReentrantLock();

    private final ThreadHeap[] stripes;

    /**
     * Biases of virtual threads in stripes, by thread id, to be found with few loads. Written by a thread that is inside by
     * the bias it writes; read by any, which try their own only.
     */
    private final Bias<ThreadHeap>[] biases;

    /** Stands in empty places of the table; no thread's. */
    private final ThreadHeap nobody;

    /**
     * Heaps by thread id. Written under the lock, read without: a thread finds its own heap because it entered it
     * itself, and whatever else it finds is not its own.
     */
    private ThreadHeap[] table;

    /** Heaps of the table, or {@link #nobody}; written and read like the table. */
    private ThreadHeap favourite;

    private ThreadHeap second;

    private ThreadHeap[] heaps = new ThreadHeap[8];
    private int count;
    private int glance;
    private @Nullable ThreadHeap abandoned;

    HeapRegistry(PageSupply supply, int stripeCount) {
        this.supply = supply;
        this.nobody = new ThreadHeap(supply, false);
        this.favourite = nobody;
        this.second = nobody;
        this.stripes = new ThreadHeap[stripeCount];
        Arrays.setAll(stripes, i -> newHeap(true));
        this.biases = noBiases();
        this.table = emptyTable(FIRST_TABLE);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
    private Bias<ThreadHeap>[] noBiases() {
        Bias<ThreadHeap>[] none = new Bias[BIASES];
        Arrays.fill(none, stripes[0].claim.bias());
        return none;
    }

    /**
     * A guess at a thread's heap: it is that thread's, unless its {@link ThreadHeap#thread} is another. Two threads are
     * asked for before the table is, which saves them loads that each wait for the one before; who they are changes only
     * when one of them ends.
     */
    @SuppressWarnings("ReferenceEquality") // a thread is its identity
    ThreadHeap guess(Thread me) {
        ThreadHeap guess = favourite;
        return guess.thread == me ? guess : second;
    }

    /** The calling platform thread's heap, which is made or adopted if need be. */
    @SuppressWarnings("ReferenceEquality") // a thread is its identity
    ThreadHeap heapOf(Thread me) {
        ThreadHeap[] places = table;
        ThreadHeap first = places[(int) me.threadId() & (places.length - 1)];
        return first.thread == me ? first : search(places, me);
    }

    @SuppressWarnings("ReferenceEquality") // a thread is its identity
    private ThreadHeap search(ThreadHeap[] places, Thread me) {
        int at = (int) me.threadId();
        for (int i = 1; i < PROBES; i++) {
            ThreadHeap heap = places[(at + i) & (places.length - 1)];
            if (heap.thread == me) {
                return heap;
            }
        }
        return bind(me);
    }

    private ThreadHeap bind(Thread me) {
        lock.lock();
        try {
            ThreadHeap heap = adopt();
            heap.thread = me;
            while (!enter(table, heap)) {
                table = widened();
            }
            favour(heap);
            return heap;
        } finally {
            lock.unlock();
        }
    }

    private void favour(ThreadHeap heap) {
        if (favourite == nobody) {
            favourite = heap;
        } else if (second == nobody) {
            second = heap;
        }
    }

    /** Claims a stripe for one call of a virtual thread, until its claim is left. */
    ThreadHeap claim(Thread me) {
        long user = me.threadId();
        ThreadHeap stripe = tryEnter(user);
        if (stripe == null) {
            stripe = tryWrest(me);
        }
        return stripe != null ? stripe : awaitStripe(me);
    }

    /** All stripes have somebody in them. Those who wait queue up, so that one looks, however many they are. */
    private ThreadHeap awaitStripe(Thread me) {
        turnstile.lock();
        try {
            return Backoff.await(HeapRegistry::tryWrest, this, me, CLAIM_SPINS);
        } finally {
            turnstile.unlock();
        }
    }

    /** What may be the bias of a virtual thread. */
    Bias<ThreadHeap> biasOf(Thread me) {
        return biases[place(me.threadId())];
    }

    static int place(long user) {
        return (int) user & (BIASES - 1);
    }

    /** Claims the first stripe that nobody is in or biased to; null when there is none. */
    private @Nullable ThreadHeap tryEnter(long user) {
        for (int i = 0; i < stripes.length; i++) {
            ThreadHeap stripe = stripe(user, i);
            if (stripe.claim.tryEnter(user)) {
                keepAtHand(stripe.claim, user);
                return stripe;
            }
        }
        return null;
    }

    /** Lets a user who came in by its bias find that sooner, unless that would be at another's cost. */
    private void keepAtHand(BiasedClaim<ThreadHeap> claim, long user) {
        int place = place(user);
        if (claim.isBiasedTo(user) && !biases[place].stands()) {
            biases[place] = claim.bias();
        }
    }

    /** The same, and revokes biases where there is none. */
    private @Nullable ThreadHeap tryWrest(Thread me) {
        long user = me.threadId();
        ThreadHeap free = tryEnter(user);
        for (int i = 0; i < stripes.length && free == null; i++) {
            ThreadHeap stripe = stripe(user, i);
            free = stripe.claim.tryWrest(user) ? stripe : null;
        }
        return free;
    }

    private ThreadHeap stripe(long user, int turn) {
        int first = (int) ((user * GOLDEN) >>> 40);
        return stripes[(first + turn) & (stripes.length - 1)];
    }

    /** Opens a heap that is not in the table, for a thread or for nobody. */
    ThreadHeap open(@Nullable Thread owner) {
        lock.lock();
        try {
            ThreadHeap heap = adopt();
            heap.thread = owner;
            return heap;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a heap from its user, who calls. */
    void giveUp(ThreadHeap heap) {
        lock.lock();
        try {
            abandon(heap);
        } finally {
            lock.unlock();
        }
    }

    /** A heap without a user: one that was left, else a new one. */
    private ThreadHeap adopt() {
        supply.checkOpen();
        for (int i = 0; i < GLANCES && i < count && abandoned == null; i++) {
            glance = glance + 1 < count ? glance + 1 : 0;
            abandonIfEnded(heaps[glance]);
        }
        ThreadHeap heap = abandoned;
        if (heap != null) {
            abandoned = heap.nextAbandoned;
            heap.nextAbandoned = null;
            return heap;
        }
        if (count == heaps.length) {
            heaps = Arrays.copyOf(heaps, count * 2);
        }
        heap = newHeap(false);
        heaps[count++] = heap;
        return heap;
    }

    private ThreadHeap newHeap(boolean stripe) {
        ThreadHeap heap = new ThreadHeap(supply, stripe);
        heap.pages.reclaimBy(this::reclaim);
        return heap;
    }

    /** That a thread is not alive any more makes all it did visible. */
    private void abandonIfEnded(ThreadHeap heap) {
        Thread owner = heap.thread;
        if (owner != null && !owner.isAlive()) {
            abandon(heap);
        }
    }

    private void abandon(ThreadHeap heap) {
        Thread owner = heap.thread;
        if (owner != null) {
            leave(owner, heap);
            heap.thread = null;
        }
        heap.pages.tidy(true);
        heap.nextAbandoned = abandoned;
        abandoned = heap;
    }

    /** Enters a heap; false when all places of its thread are taken. */
    private boolean enter(ThreadHeap[] places, ThreadHeap heap) {
        Thread owner = heap.thread;
        if (owner == null) {
            return true;
        }
        int at = (int) owner.threadId();
        for (int i = 0; i < PROBES; i++) {
            int place = (at + i) & (places.length - 1);
            if (places[place] == nobody) {
                places[place] = heap;
                return true;
            }
        }
        return false;
    }

    private void leave(Thread owner, ThreadHeap heap) {
        favourite = favourite == heap ? nobody : favourite;
        second = second == heap ? nobody : second;
        int at = (int) owner.threadId();
        for (int i = 0; i < PROBES; i++) {
            int place = (at + i) & (table.length - 1);
            if (table[place] == heap) {
                table[place] = nobody;
            }
        }
    }

    private ThreadHeap[] widened() {
        for (int length = table.length * 2; ; length *= 2) {
            ThreadHeap[] wider = emptyTable(length);
            boolean fits = true;
            for (ThreadHeap heap : table) {
                fits &= enter(wider, heap);
            }
            if (fits) {
                return wider;
            }
        }
    }

    private ThreadHeap[] emptyTable(int length) {
        ThreadHeap[] places = new ThreadHeap[length];
        Arrays.fill(places, nobody);
        return places;
    }

    /** Makes free what is held by nobody in particular: heaps without a user, and stripes that are not claimed. */
    void reclaim() {
        lock.lock();
        try {
            if (supply.isClosed()) {
                return;
            }
            for (int i = 0; i < count; i++) {
                abandonIfEnded(heaps[i]);
            }
            for (ThreadHeap heap = abandoned; heap != null; heap = heap.nextAbandoned) {
                heap.pages.tidy(true);
            }
            tidyStripes();
        } finally {
            lock.unlock();
        }
    }

    private void tidyStripes() {
        for (ThreadHeap stripe : stripes) {
            if (stripe.claim.tryVisit()) {
                try {
                    stripe.pages.tidy(true);
                } finally {
                    stripe.claim.endVisit();
                }
            }
        }
    }

    @Override
    public boolean tend(long now) {
        reclaim();
        supply.purge(now, false);
        return !supply.isClosed();
    }

    /** Gives all memory back, and lets no heap find its pages any more, whatever the source had to say. */
    void close() {
        lock.lock();
        try {
            Endings endings = new Endings();
            endings.end(supply::close);
            table = emptyTable(FIRST_TABLE);
            favourite = nobody;
            second = nobody;
            for (int i = 0; i < count; i++) {
                heaps[i].pages.clear();
            }
            for (ThreadHeap stripe : stripes) {
                stripe.pages.clear();
            }
            abandoned = null;
            endings.report();
        } finally {
            lock.unlock();
        }
    }

    /** Does something with each heap there is. */
    void forEachHeap(Consumer<ThreadHeap> action) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                action.accept(heaps[i]);
            }
            for (ThreadHeap stripe : stripes) {
                action.accept(stripe);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether every heap that stands somewhere has a thread, and that thread finds it. Under {@link #undisturbed}. */
    boolean isFound() {
        boolean found = isFound(favourite) && isFound(second);
        for (ThreadHeap heap : table) {
            found &= isFound(heap);
        }
        return found && (favourite == nobody || favourite != second);
    }

    private boolean isFound(ThreadHeap heap) {
        Thread owner = heap.thread;
        if (owner == null) {
            return heap == nobody;
        }
        int at = (int) owner.threadId();
        return IntStream.range(at, at + PROBES).anyMatch(i -> table[i & (table.length - 1)] == heap);
    }

    /** Number of heaps, stripes left out. */
    int heapCount() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Runs something while no heap changes its user, and the caretaker stays away. */
    <T> T undisturbed(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Sums up; what other threads do meanwhile may or may not be in it, and the sum is right all the same. */
    AllocatorStatistics statistics() {
        Tally tally = new Tally();
        return undisturbed(() -> {
            forEachHeap(tally::addBatches);
            return supply.locked(() -> {
                supply.forEach(tally::add);
                return tally.statistics(supply);
            });
        });
    }

    private static final class Tally {
        private long liveBytes;
        private long liveBlocks;
        private long lostBytes;

        void addBatches(ThreadHeap heap) {
            heap.batches.forEach((page, head, blocks) -> addLive(page, -blocks));
        }

        void add(Page page) {
            if (page.sizeClass == SizeClasses.NONE) {
                liveBytes += page.span;
                liveBlocks++;
            } else {
                addLive(page, page.used() - RemoteFrees.count(page.remote.peek()));
                lostBytes += page.tailBytes();
            }
        }

        private void addLive(Page page, int blocks) {
            liveBlocks += blocks;
            liveBytes += (long) blocks * page.blockSize;
        }

        AllocatorStatistics statistics(PageSupply supply) {
            long source = supply.sourceBytes();
            long live = Math.max(0, Math.min(liveBytes, source - lostBytes));
            long free = source - live - lostBytes;
            return new AllocatorStatistics(
                    source, live, 0, free, 0, lostBytes, Math.max(0, liveBlocks), supply.heapBytes());
        }
    }
}
