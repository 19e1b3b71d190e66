package org.allotment.core.slab;

import java.util.Arrays;
import org.allotment.core.memory.RawAccess;

/**
 * The free lists and all that happens away from the hot path: filling a list from a run of pages, and giving runs
 * back whose blocks are all free.
 *
 * <p>{@link #words} holds two words for each class <i>c</i>: the address of the first free block, 0 when there is
 * none, at 2<i>c</i>, and the room of the list at 2<i>c</i> + {@value #ROOM}: by how many blocks it may grow until
 * somebody looks whether a sweep is due. Taking a block makes room and putting one back takes room, so that the number
 * of free blocks follows, and an allocator in its stride never looks.
 *
 * <p>A class whose room is spent is swept; a sweep makes room for at least as many blocks as it leaves, so its cost is
 * O(1) for each block freed since the last one.
 */
final class FreeLists {
    /** Shift from a class to its words. */
    static final int SHIFT = 1;

    static final int ROOM = 1;

    /** Where the limits begin, one word a class: the number of free blocks at which the room is spent. */
    static final int LIMITS = (SizeClasses.COUNT + 1) << SHIFT;

    /** Runs of the preferred size that a class may hold free before it is first swept. */
    private static final int SPARE_RUNS = 4;

    /** In place of a tally: the run is about to be given back. */
    private static final int DOOMED = -1;

    private final PageHeap heap;
    private final long[] words = new long[LIMITS + SizeClasses.COUNT + 1];
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

    /** The first free block of a class, 0 when there is none; each block begins with the address of the next. */
    long head(int sizeClass) {
        return words[sizeClass << SHIFT];
    }

    /** Number of free blocks of a class. */
    long free(int sizeClass) {
        return words[LIMITS + sizeClass] - words[(sizeClass << SHIFT) + ROOM];
    }

    long total(int sizeClass) {
        return total[sizeClass];
    }

    long runBytes(int sizeClass) {
        return runBytes[sizeClass];
    }

    /** Fills an empty list from a new run; false when not even one block can be had. */
    boolean refill(int sizeClass) {
        long run = takeRun(sizeClass);
        if (run == 0) {
            return head(sizeClass) != 0;
        }
        carve(sizeClass, run);
        return true;
    }

    /** Takes a run, the smaller the less there is; 0 when there is none for even one block. */
    private long takeRun(int sizeClass) {
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
        return run;
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
            if (free(sizeClass) != 0) {
                sweep(sizeClass);
            }
        }
    }

    /** Gives back every run of a class whose blocks are all free; O(free blocks of the class). */
    void sweep(int sizeClass) {
        countFreeBlocksOfRuns(sizeClass);
        long free = free(sizeClass);
        int runs = unlinkFreeRuns(sizeClass);
        forgetCounts(sizeClass);
        for (int i = 0; i < runs; i++) {
            free -= giveBack(sizeClass, doomed[i]);
        }
        setLimit(sizeClass, free);
    }

    /** Forgets every block, for an allocator that closes. */
    void clear() {
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            words[sizeClass << SHIFT] = 0;
            setLimit(sizeClass, 0);
        }
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

    /** Number of free blocks in a chunk; O(free blocks). */
    long freeBlocksIn(Chunk chunk) {
        long blocks = 0;
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            for (long block = head(sizeClass); block != 0; block = RawAccess.getLong(block)) {
                blocks += chunk.contains(block) ? 1 : 0;
            }
        }
        return blocks;
    }

    long heapBytes() {
        return Long.BYTES * ((long) words.length + 2L * total.length + doomed.length);
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
        for (long block = run + (blocks - 1) * size; block >= run; block -= size) {
            push(sizeClass, block);
        }
        words[(sizeClass << SHIFT) + ROOM] -= blocks;
        total[sizeClass] += blocks;
        runBytes[sizeClass] += (long) pages << SizeClasses.PAGE_SHIFT;
    }

    /** Links a block in; counting it is the caller's. */
    private void push(int sizeClass, long block) {
        int at = sizeClass << SHIFT;
        RawAccess.putLong(block, words[at]);
        words[at] = block;
    }

    private void countFreeBlocksOfRuns(int sizeClass) {
        Chunk chunk = heap.chunk(0);
        for (long block = head(sizeClass); block != 0; block = RawAccess.getLong(block)) {
            chunk = chunk.contains(block) ? chunk : heap.chunkOf(block);
            int first = chunk.head(chunk.page(block));
            chunk.setTally(first, chunk.tally(first) + 1);
        }
    }

    /** Builds a new list without the blocks of wholly free runs and notes the runs; all memory is still there. */
    private int unlinkFreeRuns(int sizeClass) {
        long block = head(sizeClass);
        words[sizeClass << SHIFT] = 0;
        int runs = 0;
        while (block != 0) {
            long next = RawAccess.getLong(block);
            runs = keepOrNote(sizeClass, block, runs);
            block = next;
        }
        return runs;
    }

    private int keepOrNote(int sizeClass, long block, int runs) {
        Chunk chunk = heap.chunkOf(block);
        int first = chunk.head(chunk.page(block));
        int tally = chunk.tally(first);
        if (tally == SizeClasses.blocksIn(sizeClass, chunk.runPages(first))) {
            chunk.setTally(first, DOOMED);
            note(runs, chunk.address(first));
            return runs + 1;
        }
        if (tally != DOOMED) {
            push(sizeClass, block);
        }
        return runs;
    }

    private void forgetCounts(int sizeClass) {
        for (long block = head(sizeClass); block != 0; block = RawAccess.getLong(block)) {
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

    /** Returns the number of blocks that went. */
    private int giveBack(int sizeClass, long run) {
        Chunk chunk = heap.chunkOf(run);
        int first = chunk.page(run);
        int pages = chunk.runPages(first);
        int blocks = SizeClasses.blocksIn(sizeClass, pages);
        chunk.setTally(first, 0);
        total[sizeClass] -= blocks;
        runBytes[sizeClass] -= (long) pages << SizeClasses.PAGE_SHIFT;
        heap.free(run);
        return blocks;
    }

    private void setLimit(int sizeClass, long free) {
        int runBlocks = SizeClasses.blocksIn(sizeClass, SizeClasses.preferredPages(sizeClass));
        words[LIMITS + sizeClass] = free + Math.max(free, (SPARE_RUNS + 1L) * runBlocks);
        words[(sizeClass << SHIFT) + ROOM] = words[LIMITS + sizeClass] - free;
    }
}
