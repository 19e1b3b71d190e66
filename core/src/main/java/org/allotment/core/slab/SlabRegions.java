package org.allotment.core.slab;

import org.allotment.core.AllocationException;

/** The regions that were handed in: what may become one, grow and go. */
final class SlabRegions {
    /** A region ends below this. */
    private static final long MOST_ADDRESS = 1L << 57;

    private final PageHeap heap;
    private final FreeLists freeLists;

    SlabRegions(PageHeap heap, FreeLists freeLists) {
        this.heap = heap;
        this.freeLists = freeLists;
    }

    void add(long start, long byteSize) {
        if (start < 1 || byteSize < 1 || byteSize > MOST_ADDRESS || start > MOST_ADDRESS - byteSize) {
            throw badRegion("a region has bytes, and lies between 1 and 2^57", start, byteSize);
        }
        if (heap.overlaps(start, byteSize)) {
            throw overlap(start, byteSize);
        }
        if (Chunk.wholePages(start, byteSize) == 0) {
            throw badRegion("a region has a whole page", start, byteSize);
        }
        if (!heap.open(start, byteSize)) {
            throw tooWide(start, byteSize);
        }
    }

    void extend(long start, long before, long behind) {
        Chunk chunk = handedIn(start);
        if (before < 0 || behind < 0 || before >= start || behind > MOST_ADDRESS - start - chunk.sourceBytes()) {
            throw AllocationException.invalidParameter("a region grows by bytes from 0 up, and lies between 1 and 2^57"
                    + ", start=" + start + ", before=" + before + ", behind=" + behind);
        }
        long newStart = start - before;
        long newBytes = before + chunk.sourceBytes() + behind;
        if (heap.overlaps(newStart, before) || heap.overlaps(start + chunk.sourceBytes(), behind)) {
            throw overlap(newStart, newBytes);
        }
        if (!heap.extend(chunk, newStart, newBytes)) {
            throw tooWide(newStart, newBytes);
        }
    }

    void remove(long start) {
        Chunk chunk = handedIn(start);
        long live = liveBlocks(chunk);
        if (live != 0) {
            throw AllocationException.invalidParameter(
                    "blocks of the region are live, start=" + start + ", liveBlocks=" + live);
        }
        freeLists.sweepAll();
        heap.remove(chunk);
    }

    private Chunk handedIn(long start) {
        for (int i = 0; i < heap.count(); i++) {
            Chunk chunk = heap.chunk(i);
            if (chunk.start() == start && !chunk.isDrawn()) {
                return chunk;
            }
        }
        throw AllocationException.invalidParameter("no region that was handed in begins there, start=" + start);
    }

    private long liveBlocks(Chunk chunk) {
        long blocks = 0;
        for (int page = 0; page < chunk.pages(); page += Math.max(1, chunk.runPages(page))) {
            int code = heap.window().code(chunk.address(page));
            blocks += code > 0 ? SizeClasses.blocksIn(code, chunk.runPages(page)) : -code;
        }
        return blocks - freeLists.freeBlocksIn(chunk);
    }

    private static AllocationException badRegion(String rule, long start, long byteSize) {
        return AllocationException.invalidParameter(rule + ", start=" + start + ", byteSize=" + byteSize);
    }

    private static AllocationException tooWide(long start, long byteSize) {
        return badRegion("all chunks lie within 256 GiB", start, byteSize);
    }

    private static AllocationException overlap(long start, long byteSize) {
        return AllocationException.memoryOverlap(
                "bytes of the region are part of a chunk, start=" + start + ", byteSize=" + byteSize);
    }
}
