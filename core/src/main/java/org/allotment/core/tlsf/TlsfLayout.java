package org.allotment.core.tlsf;

/**
 * Where everything stands inside a block, and which list a size belongs to.
 *
 * <p>Blocks start 16 bytes before a multiple of {@value #GRANULE_BYTES}, so that every payload starts on one:
 *
 * <pre>
 *  offset  0               8               16              24              32       (bytes; payload at a multiple of 32)
 *          ├───────────────┼───────────────┼───────────────┼───────────────┼── …
 *  used    │ size | flags  │ prev physical │ payload, as long as the block ────────
 *  free    │ size          │ prev physical │ next free     │ previous free │ unused
 *  quick   │ size | USED   │ prev physical │ room | next   │ unused ────────────────
 *          └───────────────┴───────────────┴───────────────┴───────────────┴── …
 *
 *  first word, by bit    63 ─────────────────── 5   4  3  2      1         0
 *                        │ size, multiple of 32 │    zero   │ SENTINEL │ USED │
 * </pre>
 *
 * <p>A size of g granules belongs to list {@code (s << 5) + (g >>> s)} with {@code s = max(0, floor(log2 g) - 5)}:
 * exact lists below 64 granules (2,048 bytes), 32 lists a doubling from there.
 */
public final class TlsfLayout {
    /** Bytes of a granule: every block size is a multiple, and the smallest block is one. */
    public static final int GRANULE_BYTES = 32;

    /** Bytes of the header in front of each payload. */
    public static final int HEADER_BYTES = 16;

    /** Offset of the address of the block that ends where this one starts; zero in a region's first block. */
    public static final int PREVIOUS_PHYSICAL = 8;

    /** Offset, in a free block, of the address of the next block of its list; zero in the last one. */
    public static final int NEXT_FREE = 16;

    /** Offset, in a free block, of the address of the one before it in its list; undefined in the first one. */
    public static final int PREVIOUS_FREE = 24;

    /** Bit of the first word: set in blocks that are handed out or wait in a quick list, clear in free ones. */
    public static final long USED = 1;

    /** Bit of the first word: set in the header without payload that ends a region, together with {@link #USED}. */
    public static final long SENTINEL = 2;

    /** Bits of the first word that hold the size. */
    public static final long SIZE_MASK = -GRANULE_BYTES;

    /** Largest number of bytes in a block, and of a region. */
    public static final long MAX_BLOCK_BYTES = 1L << 40;

    /** Number of first-level classes; each has one bit in an int. */
    public static final int FIRST_LEVEL = 32;

    /** Number of lists in a first-level class; each has one bit in an int. */
    public static final int SECOND_LEVEL = 32;

    /** Number of lists. */
    public static final int LISTS = FIRST_LEVEL * SECOND_LEVEL;

    static final int GRANULE_SHIFT = 5;
    static final int SECOND_LEVEL_SHIFT = 5;

    private static final int TOP_BIT_SHIFT = Long.SIZE - 1 - SECOND_LEVEL_SHIFT;

    private TlsfLayout() {}

    /**
     * Returns the bytes of the block that serves a request; every request of one block gets the same block size, which
     * is why a sized free needs no look at the header.
     *
     * @param size requested bytes, from 1 to {@link #MAX_BLOCK_BYTES}
     * @return header and payload, a multiple of {@value #GRANULE_BYTES}
     */
    public static long blockBytes(long size) {
        return (size + HEADER_BYTES + GRANULE_BYTES - 1) & SIZE_MASK;
    }

    /**
     * Returns the list that a block of this size is kept in.
     *
     * @param blockBytes a multiple of {@value #GRANULE_BYTES} up to {@link #MAX_BLOCK_BYTES}
     * @return number of the list, below {@link #LISTS}
     */
    public static int listOf(long blockBytes) {
        long granules = blockBytes >>> GRANULE_SHIFT;
        int shift = sliceShift(granules);
        return (shift << SECOND_LEVEL_SHIFT) + (int) (granules >>> shift);
    }

    /**
     * Returns the first list in which every block is large enough.
     *
     * @param blockBytes a multiple of {@value #GRANULE_BYTES} up to {@link #MAX_BLOCK_BYTES}
     * @return number of the list, below {@link #LISTS}
     */
    public static int goodFitListOf(long blockBytes) {
        long granules = blockBytes >>> GRANULE_SHIFT;
        long rounded = granules + (1L << sliceShift(granules)) - 1;
        int shift = sliceShift(rounded);
        return (shift << SECOND_LEVEL_SHIFT) + (int) (rounded >>> shift);
    }

    /**
     * Returns the smallest block size that a list keeps.
     *
     * @param list number of a list
     * @return bytes
     */
    public static long smallestOf(int list) {
        int shift = Math.max(0, (list >>> SECOND_LEVEL_SHIFT) - 1);
        return (long) (list - (shift << SECOND_LEVEL_SHIFT)) << shift << GRANULE_SHIFT;
    }

    /** log2 of the number of granules that one list spans. */
    private static int sliceShift(long granules) {
        return Math.max(0, TOP_BIT_SHIFT - Long.numberOfLeadingZeros(granules));
    }
}
