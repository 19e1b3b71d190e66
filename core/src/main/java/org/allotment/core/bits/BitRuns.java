package org.allotment.core.bits;

/**
 * Runs of ones in one word, or in two that follow each other; bit 0 is the lowest.
 *
 * <p>Counts of 0 and of 64 are exact everywhere they are legal: Java takes shift distances modulo 64, so a mask made by
 * {@code (1L << count) - 1} is empty for 64, and that is how whole words come to be handed out twice. Arguments outside
 * the stated ranges give an undefined result, but no exception: callers check.
 */
public final class BitRuns {
    /** A one at each multiple of 1, 2, 4, … 64. */
    private static final long[] MULTIPLES = {
        -1L,
        0x5555_5555_5555_5555L,
        0x1111_1111_1111_1111L,
        0x0101_0101_0101_0101L,
        0x0001_0001_0001_0001L,
        0x0000_0001_0000_0001L,
        1L
    };

    private BitRuns() {}

    /**
     * Makes a mask of low bits.
     *
     * @param count number of bits, from 0 to 64
     * @return a word whose lowest {@code count} bits are ones
     */
    public static long lowMask(int count) {
        return count == 0 ? 0 : -1L >>> -count;
    }

    /**
     * Makes a mask of neighbouring bits.
     *
     * @param from lowest bit, from 0 to 63
     * @param count number of bits, from 0 to {@code 64 - from}
     * @return a word with ones in {@code [from, from + count)}
     */
    public static long mask(int from, int count) {
        return lowMask(count) << from;
    }

    /**
     * Counts the ones at the low end.
     *
     * @param word any word
     * @return length of the run that begins at bit 0, from 0 to 64
     */
    public static int trailingOnes(long word) {
        return Long.numberOfTrailingZeros(~word);
    }

    /**
     * Counts the ones at the high end.
     *
     * @param word any word
     * @return length of the run that ends at bit 63, from 0 to 64
     */
    public static int leadingOnes(long word) {
        return Long.numberOfLeadingZeros(~word);
    }

    /**
     * Finds every place where a run begins, inside one word, by shift-and with doubling distances.
     *
     * <p>O(log count).
     *
     * @param word any word
     * @param count length of the run, from 1 to 64
     * @return a word with a one at each {@code i} for which bits {@code [i, i + count)} are ones
     */
    public static long runStarts(long word, int count) {
        long starts = word;
        for (int length = 1; length < count; ) {
            int step = Math.min(length, count - length);
            starts &= starts >>> step;
            length += step;
        }
        return starts;
    }

    /**
     * Finds every place of a word where a run begins that may end in the word above.
     *
     * <p>O(log count).
     *
     * @param low the word in which runs begin
     * @param high the word above it
     * @param count length of the run, from 1 to 64
     * @return a word with a one at each {@code i} for which bits {@code [i, i + count)} of the two are ones
     */
    public static long runStarts(long low, long high, int count) {
        long starts = low;
        long above = high;
        for (int length = 1; length < count; ) {
            int step = Math.min(length, count - length);
            starts &= (starts >>> step) | (above << -step);
            above &= above >>> step;
            length += step;
        }
        return starts;
    }

    /**
     * Measures the longest run of ones.
     *
     * <p>O(1): a binary search over run lengths.
     *
     * @param word any word
     * @return its length, from 0 to 64
     */
    public static int longestRun(long word) {
        if (word == -1L) {
            return Long.SIZE;
        }
        long starts = -1L;
        int length = 0;
        for (int step = Long.SIZE / 2; step > 0; step >>>= 1) {
            long longer = starts & runStarts(word, step) >>> length;
            if (longer != 0) {
                starts = longer;
                length += step;
            }
        }
        return length;
    }

    /**
     * Marks the aligned bits of a word.
     *
     * @param alignment power of two from 1 to 64
     * @param phase what bit 0 counts as; only its remainder by the alignment matters
     * @return a word with a one at each {@code i} for which {@code i + phase} is a multiple of {@code alignment}
     */
    public static long alignedPositions(int alignment, long phase) {
        long fromZero = MULTIPLES[Integer.numberOfTrailingZeros(alignment)];
        return fromZero << (-phase & (alignment - 1));
    }
}
