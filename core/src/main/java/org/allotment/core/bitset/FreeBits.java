package org.allotment.core.bitset;

import static org.allotment.core.bitset.BitSetLayout.WORD_SHIFT;

import org.allotment.core.bits.BitRange;
import org.allotment.core.bits.BitRuns;

/**
 * Which granules are free, one bit each, and the search for runs of them from a moving place, the cursor.
 *
 * <p>Numbers of granules are {@code long}s; those of words fit an int. Nothing is checked: {@link BitSetAllocator} is
 * the only caller. The fields are open to it, to {@link RunGuard} and to {@link BitSetCheck}.
 */
final class FreeBits {
    /** The answer of a search that finds nothing. */
    static final long NONE = -1;

    private static final int BITS = Long.SIZE - 1;

    final long granules;
    final int wordCount;

    /** A bit is one iff its granule is free; two words of zeros stand behind the last. */
    final long[] words;

    /** A bit is one iff its word is not zero. */
    final long[] open;

    /** The cursor: the granule behind the run that was taken last, or where that began if it is free again. */
    long next;

    long liveGranules;
    long liveBlocks;

    FreeBits(long granules) {
        this.granules = granules;
        wordCount = (int) ((granules + BITS) >>> WORD_SHIFT);
        words = new long[wordCount + 2];
        open = new long[(words.length >>> WORD_SHIFT) + 1];
        BitRange.setOnes(words, 0, granules);
        BitRange.setOnes(open, 0, wordCount);
    }

    /** Takes up to 64 granules at the cursor; {@link #NONE} when they are not all free. */
    long takeNext(int count) {
        long start = next;
        int at = (int) (start >>> WORD_SHIFT);
        long ones = BitRuns.lowMask(count);
        long lower = ones << start;
        long word = words[at];
        if ((lower & ~word) != 0) {
            return NONE;
        }
        long upper = upper(ones, start);
        if (upper != 0) {
            long above = words[at + 1];
            if ((upper & ~above) != 0) {
                return NONE;
            }
            store(at + 1, above ^ upper);
        }
        store(at, word ^ lower);
        next = start + count;
        liveGranules += count;
        liveBlocks++;
        return start;
    }

    /** What of a run from {@code start} on lies in the word behind that of {@code start}. */
    static long upper(long ones, long start) {
        return ones >>> 1 >>> ~start;
    }

    /**
     * Takes a run of granules that begins at one of {@code phase}, {@code phase + step}, {@code phase + 2 step} and so
     * on; {@link #NONE} when there is none. A step is a power of two; a phase is below it.
     */
    long take(long count, long step, long phase) {
        if (count > granules - liveGranules) {
            return NONE;
        }
        long start = count <= Long.SIZE && step <= Long.SIZE
                ? findShort((int) count, BitRuns.alignedPositions((int) step, -phase))
                : findLong(count, step, phase);
        if (start != NONE) {
            clear(start, count);
            liveGranules += count;
            liveBlocks++;
            next = start + count;
        }
        return start;
    }

    /** Lengthens a live run from {@code end} on; false, and nothing changes, when what follows is not all free. */
    boolean extend(long end, long count) {
        if (count > granules - end || !BitRange.isAllOnes(words, end, count)) {
            return false;
        }
        clear(end, count);
        liveGranules += count;
        return true;
    }

    /** Takes a whole run of up to 64 granules back. */
    void giveShort(long start, int count) {
        int at = (int) (start >>> WORD_SHIFT);
        long ones = BitRuns.lowMask(count);
        add(at, ones << start);
        long upper = upper(ones, start);
        if (upper != 0) {
            add(at + 1, upper);
        }
        settle(start, count);
    }

    /** Takes a whole run back. */
    void give(long start, long count) {
        set(start, count);
        settle(start, count);
    }

    /** The cursor follows frees in reverse order, and an empty region is used from its beginning again. */
    private void settle(long start, long count) {
        liveGranules -= count;
        liveBlocks--;
        if (start + count == next) {
            next = start;
        }
        if (liveBlocks == 0) {
            next = 0;
        }
    }

    /** Takes the end of a live run back. */
    void giveTail(long start, long count) {
        set(start, count);
        liveGranules -= count;
    }

    long heapBytes() {
        return ((long) words.length + open.length) * Long.BYTES;
    }

    private long findShort(int count, long pattern) {
        int middle = (int) (next >>> WORD_SHIFT);
        long start = findShort(middle, wordCount, count, pattern);
        return start != NONE ? start : findShort(0, middle, count, pattern);
    }

    /** Looks for a run that begins in words [from, to); it may end in the word behind them. */
    private long findShort(int from, int to, int count, long pattern) {
        for (int at = nextOpen(from); at < to; at = nextOpen(at + 1)) {
            long starts = BitRuns.runStarts(words[at], words[at + 1], count) & pattern;
            if (starts != 0) {
                return ((long) at << WORD_SHIFT) + Long.numberOfTrailingZeros(starts);
            }
        }
        return NONE;
    }

    private long findLong(long count, long step, long phase) {
        long middle = next;
        long start = findLong(middle, granules, count, step, phase);
        return start != NONE ? start : findLong(0, middle, count, step, phase);
    }

    /** Looks for a run that begins in granules [from, to); it may end anywhere. Each word is read twice at most. */
    private long findLong(long from, long to, long count, long step, long phase) {
        long at = from;
        while (true) {
            long start = nextFree(at);
            start += (phase - start) & (step - 1);
            if (start >= to || count > granules - start) {
                return NONE;
            }
            long used = BitRange.nextZero(words, start, start + count);
            if (used == start + count) {
                return start;
            }
            at = count > Long.SIZE ? upperRun(used) : used + 1;
        }
    }

    /** Where the free granules begin that reach up to the end of a granule's word: a run above 64 has them. */
    private long upperRun(long granule) {
        long at = granule >>> WORD_SHIFT;
        return ((at + 1) << WORD_SHIFT) - BitRuns.leadingOnes(words[(int) at]);
    }

    /** First free granule from {@code from} on; {@link #granules} or more when there is none. */
    private long nextFree(long from) {
        if (from >= granules) {
            return granules;
        }
        int at = (int) (from >>> WORD_SHIFT);
        long free = words[at] & (-1L << from);
        if (free == 0) {
            at = nextOpen(at + 1);
            free = words[at];
        }
        return ((long) at << WORD_SHIFT) + Long.numberOfTrailingZeros(free);
    }

    /** First word from {@code from} on that is not zero; {@link #wordCount} when there is none. */
    private int nextOpen(int from) {
        if (words[from] != 0) {
            return from;
        }
        int at = from >>> WORD_SHIFT;
        long left = open[at] & (-1L << from);
        while (left == 0) {
            at++;
            if (at == open.length) {
                return wordCount;
            }
            left = open[at];
        }
        return (at << WORD_SHIFT) + Long.numberOfTrailingZeros(left);
    }

    private void clear(long start, long count) {
        int at = (int) (start >>> WORD_SHIFT);
        int bit = (int) start & BITS;
        long left = count;
        while (left > 0) {
            int part = (int) Math.min(left, Long.SIZE - bit);
            store(at, words[at] & ~BitRuns.mask(bit, part));
            left -= part;
            bit = 0;
            at++;
        }
    }

    private void set(long start, long count) {
        int at = (int) (start >>> WORD_SHIFT);
        int bit = (int) start & BITS;
        long left = count;
        while (left > 0) {
            int part = (int) Math.min(left, Long.SIZE - bit);
            add(at, BitRuns.mask(bit, part));
            left -= part;
            bit = 0;
            at++;
        }
    }

    /** Stores what is left of a word from which bits were taken. */
    private void store(int at, long rest) {
        words[at] = rest;
        if (rest == 0) {
            open[at >>> WORD_SHIFT] &= ~(1L << at);
        }
    }

    private void add(int at, long ones) {
        long word = words[at];
        words[at] = word | ones;
        if (word == 0) {
            open[at >>> WORD_SHIFT] |= 1L << at;
        }
    }
}
