package org.allotment.core.page;

import java.util.Objects;
import org.allotment.core.bits.Alignment;
import org.allotment.core.bits.BitRange;
import org.allotment.core.bits.BitRuns;
import org.allotment.core.bits.LowestOne;

/**
 * Hands out indices {@code [0, capacity)}, singly or in runs, lowest first; see the package for the picture.
 *
 * <p>It knows numbers only, so it serves for pages of an address range and for identifiers alike. One bit an index, one
 * where it is free, and a summary of free runs that adds 12 %. Nothing is thrown for being full or for an index that
 * is taken or free already: the answers are {@link #NONE} and {@code false}, and nothing is changed then. Arguments
 * that can be no index or length raise {@link IndexOutOfBoundsException} or {@link IllegalArgumentException}. No method
 * makes garbage.
 *
 * <p>For one thread at a time; not checked.
 */
public final class RunBitmap {
    /** The answer when nothing fits. */
    public static final long NONE = -1L;

    /** The largest capacity: 2^36 indices. */
    public static final long MAX_CAPACITY = 1L << 36;

    private final long capacity;

    /** Whole leaves, and one word of zeros behind them so that each word has a next one. */
    private final long[] words;

    private final RunSummary summary;

    /** The summary's leaves, here to save a step. */
    private final int[] leaves;

    private final RunSearch search;
    private long freeCount;

    /** Words below this one have no free index (I3). */
    private int lowest;

    /**
     * Makes a bitmap in which every index is free.
     *
     * <p>O(capacity / 64).
     *
     * @param capacity number of indices, from 1 to {@link #MAX_CAPACITY}
     * @throws IllegalArgumentException if the capacity is outside that range
     * @throws OutOfMemoryError if the Java heap has no room; {@code capacity * 9 / 64} bytes are needed
     */
    public RunBitmap(long capacity) {
        this(checkedCapacity(capacity), RunSummary.leafCount(capacity));
    }

    private RunBitmap(long capacity, int leaves) {
        this.capacity = capacity;
        this.words = new long[leaves * RunSummary.LEAF_WORDS + 1];
        BitRange.setOnes(words, 0, capacity);
        this.summary = new RunSummary(words, capacity, leaves);
        this.leaves = summary.leaves();
        this.search = new RunSearch(words, capacity, summary);
        this.freeCount = capacity;
    }

    /** A bitmap without indices: whatever is asked of it fails, and nothing in it ever changes. */
    static RunBitmap withoutIndices() {
        return new RunBitmap(0, 1);
    }

    private static long checkedCapacity(long capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "a bitmap has from 1 to " + MAX_CAPACITY + " indices, capacity=" + capacity);
        }
        return capacity;
    }

    /**
     * Takes the lowest free index.
     *
     * <p>O(1) while the lowest free indices lie close together, O(log capacity) now and then.
     *
     * @return the index or {@link #NONE}
     */
    public long allocate() {
        int at = lowest;
        long word = words[at];
        if (word == 0) {
            at = nextOpenWord();
            word = words[at];
            if (word == 0) {
                return NONE;
            }
        }
        words[at] = LowestOne.without(word);
        freeCount--;
        return ((long) at << 6) + Long.numberOfTrailingZeros(word);
    }

    /**
     * Takes the lowest free run that begins at an aligned place.
     *
     * <p>O(log capacity + count / 64) for alignments of 1, amortised over the calls since the runs on the way were last looked at; besides, O(1) for each run that is long enough but not aligned.
     *
     * @param count indices wanted, from 1 up
     * @param alignment power of two that {@code origin} plus the first index must be a multiple of
     * @param origin what index 0 counts as when aligning, from 0 up
     * @return the first index or {@link #NONE}
     * @throws IllegalArgumentException if an argument is outside its range
     */
    public long allocate(long count, long alignment, long origin) {
        if (alignment == 1 && origin >= 0) {
            long first = takeFirstRun(count);
            if (first != NONE) {
                return first;
            }
        }
        checkRequest(count, alignment, origin);
        long first = find(count, alignment, origin);
        if (first != NONE) {
            take(first, count);
        }
        return first;
    }

    /**
     * Takes up to 64 from the lowest free run, if that begins in the remembered word and is long enough: then it is what
     * a search would find.
     *
     * @return the first index, or NONE for any other count and when it takes a search to know
     */
    long takeFirstRun(long count) {
        int at = lowest;
        long low = words[at];
        int bit = Long.numberOfTrailingZeros(low);
        int length = BitRuns.trailingOnes(low >>> bit);
        if (length >= count && count > 0) {
            words[at] = low & ~(BitRuns.lowMask((int) count) << bit);
        } else {
            long high = words[at + 1];
            boolean reachesUp = low != 0 && bit + length == Long.SIZE && count > length && count <= Long.SIZE;
            if (!reachesUp || length + BitRuns.trailingOnes(high) < count) {
                return NONE;
            }
            words[at] = low & ~(-1L << bit);
            words[at + 1] = high & (-1L << (count - length));
        }
        freeCount -= count;
        return ((long) at << 6) + bit;
    }

    /**
     * Takes certain indices.
     *
     * <p>O(count / 64).
     *
     * @param first first of them
     * @param count number of them, from 1 up
     * @return true when they were free and are now taken, false when any was taken already
     * @throws IndexOutOfBoundsException if there are no such indices
     */
    public boolean allocateAt(long first, long count) {
        if (!isFree(first, count)) {
            return false;
        }
        take(first, count);
        return true;
    }

    /**
     * Returns one index.
     *
     * <p>O(1), or O(log capacity) when it makes a longer free run than was known of.
     *
     * @param index the index
     * @return true when it was taken and is now free, false when it was free already
     * @throws IndexOutOfBoundsException if there is no such index
     */
    public boolean free(long index) {
        Objects.checkIndex(index, capacity);
        return tryFree(index);
    }

    /** Like {@link #free(long)}, with the answer false for what is no index. */
    boolean tryFree(long index) {
        if (index < 0 || index >= capacity) {
            return false;
        }
        int at = (int) (index >>> 6);
        long bit = 1L << index;
        long word = words[at];
        if ((word & bit) != 0) {
            return false;
        }
        words[at] = word | bit;
        freeCount++;
        if (at < lowest) {
            lowerTo(at);
        }
        if (leaves[(int) (index >>> RunSummary.LEAF_SHIFT)] != RunSummary.FULL) {
            summary.returned(index, 1);
        }
        return true;
    }

    /**
     * Returns indices that lie side by side, whether taken together or apart.
     *
     * <p>O(count / 64), or O(log capacity + count / 64) when it makes a longer free run than was known of.
     *
     * @param first first of them
     * @param count number of them, from 1 up
     * @return true when all were taken and are now free, false when any was free already
     * @throws IndexOutOfBoundsException if there are no such indices
     */
    public boolean free(long first, long count) {
        checkRange(first, count);
        return tryFree(first, count);
    }

    /** Like {@link #free(long, long)}, with the answer false for what are no indices. */
    boolean tryFree(long first, long count) {
        if (count < 1 || first < 0 || first > capacity - count) {
            return false;
        }
        if (count > Long.SIZE) {
            return freeLong(first, count);
        }
        int at = (int) (first >>> 6);
        long mask = BitRuns.lowMask((int) count);
        long inLow = mask << first;
        long inHigh = mask >>> 1 >>> ~first;
        long low = words[at];
        long high = words[at + 1];
        if (((low & inLow) | (high & inHigh)) != 0) {
            return false;
        }
        words[at] = low | inLow;
        words[at + 1] = high | inHigh;
        freeCount += count;
        if (at < lowest) {
            lowerTo(at);
        }
        int leaf = (int) (first >>> RunSummary.LEAF_SHIFT);
        int last = (int) ((first + count - 1) >>> RunSummary.LEAF_SHIFT);
        if (leaves[leaf] != RunSummary.FULL || leaves[last] != RunSummary.FULL) {
            summary.returned(first, count);
        }
        return true;
    }

    /** Moves {@link #lowest} down. */
    private void lowerTo(int word) {
        int leaf = word / RunSummary.LEAF_WORDS;
        if (leaf < lowest / RunSummary.LEAF_WORDS) {
            summary.lowerHints(leaf);
        }
        lowest = word;
    }

    private boolean freeLong(long first, long count) {
        int at = (int) (first >>> 6);
        if (!BitRange.isAllZeros(words, first, count)) {
            return false;
        }
        BitRange.setOnes(words, first, count);
        freeCount += count;
        if (at < lowest) {
            lowerTo(at);
        }
        summary.returned(first, count);
        return true;
    }

    /**
     * Tells whether indices are all free.
     *
     * @param first first of them
     * @param count number of them, from 1 up
     * @return true when none of them is taken
     * @throws IndexOutOfBoundsException if there are no such indices
     */
    public boolean isFree(long first, long count) {
        checkRange(first, count);
        return BitRange.isAllOnes(words, first, count);
    }

    /**
     * Tells whether indices are all taken.
     *
     * @param first first of them
     * @param count number of them, from 1 up
     * @return true when none of them is free
     * @throws IndexOutOfBoundsException if there are no such indices
     */
    public boolean isTaken(long first, long count) {
        checkRange(first, count);
        return BitRange.isAllZeros(words, first, count);
    }

    /**
     * Returns the number of indices.
     *
     * @return as given at creation
     */
    public long capacity() {
        return capacity;
    }

    /**
     * Returns the number of free indices.
     *
     * @return from 0 to the capacity
     */
    public long freeCount() {
        return freeCount;
    }

    /**
     * Measures the longest free run.
     *
     * <p>Costs what an allocation that fails costs, once for each length that turns out to be promised but not there.
     *
     * @return its length: the largest count that an allocation with alignment 1 would get
     */
    public long longestFreeRun() {
        long length = summary.longest();
        while (length > 0 && search.find(0, length, 1, 0) == NONE) {
            length = summary.longest();
        }
        return length;
    }

    /**
     * Returns the bytes of the arrays behind this.
     *
     * @return bytes on the Java heap, without object headers
     */
    public long heapBytes() {
        return (long) words.length * Long.BYTES + summary.heapBytes();
    }

    private long find(long count, long alignment, long origin) {
        if (count > freeCount) {
            return NONE;
        }
        int at = lowest;
        if (words[at] == 0) {
            at = nextOpenWord();
        }
        if (count <= Long.SIZE && alignment <= Long.SIZE) {
            long starts = BitRuns.runStarts(words[at], words[at + 1], (int) count);
            if (alignment > 1) {
                starts &= BitRuns.alignedPositions((int) alignment, origin + ((long) at << 6));
            }
            if (starts != 0) {
                return ((long) at << 6) + Long.numberOfTrailingZeros(starts);
            }
        }
        return search.find((long) at << 6, count, alignment, origin);
    }

    private void take(long first, long count) {
        BitRange.setZeros(words, first, count);
        freeCount -= count;
        summary.taken(first, count);
    }

    /** Moves {@link #lowest} up to the first word with a free index; stays where it is when there is none. */
    private int nextOpenWord() {
        if (freeCount > 0) {
            int next = lowest + 1;
            if (words[next] == 0) {
                next = (int) (search.find((long) lowest << 6, 1, 1, 0) >>> 6);
            }
            lowest = next;
        }
        return lowest;
    }

    private static void checkRequest(long count, long alignment, long origin) {
        if (count < 1 || !Alignment.isPowerOfTwo(alignment) || origin < 0) {
            throw new IllegalArgumentException("a run has a count from 1 up, a power of two as alignment and an origin"
                    + " from 0 up, count=" + count + ", alignment=" + alignment + ", origin=" + origin);
        }
    }

    private void checkRange(long first, long count) {
        if (count < 1 || first < 0 || first > capacity - count) {
            throw new IndexOutOfBoundsException(
                    "no such indices, capacity=" + capacity + ", first=" + first + ", count=" + count);
        }
    }

    long[] words() {
        return words;
    }

    RunSummary summary() {
        return summary;
    }

    int lowest() {
        return lowest;
    }
}
