package org.allotment.core.slab;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the checked form adds: the class of the live block that starts at each granule, and the owner thread.
 *
 * <p>Marks lie in one array for each sector of the window that has a chunk, 256 KiB for 4 MiB. A byte, where a bit
 * would do, because an allocation then only stores and waits for nothing; and a class, because a free with the right
 * size then needs no page map.
 */
final class BlockGuard {
    private static final int MARKS = 1 << (AddressWindow.SECTOR_SHIFT - SizeClasses.GRANULE_SHIFT);
    private static final byte[] NO_MARKS = {};
    private static final byte[] UNMARKED = new byte[256];

    private final @Nullable Thread owner;
    private long base;
    private byte[][] sectors = {};

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

    /** The class of the live block that starts at an address, 0 when none does. */
    int classOf(long address) {
        byte[] marks = marks(address);
        int at = index(address);
        return (address & (SizeClasses.GRANULE - 1)) == 0 && at < marks.length ? marks[at] : 0;
    }

    /** Takes the mark of a live block of a class away; false, and nothing changes, when none starts there. */
    boolean retire(long address, int sizeClass) {
        byte[] marks = marks(address);
        int at = index(address);
        if ((address & (SizeClasses.GRANULE - 1)) != 0 || at >= marks.length || marks[at] != sizeClass) {
            return false;
        }
        marks[at] = 0;
        return true;
    }

    /** Marks a block of the window as live. */
    void mark(long address, int sizeClass) {
        sectors[(int) ((address - base) >>> AddressWindow.SECTOR_SHIFT)][index(address)] = (byte) sizeClass;
    }

    private byte[] marks(long address) {
        long sector = (address - base) >>> AddressWindow.SECTOR_SHIFT;
        byte[][] all = sectors;
        return sector < all.length ? all[(int) sector] : NO_MARKS;
    }

    /** Sectors begin at multiples of their size. */
    private static int index(long address) {
        return (int) (address >>> SizeClasses.GRANULE_SHIFT) & (MARKS - 1);
    }

    /** Follows the window, and makes room for the marks of a new chunk. */
    void cover(AddressWindow window, long from, long to) {
        if (window.base() != base || window.sectors() != sectors.length) {
            byte[][] wider = new byte[window.sectors()][];
            Arrays.fill(wider, NO_MARKS);
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
                sectors[sector] = new byte[MARKS];
            }
        }
    }

    /** Forgets every block, for an allocator that closes. */
    void clear() {
        sectors = new byte[0][];
    }

    /** Number of marks; O(window), by whole pieces of the arrays where there are none. */
    long liveMarks() {
        long sum = 0;
        for (byte[] marks : sectors) {
            for (int at = 0; at < marks.length; at += UNMARKED.length) {
                if (Arrays.mismatch(marks, at, at + UNMARKED.length, UNMARKED, 0, UNMARKED.length) >= 0) {
                    sum += liveMarks(marks, at);
                }
            }
        }
        return sum;
    }

    private static int liveMarks(byte[] marks, int from) {
        int sum = 0;
        for (int at = from; at < from + UNMARKED.length; at++) {
            sum += marks[at] != 0 ? 1 : 0;
        }
        return sum;
    }

    long heapBytes() {
        long sum = (long) sectors.length * Integer.BYTES;
        for (byte[] marks : sectors) {
            sum += marks.length;
        }
        return sum;
    }

    private static IllegalStateException wrongThread(Thread owner) {
        return new IllegalStateException("only its owner may use this allocator, owner=" + owner.threadId()
                + ", caller=" + Thread.currentThread().threadId());
    }
}
