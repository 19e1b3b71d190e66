package org.allotment.core.bitset;

import static org.allotment.core.bitset.BitSetLayout.WORD_SHIFT;

import java.util.Arrays;

/**
 * Which granules are free, one bit each, and the search for runs of them from a moving word, the cursor.
 *
 * <p>Numbers of granules are {@code long}s; those of words fit an int. Nothing is checked: {@link BitSetAllocator} is
 * the only caller. The fields are open to it, to {@link RunGuard} and to {@link BitSetCheck}.
 */
final class FreeBits {
    /** The answer of a search that finds nothing. */
    static final long NONE = -1;

    private static final int BITS = Long.SIZE - 1;

    /** Every bit, every second, every fourth, … one, from bit 0 on. */
    private static final long[] PATTERNS = {
        -1L,
        0x5555_5555_5555_5555L,
        0x1111_1111_1111_1111L,
        0x0101_0101_0101_0101L,
        0x0001_0001_0001_0001L,
        0x1_0000_0001L,
        1
    };

    final long granules;
    final int wordCount;

    /** A bit is one iff its granule is free; a word of zeros stands behind the last. */
    final long[] words;

    /** A bit is one iff its word is not zero. */
    final long[] open;

    /** The word a search begins at. */
    int cursor;

    long liveGranules;
    long liveBlocks;

    FreeBits(long granules) {
        this.granules = granules;
        wordCount = (int) ((granules + BITS) >>> WORD_SHIFT);
        words = new long[wordCount + 1];
        open = new long[(wordCount >>> WORD_SHIFT) + 1];
        fill(words, granules);
        fill(open, wordCount);
    }

    private static void fill(long[] array, long ones) {
        int whole = (int) (ones >>> WORD_SHIFT);
        Arrays.fill(array, 0, whole, -1L);
        int rest = (int) ones & BITS;
        if (rest != 0) {
            array[whole] = Runs.mask(rest);
        }
    }

    /** Takes up to 64 granules that lie together in the cursor's word; {@link #NONE} when it has no such run. */
    long takeNear(int count) {
        int at = cursor;
        long word = words[at];
        long starts = Runs.starts(word, count);
        if (starts == 0) {
            return NONE;
        }
        int bit = Long.numberOfTrailingZeros(starts);
        store(at, word & ~(Runs.mask(count) << bit));
        liveGranules += count;
        liveBlocks++;
        return ((long) at << WORD_SHIFT) + bit;
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
                ? findShort((int) count, PATTERNS[Long.numberOfTrailingZeros(step)] << phase)
                : findLong(count, step, phase);
        if (start != NONE) {
            clear(start, count);
            liveGranules += count;
            liveBlocks++;
            cursor = (int) Math.min((start + count) >>> WORD_SHIFT, wordCount - 1);
        }
        return start;
    }

    /** Lengthens a live run from {@code end} on; false, and nothing changes, when what follows is not all free. */
    boolean extend(long end, long count) {
        if (count > granules - end || firstUsed(end, end + count) < end + count) {
            return false;
        }
        clear(end, count);
        liveGranules += count;
        return true;
    }

    /** Takes a whole run back. */
    void give(long start, long count) {
        int at = (int) (start >>> WORD_SHIFT);
        int bit = (int) start & BITS;
        if (bit + count <= Long.SIZE) {
            long word = words[at];
            words[at] = word | (Runs.mask((int) count) << bit);
            if (word == 0) {
                markOpen(at);
            }
        } else {
            set(start, count);
        }
        liveGranules -= count;
        liveBlocks--;
    }

    /** Takes the end of a live run back. */
    void giveTail(long start, long count) {
        set(start, count);
        liveGranules -= count;
    }

    /** First granule that is not free in [from, to), or {@code to}. */
    long firstUsed(long from, long to) {
        int at = (int) (from >>> WORD_SHIFT);
        long used = ~words[at] & (-1L << from);
        while (used == 0) {
            at++;
            if (((long) at << WORD_SHIFT) >= to) {
                return to;
            }
            used = ~words[at];
        }
        return Math.min(to, ((long) at << WORD_SHIFT) + Long.numberOfTrailingZeros(used));
    }

    long heapBytes() {
        return ((long) words.length + open.length) * Long.BYTES;
    }

    private long findShort(int count, long pattern) {
        long start = findShort(cursor, wordCount, count, pattern);
        return start != NONE ? start : findShort(0, cursor, count, pattern);
    }

    /** Looks for a run that begins in words [from, to); it may end in the word behind them. */
    private long findShort(int from, int to, int count, long pattern) {
        for (int at = nextOpen(from); at < to; at = nextOpen(at + 1)) {
            long starts = Runs.starts(words[at], words[at + 1], count) & pattern;
            if (starts != 0) {
                return ((long) at << WORD_SHIFT) + Long.numberOfTrailingZeros(starts);
            }
        }
        return NONE;
    }

    private long findLong(long count, long step, long phase) {
        long middle = (long) cursor << WORD_SHIFT;
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
            long used = firstUsed(start, start + count);
            if (used == start + count) {
                return start;
            }
            at = count > Long.SIZE ? upperRun(used) : used + 1;
        }
    }

    /** Where the free granules begin that reach up to the end of a granule's word: a run above 64 has them. */
    private long upperRun(long granule) {
        long at = granule >>> WORD_SHIFT;
        return ((at + 1) << WORD_SHIFT) - Long.numberOfLeadingZeros(~words[(int) at]);
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
            store(at, words[at] & ~(Runs.mask(part) << bit));
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
            words[at] |= Runs.mask(part) << bit;
            markOpen(at);
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

    private void markOpen(int at) {
        open[at >>> WORD_SHIFT] |= 1L << at;
    }
}
