package org.allotment.core.slab;

import java.util.Arrays;
import org.allotment.core.memory.RawAccess;

/**
 * The free lists and all that happens away from the hot path: filling a list from a run of pages, and giving runs
 * back whose blocks are all free.
 *
 * <p>{@link #words} holds the head of the list of class <i>c</i> at <i>c</i> and its cap at {@link #CAP} + <i>c</i>. A
 * head, like every link, carries the length of its list above the address, so that allocating restores the length
 * with the link and counting costs no memory access of its own:
 *
 * <pre>
 *  63  62 … 48        47 …          4  3 … 0
 *  0 | list length | address of block | 0000     0 is the empty list
 * </pre>
 *
 * <p>A list that grows above its cap is swept if more blocks of the class are free than {@code limit}; a list that is
 * still long is <em>parked</em>, and the class goes on with an empty one, so that lengths fit. A sweep sets the limit
 * to at least twice what it leaves, so its cost is O(1) for each block freed since the last one.
 */
final class FreeLists {
    static final int CAP = 128;

    private static final int LENGTH_SHIFT = 48;
    private static final long ADDRESS = (1L << LENGTH_SHIFT) - 1;
    private static final long ONE = 1L << LENGTH_SHIFT;

    /** Longest list; one above it still fits. */
    private static final int LONGEST = (1 << 15) - 2;
    /** Length at which a list is parked. */
    private static final int PARKED = 1 << 14;

    /** Runs of the preferred size that a class may hold free before it is first swept. */
    private static final int SPARE_RUNS = 4;

    /** In place of a tally: the run is about to be given back. */
    private static final int DOOMED = -1;

    private final PageHeap heap;
    private final long[] words = new long[2 * CAP];
    private final long[] limit = new long[SizeClasses.COUNT + 1];
    private final long[][] parked = new long[SizeClasses.COUNT + 1][0];
    private final int[] parkedLists = new int[SizeClasses.COUNT + 1];
    private final long[] parkedBlocks = new long[SizeClasses.COUNT + 1];
    private final long[] total = new long[SizeClasses.COUNT + 1];
    private final long[] runBytes = new long[SizeClasses.COUNT + 1];
    private long[] doomed = new long[16];

    FreeLists(PageHeap heap) {
        this.heap = heap;
        for (int sizeClass = 1; sizeClass <= SizeClasses.COUNT; sizeClass++) {
            setLimit(sizeClass);
        }
    }

    long[] words() {
        return words;
    }

    /** The first block of a list. */
    static long address(long list) {
        return list & ADDRESS;
    }

    static long length(long list) {
        return list >>> LENGTH_SHIFT;
    }

    /** Puts a block in front of a list and returns the longer list; the block is linked to the rest. */
    static long push(long list, long block) {
        RawAccess.putLong(block, list);
        return block | ((list & ~ADDRESS) + ONE);
    }

    long free(int sizeClass) {
        return parkedBlocks[sizeClass] + length(words[sizeClass]);
    }

    /** Number of lists of a class: the parked ones and, last, the one in use. */
    int lists(int sizeClass) {
        return parkedLists[sizeClass] + 1;
    }

    long list(int sizeClass, int index) {
        return index < parkedLists[sizeClass] ? parked[sizeClass][index] : words[sizeClass];
    }

    long total(int sizeClass) {
        return total[sizeClass];
    }

    long runBytes(int sizeClass) {
        return runBytes[sizeClass];
    }

    /** Fills an empty list, from a parked one or a new run; false when not even one block can be had. */
    boolean refill(int sizeClass) {
        if (parkedLists[sizeClass] > 0) {
            unpark(sizeClass);
            return true;
        }
        long run = takeRun(sizeClass);
        if (run == 0) {
            return words[sizeClass] != 0;
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
        int runs = unlinkFreeRuns(sizeClass);
        forgetCounts(sizeClass);
        for (int i = 0; i < runs; i++) {
            giveBack(sizeClass, doomed[i]);
        }
        setLimit(sizeClass);
    }

    /** Called when a list has grown above its cap: sweeps if too much is free, parks the list if it is long. */
    void overflow(int sizeClass) {
        if (free(sizeClass) > limit[sizeClass]) {
            sweep(sizeClass);
        }
        if (length(words[sizeClass]) > PARKED) {
            park(sizeClass);
        }
        setCap(sizeClass);
    }

    /** Forgets every block, for an allocator that closes. */
    void clear() {
        Arrays.fill(words, 0, CAP, 0);
        Arrays.fill(parkedLists, 0);
        Arrays.fill(parkedBlocks, 0);
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
        return Long.BYTES * ((long) words.length + 4L * limit.length + doomed.length);
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
        long list = words[sizeClass];
        for (long block = run + (blocks - 1) * size; block >= run; block -= size) {
            list = push(list, block);
        }
        words[sizeClass] = list;
        total[sizeClass] += blocks;
        runBytes[sizeClass] += (long) pages << SizeClasses.PAGE_SHIFT;
    }

    private void countFreeBlocksOfRuns(int sizeClass) {
        Chunk chunk = heap.chunk(0);
        for (int i = 0; i < lists(sizeClass); i++) {
            for (long list = list(sizeClass, i); list != 0; list = RawAccess.getLong(address(list))) {
                long block = address(list);
                chunk = chunk.contains(block) ? chunk : heap.chunkOf(block);
                int first = chunk.head(chunk.page(block));
                chunk.setTally(first, chunk.tally(first) + 1);
            }
        }
    }

    /** Builds new lists without the blocks of wholly free runs and notes the runs; all memory is still there. */
    private int unlinkFreeRuns(int sizeClass) {
        long[] old = Arrays.copyOf(parked[sizeClass], lists(sizeClass));
        old[old.length - 1] = words[sizeClass];
        parkedLists[sizeClass] = 0;
        parkedBlocks[sizeClass] = 0;
        words[sizeClass] = 0;
        int runs = 0;
        for (long list : old) {
            while (list != 0) {
                long block = address(list);
                list = RawAccess.getLong(block);
                runs = keepOrNote(sizeClass, block, runs);
            }
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
            words[sizeClass] = push(words[sizeClass], block);
            if (length(words[sizeClass]) == LONGEST) {
                park(sizeClass);
            }
        }
        return runs;
    }

    private void forgetCounts(int sizeClass) {
        for (int i = 0; i < lists(sizeClass); i++) {
            for (long list = list(sizeClass, i); list != 0; list = RawAccess.getLong(address(list))) {
                Chunk chunk = heap.chunkOf(address(list));
                chunk.setTally(chunk.head(chunk.page(address(list))), 0);
            }
        }
    }

    private void park(int sizeClass) {
        int at = parkedLists[sizeClass]++;
        if (at == parked[sizeClass].length) {
            parked[sizeClass] = Arrays.copyOf(parked[sizeClass], at * 2 + 1);
        }
        parked[sizeClass][at] = words[sizeClass];
        parkedBlocks[sizeClass] += length(words[sizeClass]);
        words[sizeClass] = 0;
    }

    private void unpark(int sizeClass) {
        words[sizeClass] = parked[sizeClass][--parkedLists[sizeClass]];
        parkedBlocks[sizeClass] -= length(words[sizeClass]);
        setCap(sizeClass);
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

    private void setLimit(int sizeClass) {
        int runBlocks = SizeClasses.blocksIn(sizeClass, SizeClasses.preferredPages(sizeClass));
        long free = free(sizeClass);
        limit[sizeClass] = free + Math.max(free, (SPARE_RUNS + 1L) * runBlocks);
        setCap(sizeClass);
    }

    /** The longest the list in use may get before somebody looks: what the limit and the parked lists leave. */
    private void setCap(int sizeClass) {
        long most = Math.max(length(words[sizeClass]), limit[sizeClass] - parkedBlocks[sizeClass]);
        words[CAP + sizeClass] = (Math.min(LONGEST, most) << LENGTH_SHIFT) | ADDRESS;
    }
}
