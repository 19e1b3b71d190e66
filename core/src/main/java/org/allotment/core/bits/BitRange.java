package org.allotment.core.bits;

import java.util.Arrays;

/**
 * Ranges of bits across the words of a Java array: bit {@code i} is bit {@code i % 64} of word {@code i / 64}.
 *
 * <p>Ranges are {@code [from, to)} or begin at {@code from} and have {@code count} bits; empty ones are legal and touch
 * nothing. A range outside the array raises {@link ArrayIndexOutOfBoundsException}, possibly after a part of the work:
 * callers check. All work is done a word at a time.
 */
public final class BitRange {
    /** The answer of {@link #firstRun} and {@link #lastZero} when there is none. */
    public static final long NONE = -1L;

    private BitRange() {}

    /**
     * Sets every bit of a range.
     *
     * @param words the bits
     * @param from first bit
     * @param count number of bits, from 0 up
     */
    public static void setOnes(long[] words, long from, long count) {
        fill(words, from, count, -1L);
    }

    /**
     * Clears every bit of a range.
     *
     * @param words the bits
     * @param from first bit
     * @param count number of bits, from 0 up
     */
    public static void setZeros(long[] words, long from, long count) {
        fill(words, from, count, 0);
    }

    private static void fill(long[] words, long from, long count, long bits) {
        if (count <= 0) {
            return;
        }
        long end = from + count - 1;
        int first = (int) (from >>> 6);
        int last = (int) (end >>> 6);
        long head = -1L << from;
        long tail = -1L >>> ~end;
        if (first == last) {
            put(words, first, head & tail, bits);
        } else {
            put(words, first, head, bits);
            Arrays.fill(words, first + 1, last, bits);
            put(words, last, tail, bits);
        }
    }

    private static void put(long[] words, int at, long mask, long bits) {
        words[at] = (words[at] & ~mask) | (bits & mask);
    }

    /**
     * Tells whether every bit of a range is one.
     *
     * @param words the bits
     * @param from first bit
     * @param count number of bits, from 0 up
     * @return true when there is no zero among them
     */
    public static boolean isAllOnes(long[] words, long from, long count) {
        return nextZero(words, from, from + count) == from + count;
    }

    /**
     * Tells whether every bit of a range is zero.
     *
     * @param words the bits
     * @param from first bit
     * @param count number of bits, from 0 up
     * @return true when there is no one among them
     */
    public static boolean isAllZeros(long[] words, long from, long count) {
        return nextOne(words, from, from + count) == from + count;
    }

    /**
     * Counts the ones of a range.
     *
     * @param words the bits
     * @param from first bit
     * @param count number of bits, from 0 up
     * @return number of ones among them
     */
    public static long countOnes(long[] words, long from, long count) {
        long ones = 0;
        long at = from;
        for (long left = count; left > 0; ) {
            int bit = (int) at & 63;
            int bits = (int) Math.min(left, 64 - bit);
            ones += Long.bitCount(words[(int) (at >>> 6)] & BitRuns.mask(bit, bits));
            at += bits;
            left -= bits;
        }
        return ones;
    }

    /**
     * Finds the first one of a range.
     *
     * @param words the bits
     * @param from first bit
     * @param to end of the range
     * @return the lowest bit of {@code [from, to)} that is one, or {@code to}
     */
    public static long nextOne(long[] words, long from, long to) {
        if (from >= to) {
            return to;
        }
        int last = (int) ((to - 1) >>> 6);
        int at = (int) (from >>> 6);
        long word = words[at] & (-1L << from);
        while (word == 0 && at < last) {
            word = words[++at];
        }
        return word == 0 ? to : Math.min(to, ((long) at << 6) + Long.numberOfTrailingZeros(word));
    }

    /**
     * Finds the first zero of a range.
     *
     * @param words the bits
     * @param from first bit
     * @param to end of the range
     * @return the lowest bit of {@code [from, to)} that is zero, or {@code to}
     */
    public static long nextZero(long[] words, long from, long to) {
        if (from >= to) {
            return to;
        }
        int last = (int) ((to - 1) >>> 6);
        int at = (int) (from >>> 6);
        long zeros = ~words[at] & (-1L << from);
        while (zeros == 0 && at < last) {
            zeros = ~words[++at];
        }
        return zeros == 0 ? to : Math.min(to, ((long) at << 6) + Long.numberOfTrailingZeros(zeros));
    }

    /**
     * Finds the last zero of a range.
     *
     * @param words the bits
     * @param from first bit
     * @param to end of the range
     * @return the highest bit of {@code [from, to)} that is zero, or {@link #NONE}
     */
    public static long lastZero(long[] words, long from, long to) {
        if (from >= to) {
            return NONE;
        }
        int first = (int) (from >>> 6);
        int at = (int) ((to - 1) >>> 6);
        long zeros = ~words[at] & (-1L >>> -to);
        while (zeros == 0 && at > first) {
            zeros = ~words[--at];
        }
        long bit = ((long) at << 6) + 63 - Long.numberOfLeadingZeros(zeros);
        return zeros == 0 || bit < from ? NONE : bit;
    }

    /**
     * Finds the lowest run of ones that is long enough.
     *
     * <p>O(words), times log count up to 64 bits, times the runs met above.
     *
     * @param words the bits
     * @param from where a run may begin at the earliest
     * @param to where it must end at the latest
     * @param count length of the run, from 1 up
     * @return the lowest {@code i} from {@code from} up with ones in {@code [i, i + count)}, or {@link #NONE}
     */
    public static long firstRun(long[] words, long from, long to, long count) {
        if (count > to - from) {
            return NONE;
        }
        return count <= 64
                ? firstShortRun(words, from, to - count, (int) count)
                : firstLongRun(words, from, to - count, count);
    }

    private static long firstShortRun(long[] words, long from, long highest, int count) {
        int last = (int) (highest >>> 6);
        int at = (int) (from >>> 6);
        long low = words[at] & (-1L << from);
        while (true) {
            long high = at + 1 < words.length ? words[at + 1] : 0;
            long starts = BitRuns.runStarts(low, high, count);
            if (starts != 0) {
                long start = ((long) at << 6) + Long.numberOfTrailingZeros(starts);
                return start <= highest ? start : NONE;
            }
            if (at == last) {
                return NONE;
            }
            low = high;
            at++;
        }
    }

    private static long firstLongRun(long[] words, long from, long highest, long count) {
        long start = nextOne(words, from, highest + 1);
        while (start <= highest) {
            long end = nextZero(words, start, start + count);
            if (end == start + count) {
                return start;
            }
            start = nextOne(words, end, highest + 1);
        }
        return NONE;
    }

    /**
     * Measures the longest run of ones of a range.
     *
     * @param words the bits
     * @param from first bit
     * @param to end of the range
     * @return its length, from 0 to {@code to - from}
     */
    public static long longestRun(long[] words, long from, long to) {
        long longest = 0;
        long start = nextOne(words, from, to);
        while (start < to) {
            long end = nextZero(words, start, to);
            longest = Math.max(longest, end - start);
            start = nextOne(words, end, to);
        }
        return longest;
    }
}
