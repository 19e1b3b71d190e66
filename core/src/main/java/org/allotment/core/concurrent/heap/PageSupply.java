package org.allotment.core.concurrent.heap;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.allotment.core.AllocationException;
import org.allotment.core.bits.Alignment;
import org.allotment.core.concurrent.slice.SizeClasses;
import org.allotment.core.concurrent.slice.SliceDepot;
import org.allotment.core.ending.Endings;
import org.allotment.core.os.VirtualMemory;
import org.allotment.core.os.VirtualMemory.Advice;
import org.allotment.core.pagemap.PageMap;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * Where heaps get pages and return them, and where large blocks come from: all that happens under the one lock.
 *
 * <p>A heap comes here once for a page of blocks, so the lock costs little; the source is called under it, user code
 * never is, and purging is not done under it.
 */
final class PageSupply {
    /** Blocks of more slices than this are mappings of their own, where the source has one. */
    private static final int MOST_CHUNK_SLICES = 128;

    /** Larger blocks are refused: their entries alone would fill 64 MiB of Java heap. */
    private static final long MOST_BYTES = 1L << 38;

    /** Kinds of page objects: for large blocks, and by the most slices they have marks for. */
    private static final int[] SLICES_OF_KIND = {0, 1, SizeClasses.SMALL_SLICES, SizeClasses.MOST_SLICES};

    private static final int LARGE = 0;
    private static final int HEAP_BYTES_OF_PAGE = 1_000;

    final PageMap<Page> map = new PageMap<>();
    final boolean checked;

    private final ReentrantLock lock = new ReentrantLock();

    /** Held while slices are claimed for purging, so that nobody unmaps them meanwhile; taken before the other. */
    private final ReentrantLock purging = new ReentrantLock();

    private final MemorySource source;
    private final SliceDepot depot;
    private final @Nullable VirtualMemory purger;
    private final long purgeDelayNanos;
    private Page[] inUse = new Page[16];
    private int inUseCount;

    /** Pages of each kind that are nobody's. */
    private final @Nullable Page[] stock = new Page[SLICES_OF_KIND.length];

    private int pageObjects;
    private long markBytes;
    private long ownMappingBytes;
    private volatile boolean closed;

    PageSupply(HeapOptions options) {
        this.checked = options.checked();
        this.source = options.source();
        this.depot = new SliceDepot(source);
        this.purger = options.purger();
        this.purgeDelayNanos = options.purgeDelay().toNanos();
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the allocator is closed, engine=heap");
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Gives a heap a page without blocks on its list, with fewer slices if there are no more; null when there is none. */
    @Nullable
    Page fresh(int sizeClass, int wanted, ThreadHeap heap) {
        lock.lock();
        try {
            checkOpen();
            int least = SizeClasses.leastSlices(sizeClass);
            Page page = pageObject(kind(wanted));
            for (int slices = wanted; slices >= least; slices = slices == least ? 0 : Math.max(slices / 2, least)) {
                long address = depot.take(slices, SliceDepot.SLICE);
                if (address != 0) {
                    page.become(address, slices, sizeClass, heap);
                    enter(page);
                    return page;
                }
            }
            putBack(page);
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a page back of which no block is out. */
    void retire(Page page) {
        lock.lock();
        try {
            remove(page);
            depot.give(page.base, page.slices(), System.nanoTime());
            page.leave();
            putBack(page);
        } finally {
            lock.unlock();
        }
    }

    /** Allocates a large block; 0 when there is none. */
    long takeLarge(long size, long alignment) {
        if (size > MOST_BYTES || alignment > MOST_BYTES) {
            return 0;
        }
        lock.lock();
        try {
            checkOpen();
            int slices = SliceDepot.slicesFor(size);
            long aligned = Math.max(alignment, SliceDepot.SLICE);
            Page page = pageObject(LARGE);
            long byteSize = (long) slices << SliceDepot.SLICE_SHIFT;
            long address = slices <= MOST_CHUNK_SLICES ? depot.take(slices, aligned) : 0;
            if (address == 0) {
                byteSize = Alignment.alignUp(byteSize, Math.max(SliceDepot.SLICE, source.granularity()));
                address = takeFurther(slices, byteSize, aligned);
            }
            if (address == 0) {
                putBack(page);
                return 0;
            }
            boolean own = !depot.contains(address);
            page.becomeLarge(address, own ? byteSize : (long) slices << SliceDepot.SLICE_SHIFT);
            ownMappingBytes += own ? byteSize : 0;
            enter(page);
            return address;
        } finally {
            lock.unlock();
        }
    }

    /** A mapping of its own; else what the chunks have; else what the source has when the free chunks are back. */
    private long takeFurther(int slices, long byteSize, long alignment) {
        long address = source.obtain(byteSize, alignment);
        if (address == MemorySource.NONE && slices <= SliceDepot.MOST_SLICES && slices > MOST_CHUNK_SLICES) {
            address = depot.take(slices, alignment);
        }
        if (address == MemorySource.NONE) {
            depot.releaseFree();
            address = source.obtain(byteSize, alignment);
        }
        return address;
    }

    /** Frees a large block, or refuses what is none: of two frees at once, one. */
    void giveLarge(long address) {
        lock.lock();
        try {
            Page page = large(address);
            remove(page);
            if (depot.contains(address)) {
                depot.give(address, page.slices(), System.nanoTime());
            } else {
                ownMappingBytes -= page.span;
                source.release(address, page.span);
            }
            page.leave();
            putBack(page);
        } finally {
            lock.unlock();
        }
    }

    /** Makes a large block longer or shorter where it is; false when it cannot be. */
    boolean resizeLarge(long address, long newSize) {
        if (newSize > MOST_BYTES) {
            return false;
        }
        lock.lock();
        try {
            Page page = large(address);
            if (fits(page, newSize)) {
                return true;
            }
            return depot.contains(address) ? resizeRun(page, newSize) : resizeMapping(page, newSize);
        } finally {
            lock.unlock();
        }
    }

    private boolean resizeRun(Page page, long newSize) {
        int slices = page.slices();
        int newSlices = SliceDepot.slicesFor(newSize);
        if (newSlices > SliceDepot.MOST_SLICES || !depot.resize(page.base, slices, newSlices, System.nanoTime())) {
            return false;
        }
        respan(page, (long) newSlices << SliceDepot.SLICE_SHIFT);
        return true;
    }

    /** The system can resize what it mapped; other sources deal in whole pieces. */
    private boolean resizeMapping(Page page, long newSize) {
        long newSpan = Alignment.alignUp(newSize, Math.max(SliceDepot.SLICE, source.granularity()));
        if (!(source instanceof MemoryMapSource maps)) {
            return false;
        }
        boolean done = newSpan > page.span
                ? maps.tryGrowInPlace(page.base, page.span, newSpan)
                : maps.tryShrinkInPlace(page.base, page.span, newSpan);
        if (done) {
            ownMappingBytes += newSpan - page.span;
            respan(page, newSpan);
        }
        return done;
    }

    /** Room for the entries is there, but for a mapping that grows across leaves of the map. */
    private void respan(Page page, long newSpan) {
        long change = newSpan - page.span;
        if (change > 0) {
            map.set(page.base + page.span, change, page);
        } else {
            map.set(page.base + newSpan, -change, null);
        }
        page.span = newSpan;
    }

    /** Whether a block of a page is one that a legal request would get. */
    boolean matches(Page page, long address, long size, long alignment) {
        int sizeClass = SizeClasses.ofRequest(size, alignment);
        return sizeClass == page.sizeClass
                && Alignment.isAligned(address, alignment)
                && (sizeClass != SizeClasses.NONE || fits(page, size));
    }

    /** Whether a large block is one that a request for so many bytes would get. */
    boolean fits(Page page, long size) {
        long slack = page.span - size;
        return slack >= 0 && slack < Math.max(SliceDepot.SLICE, source.granularity());
    }

    /** Whether an address is in memory that was taken from the source. */
    boolean contains(long address) {
        if (map.get(address) != null) {
            return true;
        }
        lock.lock();
        try {
            return depot.contains(address);
        } finally {
            lock.unlock();
        }
    }

    /** Gives the system the memory behind slices that have been free for the delay, or behind all free ones. */
    void purge(long now, boolean all) {
        if (purger == null) {
            return;
        }
        long moment = all ? now : now - purgeDelayNanos;
        purging.lock();
        try {
            for (long run = claimDirty(moment); run != 0; run = claimDirty(moment)) {
                long address = run & -SliceDepot.SLICE;
                long byteSize = (run - address) << SliceDepot.SLICE_SHIFT;
                boolean clean = purger.advise(address, byteSize, Advice.DISCARD) == 0;
                giveClaimed(run, clean);
                if (!clean) {
                    return;
                }
            }
        } finally {
            purging.unlock();
        }
    }

    /** Runs something while no slice is claimed for purging. */
    <T> T withoutPurge(Supplier<T> action) {
        purging.lock();
        try {
            return action.get();
        } finally {
            purging.unlock();
        }
    }

    private void giveClaimed(long run, boolean clean) {
        lock.lock();
        try {
            depot.giveClaimed(run, clean);
        } finally {
            lock.unlock();
        }
    }

    private long claimDirty(long moment) {
        lock.lock();
        try {
            return closed ? 0 : depot.claimDirty(moment);
        } finally {
            lock.unlock();
        }
    }

    /** Gives chunks back to the source in which nothing is taken. */
    void releaseFree() {
        lock.lock();
        try {
            depot.releaseFree();
        } finally {
            lock.unlock();
        }
    }

    /** Gives everything back to the source; false when that was done before. */
    boolean close() {
        purging.lock();
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
            Endings endings = new Endings();
            for (int i = inUseCount - 1; i >= 0; i--) {
                Page page = inUse[i];
                endings.end(() -> leave(page));
            }
            endings.end(depot::close);
            endings.report();
            return true;
        } finally {
            lock.unlock();
            purging.unlock();
        }
    }

    private void leave(Page page) {
        remove(page);
        boolean own = !depot.contains(page.base);
        long base = page.base;
        long span = page.span;
        page.leave();
        if (own) {
            source.release(base, span);
        }
    }

    /** Does something with each page while none comes or goes. */
    void forEach(Consumer<Page> action) {
        lock.lock();
        try {
            checkOpen();
            for (int i = 0; i < inUseCount; i++) {
                action.accept(inUse[i]);
            }
        } finally {
            lock.unlock();
        }
    }

    long sourceBytes() {
        return depot.sourceBytes() + ownMappingBytes;
    }

    long heapBytes() {
        return map.heapBytes() + depot.heapBytes() + (long) pageObjects * HEAP_BYTES_OF_PAGE + markBytes;
    }

    /** Runs something under the lock. */
    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            checkOpen();
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    SliceDepot depot() {
        return depot;
    }

    private Page large(long address) {
        Page page = map.get(address);
        if (page == null || page.sizeClass != SizeClasses.NONE || page.base != address) {
            throw notAllocated(address);
        }
        return page;
    }

    /** Makes a page known. Fails before anything is changed but the slices, which then go back. */
    private void enter(Page page) {
        try {
            if (inUseCount == inUse.length) {
                inUse = Arrays.copyOf(inUse, inUseCount * 2);
            }
            map.set(page.base, page.span, page);
        } catch (OutOfMemoryError | RuntimeException noMetadata) {
            undo(page);
            throw noMetadata;
        }
        page.index = inUseCount;
        inUse[inUseCount++] = page;
    }

    private void undo(Page page) {
        if (depot.contains(page.base)) {
            depot.give(page.base, page.slices(), System.nanoTime());
        } else {
            ownMappingBytes -= page.span;
            source.release(page.base, page.span);
        }
        page.leave();
    }

    private void remove(Page page) {
        map.set(page.base, page.span, null);
        Page last = inUse[--inUseCount];
        inUse[page.index] = last;
        last.index = page.index;
    }

    private Page pageObject(int kind) {
        Page page = stock[kind];
        if (page != null) {
            stock[kind] = page.queued;
            page.queued = null;
            return page;
        }
        int granules = checked ? SLICES_OF_KIND[kind] << (SliceDepot.SLICE_SHIFT - SizeClasses.GRANULE_SHIFT) : 0;
        page = new Page(kind, pageObjects, granules);
        pageObjects++;
        markBytes += granules;
        return page;
    }

    private void putBack(Page page) {
        page.queued = stock[page.kind];
        stock[page.kind] = page;
    }

    /** The kind of the objects that have marks for so many slices. */
    private static int kind(int slices) {
        return slices == 1 ? 1 : slices <= SizeClasses.SMALL_SLICES ? 2 : 3;
    }

    static AllocationException notAllocated(long address) {
        return AllocationException.notAllocated("no allocated block starts here, address=" + address);
    }
}
