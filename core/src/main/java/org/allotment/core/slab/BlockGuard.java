package org.allotment.core.slab;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the checked form adds: a bit for each granule that is the start of a live block, and the owner thread.
 *
 * <p>Bits lie in one array for each sector of the window that has a chunk, 32 KiB for 4 MiB.
 */
final class BlockGuard {
    /** A word has the bits of 64 granules. */
    private static final int WORD_SHIFT = SizeClasses.GRANULE_SHIFT + 6;

    private static final int WORDS = 1 << (AddressWindow.SECTOR_SHIFT - WORD_SHIFT);
    private static final long[] NO_WORDS = {};

    private final @Nullable Thread owner;
    private long base;
    private long[][] sectors = {};

    /** Makes a guard; without an owner any thread may call, one at a time. */
    BlockGuard(@Nullable Thread owner) {
        this.owner = owner;
    }

    /** Refuses every thread but the owner. A thread is its identity. */
    @SuppressWarnings("ReferenceEquality")
    void enter() {
        if (owner != null && owner != Thread.currentThread()) {
            throw wrongThread(owner);
        }
    }

    /** Tells whether a live block of some class starts at an address of the window. */
    boolean isLive(long address) {
        long offset = address - base;
        long[] words = sectors[(int) (offset >>> AddressWindow.SECTOR_SHIFT)];
        int word = (int) (offset >>> WORD_SHIFT) & (WORDS - 1);
        return (address & (SizeClasses.GRANULE - 1)) == 0
                && word < words.length
                && ((words[word] >>> (offset >>> SizeClasses.GRANULE_SHIFT)) & 1) != 0;
    }

    /** Takes the bit of a live block away; false, and nothing changes, when none starts there. */
    boolean retire(long address) {
        long offset = address - base;
        long[] words = sectors[(int) (offset >>> AddressWindow.SECTOR_SHIFT)];
        int at = (int) (offset >>> WORD_SHIFT) & (WORDS - 1);
        long word = words[at];
        long without = word & ~(1L << (offset >>> SizeClasses.GRANULE_SHIFT));
        if (without == word || (address & (SizeClasses.GRANULE - 1)) != 0) {
            return false;
        }
        words[at] = without;
        return true;
    }

    /** Turns the bit of a block in the window: free to live or back. */
    void flip(long address) {
        long offset = address - base;
        long[] words = sectors[(int) (offset >>> AddressWindow.SECTOR_SHIFT)];
        words[(int) (offset >>> WORD_SHIFT) & (WORDS - 1)] ^= 1L << (offset >>> SizeClasses.GRANULE_SHIFT);
    }

    /** Follows the window, and makes room for the bits of a new chunk. */
    void cover(AddressWindow window, long from, long to) {
        if (window.base() != base || window.sectors() != sectors.length) {
            long[][] wider = new long[window.sectors()][];
            Arrays.fill(wider, NO_WORDS);
            if (sectors.length > 0) {
                int shift = (int) ((base - window.base()) >>> AddressWindow.SECTOR_SHIFT);
                System.arraycopy(sectors, 0, wider, shift, sectors.length);
            }
            sectors = wider;
            base = window.base();
        }
        int last = (int) ((to - 1 - base) >>> AddressWindow.SECTOR_SHIFT);
        for (int sector = (int) ((from - base) >>> AddressWindow.SECTOR_SHIFT); sector <= last; sector++) {
            if (sectors[sector].length == 0) {
                sectors[sector] = new long[WORDS];
            }
        }
    }

    /** Number of bits set; O(window). */
    long liveBits() {
        long sum = 0;
        for (long[] words : sectors) {
            for (long word : words) {
                sum += Long.bitCount(word);
            }
        }
        return sum;
    }

    long heapBytes() {
        long sum = (long) sectors.length * Integer.BYTES;
        for (long[] words : sectors) {
            sum += (long) words.length * Long.BYTES;
        }
        return sum;
    }

    private static IllegalStateException wrongThread(Thread owner) {
        return new IllegalStateException("only its owner may use this allocator, owner=" + owner.threadId()
                + ", caller=" + Thread.currentThread().threadId());
    }
}
