package org.allotment.core.concurrent.slice;

import org.allotment.core.bits.Alignment;

/**
 * The block sizes that pages are cut into, numbered from 1; 0 stands for "not from a page of blocks".
 *
 * <pre>
 * class    1 …  64   16, 32, 48 … 1024                   steps of 16
 * class   65 … 120   1152, 1280 … 2048, 2304 … 128 KiB   eight per doubling
 * </pre>
 *
 * <p>Up to 1 KiB a block wastes less than 16 bytes, above that less than a ninth of itself.
 *
 * <p>A heap's first page of a class has 16 KiB, or what holds two blocks; further ones have 64 KiB, for blocks above
 * 8 KiB 512 KiB; all have fewer slices when there are no more. Pages begin at slices, so that a block is aligned to the
 * lowest set bit of its size, up to a slice.
 */
public final class SizeClasses {
    /** Number of classes; they are numbered from 1 to this. */
    public static final int COUNT = 120;

    /** Not a class: the request is served by whole slices. */
    public static final int NONE = 0;

    /** Shift from an address to its granule. */
    public static final int GRANULE_SHIFT = 4;

    /** Every block is a multiple of this, and starts at one. */
    public static final long GRANULE = 1L << GRANULE_SHIFT;

    /** Largest block of a class, in bytes. */
    public static final long LARGEST = 1L << 17;

    /** Slices of an ordinary page of small blocks. */
    public static final int SMALL_SLICES = 4;

    /** Slices of the largest page. */
    public static final int MOST_SLICES = 32;

    private static final int LARGEST_SHIFT = 17;
    private static final int SMALL_SHIFT = 10;
    private static final int UNIT_SHIFT = 7;
    private static final int STEPS = 8;
    private static final int[] BLOCK_SIZE = blockSizes();

    /** Class by size in units of 128 bytes, rounded up: right for sizes above 1 KiB, whose steps are such units. */
    private static final byte[] BY_UNITS = byUnits();

    private SizeClasses() {}

    /**
     * Returns the size of the blocks of a class.
     *
     * @param sizeClass from 1 to {@link #COUNT}
     * @return bytes
     */
    public static int blockSize(int sizeClass) {
        return BLOCK_SIZE[sizeClass];
    }

    /**
     * Returns the class of a request that needs no thought about its alignment.
     *
     * @param size bytes, any number
     * @param alignment any number
     * @return its class; {@link #NONE} for anything else, illegal requests too
     */
    public static int ofPlain(long size, long alignment) {
        boolean plain = (size - 1) >>> LARGEST_SHIFT == 0
                && ((alignment & (alignment - 1)) | ((alignment - 1) >>> GRANULE_SHIFT)) == 0;
        return plain ? ofSize(size) : NONE;
    }

    /**
     * Returns the class of a legal request.
     *
     * @param size bytes from 1 up
     * @param alignment a power of two
     * @return the first class that is large enough and whose blocks are all aligned, or {@link #NONE}
     */
    public static int ofRequest(long size, long alignment) {
        if (size > LARGEST || alignment > SliceDepot.SLICE) {
            return NONE;
        }
        int sizeClass = ofSize(Alignment.alignUp(size, alignment));
        while (!Alignment.isAligned(BLOCK_SIZE[sizeClass], alignment)) {
            sizeClass++;
        }
        return sizeClass;
    }

    /**
     * Returns how many slices a heap's first page of a class has when there are enough.
     *
     * @param sizeClass from 1 to {@link #COUNT}
     * @return as many as hold two blocks, from 1 up
     */
    public static int firstSlices(int sizeClass) {
        return SliceDepot.slicesFor(2L * BLOCK_SIZE[sizeClass]);
    }

    /**
     * Returns how many slices further pages of a class have when there are enough.
     *
     * @param sizeClass from 1 to {@link #COUNT}
     * @return {@link #SMALL_SLICES} or {@link #MOST_SLICES}
     */
    public static int preferredSlices(int sizeClass) {
        return BLOCK_SIZE[sizeClass] <= SMALL_SLICES * SliceDepot.SLICE / STEPS ? SMALL_SLICES : MOST_SLICES;
    }

    /**
     * Returns how many slices the smallest page of a class has.
     *
     * @param sizeClass from 1 to {@link #COUNT}
     * @return as many as hold one block
     */
    public static int leastSlices(int sizeClass) {
        return SliceDepot.slicesFor(BLOCK_SIZE[sizeClass]);
    }

    private static int ofSize(long size) {
        return (size - 1) >>> SMALL_SHIFT == 0
                ? (int) ((size + GRANULE - 1) >>> GRANULE_SHIFT)
                : BY_UNITS[(int) ((size + (1 << UNIT_SHIFT) - 1) >>> UNIT_SHIFT)];
    }

    private static int[] blockSizes() {
        int[] sizes = new int[COUNT + 1];
        int sizeClass = 0;
        for (int size = 16; size <= 1 << SMALL_SHIFT; size += 16) {
            sizes[++sizeClass] = size;
        }
        for (int group = 1 << SMALL_SHIFT; group < LARGEST; group <<= 1) {
            for (int step = 1; step <= STEPS; step++) {
                sizes[++sizeClass] = group + group / STEPS * step;
            }
        }
        return sizes;
    }

    private static byte[] byUnits() {
        byte[] table = new byte[(int) (LARGEST >>> UNIT_SHIFT) + 1];
        int sizeClass = 1;
        for (int units = 1; units < table.length; units++) {
            while (BLOCK_SIZE[sizeClass] < units << UNIT_SHIFT) {
                sizeClass++;
            }
            table[units] = (byte) sizeClass;
        }
        return table;
    }
}
