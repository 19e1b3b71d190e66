package org.allotment.core.bitset;

/** Runs of ones within one word and within two neighbouring words; bit 0 comes first. */
final class Runs {
    private Runs() {}

    /** A run of {@code count} ones from bit 0, for 1 to 64. */
    static long mask(int count) {
        return -1L >>> (Long.SIZE - count);
    }

    /** The bits at which a run of {@code count} ones begins that ends in the same word; 1 to 64. */
    static long starts(long word, int count) {
        long starts = word;
        int length = count;
        while (length > 1) {
            // A run of n ones from here is one of the longer half from here and one from n / 2 bits on.
            int half = length >>> 1;
            starts &= starts >>> half;
            length -= half;
        }
        return starts;
    }

    /** The bits of {@code low} at which a run of {@code count} ones begins that may end in {@code high}; 1 to 64. */
    static long starts(long low, long high, int count) {
        long starts = low;
        long above = high;
        int length = count;
        while (length > 1 && starts != 0) {
            int half = length >>> 1;
            starts &= (starts >>> half) | (above << (Long.SIZE - half));
            above &= above >>> half;
            length -= half;
        }
        return starts;
    }
}
