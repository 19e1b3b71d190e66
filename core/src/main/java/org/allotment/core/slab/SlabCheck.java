package org.allotment.core.slab;

import java.util.BitSet;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.memory.RawAccess;
import org.jspecify.annotations.Nullable;

/** Walks the invariants I1 to I8 of the package; O(pages + free blocks), and it makes garbage. */
public final class SlabCheck {
    private final PageHeap heap;
    private final FreeLists lists;
    private final @Nullable BlockGuard guard;
    private final long[] total = new long[SizeClasses.COUNT + 1];
    private final long[] runBytes = new long[SizeClasses.COUNT + 1];
    private long pageBlocks;
    private long usedCodes;

    private SlabCheck(SlabAllocator slab) {
        this.heap = slab.heap();
        this.lists = slab.freeLists();
        this.guard = slab.guard();
    }

    /**
     * Walks all invariants.
     *
     * @param slab any open allocator; it is not changed
     * @throws AssertionError if an invariant is broken; the message starts with its number
     */
    public static void check(SlabAllocator slab) {
        SlabCheck check = new SlabCheck(slab);
        check.chunks();
        check.runs();
        check.codesOutsideChunks();
        check.totals();
        long free = check.freeLists();
        check.liveMarks(free);
        long counted = 0;
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            counted += check.total[sizeClass] - slab.freeLists().free(sizeClass);
        }
        AllocatorStatistics statistics = slab.statistics();
        boolean same = statistics.liveBlocks() == counted + check.pageBlocks;
        require(same, "I8 live blocks are counted, liveBlocks", statistics.liveBlocks());
        require(statistics.isConserved(), "I8 bytes are conserved, sourceBytes", statistics.sourceBytes());
    }

    private void chunks() {
        long bytes = 0;
        long free = 0;
        long idle = 0;
        long end = 0;
        long bound = 0;
        for (int i = 0; i < heap.count(); i++) {
            Chunk chunk = heap.chunk(i);
            require(chunk.start() >= bound, "I1 chunks are sorted and disjoint, base", chunk.base());
            bound = chunk.start() + chunk.sourceBytes();
            boolean holds = chunk.start() <= chunk.base() && chunk.base() + chunk.byteSize() <= bound;
            require(holds, "I1 pages lie within their chunk, base", chunk.base());
            end = chunk.base() + chunk.byteSize();
            boolean covered =
                    chunk.base() >= heap.window().base() && end <= heap.window().end();
            require(covered, "I1 the window covers every chunk, base", chunk.base());
            bytes += chunk.sourceBytes();
            free += (long) chunk.freePages() << SizeClasses.PAGE_SHIFT;
            idle += chunk.isFree() && chunk.isDrawn() ? chunk.byteSize() : 0;
        }
        require(bytes == heap.sourceBytes(), "I1 chunks add up to the source bytes, bytes", bytes);
        require(idle == heap.idleBytes(), "I1 wholly free chunks add up, bytes", idle);
        require(idle <= heap.reserve(), "I1 wholly free chunks are within the reserve, bytes", idle);
        require(free == heap.freeBytes(), "I2 free pages add up, bytes", free);
    }

    private void runs() {
        for (int i = 0; i < heap.count(); i++) {
            Chunk chunk = heap.chunk(i);
            int free = 0;
            int page = 0;
            while (page < chunk.pages()) {
                int code = heap.window().code(chunk.address(page));
                require((code != 0) == chunk.isTaken(page), "I2 a page has a code iff it is taken, page", page);
                if (code == 0) {
                    require(chunk.runPages(page) == 0, "I3 a free page begins no run, page", page);
                    free++;
                    page++;
                } else {
                    page += run(chunk, page, code);
                }
            }
            require(free == chunk.freePages(), "I2 a chunk counts its free pages, base", chunk.base());
        }
    }

    private int run(Chunk chunk, int first, int code) {
        int pages = chunk.runPages(first);
        require(code != AddressWindow.BODY && pages > 0, "I3 a run begins where the one before ends, page", first);
        require(pages <= chunk.pages() - first, "I3 a run ends within its chunk, page", first);
        require(chunk.tally(first) == 0, "I3 tallies are zero between sweeps, page", first);
        int expected = code == AddressWindow.HEAD ? AddressWindow.BODY : code;
        for (int page = first + 1; page < first + pages; page++) {
            int found = heap.window().code(chunk.address(page));
            require(found == expected && chunk.isTaken(page), "I3 a run has one code, page", page);
            require(chunk.runPages(page) == 0, "I3 runs do not overlap, page", page);
        }
        usedCodes += pages;
        if (code == AddressWindow.HEAD) {
            pageBlocks++;
        } else {
            for (int page = first; page < first + pages; page++) {
                require(chunk.head(page) == first, "I3 pages of a class run know its head, page", page);
            }
            total[code] += SizeClasses.blocksIn(code, pages);
            runBytes[code] += (long) pages << SizeClasses.PAGE_SHIFT;
        }
        return pages;
    }

    private void codesOutsideChunks() {
        long codes = 0;
        for (byte code : heap.window().codes()) {
            codes += code != AddressWindow.FREE ? 1 : 0;
        }
        require(codes == usedCodes, "I2 pages outside of chunks have no code, codes", codes);
    }

    private void totals() {
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            boolean same =
                    total[sizeClass] == lists.total(sizeClass) && runBytes[sizeClass] == lists.runBytes(sizeClass);
            require(same, "I4 runs add up to the totals of their class, class", sizeClass);
        }
    }

    /** Returns the number of free blocks. */
    private long freeLists() {
        long sum = 0;
        BitSet seen = new BitSet();
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            int length = list(sizeClass, seen);
            require(length == lists.free(sizeClass), "I5 the counters tell the length of the list, class", sizeClass);
            require(length <= total[sizeClass], "I5 no more blocks are free than there are, class", sizeClass);
            long room = lists.words()[(sizeClass << FreeLists.SHIFT) + FreeLists.ROOM];
            require(room >= 0, "I7 no sweep is overdue, class", sizeClass);
            sum += length;
        }
        return sum;
    }

    private int list(int sizeClass, BitSet seen) {
        int length = 0;
        for (long block = lists.head(sizeClass); block != 0; block = RawAccess.getLong(block)) {
            require(isBlock(block, sizeClass), "I5 a free block lies in a run of its class, address", block);
            int granule = (int) ((block - heap.window().base()) >>> SizeClasses.GRANULE_SHIFT);
            require(!seen.get(granule), "I5 a block is on its list once, address", block);
            seen.set(granule);
            boolean marked = guard != null && guard.classOf(block) != 0;
            require(!marked, "I6 no free block is marked live, address", block);
            length++;
        }
        return length;
    }

    private boolean isBlock(long block, int sizeClass) {
        if (!heap.contains(block) || heap.window().code(block) != sizeClass) {
            return false;
        }
        Chunk chunk = heap.chunkOf(block);
        int first = chunk.head(chunk.page(block));
        long offset = block - chunk.address(first);
        long size = SizeClasses.blockSize(sizeClass);
        return offset % size == 0 && offset / size < SizeClasses.blocksIn(sizeClass, chunk.runPages(first));
    }

    private void liveMarks(long free) {
        if (guard == null) {
            return;
        }
        long blocks = 0;
        for (int i = 0; i < heap.count(); i++) {
            blocks += liveMarksOf(heap.chunk(i));
        }
        long all = 0;
        for (long count : total) {
            all += count;
        }
        require(blocks == all - free, "I6 each block is live or free, live", blocks);
        require(blocks == guard.liveMarks(), "I6 only starts of blocks are marked, marks", guard.liveMarks());
    }

    private long liveMarksOf(Chunk chunk) {
        long live = 0;
        for (int page = 0; page < chunk.pages(); page++) {
            int code = heap.window().code(chunk.address(page));
            if (code > 0 && guard != null && chunk.head(page) == page) {
                long size = SizeClasses.blockSize(code);
                int blocks = SizeClasses.blocksIn(code, chunk.runPages(page));
                for (int i = 0; i < blocks; i++) {
                    live += guard.classOf(chunk.address(page) + i * size) == code ? 1 : 0;
                }
            }
        }
        return live;
    }

    /** Takes the value apart from the text: a walk after every step must not build messages nobody reads. */
    private static void require(boolean holds, String invariant, long value) {
        if (!holds) {
            throw new AssertionError(invariant + "=" + value);
        }
    }
}
