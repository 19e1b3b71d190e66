package org.allotment.core;

/**
 * Hands out blocks of off-heap memory by absolute address, and takes them back with their size.
 *
 * <p>Rules that hold for every implementation:
 *
 * <ul>
 *   <li>Sizes are bytes from 1 up; an alignment is a power of two from 1 up. Anything else is
 *       {@link AllocationException.Kind#INVALID_PARAMETER}. Alignments are of the absolute address.
 *   <li>A block is at least as large as asked. {@link #free} takes any size from the requested to the usable one.
 *   <li>A refused call changes nothing. A closed allocator raises {@link IllegalStateException}.
 *   <li>Memory is not zeroed.
 *   <li>No method here makes garbage unless it throws, {@link #statistics} excepted.
 * </ul>
 *
 * <p>Which frees are caught depends on the form: a checked allocator catches foreign, interior, double and mismatched
 * frees at the call; a trusting one catches foreign frees only. Each implementation says which threads may call it.
 */
public interface Allocator extends AutoCloseable {
    /** The address no block ever has: the answer of {@link #tryAllocate} when full. */
    long NULL = 0L;

    /**
     * Allocates a block.
     *
     * @param size bytes wanted, from 1 up
     * @param alignment power of two that the address must be a multiple of
     * @return the block's address
     * @throws AllocationException if an argument is bad or nothing fits
     */
    long allocate(long size, long alignment);

    /**
     * Allocates a block, or answers {@link #NULL} when nothing fits: being full is not exceptional here.
     *
     * @param size bytes wanted, from 1 up
     * @param alignment power of two that the address must be a multiple of
     * @return the block's address or {@link #NULL}
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad
     */
    long tryAllocate(long size, long alignment);

    /**
     * Returns a block.
     *
     * @param address what an allocating method returned
     * @param size any size from the requested to the usable one
     * @param alignment the alignment it was allocated with
     * @throws AllocationException if this allocator's form catches the mistake; nothing is changed then
     */
    void free(long address, long size, long alignment);

    /**
     * Makes a block larger where it is, if that is possible.
     *
     * @param address an allocated block
     * @param size its current size
     * @param newSize size wanted, not below {@code size}
     * @return true when the block now has {@code newSize} bytes; false when it is as it was
     * @throws AllocationException if an argument is bad
     */
    boolean tryGrowInPlace(long address, long size, long newSize);

    /**
     * Makes a block smaller where it is, if that is possible.
     *
     * @param address an allocated block
     * @param size its current size
     * @param newSize size wanted, from 1 to {@code size}
     * @return true when the block is now to be freed with {@code newSize}; false when it is as it was
     * @throws AllocationException if an argument is bad
     */
    boolean tryShrinkInPlace(long address, long size, long newSize);

    /**
     * Makes a block larger, moving it if need be; the first {@code size} bytes keep their contents.
     *
     * @param address an allocated block
     * @param size its current size
     * @param newSize size wanted, not below {@code size}
     * @param alignment power of two that the result must be a multiple of; may be above the block's own
     * @param movement whether the block may move
     * @return the block's address from now on
     * @throws AllocationException if an argument is bad, or nothing fits, or it would have to move and must not; the
     *     block is as it was
     */
    long grow(long address, long size, long newSize, long alignment, Movement movement);

    /**
     * Makes a block smaller, moving it if need be; the first {@code newSize} bytes keep their contents.
     *
     * @param address an allocated block
     * @param size its current size
     * @param newSize size wanted, from 1 to {@code size}
     * @param alignment power of two that the result must be a multiple of; may be above the block's own
     * @param movement whether the block may move
     * @return the block's address from now on
     * @throws AllocationException if an argument is bad, or nothing fits, or it would have to move and must not; the
     *     block is as it was
     */
    long shrink(long address, long size, long newSize, long alignment, Movement movement);

    /**
     * Tells whether an address lies in memory this allocator hands out from; says nothing about it being allocated.
     *
     * @param address any number
     * @return true when it lies within the allocator's source memory
     */
    boolean contains(long address);

    /**
     * Reports where the bytes are.
     *
     * @return a snapshot that obeys the conservation law
     */
    AllocatorStatistics statistics();

    /**
     * Gives all memory back to the source; blocks still out become invalid. A second call does nothing.
     */
    @Override
    void close();
}
