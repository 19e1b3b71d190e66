package org.allotment.core.page;

import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.PageAllocator;
import org.allotment.core.bits.Alignment;
import org.jspecify.annotations.Nullable;

/**
 * First fit over a bitmap of pages with a summary of free runs; see the package for the picture.
 *
 * <p>The lowest address wins: regions are tried from the lowest up, and within one the lowest run that is long enough
 * and aligned is taken. Bookkeeping is on the Java heap alone, nine 64ths of a byte a page, so a region of 1 TiB in
 * pages of 4 KiB costs 36 MiB and none of its memory is touched.
 *
 * <p>There is one form. The bitmap knows each page, so foreign, unaligned, double and partly free ranges are caught at
 * the cost of one test that the update needs anyway; leaving it out gains nothing that can be measured.
 *
 * <p>For the thread that made it, unless it was made {@linkplain #createWithoutOwner without owner}. Calls that change
 * anything, and {@link #longestFreeRun}, refuse other threads; the other reports do not, and may show them figures of a
 * moment in between.
 */
public final class BitmapPageAllocator implements PageAllocator {
    private final long pageSize;
    private final int pageShift;
    private final @Nullable Thread owner;
    private final PageRegions regions = new PageRegions();

    /** The lowest region with a free page, or one below it. */
    private PageRegion lowest = PageRegion.NOWHERE;

    /** Where pages were returned last. */
    private PageRegion recent = PageRegion.NOWHERE;

    private boolean closed;

    private BitmapPageAllocator(long pageSize, @Nullable Thread owner) {
        if (!Alignment.isPowerOfTwo(pageSize)) {
            throw AllocationException.invalidParameter("a page size must be a power of two, pageSize=" + pageSize);
        }
        this.pageSize = pageSize;
        this.pageShift = Long.numberOfTrailingZeros(pageSize);
        this.owner = owner;
    }

    /**
     * Makes an allocator without regions that belongs to the calling thread.
     *
     * @param pageSize bytes of a page, a power of two
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the page size is bad
     */
    public static BitmapPageAllocator create(long pageSize) {
        return new BitmapPageAllocator(pageSize, Thread.currentThread());
    }

    /**
     * Makes an allocator without regions and without an owner, for use under a lock: any thread, one at a time.
     *
     * @param pageSize bytes of a page, a power of two
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the page size is bad
     */
    public static BitmapPageAllocator createWithoutOwner(long pageSize) {
        return new BitmapPageAllocator(pageSize, null);
    }

    /**
     * Makes an allocator over one region that belongs to the calling thread.
     *
     * @param start first byte of the region, above 0
     * @param byteSize bytes of the region; at least one whole page must be within
     * @param pageSize bytes of a page, a power of two
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad
     */
    public static BitmapPageAllocator over(long start, long byteSize, long pageSize) {
        BitmapPageAllocator allocator = create(pageSize);
        allocator.addRegion(start, byteSize);
        return allocator;
    }

    /**
     * Makes an allocator over one region of a named size that belongs to the calling thread.
     *
     * @param start first byte of the region, above 0
     * @param capacity bytes of the region
     * @param pageSize bytes of a page, a power of two
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad
     */
    public static BitmapPageAllocator over(long start, PageCapacity capacity, long pageSize) {
        return over(start, capacity.bytes(), pageSize);
    }

    @Override
    public long allocatePages(long count, long alignment) {
        long address = tryAllocatePages(count, alignment);
        if (address == NULL) {
            throw full(count, alignment);
        }
        return address;
    }

    @Override
    public long tryAllocatePages(long count, long alignment) {
        enter();
        long address = alignment == pageSize ? lowest.allocateFirst(count) : NULL;
        return address != NULL ? address : search(count, alignment);
    }

    @Override
    public void allocatePagesAt(long address, long count, long alignment) {
        if (!tryAllocatePagesAt(address, count, alignment)) {
            throw AllocationException.noMemory("a page of the range is allocated already, address=" + address
                    + ", count=" + count + ", pageSize=" + pageSize);
        }
    }

    @Override
    public boolean tryAllocatePagesAt(long address, long count, long alignment) {
        enter();
        checkOpen();
        checkRequest(count, alignment);
        PageRegion region = regions.containing(address);
        long index = (address - region.base) >>> pageShift;
        boolean aligned = (address & (Math.max(alignment, pageSize) - 1)) == 0;
        if (!aligned || region == PageRegion.NOWHERE || !region.holds(index, count)) {
            throw badRange(aligned, address, count, alignment);
        }
        return region.bitmap.allocateAt(index, count);
    }

    @Override
    public void freePages(long address, long count) {
        enter();
        PageRegion region = recent;
        long offset = address - region.base;
        if ((offset & (pageSize - 1)) != 0 || !region.free(offset >>> pageShift, count)) {
            region = freeElsewhere(address, count);
        }
        if (region != lowest && region.base < lowest.base) {
            lowest = region;
        }
    }

    /** Any free but one in the region of the last. */
    private PageRegion freeElsewhere(long address, long count) {
        PageRegion region = regions.containing(address);
        long offset = address - region.base;
        boolean isPage = region != PageRegion.NOWHERE && (offset & (pageSize - 1)) == 0;
        if (!isPage || !region.free(offset >>> pageShift, count)) {
            throw badFree(address, count);
        }
        recent = region;
        return region;
    }

    @Override
    public void addRegion(long start, long byteSize) {
        enter();
        checkOpen();
        if (start < 1 || byteSize < 1 || start > Long.MAX_VALUE - byteSize) {
            throw badRegion("a region has bytes, begins above 0 and ends within 63 bits", start, byteSize);
        }
        if (regions.overlaps(start, byteSize)) {
            throw AllocationException.memoryOverlap(
                    "bytes of the region are part of one already, start=" + start + ", byteSize=" + byteSize);
        }
        long pages = PageRegion.pages(start, byteSize, pageShift);
        if (pages < 1 || pages > RunBitmap.MAX_CAPACITY) {
            throw badRegion("a region has from 1 to " + RunBitmap.MAX_CAPACITY + " whole pages", start, byteSize);
        }
        regions.add(new PageRegion(start, byteSize, pageShift));
        lowest = regions.all()[0];
    }

    @Override
    public void removeRegion(long start) {
        enter();
        checkOpen();
        PageRegion region = regions.startingAt(start);
        if (region == PageRegion.NOWHERE) {
            throw AllocationException.invalidParameter("no region begins there, start=" + start);
        }
        long used = region.pages - region.bitmap.freeCount();
        if (used != 0) {
            throw AllocationException.invalidParameter(
                    "pages of the region are allocated, start=" + start + ", usedPages=" + used);
        }
        regions.remove(region);
        recent = PageRegion.NOWHERE;
        lowest = regions.all().length == 0 ? PageRegion.NOWHERE : regions.all()[0];
    }

    @Override
    public long pageSize() {
        return pageSize;
    }

    @Override
    public long totalPages() {
        checkOpen();
        long sum = 0;
        for (PageRegion region : regions.all()) {
            sum += region.pages;
        }
        return sum;
    }

    @Override
    public long usedPages() {
        return totalPages() - availablePages();
    }

    @Override
    public long availablePages() {
        checkOpen();
        long sum = 0;
        for (PageRegion region : regions.all()) {
            sum += region.bitmap.freeCount();
        }
        return sum;
    }

    @Override
    public long longestFreeRun() {
        enter();
        checkOpen();
        long longest = 0;
        for (PageRegion region : regions.all()) {
            longest = Math.max(longest, region.bitmap.longestFreeRun());
        }
        return longest;
    }

    @Override
    public boolean contains(long address) {
        checkOpen();
        return regions.containing(address) != PageRegion.NOWHERE;
    }

    @Override
    public AllocatorStatistics statistics() {
        checkOpen();
        long source = 0;
        long heap = 0;
        for (PageRegion region : regions.all()) {
            source += region.byteSize;
            heap += region.bitmap.heapBytes();
        }
        long total = totalPages() << pageShift;
        long free = availablePages() << pageShift;
        return new AllocatorStatistics(source, total - free, 0, free, 0, source - total, usedPages(), heap);
    }

    @Override
    public void close() {
        if (!closed) {
            enter();
            closed = true;
            regions.clear();
            lowest = PageRegion.NOWHERE;
            recent = PageRegion.NOWHERE;
        }
    }

    /** Everything but a single page of the lowest region. */
    private long search(long count, long alignment) {
        checkOpen();
        checkRequest(count, alignment);
        long alignedPages = Math.max(1, alignment >>> pageShift);
        boolean below = true;
        for (PageRegion region : regions.all()) {
            long address = region.allocate(count, alignedPages);
            if (below && region.bitmap.freeCount() > 0) {
                lowest = region;
                below = false;
            }
            if (address != NULL) {
                return address;
            }
        }
        return NULL;
    }

    /** Refuses every thread but the owner. A thread is its identity. */
    @SuppressWarnings("ReferenceEquality")
    private void enter() {
        if (owner != Thread.currentThread()) {
            checkOwnerless();
        }
    }

    private void checkOwnerless() {
        if (owner != null) {
            throw new IllegalStateException("only its owner may use this allocator, owner=" + owner.threadId()
                    + ", caller=" + Thread.currentThread().threadId());
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the allocator is closed, engine=page");
        }
    }

    private void checkRequest(long count, long alignment) {
        if (count < 1 || !Alignment.isPowerOfTwo(alignment) || count > (Long.MAX_VALUE - alignment) >>> pageShift) {
            throw AllocationException.invalidParameter("a count is at least 1 page, an alignment a power of two, both"
                    + " together within 63 bits, count=" + count + ", alignment=" + alignment + ", pageSize="
                    + pageSize);
        }
    }

    private AllocationException badRange(boolean aligned, long address, long count, long alignment) {
        String rule = aligned
                ? "the pages are not all in one region"
                : "the address is not a multiple of page size and alignment";
        return AllocationException.invalidParameter(rule + ", address=" + address + ", count=" + count + ", alignment="
                + alignment + ", pageSize=" + pageSize);
    }

    private AllocationException badFree(long address, long count) {
        checkOpen();
        if (count < 1 || count > Long.MAX_VALUE >>> pageShift) {
            return AllocationException.invalidParameter(
                    "a count is at least 1 page and within 63 bits, address=" + address + ", count=" + count);
        }
        return AllocationException.notAllocated("not each page of the range is allocated here, address=" + address
                + ", count=" + count + ", pageSize=" + pageSize);
    }

    private AllocationException badRegion(String rule, long start, long byteSize) {
        return AllocationException.invalidParameter(
                rule + ", start=" + start + ", byteSize=" + byteSize + ", pageSize=" + pageSize);
    }

    private AllocationException full(long count, long alignment) {
        return AllocationException.noMemory("no such run of pages is free, availablePages=" + availablePages()
                + ", count=" + count + ", alignment=" + alignment + ", pageSize=" + pageSize);
    }

    PageRegion[] regions() {
        checkOpen();
        return regions.all();
    }

    PageRegion lowest() {
        return lowest;
    }

    PageRegion recent() {
        return recent;
    }
}
