package org.allotment.core.slab;

import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.Requests;
import org.allotment.core.SizeAware;
import org.allotment.core.bits.Alignment;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * Segregated free lists over runs of pages, for one owner thread; see the package for the picture.
 *
 * <p>Any size and any alignment is served: up to 128 KiB by size classes in O(1), with one read of off-heap memory for
 * an allocation and one write for a free; above that, and for alignments above 4 KiB, by whole pages in O(chunks +
 * pages). Memory comes from a {@link MemorySource} in chunks of up to 4 MiB and goes back when it is free and more than a
 * reserve; and from regions that are handed in, which serve first when their addresses are lower. Over {@link
 * MemorySource#EMPTY} an allocator has those alone. An allocation that finds nothing sweeps all lists before it gives up,
 * in O(free blocks).
 *
 * <p>Both forms run the same algorithm. {@linkplain #checked The checked one} keeps a byte for each 16 bytes on the
 * Java heap and catches foreign, interior, double and mismatched frees, and calls from threads that are not the owner.
 * {@linkplain #trusting The trusting one} catches foreign frees only, ignores the size and alignment of a free, and
 * leaves the threads to its caller. The owner is the thread that made the allocator.
 */
public final class SlabAllocator implements SizeAware {
    /** Requests for whole pages are below this, so that page counts stay within an int. */
    private static final int MOST_BITS = 42;

    private final PageHeap heap;
    private final FreeLists freeLists;
    private final SlabRegions regions;
    private final @Nullable BlockGuard guard;

    /** {@link FreeLists#words()}, here to save a step. */
    private final long[] lists;

    /** The window's base and codes, here to save a step; renewed whenever a chunk may have come. */
    private long mapBase;

    private byte[] map = {};
    private long pageBlocks;
    private long pageBlockBytes;
    private boolean closed;

    private SlabAllocator(MemorySource source, @Nullable BlockGuard guard) {
        this.guard = guard;
        this.heap = new PageHeap(source, guard);
        this.freeLists = new FreeLists(heap);
        this.regions = new SlabRegions(heap, freeLists);
        this.lists = freeLists.words();
    }

    /**
     * Makes a checked allocator that belongs to the calling thread. Nothing is taken from the source yet.
     *
     * @param source where chunks come from and go back to; granularity at most a chunk
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the source's unit is above 4 MiB
     */
    public static SlabAllocator checked(MemorySource source) {
        return new SlabAllocator(source, new BlockGuard(Thread.currentThread()));
    }

    /**
     * Makes a checked allocator without an owner, for use under a lock: any thread may call, one at a time.
     *
     * @param source where chunks come from and go back to
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the source's unit is above 4 MiB
     */
    public static SlabAllocator checkedWithoutOwner(MemorySource source) {
        return new SlabAllocator(source, new BlockGuard(null));
    }

    /**
     * Makes a trusting allocator: one thread at a time, which nobody checks. Nothing is taken from the source yet.
     *
     * @param source where chunks come from and go back to
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the source's unit is above 4 MiB
     */
    public static SlabAllocator trusting(MemorySource source) {
        return new SlabAllocator(source, null);
    }

    /**
     * Adds a run of memory, which stays the caller's and must outlive this allocator. Blocks never span two regions.
     * O(pages).
     *
     * @param start first byte, above zero
     * @param byteSize length; whole pages of 4 KiB serve, what lies at the ends of them is lost
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the run has no whole page, ends above 2^57 or is
     *     farther than 256 GiB from any memory this allocator ever had, of kind {@code MEMORY_OVERLAP} if it shares a byte
     *     with that
     */
    public void addRegion(long start, long byteSize) {
        enter();
        try {
            regions.add(start, byteSize);
        } finally {
            renewMap();
        }
    }

    /**
     * Adds memory in front of a region, behind it, or both. O(pages of the region).
     *
     * @param start first byte of a region that was added; it begins at {@code start - before} from now on
     * @param before bytes in front of it, from 0 up; the caller's, like those of the region
     * @param behind bytes behind it, from 0 up; the caller's, too
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if no such region begins there or it would lie
     *     outside of the bounds of {@link #addRegion}, of kind {@code MEMORY_OVERLAP} if the new bytes are this
     *     allocator's already
     */
    public void extendRegion(long start, long before, long behind) {
        enter();
        try {
            regions.extend(start, before, behind);
        } finally {
            renewMap();
        }
    }

    /**
     * Takes a region out that has no live block; its memory is the caller's alone again. O(pages + free blocks).
     *
     * @param start first byte of a region that was added
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if no such region begins there, or blocks of it are
     *     live
     */
    public void removeRegion(long start) {
        enter();
        regions.remove(start);
    }

    @Override
    public long allocate(long size, long alignment) {
        long address = tryAllocate(size, alignment);
        if (address == NULL) {
            throw SlabRefusal.full(size, alignment);
        }
        return address;
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        if (guard != null) {
            guard.enter();
        }
        int sizeClass = SizeClasses.plainClass(size, alignment);
        return sizeClass != 0 ? takeOrRefill(sizeClass) : allocateOther(size, alignment);
    }

    @Override
    public void free(long address) {
        if (guard != null) {
            freeGuarded(address, guard);
            return;
        }
        int code = code(address);
        if (code > 0) {
            put(code, address);
        } else {
            freePages(address, code);
        }
    }

    @Override
    public void free(long address, long size, long alignment) {
        int sizeClass = SizeClasses.plainClass(size, alignment);
        if (guard != null) {
            freeMatching(address, size, alignment, guard);
        } else if (sizeClass != 0 && code(address) == sizeClass) {
            // The class comes from the size, so that the list is not waited for until the page map answers.
            put(sizeClass, address);
        } else {
            free(address);
        }
    }

    @Override
    public long usableSize(long address) {
        return usableSize(address, liveCode(address));
    }

    @Override
    public long bytesFor(long size, long alignment) {
        return guard == null ? 0 : SizeClasses.blockSize(SizeClasses.plainClass(size, alignment));
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        Requests.checkGrowth(size, newSize);
        int code = liveCode(address, size);
        return code > 0 ? newSize <= SizeClasses.blockSize(code) : resizePages(address, newSize);
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        Requests.checkShrinkage(size, newSize);
        int code = liveCode(address, size);
        if (code > 0) {
            return size == newSize || SizeClasses.ofSize(newSize) == code;
        }
        boolean staysPages = newSize > SizeClasses.LARGEST
                || SizeClasses.pagesFor(newSize) == SizeClasses.pagesFor(usableSize(address, code));
        return staysPages && resizePages(address, newSize);
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        Requests.checkGrowth(size, newSize);
        return resize(address, size, newSize, alignment, movement);
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        Requests.checkShrinkage(size, newSize);
        return resize(address, size, newSize, alignment, movement);
    }

    @Override
    public boolean contains(long address) {
        enter();
        return heap.contains(address);
    }

    /** Gives every run and chunk back to the source that holds no live block; O(free blocks + chunks). */
    public void trim() {
        enter();
        freeLists.sweepAll();
        heap.giveBackFree();
    }

    @Override
    public AllocatorStatistics statistics() {
        enter();
        long heapBytes = heap.heapBytes() + freeLists.heapBytes() + (guard == null ? 0 : guard.heapBytes());
        return new AllocatorStatistics(
                heap.sourceBytes(),
                freeLists.liveBytes() + pageBlockBytes,
                0,
                freeLists.freeBytes() + heap.freeBytes(),
                0,
                freeLists.tailBytes() + heap.lostBytes(),
                freeLists.liveBlocks() + pageBlocks,
                heapBytes);
    }

    @Override
    public void close() {
        if (guard != null) {
            guard.enter();
        }
        if (!closed) {
            closed = true;
            freeLists.clear();
            if (guard != null) {
                guard.clear();
            }
            map = new byte[0];
            heap.giveBackAll();
        }
    }

    PageHeap heap() {
        return heap;
    }

    FreeLists freeLists() {
        return freeLists;
    }

    @Nullable
    BlockGuard guard() {
        return guard;
    }

    private int code(long address) {
        long page = (address - mapBase) >>> SizeClasses.PAGE_SHIFT;
        byte[] codes = map;
        return page < codes.length ? codes[(int) page] : AddressWindow.FREE;
    }

    private long takeOrRefill(int sizeClass) {
        long block = lists[sizeClass << FreeLists.SHIFT];
        return block != 0 ? take(sizeClass, block) : refillAndTake(sizeClass);
    }

    /** Takes the first block of a list that is not empty. */
    private long take(int sizeClass, long block) {
        long[] words = lists;
        int at = sizeClass << FreeLists.SHIFT;
        words[at] = RawAccess.getLong(block);
        words[at + FreeLists.ROOM]++;
        if (guard != null) {
            guard.mark(block, sizeClass);
        }
        return block;
    }

    private void put(int sizeClass, long block) {
        long[] words = lists;
        int at = sizeClass << FreeLists.SHIFT;
        RawAccess.putLong(block, words[at]);
        words[at] = block;
        long room = words[at + FreeLists.ROOM] - 1;
        words[at + FreeLists.ROOM] = room;
        if (room < 0) {
            freeLists.sweep(sizeClass);
        }
    }

    private void freeGuarded(long address, BlockGuard blocks) {
        blocks.enter();
        int sizeClass = blocks.classOf(address);
        if (sizeClass != 0 && blocks.retire(address, sizeClass)) {
            put(sizeClass, address);
        } else {
            freePages(address, code(address));
        }
    }

    private void freeMatching(long address, long size, long alignment, BlockGuard blocks) {
        blocks.enter();
        int sizeClass = SizeClasses.plainClass(size, alignment);
        if (sizeClass != 0 && blocks.retire(address, sizeClass)) {
            put(sizeClass, address);
        } else {
            checkMatch(address, size, alignment, liveCode(address));
            freeGuarded(address, blocks);
        }
    }

    private long allocateOther(long size, long alignment) {
        checkOpen();
        Requests.checkBlock(size, alignment);
        int sizeClass = SizeClasses.ofRequest(size, alignment);
        return sizeClass == SizeClasses.PAGES ? allocatePages(size, alignment) : takeOrRefill(sizeClass);
    }

    private long allocatePages(long size, long alignment) {
        if (size >>> MOST_BITS != 0) {
            return NULL;
        }
        int pages = SizeClasses.pagesFor(size);
        long address;
        try {
            address = freeLists.takePages(pages, Math.max(alignment, SizeClasses.PAGE));
        } finally {
            renewMap();
        }
        if (address != 0) {
            pageBlocks++;
            pageBlockBytes += (long) pages << SizeClasses.PAGE_SHIFT;
        }
        return address;
    }

    private long refillAndTake(int sizeClass) {
        checkOpen();
        boolean filled;
        try {
            filled = freeLists.refill(sizeClass);
        } finally {
            renewMap();
        }
        return filled ? take(sizeClass, freeLists.head(sizeClass)) : NULL;
    }

    /** Also after a failure: the window may have grown for a chunk whose metadata then found no room. */
    private void renewMap() {
        mapBase = heap.window().base();
        map = heap.window().codes();
    }

    /** Frees a block of whole pages, or refuses what is none. */
    private void freePages(long address, int code) {
        checkOpen();
        if (code != AddressWindow.HEAD || !Alignment.isAligned(address, SizeClasses.PAGE)) {
            throw SlabRefusal.notAllocated(address);
        }
        pageBlocks--;
        pageBlockBytes -= usableSize(address, code);
        heap.free(address);
    }

    private long resize(long address, long size, long newSize, long alignment, Movement movement) {
        Requests.checkBlock(newSize, alignment);
        int code = liveCode(address, size);
        if (staysInPlace(address, code, newSize, alignment)) {
            return address;
        }
        if (movement == Movement.MUST_NOT_MOVE) {
            throw SlabRefusal.wouldMove(address, size, newSize, alignment);
        }
        long target = code == AddressWindow.HEAD ? slide(address, size, newSize, alignment) : NULL;
        if (target != NULL) {
            return target;
        }
        target = allocate(newSize, alignment);
        RawAccess.copy(address, target, Math.min(size, newSize));
        free(address);
        return target;
    }

    /** In place only what a later free with the new size and alignment is looked up the same way as. */
    private boolean staysInPlace(long address, int code, long newSize, long alignment) {
        int sizeClass = SizeClasses.ofRequest(newSize, alignment);
        boolean alike = sizeClass == Math.max(code, SizeClasses.PAGES) && Alignment.isAligned(address, alignment);
        return alike && (code > 0 || resizePages(address, newSize));
    }

    /** Moves a block of whole pages over free ones before it, if it stays such a block; else the answer is NULL. */
    private long slide(long address, long size, long newSize, long alignment) {
        if (newSize >>> MOST_BITS != 0 || SizeClasses.ofRequest(newSize, alignment) != SizeClasses.PAGES) {
            return NULL;
        }
        int pages = SizeClasses.pagesFor(newSize);
        long before = usableSize(address, AddressWindow.HEAD);
        long target = heap.slide(address, pages, Math.max(alignment, SizeClasses.PAGE), Math.min(size, newSize));
        if (target != NULL) {
            pageBlockBytes += ((long) pages << SizeClasses.PAGE_SHIFT) - before;
        }
        return target;
    }

    private boolean resizePages(long address, long newSize) {
        if (newSize >>> MOST_BITS != 0) {
            return false;
        }
        int pages = SizeClasses.pagesFor(newSize);
        long before = usableSize(address, AddressWindow.HEAD);
        if (!heap.resize(address, pages)) {
            return false;
        }
        pageBlockBytes += ((long) pages << SizeClasses.PAGE_SHIFT) - before;
        return true;
    }

    private long usableSize(long address, int code) {
        if (code > 0) {
            return SizeClasses.blockSize(code);
        }
        Chunk chunk = heap.chunkOf(address);
        return (long) chunk.runPages(chunk.page(address)) << SizeClasses.PAGE_SHIFT;
    }

    /** The code of an allocated block, as far as this form can tell. */
    private int liveCode(long address) {
        enter();
        int code = code(address);
        boolean live = code > 0
                ? guard == null || guard.classOf(address) != 0
                : code == AddressWindow.HEAD && Alignment.isAligned(address, SizeClasses.PAGE);
        if (!live) {
            throw SlabRefusal.notAllocated(address);
        }
        return code;
    }

    private int liveCode(long address, long size) {
        int code = liveCode(address);
        if (guard != null && size > usableSize(address, code)) {
            throw SlabRefusal.mismatch(address, size, 1);
        }
        return code;
    }

    private void checkMatch(long address, long size, long alignment, int code) {
        Requests.checkBlock(size, alignment);
        boolean same = SizeClasses.ofRequest(size, alignment) == Math.max(code, SizeClasses.PAGES)
                && Alignment.isAligned(address, alignment)
                && (code > 0 || hasPagesOf(size, address));
        if (!same) {
            throw SlabRefusal.mismatch(address, size, alignment);
        }
    }

    private boolean hasPagesOf(long size, long address) {
        long usable = usableSize(address, AddressWindow.HEAD);
        return size <= usable && SizeClasses.pagesFor(size) == SizeClasses.pagesFor(usable);
    }

    private void enter() {
        if (guard != null) {
            guard.enter();
        }
        checkOpen();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the allocator is closed, engine=slab");
        }
    }
}
