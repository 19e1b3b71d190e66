package org.allotment.core.bitset;

import org.allotment.core.AllocationException;
import org.allotment.core.bits.Alignment;

/**
 * How a region divides into granules; see the package for the picture.
 *
 * @param region first byte of the region
 * @param regionBytes bytes of the region
 * @param shift a granule is {@code 1 << shift} bytes
 * @param base first byte of the first granule
 * @param granules number of granules
 */
record BitSetLayout(long region, long regionBytes, int shift, long base, long granules) {
    /** A word holds the bits of 64 granules. */
    static final int WORD_SHIFT = 6;

    static final long LEAST_GRANULE = 8;

    /** So that the number of words stays far within an int. */
    static final long MOST_GRANULES = 1L << 36;

    /** The bits cost nothing of the region: every whole granule in it serves. */
    static BitSetLayout of(long region, long regionBytes, int shift) {
        long base = Alignment.alignUp(region, 1L << shift);
        long granules = Math.max(0, region + regionBytes - base) >>> shift;
        return new BitSetLayout(region, regionBytes, shift, base, granules);
    }

    static void check(long byteSize, long granuleBytes) {
        if (!Alignment.isPowerOfTwo(granuleBytes) || granuleBytes < LEAST_GRANULE) {
            throw AllocationException.invalidParameter(
                    "a granule is a power of two of at least 8 bytes, granuleBytes=" + granuleBytes);
        }
        long granules = byteSize / granuleBytes;
        if (granules < 1 || granules > MOST_GRANULES) {
            throw AllocationException.invalidParameter(
                    "a region holds from 1 to 2^36 granules, byteSize=" + byteSize + ", granuleBytes=" + granuleBytes);
        }
    }

    long granuleBytes() {
        return granules << shift;
    }

    /** What lies before the first granule and behind the last. */
    long lostBytes() {
        return regionBytes - granuleBytes();
    }
}
