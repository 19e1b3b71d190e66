package org.allotment.core.slab;

import java.util.Arrays;
import org.allotment.core.bits.Alignment;

/**
 * The page map: one byte for each page of the address range that all chunks lie in.
 *
 * <p>The range begins and ends at sectors of 4 MiB and grows in both directions, doubling, so that finding a page's
 * byte is a subtraction, a shift and one load. Memory sources place chunks near each other; a chunk that would stretch
 * the window above 256 GiB (64 MiB of map) is refused.
 */
final class AddressWindow {
    /** A page that is free, or is not ours. */
    static final byte FREE = 0;
    /** First page of a block made of whole pages. Codes above zero are size classes. */
    static final byte HEAD = -1;
    /** Further page of such a block. */
    static final byte BODY = -2;

    static final int SECTOR_SHIFT = 22;
    private static final long SECTOR = 1L << SECTOR_SHIFT;
    private static final long MOST_BYTES = 1L << 38;

    private long base;
    private byte[] codes = {};

    long base() {
        return base;
    }

    /** The map itself; replaced when the window grows. */
    byte[] codes() {
        return codes;
    }

    long end() {
        return base + ((long) codes.length << SizeClasses.PAGE_SHIFT);
    }

    int sectors() {
        return codes.length >>> (SECTOR_SHIFT - SizeClasses.PAGE_SHIFT);
    }

    int index(long address) {
        return (int) ((address - base) >>> SizeClasses.PAGE_SHIFT);
    }

    boolean contains(long address) {
        return ((address - base) >>> SizeClasses.PAGE_SHIFT) < codes.length;
    }

    /** The code of an address's page, {@link #FREE} when it is outside. */
    byte code(long address) {
        return contains(address) ? codes[index(address)] : FREE;
    }

    void fill(long address, int pages, byte code) {
        int from = index(address);
        Arrays.fill(codes, from, from + pages, code);
    }

    /** Makes the window cover a range of addresses; false when it would become too wide, and nothing changes. */
    boolean cover(long from, long to) {
        long low = Alignment.alignDown(from, SECTOR);
        long high = Alignment.alignUp(to, SECTOR);
        if (codes.length == 0) {
            return replace(low, high);
        }
        long span = end() - base;
        if (low >= base && high <= end()) {
            return true;
        }
        long newLow = low < base ? Math.max(0, Math.min(low, base - span)) : base;
        long newHigh = high > end() ? Math.max(high, end() + span) : end();
        return replace(newLow, newHigh) || replace(Math.min(low, base), Math.max(high, end()));
    }

    /** Tells whether the window may become as wide as a range of addresses asks for. */
    boolean mayCover(long from, long to) {
        long low = Alignment.alignDown(from, SECTOR);
        long high = Alignment.alignUp(to, SECTOR);
        boolean isFirst = codes.length == 0;
        return (isFirst ? high : Math.max(high, end())) - (isFirst ? low : Math.min(low, base)) <= MOST_BYTES;
    }

    private boolean replace(long low, long high) {
        if (high - low > MOST_BYTES) {
            return false;
        }
        byte[] wider = new byte[(int) ((high - low) >>> SizeClasses.PAGE_SHIFT)];
        if (codes.length > 0) {
            System.arraycopy(codes, 0, wider, (int) ((base - low) >>> SizeClasses.PAGE_SHIFT), codes.length);
        }
        base = low;
        codes = wider;
        return true;
    }
}
