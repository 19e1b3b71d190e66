package org.allotment.core.bitset;

import static org.allotment.core.bitset.BitSetLayout.WORD_SHIFT;

import org.allotment.core.AllocatorStatistics;
import org.allotment.core.bits.BitRuns;
import org.jspecify.annotations.Nullable;

/** Walks the invariants I1 to I7 of the package; O(granules / 64), and O(live runs) more in the checked form. */
public final class BitSetCheck {
    private BitSetCheck() {}

    /**
     * Walks all invariants.
     *
     * @param allocator any open allocator; it is not changed
     * @throws AssertionError if an invariant is broken; the message starts with its number
     */
    public static void check(BitSetAllocator allocator) {
        check(allocator.layout(), allocator.bits(), allocator.guard());
        AllocatorStatistics statistics = allocator.statistics();
        require(statistics.isConserved(), "I7 bytes add up", statistics);
    }

    static void check(BitSetLayout layout, FreeBits bits, @Nullable RunGuard guard) {
        checkLayout(layout, bits);
        checkWords(bits);
        if (guard != null) {
            checkHeads(bits, guard);
        }
    }

    private static void checkLayout(BitSetLayout layout, FreeBits bits) {
        long granule = 1L << layout.shift();
        long head = layout.base() - layout.region();
        long tail = layout.region() + layout.regionBytes() - layout.base() - layout.granuleBytes();
        boolean tiled = layout.base() % granule == 0 && head >= 0 && head < granule && tail >= 0 && tail < granule;
        require(tiled && layout.granules() == bits.granules, "I1 granules tile the region", layout);
        boolean inside = bits.next >= 0 && bits.next <= bits.granules;
        require(inside, "I4 the cursor is a granule or the one behind the last", bits.next);
    }

    private static void checkWords(FreeBits bits) {
        long free = 0;
        for (int at = 0; at < bits.words.length; at++) {
            long word = bits.words[at];
            require((word & ~allowed(bits, at)) == 0, "I2 no bit is one behind the last granule, word", at);
            boolean open = ((bits.open[at >>> WORD_SHIFT] >>> at) & 1) != 0;
            require(open == (word != 0), "I3 a word is open iff it is not zero, word", at);
            free += Long.bitCount(word);
        }
        boolean counted = bits.liveGranules == bits.granules - free
                && bits.liveBlocks <= bits.liveGranules
                && (bits.liveBlocks > 0) == (bits.liveGranules > 0);
        require(counted, "I5 the counters equal the bits, live", bits.liveGranules + "/" + bits.liveBlocks);
    }

    /** A live granule begins a run, or follows a live one. */
    private static void checkHeads(FreeBits bits, RunGuard guard) {
        long heads = 0;
        long carry = 0;
        for (int at = 0; at < bits.words.length; at++) {
            long marks = guard.heads[at];
            long from = (long) at << WORD_SHIFT;
            if (bits.granules >= from && bits.granules - from < Long.SIZE) {
                long behind = 1L << bits.granules;
                require((marks & -behind) == behind, "I6 only the granule behind the last is marked there", at);
                marks ^= behind;
            }
            long live = ~bits.words[at] & allowed(bits, at);
            require((marks & ~live) == 0, "I6 no run begins at a free granule, word", at);
            long first = live & ~((live << 1) | carry);
            require((first & ~marks) == 0, "I6 a run begins behind a free granule, word", at);
            carry = live >>> (Long.SIZE - 1);
            heads += Long.bitCount(marks);
        }
        require(heads == bits.liveBlocks, "I6 as many runs begin as blocks are live", heads + "/" + bits.liveBlocks);
    }

    /** The bits of a word that stand for granules. */
    private static long allowed(FreeBits bits, int at) {
        long beyond = bits.granules - ((long) at << WORD_SHIFT);
        return beyond <= 0 ? 0 : beyond >= Long.SIZE ? -1L : BitRuns.lowMask((int) beyond);
    }

    private static void require(boolean holds, String invariant, Object found) {
        if (!holds) {
            throw new AssertionError(invariant + "=" + found);
        }
    }
}
