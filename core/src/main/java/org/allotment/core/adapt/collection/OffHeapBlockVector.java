package org.allotment.core.adapt.collection;

import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.memory.RawAccess;

/**
 * A vector of blocks of {@code long}s, all of one length, each allocated apart and held by its address: what a vector
 * of vectors is in other languages.
 *
 * <p>Blocks are freed one by one in any order, and the rest at {@link #close}. A block is not zeroed. When the
 * allocator refuses, the vector is as it was. After {@code close} every other method raises
 * {@link IllegalStateException}. The allocator must outlive the vector. The same threads may use it as may use the
 * allocator, one at a time.
 */
public final class OffHeapBlockVector implements AutoCloseable {
    private final Allocator allocator;
    private final OffHeapLongVector addresses;
    private final long longsPerBlock;
    private long liveBlocks;

    /**
     * Makes an empty vector, which holds no memory yet.
     *
     * @param allocator where blocks, and the row of their addresses, come from and go back to
     * @param longsPerBlock length of each block, from 1 to 2^50
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the length is out of range
     */
    public OffHeapBlockVector(Allocator allocator, long longsPerBlock) {
        if (longsPerBlock < 1 || longsPerBlock > 1L << 50) {
            throw AllocationException.invalidParameter(
                    "a block holds from 1 to 2^50 longs, longsPerBlock=" + longsPerBlock);
        }
        this.allocator = allocator;
        this.addresses = new OffHeapLongVector(allocator);
        this.longsPerBlock = longsPerBlock;
    }

    /**
     * Allocates a block and adds it behind the last one.
     *
     * @return its index
     * @throws AllocationException if there is no memory; nothing is changed then
     * @throws IllegalStateException if the vector is closed
     */
    public long add() {
        addresses.reserve(1);
        addresses.add(allocator.allocate(blockBytes(), Long.BYTES));
        liveBlocks++;
        return addresses.size() - 1;
    }

    /**
     * Frees a block; its index stays taken.
     *
     * @param index from 0 to the size, less one
     * @throws AllocationException of kind {@code NOT_ALLOCATED} if the block was freed before
     * @throws IndexOutOfBoundsException if there is no such index
     * @throws IllegalStateException if the vector is closed
     */
    public void free(long index) {
        allocator.free(block(index), blockBytes(), Long.BYTES);
        addresses.set(index, Allocator.NULL);
        liveBlocks--;
    }

    /**
     * Reads a word of a block.
     *
     * @param index from 0 to the size, less one
     * @param word from 0 to the block's length, less one
     * @return the word
     * @throws AllocationException of kind {@code NOT_ALLOCATED} if the block was freed
     * @throws IndexOutOfBoundsException if there is no such index or word
     * @throws IllegalStateException if the vector is closed
     */
    public long get(long index, long word) {
        return RawAccess.getLong(word(index, word));
    }

    /**
     * Replaces a word of a block.
     *
     * @param index from 0 to the size, less one
     * @param word from 0 to the block's length, less one
     * @param value the word from now on
     * @throws AllocationException of kind {@code NOT_ALLOCATED} if the block was freed
     * @throws IndexOutOfBoundsException if there is no such index or word
     * @throws IllegalStateException if the vector is closed
     */
    public void set(long index, long word, long value) {
        RawAccess.putLong(word(index, word), value);
    }

    /**
     * Returns the number of blocks ever added.
     *
     * @return indices from 0 up to it, freed blocks included
     * @throws IllegalStateException if the vector is closed
     */
    public long size() {
        return addresses.size();
    }

    /**
     * Returns the number of blocks that are not freed.
     *
     * @return blocks, from 0 to the size
     * @throws IllegalStateException if the vector is closed
     */
    public long liveBlocks() {
        addresses.size();
        return liveBlocks;
    }

    /** Frees the blocks that are left and the row of addresses; a second call does nothing. */
    @Override
    public void close() {
        for (long index = 0; liveBlocks > 0; index++) {
            if (addresses.get(index) != Allocator.NULL) {
                free(index);
            }
        }
        addresses.close();
    }

    private long blockBytes() {
        return longsPerBlock * Long.BYTES;
    }

    private long word(long index, long word) {
        long block = block(index);
        if (word < 0 || word >= longsPerBlock) {
            throw new IndexOutOfBoundsException("no such word, word=" + word + ", longsPerBlock=" + longsPerBlock);
        }
        return block + word * Long.BYTES;
    }

    private long block(long index) {
        long address = addresses.get(index);
        if (address == Allocator.NULL) {
            throw AllocationException.notAllocated("the block was freed before, index=" + index);
        }
        return address;
    }
}
