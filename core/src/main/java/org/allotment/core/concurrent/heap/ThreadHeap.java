package org.allotment.core.concurrent.heap;

import java.util.Arrays;
import org.allotment.core.AllocationException;
import org.allotment.core.Requests;
import org.allotment.core.concurrent.claim.BiasedClaim;
import org.allotment.core.concurrent.remote.RemoteBatches;
import org.allotment.core.concurrent.slice.SizeClasses;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.pagemap.PageMap;
import org.jspecify.annotations.Nullable;

/**
 * The heap of one user at a time, and the paths that every call takes.
 *
 * <p>The user is a thread of the shared entry, whoever holds an {@link OwnedHeap}, or for one call a virtual thread that
 * claimed it as a stripe. Nothing here is atomic, but the claim.
 */
final class ThreadHeap {
    /** The page of each class that blocks come from; {@link Page#NONE} where there is none, and for no class. */
    final Page[] current = new Page[SizeClasses.COUNT + 1];

    final HeapPages pages;
    final RemoteBatches<Page> batches = new RemoteBatches<>(HeapPages::ring);

    /** The thread of the shared entry that this heap is for; null when it is for none. Written under the registry's lock. */
    @Nullable
    Thread thread;

    /** Whether virtual threads share this heap. */
    final boolean stripe;

    /** Which of them is in it. */
    final BiasedClaim<ThreadHeap> claim = new BiasedClaim<>(this);

    /** The next heap that waits for somebody; the registry's. */
    @Nullable
    ThreadHeap nextAbandoned;

    private final PageSupply supply;
    private final PageMap<Page> map;
    private final boolean checked;

    ThreadHeap(PageSupply supply, boolean stripe) {
        this.supply = supply;
        this.stripe = stripe;
        this.map = supply.map;
        this.checked = supply.checked;
        Arrays.fill(current, Page.NONE);
        this.pages = new HeapPages(this, supply);
    }

    /** Allocates; 0 when there is nothing. */
    long allocate(long size, long alignment) {
        int sizeClass = SizeClasses.ofPlain(size, alignment);
        return sizeClass != SizeClasses.NONE ? take(sizeClass) : allocateOther(size, alignment);
    }

    /** Frees a block of a known size. */
    void free(long address, long size, long alignment) {
        int sizeClass = SizeClasses.ofPlain(size, alignment);
        Page page = current[sizeClass];
        if (Long.compareUnsigned(address - page.base, page.span) < 0) {
            push(page, address);
        } else if (sizeClass != SizeClasses.NONE) {
            freeElsewhere(address, sizeClass, size, alignment);
        } else {
            freeOther(address, size, alignment);
        }
    }

    /** Frees a block. What the map says of a page of this heap, this heap's user has seen; of others, it looks again. */
    void free(long address) {
        Page page = map.peek(address);
        if (page != null && page.heap == this) {
            give(page, address);
        } else {
            freeFurther(map.get(address), address);
        }
    }

    /** Takes the first free block of a page that has one: after a refill. */
    long pop(Page page) {
        return pop(page, page.free);
    }

    private long take(int sizeClass) {
        Page page = current[sizeClass];
        long block = page.free;
        return block != 0 ? pop(page, block) : pages.takeSlowly(sizeClass);
    }

    private long pop(Page page, long block) {
        page.free = RawAccess.getLong(block);
        if (checked) {
            page.marks[page.granule(block)] = Page.LIVE;
        }
        return block;
    }

    /** Puts a block on the list of its page, which is this heap's. */
    private void push(Page page, long address) {
        if (checked) {
            unmark(page, address);
        }
        RawAccess.putLong(address, page.free);
        page.free = address;
    }

    private static void unmark(Page page, long address) {
        byte[] marks = page.marks;
        int granule = page.granule(address);
        if (marks[granule] != Page.LIVE || (address & (SizeClasses.GRANULE - 1)) != 0) {
            throw PageSupply.notAllocated(address);
        }
        marks[granule] = Page.FREE;
    }

    /** Puts a block on the list of its page, which need not be the current one. */
    private void give(Page page, long address) {
        push(page, address);
        if (--page.countdown == 0) {
            pages.wake(page);
        }
    }

    private void freeElsewhere(long address, int sizeClass, long size, long alignment) {
        Page page = map.peek(address);
        if (page != null && page.heap == this && page.sizeClass == sizeClass) {
            give(page, address);
        } else {
            freeChecked(map.get(address), address, size, alignment);
        }
    }

    private void freeOther(long address, long size, long alignment) {
        freeChecked(map.get(address), address, size, alignment);
    }

    /** Frees what may be anybody's and of any size; the trusting form believes what it is told. */
    private void freeChecked(@Nullable Page page, long address, long size, long alignment) {
        if (checked) {
            requireMatch(page, address, size, alignment);
        }
        if (page != null && page.heap == this) {
            give(page, address);
        } else {
            freeFurther(page, address);
        }
    }

    /** A block of another heap, a large one, or none. */
    private void freeFurther(@Nullable Page page, long address) {
        if (page == null) {
            supply.checkOpen();
            throw PageSupply.notAllocated(address);
        }
        if (page.sizeClass == SizeClasses.NONE) {
            supply.giveLarge(address);
            return;
        }
        if (checked && !page.sendAway(address)) {
            throw PageSupply.notAllocated(address);
        }
        batches.add(page.remote, page.serial, address);
    }

    private void requireMatch(@Nullable Page page, long address, long size, long alignment) {
        supply.checkOpen();
        if (page == null || !page.isLive(address)) {
            throw PageSupply.notAllocated(address);
        }
        Requests.checkBlock(size, alignment);
        if (!supply.matches(page, address, size, alignment)) {
            throw AllocationException.invalidParameter("the block has another size or alignment, address=" + address
                    + ", size=" + size + ", alignment=" + alignment);
        }
    }

    private long allocateOther(long size, long alignment) {
        supply.checkOpen();
        Requests.checkBlock(size, alignment);
        int sizeClass = SizeClasses.ofRequest(size, alignment);
        return sizeClass != SizeClasses.NONE ? take(sizeClass) : pages.takeLarge(size, alignment);
    }
}
