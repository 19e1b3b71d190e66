package org.allotment.core.tlsf;

import org.allotment.core.AllocationException;

/**
 * How a {@link TlsfAllocator} behaves.
 *
 * @param checked true to catch foreign, interior, double and mismatched frees; false to catch foreign ones only
 * @param owned true to refuse, when checked, calls from other threads than the one that made the allocator
 * @param quickLimit largest request in bytes that quick lists serve, from 0 (none: the bare algorithm) to 65,536
 * @param growthBytes least number of bytes drawn from a source at once, from 4,096 to 2^40
 */
public record TlsfOptions(boolean checked, boolean owned, long quickLimit, long growthBytes) {
    private static final long MIN_GROWTH = 4_096;
    private static final long DEFAULT_GROWTH = 4L << 20;

    /** Checked, owned, with quick lists for every size they can serve, growing by 4 MiB or more. */
    public static final TlsfOptions DEFAULT = new TlsfOptions(true, true, TlsfQuick.LARGEST_REQUEST, DEFAULT_GROWTH);

    /**
     * Checks the ranges.
     *
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if a number is out of its range
     */
    public TlsfOptions {
        if (quickLimit < 0 || quickLimit > TlsfQuick.LARGEST_REQUEST) {
            throw AllocationException.invalidParameter(
                    "quick lists serve up to 65,536 bytes, quickLimit=" + quickLimit);
        }
        if (growthBytes < MIN_GROWTH || growthBytes > TlsfLayout.MAX_BLOCK_BYTES) {
            throw AllocationException.invalidParameter(
                    "growth must be from 4,096 to 2^40 bytes, growthBytes=" + growthBytes);
        }
    }

    /**
     * Returns these options without the checks of frees and threads.
     *
     * @return options that catch foreign frees only
     */
    public TlsfOptions trusting() {
        return new TlsfOptions(false, owned, quickLimit, growthBytes);
    }

    /**
     * Returns these options without an owner, for use under a lock: any thread may call, one at a time.
     *
     * @return options that differ in this only
     */
    public TlsfOptions withoutOwner() {
        return new TlsfOptions(checked, false, quickLimit, growthBytes);
    }

    /**
     * Returns these options without quick lists: every free coalesces at once.
     *
     * @return options of the bare algorithm
     */
    public TlsfOptions bare() {
        return new TlsfOptions(checked, owned, 0, growthBytes);
    }

    /**
     * Returns these options with another growth.
     *
     * @param bytes least number of bytes drawn from a source at once, from 4,096 to 2^40
     * @return options that differ in this only
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the number is out of its range
     */
    public TlsfOptions growingBy(long bytes) {
        return new TlsfOptions(checked, owned, quickLimit, bytes);
    }
}
