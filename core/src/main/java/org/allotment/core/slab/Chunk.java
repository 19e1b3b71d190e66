package org.allotment.core.slab;

import org.allotment.core.bits.Alignment;

/**
 * One piece of the memory source, or one region that was handed in, divided into runs of pages.
 *
 * <p>A bit for each page says whether it is taken; runs are found first fit by address, so that free neighbours need
 * no merging. The first page of a run knows its length, each page of a class run knows its first page.
 */
final class Chunk {
    static final int NONE = -1;

    private final long start;
    private final boolean drawn;
    private final long base;
    private final int pages;
    private final long[] taken;
    private final int[] runPages;
    private final int[] head;
    private final int[] tally;
    private long sourceBytes;
    private int freePages;
    /** No free run is longer than this. */
    private int longestFree;

    /** Divides a run of memory that has a whole page; what it has of others is lost. */
    Chunk(long start, long sourceBytes, boolean drawn) {
        this.start = start;
        this.sourceBytes = sourceBytes;
        this.drawn = drawn;
        this.base = Alignment.alignUp(start, SizeClasses.PAGE);
        this.pages = (int) wholePages(start, sourceBytes);
        this.taken = new long[(pages + 63) >>> 6];
        this.runPages = new int[pages];
        this.head = new int[pages];
        this.tally = new int[pages];
        this.freePages = pages;
        this.longestFree = pages;
    }

    /** Number of whole pages in a run of memory. */
    static long wholePages(long start, long byteSize) {
        long first = Alignment.alignUp(start, SizeClasses.PAGE);
        long end = Alignment.alignDown(start + byteSize, SizeClasses.PAGE);
        return Math.max(0, end - first) >>> SizeClasses.PAGE_SHIFT;
    }

    /** This chunk with more memory at its ends, and the same runs in it. */
    Chunk extended(long newStart, long newBytes) {
        Chunk larger = new Chunk(newStart, newBytes, drawn);
        int shift = larger.page(base);
        for (int page = nextTaken(0); page < pages; ) {
            int end = nextFree(page);
            larger.mark(page + shift, end - page, true);
            page = nextTaken(end);
        }
        System.arraycopy(runPages, 0, larger.runPages, shift, pages);
        for (int page = 0; page < pages; page++) {
            larger.head[page + shift] = head[page] + shift;
        }
        larger.freePages = larger.pages - pages + freePages;
        return larger;
    }

    /** First byte, as drawn or handed in. */
    long start() {
        return start;
    }

    /** Length, as drawn or handed in. */
    long sourceBytes() {
        return sourceBytes;
    }

    /** Notes that the source has enlarged the piece; the new bytes are lost for as long as this chunk stands for it. */
    void setSourceBytes(long bytes) {
        sourceBytes = bytes;
    }

    /** Whether it goes back to the source. */
    boolean isDrawn() {
        return drawn;
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

    /** Bytes of it that could go back to the source: all or none. */
    long idleBytes() {
        return drawn && isFree() ? byteSize() : 0;
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

    /** Number of free pages at the end. */
    int freeTail() {
        return pages - 1 - previousTaken(pages - 1);
    }

    /**
     * Finds where a run of whole pages can begin, below its place or where it is, to have another length or alignment:
     * over the free pages in front of it, its own, and those behind.
     */
    int slideTarget(int first, int wanted, long alignment) {
        int end = nextTaken(first + runPages[first]);
        int latest = Math.min(first, end - wanted);
        int earliest = previousTaken(first - 1) + 1;
        if (latest < earliest) {
            return NONE;
        }
        long target = Alignment.alignDown(address(latest), alignment);
        return target >= address(earliest) ? page(target) : NONE;
    }

    /** Last page up to this one that is taken, or {@link #NONE}. */
    private int previousTaken(int from) {
        for (int page = from; page >= 0; page = (page & -64) - 1) {
            long bits = taken[page >>> 6] << ~page;
            if (bits != 0) {
                return page - Long.numberOfLeadingZeros(bits);
            }
        }
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
