package org.allotment.core.slab;

import org.allotment.core.bits.Alignment;

/**
 * One piece of the memory source, divided into runs of pages.
 *
 * <p>A bit for each page says whether it is taken; runs are found first fit by address, so that free neighbours need
 * no merging. The first page of a run knows its length, each page of a class run knows its first page.
 */
final class Chunk {
    static final int NONE = -1;

    private final long base;
    private final int pages;
    private final long[] taken;
    private final int[] runPages;
    private final int[] head;
    private final int[] tally;
    private int freePages;
    /** No free run is longer than this. */
    private int longestFree;

    Chunk(long base, int pages) {
        this.base = base;
        this.pages = pages;
        this.taken = new long[(pages + 63) >>> 6];
        this.runPages = new int[pages];
        this.head = new int[pages];
        this.tally = new int[pages];
        this.freePages = pages;
        this.longestFree = pages;
    }

    long base() {
        return base;
    }

    int pages() {
        return pages;
    }

    long byteSize() {
        return (long) pages << SizeClasses.PAGE_SHIFT;
    }

    int freePages() {
        return freePages;
    }

    boolean isFree() {
        return freePages == pages;
    }

    boolean contains(long address) {
        return address >= base && address - base < byteSize();
    }

    int page(long address) {
        return (int) ((address - base) >>> SizeClasses.PAGE_SHIFT);
    }

    long address(int page) {
        return base + ((long) page << SizeClasses.PAGE_SHIFT);
    }

    boolean isTaken(int page) {
        return ((taken[page >>> 6] >>> page) & 1) != 0;
    }

    int runPages(int page) {
        return runPages[page];
    }

    int head(int page) {
        return head[page];
    }

    /** Scratch of a sweep: free blocks counted in the run that begins here; 0 between sweeps. */
    int tally(int page) {
        return tally[page];
    }

    void setTally(int page, int count) {
        tally[page] = count;
    }

    /** Finds the lowest free run of so many pages whose absolute address is aligned. */
    int find(int wanted, long alignment) {
        if (wanted > longestFree || wanted > freePages) {
            return NONE;
        }
        int longest = 0;
        int from = nextFree(0);
        while (from < pages) {
            int to = nextTaken(from);
            long start = Alignment.alignUp(address(from), alignment);
            if (start - base <= ((long) to - wanted) << SizeClasses.PAGE_SHIFT) {
                return page(start);
            }
            longest = Math.max(longest, to - from);
            from = nextFree(to);
        }
        longestFree = longest;
        return NONE;
    }

    /** Takes free pages as a run. */
    void take(int first, int count) {
        mark(first, count, true);
        freePages -= count;
        runPages[first] = count;
    }

    /** Says to each page of a run where the run begins. */
    void point(int first, int count) {
        for (int page = first; page < first + count; page++) {
            head[page] = first;
        }
    }

    /** Frees a whole run. */
    void release(int first) {
        int count = runPages[first];
        runPages[first] = 0;
        mark(first, count, false);
        freePages += count;
        longestFree = pages;
    }

    /** Makes a run longer or shorter at its end; false when the pages behind it are not free. */
    boolean resize(int first, int count) {
        int current = runPages[first];
        if (count > pages - first || (count > current && nextTaken(first + current) < first + count)) {
            return false;
        }
        if (count > current) {
            mark(first + current, count - current, true);
        } else if (count < current) {
            mark(first + count, current - count, false);
            longestFree = pages;
        }
        freePages -= count - current;
        runPages[first] = count;
        return true;
    }

    long heapBytes() {
        return (long) taken.length * Long.BYTES + 3L * pages * Integer.BYTES;
    }

    private void mark(int first, int count, boolean value) {
        for (int page = first; page < first + count; ) {
            int bit = page & 63;
            int many = Math.min(64 - bit, first + count - page);
            long mask = (-1L >>> (64 - many)) << bit;
            taken[page >>> 6] = value ? taken[page >>> 6] | mask : taken[page >>> 6] & ~mask;
            page += many;
        }
    }

    private int nextFree(int from) {
        return next(from, -1L);
    }

    private int nextTaken(int from) {
        return next(from, 0L);
    }

    /** First page from here on whose bit differs from that of {@code skipped}; the page count when there is none. */
    private int next(int from, long skipped) {
        for (int page = from; page < pages; page = (page | 63) + 1) {
            long differing = (taken[page >>> 6] ^ skipped) >>> page;
            if (differing != 0) {
                return Math.min(pages, page + Long.numberOfTrailingZeros(differing));
            }
        }
        return pages;
    }
}
