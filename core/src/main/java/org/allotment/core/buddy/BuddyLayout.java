package org.allotment.core.buddy;

/**
 * Block sizes as shifts (log2 of bytes), and the tags that say which block starts where.
 *
 * <p>A unit is the smallest block. Tags live in a byte array on the Java heap with one byte for a group of four units,
 * which a block of four units or more starts in alone:
 *
 * <pre>
 *  bit      7   6   5   4   3   2   1   0
 *         ├───────────────────────┼───────┤
 *         │         shift         │ 1   1 │   a block of four units or more starts with the group
 *         ├───────┬───────┬───────┼───────┤
 *         │ unit 3│ unit 2│ unit 1│ unit 0│   else, for each unit: 0 no block, 1 one unit, 2 two units
 *         └───────┴───────┴───────┴───────┘
 * </pre>
 *
 * So a tag costs two bits per unit, and a block's size is known from its address by one read.
 */
final class BuddyLayout {
    /** Least unit in bytes: the seed's. */
    static final int MIN_UNIT_SHIFT = 3;

    /** Largest unit in bytes. */
    static final int MAX_UNIT_SHIFT = 30;

    /** Log2 of the units in a group. */
    static final int GROUP_SHIFT = 2;

    /** Low bits of the tag of a block of a group or more. */
    static final int LARGE = 3;

    /** No region ends above 2^57, so no block is larger and no sum overflows. */
    static final int MAX_SHIFT = 57;

    /** Most units of one region: their tags must fit in one array. */
    static final long MAX_UNITS = 1L << 32;

    private BuddyLayout() {}

    /**
     * Log2 of the bytes of a block for a request: the largest of its size, its alignment and the unit, rounded up to a
     * power of two. 64 when size or alignment is below 1; from 63 on there is no such block.
     */
    static int shift(long size, long alignment, long unitMask) {
        return Long.SIZE - Long.numberOfLeadingZeros((size - 1) | (alignment - 1) | unitMask);
    }

    /** Tag of a block of a group or more. */
    static byte tag(int shift) {
        return (byte) ((shift << 2) | LARGE);
    }

    static boolean isLarge(int tag) {
        return (tag & LARGE) == LARGE;
    }

    /** Shift of a block of a group or more. */
    static int shiftOf(int tag) {
        return (tag >>> 2) & 63;
    }
}
