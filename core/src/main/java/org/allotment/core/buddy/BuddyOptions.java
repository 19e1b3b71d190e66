package org.allotment.core.buddy;

import org.allotment.core.AllocationException;
import org.allotment.core.bits.Alignment;

/**
 * How a {@link BuddyAllocator} behaves.
 *
 * @param checked true to catch foreign, interior, double and mismatched frees; false to catch foreign ones only
 * @param owned true to refuse, when checked, calls from other threads than the one that made the allocator
 * @param minBlockBytes smallest block, a power of two from 8 to 2^30; metadata takes half a byte of Java heap for each
 *     block of this size, or less while no small block was asked for
 * @param quickLimit largest block in bytes that waits unmerged for its reuse, from 0 (none: the bare algorithm) to
 *     65,536
 * @param growthBytes least number of bytes drawn from a source at once, a power of two from 4,096 to 2^40
 * @param countsRequests true to count requested bytes beside rounded ones; costs a byte or more per smallest block, and
 *     blocks do not wait then
 */
public record BuddyOptions(
        boolean checked, boolean owned, long minBlockBytes, long quickLimit, long growthBytes, boolean countsRequests) {
    private static final long MIN_GROWTH = 4_096;
    private static final long MAX_GROWTH = 1L << 40;
    private static final long DEFAULT_GROWTH = 4L << 20;
    private static final long DEFAULT_MIN_BLOCK = 1L << BuddyLayout.MIN_UNIT_SHIFT;

    /** Checked and owned, blocks from 8 bytes, blocks up to 64 KiB wait, growing by 4 MiB or more. */
    public static final BuddyOptions DEFAULT =
            new BuddyOptions(true, true, DEFAULT_MIN_BLOCK, BuddyQuick.LARGEST, DEFAULT_GROWTH, false);

    /**
     * Checks the ranges.
     *
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if a number is out of its range
     */
    public BuddyOptions {
        if (!Alignment.isPowerOfTwo(minBlockBytes)
                || minBlockBytes < DEFAULT_MIN_BLOCK
                || minBlockBytes > 1L << BuddyLayout.MAX_UNIT_SHIFT) {
            throw AllocationException.invalidParameter(
                    "the smallest block must be a power of two from 8 to 2^30 bytes, minBlockBytes=" + minBlockBytes);
        }
        if (quickLimit < 0 || quickLimit > BuddyQuick.LARGEST) {
            throw AllocationException.invalidParameter("blocks of up to 65,536 bytes wait, quickLimit=" + quickLimit);
        }
        if (!Alignment.isPowerOfTwo(growthBytes) || growthBytes < MIN_GROWTH || growthBytes > MAX_GROWTH) {
            throw AllocationException.invalidParameter(
                    "growth must be a power of two from 4,096 to 2^40 bytes, growthBytes=" + growthBytes);
        }
    }

    /**
     * Returns these options without the checks of frees and of the owner's thread.
     *
     * @return options that catch foreign frees only
     */
    public BuddyOptions trusting() {
        return new BuddyOptions(false, owned, minBlockBytes, quickLimit, growthBytes, countsRequests);
    }

    /**
     * Returns these options for use under a lock: any thread may call, one at a time.
     *
     * @return options that differ in this only
     */
    public BuddyOptions withoutOwner() {
        return new BuddyOptions(checked, false, minBlockBytes, quickLimit, growthBytes, countsRequests);
    }

    /**
     * Returns these options without waiting blocks: every free merges at once.
     *
     * @return options of the bare algorithm
     */
    public BuddyOptions bare() {
        return new BuddyOptions(checked, owned, minBlockBytes, 0, growthBytes, countsRequests);
    }

    /**
     * Returns these options with another smallest block.
     *
     * @param bytes a power of two from 8 to 2^30
     * @return options that differ in this only
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the number is out of its range
     */
    public BuddyOptions blocksFrom(long bytes) {
        return new BuddyOptions(checked, owned, bytes, quickLimit, growthBytes, countsRequests);
    }

    /**
     * Returns these options with another growth.
     *
     * @param bytes least number of bytes drawn from a source at once, a power of two from 4,096 to 2^40
     * @return options that differ in this only
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the number is out of its range
     */
    public BuddyOptions growingBy(long bytes) {
        return new BuddyOptions(checked, owned, minBlockBytes, quickLimit, bytes, countsRequests);
    }

    /**
     * Returns these options with requested bytes counted beside rounded ones.
     *
     * @return options with which {@link BuddyAllocator#requestedBytes} has an answer
     */
    public BuddyOptions countingRequests() {
        return new BuddyOptions(checked, owned, minBlockBytes, quickLimit, growthBytes, true);
    }
}
