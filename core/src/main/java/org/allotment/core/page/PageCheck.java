package org.allotment.core.page;

import org.allotment.core.AllocatorStatistics;

/** Walks the invariants of the package, those of every bitmap included; O(pages). */
public final class PageCheck {
    private PageCheck() {}

    /**
     * Walks every region, every bit and every node.
     *
     * @param allocator what to walk
     * @throws AssertionError that begins with the number of the first invariant found broken
     * @throws IllegalStateException if the allocator is closed
     */
    public static void verify(BitmapPageAllocator allocator) {
        PageRegion[] regions = allocator.regions();
        long end = 0;
        long pages = 0;
        long used = 0;
        for (PageRegion region : regions) {
            require(
                    region.start >= end && region.byteSize > 0,
                    "I7 regions are sorted and disjoint, start",
                    region.start);
            end = region.start + region.byteSize;
            checkPages(region, allocator.pageSize());
            RunBitmapCheck.verify(region.bitmap);
            pages += region.pages;
            used += region.pages - region.bitmap.freeCount();
        }
        checkShortcuts(allocator, regions);
        require(allocator.totalPages() == pages, "I10 total pages are those of the regions, pages", pages);
        require(allocator.usedPages() == used, "I10 used pages are the zeros, used", used);
        AllocatorStatistics statistics = allocator.statistics();
        boolean same = statistics.liveBlocks() == used && statistics.liveBlockBytes() == used * allocator.pageSize();
        require(same && statistics.isConserved(), "I10 every byte is live, free or lost, used", used);
    }

    /** The whole pages of a range, found by division. */
    private static void checkPages(PageRegion region, long pageSize) {
        long first = Math.ceilDiv(region.start, pageSize);
        long end = (region.start + region.byteSize) / pageSize;
        boolean whole = region.base == first * pageSize && region.pages == end - first;
        require(whole && region.bitmap.capacity() == region.pages, "I8 a bit for each whole page, base", region.base);
        require(region.base > 0 && region.pages > 0, "I8 a region has a page and none at 0, base", region.base);
    }

    private static void checkShortcuts(BitmapPageAllocator allocator, PageRegion[] regions) {
        boolean lowestFound = regions.length == 0 && allocator.lowest() == PageRegion.NOWHERE;
        boolean recentFound = allocator.recent() == PageRegion.NOWHERE;
        for (PageRegion region : regions) {
            lowestFound |= region == allocator.lowest();
            recentFound |= region == allocator.recent();
            require(
                    lowestFound || region.bitmap.freeCount() == 0,
                    "I9 regions below the lowest are full, base",
                    region.base);
        }
        require(lowestFound && recentFound, "I9 both shortcuts are regions, regions", regions.length);
    }

    private static void require(boolean holds, String invariant, long value) {
        if (!holds) {
            throw new AssertionError(invariant + "=" + value);
        }
    }
}
