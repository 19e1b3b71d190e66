package org.allotment.core.bitset;

import static org.allotment.core.bitset.BitSetLayout.WORD_SHIFT;

import org.allotment.core.bits.LowestOne;

/**
 * What the checked form adds: a bit for each granule at which a live run begins.
 *
 * <p>A run ends before the next granule that is free or begins a run. The bit behind the last granule is always one,
 * so that every run ends.
 */
final class RunGuard {
    private final FreeBits bits;

    /** A bit is one iff a live run begins at its granule, and for the granule behind the last. */
    final long[] heads;

    RunGuard(FreeBits bits) {
        this.bits = bits;
        heads = new long[bits.words.length];
        begin(bits.granules);
    }

    void begin(long start) {
        heads[(int) (start >>> WORD_SHIFT)] |= 1L << start;
    }

    void end(long start) {
        heads[(int) (start >>> WORD_SHIFT)] &= ~(1L << start);
    }

    boolean begins(long granule) {
        return ((heads[(int) (granule >>> WORD_SHIFT)] >>> granule) & 1) != 0;
    }

    /** Ends a run of up to 64 granules; false, and nothing changes, when no run is just that. */
    boolean retire(long start, int count) {
        int at = (int) (start >>> WORD_SHIFT);
        int bit = (int) start & (Long.SIZE - 1);
        long marks = heads[at];
        if (bit + count < Long.SIZE) {
            // The second edge, the first being the start itself, is the one behind.
            long edges = (marks | bits.words[at]) >>> bit;
            if (LowestOne.only(LowestOne.without(edges)) != 1L << count || ((marks >>> bit) & 1) == 0) {
                return false;
            }
        } else if (!isRun(start, count)) {
            return false;
        }
        heads[at] = marks & ~(1L << bit);
        return true;
    }

    /** Tells whether a live run begins at {@code start} and has {@code count} granules. */
    boolean isRun(long start, long count) {
        return begins(start) && count <= bits.granules - start && edgeAfter(start) == start + count;
    }

    /** First granule after {@code start} that is free or begins a run. */
    long edgeAfter(long start) {
        long from = start + 1;
        int at = (int) (from >>> WORD_SHIFT);
        long edges = (heads[at] | bits.words[at]) & (-1L << from);
        while (edges == 0) {
            at++;
            edges = heads[at] | bits.words[at];
        }
        return ((long) at << WORD_SHIFT) + Long.numberOfTrailingZeros(edges);
    }

    long heapBytes() {
        return (long) heads.length * Long.BYTES;
    }
}
