package org.allotment.core;

/**
 * Where the bytes of an allocator are at one moment; all figures are bytes unless named otherwise.
 *
 * <p>One law holds after every operation, and the tests check it after each:
 *
 * <pre>
 * sourceBytes = liveBlockBytes + inBandMetadataBytes + freeBytes + quarantinedBytes + lostBytes
 * </pre>
 *
 * @param sourceBytes bytes taken from the memory source and not given back
 * @param liveBlockBytes bytes of allocated blocks, as rounded by the allocator
 * @param inBandMetadataBytes headers, sentinels and other bookkeeping inside the source bytes
 * @param freeBytes bytes that later allocations can have
 * @param quarantinedBytes freed bytes that are held back on purpose
 * @param lostBytes bytes that cannot serve until the allocator is reset: alignment gaps, tails, dead bump space
 * @param liveBlocks number of allocated blocks
 * @param heapMetadataBytes bookkeeping on the Java heap, not part of the law
 */
public record AllocatorStatistics(
        long sourceBytes,
        long liveBlockBytes,
        long inBandMetadataBytes,
        long freeBytes,
        long quarantinedBytes,
        long lostBytes,
        long liveBlocks,
        long heapMetadataBytes) {

    /**
     * Tells whether the conservation law holds.
     *
     * @return true when both sides of the law are equal and no figure is negative
     */
    public boolean isConserved() {
        boolean noneNegative = liveBlockBytes >= 0
                && inBandMetadataBytes >= 0
                && freeBytes >= 0
                && quarantinedBytes >= 0
                && lostBytes >= 0
                && liveBlocks >= 0
                && heapMetadataBytes >= 0;
        return noneNegative
                && sourceBytes == liveBlockBytes + inBandMetadataBytes + freeBytes + quarantinedBytes + lostBytes;
    }

    /**
     * Adds the figures of another allocator, whose bytes are none of these.
     *
     * @param other its statistics
     * @return the sums
     */
    public AllocatorStatistics plus(AllocatorStatistics other) {
        return new AllocatorStatistics(
                sourceBytes + other.sourceBytes,
                liveBlockBytes + other.liveBlockBytes,
                inBandMetadataBytes + other.inBandMetadataBytes,
                freeBytes + other.freeBytes,
                quarantinedBytes + other.quarantinedBytes,
                lostBytes + other.lostBytes,
                liveBlocks + other.liveBlocks,
                heapMetadataBytes + other.heapMetadataBytes);
    }
}
