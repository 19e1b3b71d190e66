package org.allotment.core.page;

/** A range of addresses and the bitmap of its whole pages; bit 0 is the first whole page (A2). */
final class PageRegion {
    /** No page at all: what stands for a region where there is none. Nothing in it ever changes. */
    static final PageRegion NOWHERE = new PageRegion();

    /** As it was added. */
    final long start;

    final long byteSize;

    /** Of the first whole page. */
    final long base;

    final long pages;
    final int pageShift;
    final RunBitmap bitmap;

    private PageRegion() {
        this.start = 0;
        this.byteSize = 0;
        this.base = 0;
        this.pages = 0;
        this.pageShift = 0;
        this.bitmap = RunBitmap.withoutIndices();
    }

    PageRegion(long start, long byteSize, int pageShift) {
        this.start = start;
        this.byteSize = byteSize;
        this.pageShift = pageShift;
        this.base = base(start, pageShift);
        this.pages = pages(start, byteSize, pageShift);
        this.bitmap = new RunBitmap(pages);
    }

    private static long base(long start, int pageShift) {
        return (start + (1L << pageShift) - 1) >>> pageShift << pageShift;
    }

    /** Number of whole pages in a range that ends within a {@code long}; zero or less when there is none. */
    static long pages(long start, long byteSize, int pageShift) {
        return ((start + byteSize) >>> pageShift) - (base(start, pageShift) >>> pageShift);
    }

    /** Whether an address lies in a whole page. */
    boolean contains(long address) {
        long offset = address - base;
        return offset >= 0 && offset >>> pageShift < pages;
    }

    /** Takes the lowest run, if it is known without a search; answers its address or 0. */
    long allocateFirst(long count) {
        long index = count == 1 ? bitmap.allocate() : bitmap.takeFirstRun(count);
        return index == RunBitmap.NONE ? 0 : base + (index << pageShift);
    }

    /** Takes a run; answers its address or 0. */
    long allocate(long count, long alignedPages) {
        long index = bitmap.allocate(count, alignedPages, base >>> pageShift);
        return index == RunBitmap.NONE ? 0 : base + (index << pageShift);
    }

    /** Whether a range that begins at a page of this region ends in it. */
    boolean holds(long index, long count) {
        return count >= 1 && count <= pages - index;
    }

    /** Returns pages; false when any of them is free or none of this region's. */
    boolean free(long index, long count) {
        return count == 1 ? bitmap.tryFree(index) : bitmap.tryFree(index, count);
    }
}
