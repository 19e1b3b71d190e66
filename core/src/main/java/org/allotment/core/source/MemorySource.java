package org.allotment.core.source;

import org.allotment.core.AllocationException;
import org.allotment.core.Requests;

/**
 * Where allocators take their memory from, in large pieces, and give it back.
 *
 * <p>A piece is one address range. It is not promised to be zeroed. Running out is an answer, not an exception: the
 * allocator above decides what it means. Each implementation says which threads may call it.
 */
public interface MemorySource {
    /** A source that never has anything: for allocators that live on regions that are handed in. Any thread may call it. */
    MemorySource EMPTY = new MemorySource() {
        @Override
        public long obtain(long byteSize, long alignment) {
            Requests.checkBlock(byteSize, alignment);
            return NONE;
        }

        @Override
        public void release(long address, long byteSize) {
            throw AllocationException.notAllocated("no piece of this source, address=" + address);
        }

        @Override
        public long granularity() {
            return 1;
        }

        @Override
        public long obtainedBytes() {
            return 0;
        }
    };

    /** The answer of {@link #obtain} when there is nothing: no piece has this address. */
    long NONE = 0L;

    /**
     * Takes a piece of memory.
     *
     * @param byteSize bytes wanted, from 1 up; rounded up to {@link #granularity()} by the source
     * @param alignment power of two that the piece's address must be a multiple of
     * @return the address of the piece, or {@link #NONE}
     * @throws org.allotment.core.AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad
     */
    long obtain(long byteSize, long alignment);

    /**
     * Gives a whole piece back.
     *
     * @param address what {@link #obtain} returned
     * @param byteSize the size it was obtained with
     * @throws org.allotment.core.AllocationException of kind {@code NOT_ALLOCATED} if no such piece is out, or
     *     {@code INVALID_PARAMETER} if its size is another; nothing is changed then
     */
    void release(long address, long byteSize);

    /**
     * Makes a piece larger where it is, if what lies behind it is free.
     *
     * <p>As it stands here, for sources whose pieces never grow, it looks at nothing and answers false.
     *
     * @param address what {@link #obtain} returned
     * @param byteSize its size
     * @param newByteSize bytes wanted, not below {@code byteSize}; rounded up as a size of {@link #obtain} is
     * @return true when the piece now has the new size; false when it is as it was
     * @throws org.allotment.core.AllocationException by sources whose pieces can grow, as {@link #release} does, or of
     *     kind {@code INVALID_PARAMETER} if the new size is below the old one
     */
    default boolean tryGrowInPlace(long address, long byteSize, long newByteSize) {
        return false;
    }

    /**
     * Returns the unit of pieces.
     *
     * @return a power of two in bytes; sizes are rounded up to it and addresses are multiples of it
     */
    long granularity();

    /**
     * Returns how much is out.
     *
     * @return bytes of all pieces obtained and not released, rounded as the source rounds them
     */
    long obtainedBytes();
}
