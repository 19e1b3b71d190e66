package org.allotment.core.concurrent.heap;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.concurrent.care.Caretaker;
import org.allotment.core.concurrent.claim.Stripes;
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

    /** Heaps looked at for an ended owner when a thread needs one. */
    private static final int GLANCES = 8;

    private final PageSupply supply;
    private final ReentrantLock lock = new ReentrantLock();

    private final ThreadHeap[] stripes;

    /** The claims of the stripes; virtual threads wait there before they take the lock, never under it. */
    private final Stripes<ThreadHeap> claims;

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
        this.claims =
                new Stripes<>(Arrays.stream(stripes).map(stripe -> stripe.claim).toList());
        this.table = emptyTable(FIRST_TABLE);
    }

    /** How virtual threads come into the stripes. */
    Stripes<ThreadHeap> claims() {
        return claims;
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
