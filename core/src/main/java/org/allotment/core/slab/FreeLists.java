package org.allotment.core.slab;

import java.util.Arrays;
import org.allotment.core.memory.RawAccess;

/**
 * The free lists and all that happens away from the hot path: filling a list from a run of pages, and giving runs
 * back whose blocks are all free.
 *
 * <p>{@link #words} holds the head of the list of class <i>c</i> at <i>c</i> and its budget at {@link #BUDGET} +
 * <i>c</i>: how many more blocks may become free before the list is swept. The number of free blocks is therefore
 * {@code limit - budget}, and a free needs one counter for both purposes. A sweep sets the limit to at least twice
 * what it left, so its cost is O(1) for each block freed since the last one.
 */
final class FreeLists {
    static final int BUDGET = 128;

    /** Runs of the preferred size that a class may hold free before it is first swept. */
    private static final int SPARE_RUNS = 4;

    /** In place of a tally: the run is about to be given back. */
    private static final int DOOMED = -1;

    private final PageHeap heap;
    private final long[] words = new long[2 * BUDGET];
    private final long[] limit = new long[SizeClasses.COUNT + 1];
    private final long[] total = new long[SizeClasses.COUNT + 1];
    private final long[] runBytes = new long[SizeClasses.COUNT + 1];
    private long[] doomed = new long[16];

    FreeLists(PageHeap heap) {
        this.heap = heap;
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            setLimit(sizeClass, 0);
        }
    }

    long[] words() {
        return words;
    }

    long free(int sizeClass) {
        return limit[sizeClass] - words[BUDGET + sizeClass];
    }

    long total(int sizeClass) {
        return total[sizeClass];
    }

    long runBytes(int sizeClass) {
        return runBytes[sizeClass];
    }

    /** Fills an empty list from a new run, the smaller the less there is; false when not even one block can be had. */
    boolean refill(int sizeClass) {
        int preferred = SizeClasses.preferredPages(sizeClass);
        int least = SizeClasses.leastPages(sizeClass);
        long run = heap.take(preferred, SizeClasses.PAGE, sizeClass);
        if (run == 0) {
            run = heap.takeFromNewChunk(preferred, SizeClasses.PAGE, sizeClass);
        }
        if (run == 0) {
            run = takeSmaller(sizeClass, preferred);
        }
        if (run == 0) {
            run = heap.takeFromNewChunk(least, SizeClasses.PAGE, sizeClass);
        }
        if (run == 0) {
            sweepAll();
            run = takeSmaller(sizeClass, preferred);
        }
        if (run == 0) {
            heap.giveBackFree();
            run = heap.takeFromNewChunk(least, SizeClasses.PAGE, sizeClass);
        }
        if (run == 0) {
            return false;
        }
        carve(sizeClass, run);
        return true;
    }

    /** Takes a block of whole pages, sweeping all lists before giving up; 0 when there is none. */
    long takePages(int pages, long alignment) {
        long address = heap.take(pages, alignment, AddressWindow.HEAD);
        if (address == 0) {
            address = heap.takeFromNewChunk(pages, alignment, AddressWindow.HEAD);
        }
        if (address == 0) {
            sweepAll();
            address = heap.take(pages, alignment, AddressWindow.HEAD);
        }
        if (address == 0) {
            heap.giveBackFree();
            address = heap.takeFromNewChunk(pages, alignment, AddressWindow.HEAD);
        }
        return address;
    }

    void sweepAll() {
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            if (words[sizeClass] != 0) {
                sweep(sizeClass);
            }
        }
    }

    /** Gives back every run of a class whose blocks are all free; O(free blocks of the class). */
    void sweep(int sizeClass) {
        countFreeBlocksOfRuns(sizeClass);
        int runs = unlinkFreeRuns(sizeClass);
        forgetCounts(sizeClass);
        for (int i = 0; i < runs; i++) {
            giveBack(sizeClass, doomed[i]);
        }
        setLimit(sizeClass, free(sizeClass));
    }

    /** Forgets every block, for an allocator that closes. */
    void clear() {
        Arrays.fill(words, 0, BUDGET, 0);
    }

    long liveBlocks() {
        long sum = 0;
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            sum += total[sizeClass] - free(sizeClass);
        }
        return sum;
    }

    long liveBytes() {
        long sum = 0;
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            sum += (total[sizeClass] - free(sizeClass)) * SizeClasses.blockSize(sizeClass);
        }
        return sum;
    }

    long freeBytes() {
        long sum = 0;
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            sum += free(sizeClass) * SizeClasses.blockSize(sizeClass);
        }
        return sum;
    }

    /** Bytes behind the last block of each run. */
    long tailBytes() {
        long sum = 0;
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            sum += runBytes[sizeClass] - total[sizeClass] * SizeClasses.blockSize(sizeClass);
        }
        return sum;
    }

    long heapBytes() {
        return Long.BYTES * ((long) words.length + 3L * limit.length + doomed.length);
    }

    private long takeSmaller(int sizeClass, int preferred) {
        int pages = preferred;
        while (true) {
            long run = heap.take(pages, SizeClasses.PAGE, sizeClass);
            int blocks = SizeClasses.blocksIn(sizeClass, pages) / 2;
            if (run != 0 || blocks == 0) {
                return run;
            }
            pages = Math.min(pages - 1, SizeClasses.pagesFor(blocks * SizeClasses.blockSize(sizeClass)));
            if (pages < SizeClasses.leastPages(sizeClass)) {
                return 0;
            }
        }
    }

    /** Links all blocks of a run, lowest address first; each link is the first touch of its block. */
    private void carve(int sizeClass, long run) {
        Chunk chunk = heap.chunkOf(run);
        int pages = chunk.runPages(chunk.page(run));
        int blocks = SizeClasses.blocksIn(sizeClass, pages);
        long size = SizeClasses.blockSize(sizeClass);
        long next = words[sizeClass];
        for (long block = run + (blocks - 1) * size; block >= run; block -= size) {
            RawAccess.putLong(block, next);
            next = block;
        }
        words[sizeClass] = next;
        words[BUDGET + sizeClass] -= blocks;
        total[sizeClass] += blocks;
        runBytes[sizeClass] += (long) pages << SizeClasses.PAGE_SHIFT;
    }

    private void countFreeBlocksOfRuns(int sizeClass) {
        Chunk chunk = heap.chunk(0);
        for (long block = words[sizeClass]; block != 0; block = RawAccess.getLong(block)) {
            chunk = chunk.contains(block) ? chunk : heap.chunkOf(block);
            int first = chunk.head(chunk.page(block));
            chunk.setTally(first, chunk.tally(first) + 1);
        }
    }

    /** Takes the blocks of wholly free runs off the list and notes the runs; their memory is still needed to walk. */
    private int unlinkFreeRuns(int sizeClass) {
        Chunk chunk = heap.chunk(0);
        int runs = 0;
        long lastKept = 0;
        words[BUDGET + sizeClass] = limit[sizeClass];
        long block = words[sizeClass];
        words[sizeClass] = 0;
        while (block != 0) {
            long next = RawAccess.getLong(block);
            chunk = chunk.contains(block) ? chunk : heap.chunkOf(block);
            int first = chunk.head(chunk.page(block));
            int tally = chunk.tally(first);
            if (tally == SizeClasses.blocksIn(sizeClass, chunk.runPages(first))) {
                chunk.setTally(first, DOOMED);
                note(runs++, chunk.address(first));
            } else if (tally != DOOMED) {
                append(sizeClass, lastKept, block);
                lastKept = block;
            }
            block = next;
        }
        if (lastKept != 0) {
            RawAccess.putLong(lastKept, 0);
        }
        return runs;
    }

    private void append(int sizeClass, long lastKept, long block) {
        if (lastKept == 0) {
            words[sizeClass] = block;
        } else {
            RawAccess.putLong(lastKept, block);
        }
        words[BUDGET + sizeClass]--;
    }

    private void forgetCounts(int sizeClass) {
        for (long block = words[sizeClass]; block != 0; block = RawAccess.getLong(block)) {
            Chunk chunk = heap.chunkOf(block);
            chunk.setTally(chunk.head(chunk.page(block)), 0);
        }
    }

    private void note(int index, long run) {
        if (index == doomed.length) {
            doomed = Arrays.copyOf(doomed, index * 2);
        }
        doomed[index] = run;
    }

    private void giveBack(int sizeClass, long run) {
        Chunk chunk = heap.chunkOf(run);
        int first = chunk.page(run);
        int pages = chunk.runPages(first);
        chunk.setTally(first, 0);
        total[sizeClass] -= SizeClasses.blocksIn(sizeClass, pages);
        runBytes[sizeClass] -= (long) pages << SizeClasses.PAGE_SHIFT;
        heap.free(run);
    }

    private void setLimit(int sizeClass, long free) {
        int runBlocks = SizeClasses.blocksIn(sizeClass, SizeClasses.preferredPages(sizeClass));
        limit[sizeClass] = free + Math.max(free, (SPARE_RUNS + 1L) * runBlocks);
        words[BUDGET + sizeClass] = limit[sizeClass] - free;
    }
}
