package org.allotment.core;

import org.allotment.core.bits.Alignment;

/**
 * The argument checks that every allocator shares, so that one mistake reads the same everywhere.
 *
 * <p>Each method returns normally or throws {@link AllocationException.Kind#INVALID_PARAMETER}; nothing is allocated
 * on the way through.
 */
public final class Requests {
    private Requests() {}

    /**
     * Checks the size and alignment of a block.
     *
     * @param size bytes wanted; legal from 1 up, as long as {@code size + alignment} stays within a {@code long}
     * @param alignment legal when a power of two
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if either is not legal
     */
    public static void checkBlock(long size, long alignment) {
        if (size < 1 || !Alignment.isPowerOfTwo(alignment) || size > Long.MAX_VALUE - alignment) {
            throw badBlock(size, alignment);
        }
    }

    /**
     * Checks the sizes of a growth.
     *
     * @param size current size, from 1 up
     * @param newSize size wanted, not below {@code size}
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if either is not legal
     */
    public static void checkGrowth(long size, long newSize) {
        if (size < 1 || newSize < size) {
            throw badResize("a growth goes from a size of at least 1 to one not below it", size, newSize);
        }
    }

    /**
     * Checks the sizes of a shrinkage.
     *
     * @param size current size, from 1 up
     * @param newSize size wanted, from 1 to {@code size}
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if either is not legal
     */
    public static void checkShrinkage(long size, long newSize) {
        if (newSize < 1 || newSize > size) {
            throw badResize("a shrinkage goes to a size of at least 1, not above the current one", size, newSize);
        }
    }

    private static AllocationException badBlock(long size, long alignment) {
        String rule = size < 1
                ? "a size must be at least 1"
                : Alignment.isPowerOfTwo(alignment)
                        ? "a size rounded up to its alignment must stay within 63 bits"
                        : "an alignment must be a power of two";
        return AllocationException.invalidParameter(rule + ", size=" + size + ", alignment=" + alignment);
    }

    private static AllocationException badResize(String rule, long size, long newSize) {
        return AllocationException.invalidParameter(rule + ", size=" + size + ", newSize=" + newSize);
    }
}
