package org.allotment.core.buddy;

/**
 * Blocks that were freed and wait, unmerged, for the next request of their size: one stack of addresses per size, on
 * the Java heap.
 *
 * <p>Stacks are arrays of one length inside a single array; the stack of a size starts at its shift times {@link #SLOTS}.
 * The allocator's fast paths read and write the three arrays themselves.
 */
final class BuddyQuick {
    /** Largest block that can wait. */
    static final long LARGEST = 1L << 16;

    /** Log2 of the room of each stack in the array. */
    static final int SLOT_SHIFT = 9;

    private static final int SLOTS = 1 << SLOT_SHIFT;
    private static final int STACKS = Long.numberOfTrailingZeros(LARGEST) + 1;

    /** Blocks that wait, by shift; one entry for each answer of {@link BuddyLayout#shift}. */
    final int[] waiting = new int[Long.SIZE + 1];

    /** Most blocks that may wait, by shift. */
    final int[] limits = new int[Long.SIZE + 1];

    final long[] stacks;

    /** Makes empty stacks for blocks up to a limit in bytes. */
    BuddyQuick(long quickLimit) {
        stacks = new long[quickLimit == 0 ? 0 : STACKS << SLOT_SHIFT];
        for (int shift = BuddyLayout.MIN_UNIT_SHIFT; 1L << shift <= quickLimit; shift++) {
            limits[shift] = limit(shift);
        }
    }

    /** At most 512 KiB wait in each stack up to 1 KiB, and at most 1 MiB in those above. */
    static int limit(int shift) {
        return shift <= 10 ? SLOTS : shift <= 12 ? 256 : shift <= 14 ? 64 : 16;
    }

    long at(int shift, int place) {
        return stacks[(shift << SLOT_SHIFT) + place];
    }

    void push(int shift, long address) {
        stacks[(shift << SLOT_SHIFT) + waiting[shift]++] = address;
    }

    /** Takes a block out of the middle of its stack. */
    void remove(int shift, int place) {
        int last = --waiting[shift];
        stacks[(shift << SLOT_SHIFT) + place] = at(shift, last);
    }

    /** Shift behind the last stack. */
    static int shiftsEnd() {
        return STACKS;
    }

    long blocks() {
        long blocks = 0;
        for (int count : waiting) {
            blocks += count;
        }
        return blocks;
    }

    long bytes() {
        long bytes = 0;
        for (int shift = 0; shift < STACKS; shift++) {
            bytes += (long) waiting[shift] << shift;
        }
        return bytes;
    }

    long heapBytes() {
        return (long) Long.BYTES * stacks.length + (long) Integer.BYTES * (waiting.length + limits.length);
    }
}
