package org.allotment.harness.workload.script;

/**
 * Folds what a workload read back into one number that depends on every value and on their order.
 *
 * <p>A block is filled with words that its index, its size and the offset determine. Blocks that overlap, move or lose
 * bytes therefore change the sum, and allocators that agree on it did the same work.
 */
public final class Checksum {
    private long sum;

    /**
     * Returns the word that belongs at an offset of a block.
     *
     * @param index number of the allocation
     * @param size size of the block in bytes
     * @param offset offset of the word in bytes
     * @return the word to write
     */
    public static long word(long index, long size, long offset) {
        return SplitMix64.mix(index * 0x9E3779B97F4A7C15L + (size << 32) + offset);
    }

    /**
     * Folds in a value.
     *
     * @param value read back, or a size, or an index
     */
    public void add(long value) {
        sum = SplitMix64.mix(sum ^ value) + value;
    }

    /**
     * Returns the sum.
     *
     * @return the value so far; 0 when nothing was added
     */
    public long value() {
        return sum;
    }
}
