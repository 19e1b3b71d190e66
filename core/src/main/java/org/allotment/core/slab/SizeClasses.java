package org.allotment.core.slab;

import org.allotment.core.bits.Alignment;

/**
 * The block sizes that free lists exist for, numbered from 1; 0 stands for "served by whole pages".
 *
 * <pre>
 * class    1 …  64   16, 32, 48 … 1024            steps of 16
 * class   65 …  84   1280, 1536, 1792, 2048 … 32 KiB   four per doubling
 * class   85 … 100   36, 40 … 64, 72 … 128 KiB     eight per doubling
 * </pre>
 *
 * <p>Up to 32 KiB a block wastes less than 16 bytes or a fifth of itself; above, less than an eighth (11.1 %), and so
 * do whole pages.
 */
final class SizeClasses {
    /** Number of classes; they are numbered from 1 to this. */
    static final int COUNT = 100;
    /** Not a class: the request is served by whole pages. */
    static final int PAGES = 0;

    static final int PAGE_SHIFT = 12;
    static final long PAGE = 1L << PAGE_SHIFT;

    static final int GRANULE_SHIFT = 4;
    /** Every block is a multiple of this, and starts at one. */
    static final long GRANULE = 1L << GRANULE_SHIFT;

    static final int SMALL_SHIFT = 10;
    static final int LARGEST_SHIFT = 17;
    static final long LARGEST = 1L << LARGEST_SHIFT;

    private static final int MEDIUM_SHIFT = 8;
    private static final int[] BLOCK_SIZE = blockSizes();
    /** Class by size in units of 256 bytes, rounded up: right for sizes above 1 KiB, whose steps are such units. */
    private static final byte[] BY_UNITS = byUnits();

    private SizeClasses() {}

    /** Bytes of the blocks of a class; 0 for {@link #PAGES}, of which that is not known. */
    static long blockSize(int sizeClass) {
        return BLOCK_SIZE[sizeClass];
    }

    /** Class of a size from 1 to {@link #LARGEST} whose alignment is at most a granule. */
    static int ofSize(long size) {
        return (size - 1) >>> SMALL_SHIFT == 0
                ? (int) ((size + GRANULE - 1) >>> GRANULE_SHIFT)
                : BY_UNITS[(int) ((size + (1 << MEDIUM_SHIFT) - 1) >>> MEDIUM_SHIFT)];
    }

    /** Every block is aligned to a granule: such alignments need no thought. */
    private static boolean isGranular(long alignment) {
        return ((alignment & (alignment - 1)) | ((alignment - 1) >>> GRANULE_SHIFT)) == 0;
    }

    /** Class of a request that needs no thought about its alignment; 0 for anything else, bad requests too. */
    static int plainClass(long size, long alignment) {
        return (size - 1) >>> LARGEST_SHIFT == 0 && isGranular(alignment) ? ofSize(size) : 0;
    }

    /**
     * Class of a legal request, or {@link #PAGES}. Runs begin at pages, so the blocks of a class are aligned to the
     * lowest set bit of its size, up to a page; a request for more is looked up by the larger of both.
     */
    static int ofRequest(long size, long alignment) {
        if (size > LARGEST || alignment > PAGE) {
            return PAGES;
        }
        int sizeClass = ofSize(Alignment.alignUp(size, alignment));
        while (!Alignment.isAligned(BLOCK_SIZE[sizeClass], alignment)) {
            sizeClass++;
        }
        return sizeClass;
    }

    /** Pages of a run that is worth its refill: 16 KiB, 64 KiB from blocks of 1 KiB up, 256 KiB from 32 KiB up. */
    static int preferredPages(int sizeClass) {
        int size = BLOCK_SIZE[sizeClass];
        int target = size <= 1 << 10 ? 16 << 10 : size <= 32 << 10 ? 64 << 10 : 256 << 10;
        return pagesFor((long) (target / size) * size);
    }

    /** Pages of the smallest run: one that holds a block. */
    static int leastPages(int sizeClass) {
        return pagesFor(BLOCK_SIZE[sizeClass]);
    }

    static int blocksIn(int sizeClass, int pages) {
        return (int) (((long) pages << PAGE_SHIFT) / BLOCK_SIZE[sizeClass]);
    }

    /** Pages that hold so many bytes, which must be fewer than 2^43. */
    static int pagesFor(long byteSize) {
        return (int) ((byteSize + PAGE - 1) >>> PAGE_SHIFT);
    }

    private static int[] blockSizes() {
        int[] sizes = new int[COUNT + 1];
        int sizeClass = 0;
        for (int size = 16; size <= 1 << 10; size += 16) {
            sizes[++sizeClass] = size;
        }
        for (int group = 1 << 10; group < LARGEST; group <<= 1) {
            int steps = group < 32 << 10 ? 4 : 8;
            for (int step = 1; step <= steps; step++) {
                sizes[++sizeClass] = group + group / steps * step;
            }
        }
        return sizes;
    }

    private static byte[] byUnits() {
        byte[] table = new byte[(int) (LARGEST >>> MEDIUM_SHIFT) + 1];
        int sizeClass = 1;
        for (int units = 1; units < table.length; units++) {
            while (BLOCK_SIZE[sizeClass] < units << MEDIUM_SHIFT) {
                sizeClass++;
            }
            table[units] = (byte) sizeClass;
        }
        return table;
    }
}
