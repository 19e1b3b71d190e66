package org.allotment.core.concurrent.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.allotment.core.concurrent.slice.SizeClasses;
import org.jspecify.annotations.Nullable;

/**
 * What a heap does with its pages when the current one of a class runs out, or when a page becomes worth looking at: all
 * that is not the hot path.
 *
 * <p>The pages of a class form a ring, and the heap takes from one of them until it is exhausted, then from the next that
 * has something. A page that has nothing when its turn comes is parked: it leaves the ring until a block comes back.
 *
 * <p>The owner's, but for {@link #ring}.
 */
final class HeapPages {
    private static final VarHandle RUNG = rungHandle();

    private final ThreadHeap heap;
    private final PageSupply supply;

    /** Where the ring of each class is at; {@link Page#NONE} when it is empty. */
    private final Page[] current;

    /** Pages of each class, parked ones included. */
    private final int[] owned = new int[SizeClasses.COUNT + 1];

    /** Pages that others rang for, linked by {@link Page#queued}: a stack that is only ever taken whole. */
    @SuppressWarnings("unused") // through RUNG
    private volatile @Nullable Page rung;

    /** Makes memory free that is held by nobody in particular; the registry's. */
    private Runnable reclaim = () -> {};

    HeapPages(ThreadHeap heap, PageSupply supply) {
        this.heap = heap;
        this.supply = supply;
        this.current = heap.current;
    }

    void reclaimBy(Runnable action) {
        reclaim = action;
    }

    int owned(int sizeClass) {
        return owned[sizeClass];
    }

    /** Takes a block although the current page has none; 0 when nobody has any. */
    long takeSlowly(int sizeClass) {
        Page page = refill(sizeClass);
        if (page == null) {
            supply.checkOpen();
            reclaimAll();
            page = refill(sizeClass);
        }
        return page == null ? 0 : heap.pop(page);
    }

    /** Takes a large block; 0 when nobody has any. */
    long takeLarge(long size, long alignment) {
        long address = supply.takeLarge(size, alignment);
        if (address == 0) {
            reclaimAll();
            address = supply.takeLarge(size, alignment);
        }
        return address;
    }

    private void reclaimAll() {
        tidy(true);
        reclaim.run();
    }

    /** Finds a page with a free block and makes it current; null when there is none. */
    private @Nullable Page refill(int sizeClass) {
        Page page = current[sizeClass];
        if (page != Page.NONE && (page.collect() || page.carve() || turn(page))) {
            return current[sizeClass];
        }
        heap.batches.flush();
        answerRings();
        page = current[sizeClass];
        return page.free != 0 ? page : fresh(sizeClass);
    }

    private @Nullable Page fresh(int sizeClass) {
        boolean first = owned[sizeClass] == 0;
        int slices = first ? SizeClasses.firstSlices(sizeClass) : SizeClasses.preferredSlices(sizeClass);
        Page page = supply.fresh(sizeClass, slices, heap);
        if (page == null) {
            return null;
        }
        owned[sizeClass]++;
        page.next = page;
        page.previous = page;
        makeCurrent(page);
        page.carve();
        return page;
    }

    /** Turns to the next page of the ring with a free block, parking those that have none; false when all are parked. */
    private boolean turn(Page exhausted) {
        exhausted.state = Page.LISTED;
        exhausted.countdown = exhausted.capacity;
        for (Page page = exhausted.next; page != exhausted; page = exhausted.next) {
            if (page.free != 0 || !tryPark(page)) {
                makeCurrent(page);
                return true;
            }
            unlink(page);
        }
        if (!tryPark(exhausted)) {
            makeCurrent(exhausted);
            return true;
        }
        current[exhausted.sizeClass] = Page.NONE;
        return false;
    }

    /** Parks a page without a free block; false when one came home at this moment. */
    private static boolean tryPark(Page page) {
        while (!page.remote.park()) {
            if (page.collect()) {
                return false;
            }
            // Nothing came home of what should have: a double free was caught while its blocks were away.
        }
        page.state = Page.PARKED;
        page.countdown = 1;
        return true;
    }

    private void makeCurrent(Page page) {
        page.state = Page.CURRENT;
        page.countdown = Page.UNCOUNTED;
        current[page.sizeClass] = page;
    }

    /** Looks at a page whose countdown is over. */
    void wake(Page page) {
        switch (page.state) {
            case Page.CURRENT -> page.countdown = Page.UNCOUNTED;
            case Page.LISTED -> retireIfEmpty(page);
            default -> {
                page.remote.unpark();
                enter(page, 1);
            }
        }
    }

    /** Puts a page that was parked, or never in use, into the ring of its class. */
    private void enter(Page page, int freeBlocks) {
        Page at = current[page.sizeClass];
        if (at == Page.NONE) {
            page.next = page;
            page.previous = page;
            makeCurrent(page);
            return;
        }
        Page after = at.next;
        page.state = Page.LISTED;
        page.countdown = page.capacity - freeBlocks;
        page.previous = at;
        page.next = after;
        at.next = page;
        after.previous = page;
        retireIfEmpty(page);
    }

    private static void unlink(Page page) {
        page.previous.next = page.next;
        page.next.previous = page.previous;
    }

    /**
     * Gives a page back that has no block out and is not the current one. One that was rung for stays until the ring is
     * answered.
     */
    private void retireIfEmpty(Page page) {
        if (page.state == Page.LISTED && page.countdown == 0 && page.remote.isQuiet()) {
            unlink(page);
            retire(page);
        }
    }

    private void retire(Page page) {
        owned[page.sizeClass]--;
        supply.retire(page);
    }

    /** Puts a page where its owner looks. Any thread, after a push that said so: the page has an owner until it answers. */
    static void ring(Page page) {
        HeapPages pages = Objects.requireNonNull(page.heap).pages;
        Page first;
        do {
            first = (Page) RUNG.getAcquire(pages);
            page.queued = first;
        } while (!RUNG.compareAndSet(pages, first, page));
    }

    /** Looks at all pages that were rung for. */
    private void answerRings() {
        Page page = (Page) RUNG.getAcquire(this);
        if (page == null) {
            return;
        }
        page = (Page) RUNG.getAndSet(this, (Page) null);
        while (page != null) {
            Page next = page.queued;
            page.queued = null;
            answer(page);
            page = next;
        }
    }

    private void answer(Page page) {
        int count = page.accept(page.remote.answer());
        if (page.state == Page.LISTED) {
            page.countdown -= count;
            retireIfEmpty(page);
        } else if (page.state == Page.PARKED) {
            if (count != 0) {
                enter(page, count);
            } else if (!tryPark(page)) {
                enter(page, page.countFree());
            }
        }
    }

    /** Brings all home and gives empty pages back; with {@code all} also those that blocks would come from next. */
    void tidy(boolean all) {
        heap.batches.flush();
        answerRings();
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            Page at = current[sizeClass];
            if (at != Page.NONE) {
                tidy(at, all);
            }
        }
    }

    private void tidy(Page at, boolean all) {
        for (Page page = at.next; page != at; ) {
            Page next = page.next;
            page.collect();
            retireIfEmpty(page);
            page = next;
        }
        at.collect();
        if (all && at.used() == 0 && at.remote.isQuiet()) {
            current[at.sizeClass] = Page.NONE;
            if (at.next != at) {
                unlink(at);
                makeCurrent(at.next);
            }
            retire(at);
        }
    }

    /** Forgets all pages, for an allocator that is closed. */
    void clear() {
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            current[sizeClass] = Page.NONE;
            owned[sizeClass] = 0;
        }
    }

    private static VarHandle rungHandle() {
        try {
            return MethodHandles.lookup()
                    .findVarHandle(HeapPages.class, "rung", Page.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
