package org.allotment.core;

/**
 * Hands out numbers in runs, and takes them back.
 *
 * <p>Rules that hold for every implementation:
 *
 * <ul>
 *   <li>A run is numbers side by side. Its count is from 1 up; its alignment is a power of two that its first number is
 *       a multiple of. Anything else is {@link AllocationException.Kind#INVALID_PARAMETER}.
 *   <li>A number is free, allocated, or fixed. {@linkplain #allocateFixedId Fixed} ones stay so for good.
 *   <li>{@code size() == used() + available()}. An implementation that rounds counts up says so; what it rounds up is
 *       used.
 *   <li>A refused call changes nothing. No method makes garbage unless it throws, {@link #allocateFixedId} excepted.
 * </ul>
 *
 * <p>Each implementation says which threads may call it.
 */
public interface IdAllocator {
    /** The number no run starts with: the answer of {@link #tryAllocateId} when full. */
    long NONE = -1L;

    /**
     * Allocates a run.
     *
     * @param count numbers wanted, from 1 up
     * @param alignment power of two that the first of them must be a multiple of
     * @return the first of them
     * @throws AllocationException if an argument is bad or nothing fits
     */
    long allocateId(long count, long alignment);

    /**
     * Allocates a run, or answers {@link #NONE} when nothing fits: being full is not exceptional here.
     *
     * @param count numbers wanted, from 1 up
     * @param alignment power of two that the first of them must be a multiple of
     * @return the first of them or {@link #NONE}
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad
     */
    long tryAllocateId(long count, long alignment);

    /**
     * Returns a run.
     *
     * @param start what an allocating method returned
     * @param count the count it was allocated with
     * @throws AllocationException of kind {@code NOT_ALLOCATED} if some of these numbers are not allocated, or are
     *     fixed; of kind {@code INVALID_PARAMETER} if the count is below 1 or known to be another
     */
    void freeId(long start, long count);

    /**
     * Tells whether a number is taken.
     *
     * @param id any number
     * @return true when it is allocated or fixed; false when it is free or none of this allocator's
     */
    boolean isAllocated(long id);

    /**
     * Takes one certain number for good: it is never handed out and cannot be freed.
     *
     * @param id a free number
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if it is none of this allocator's, of kind {@code
     *     NO_MEMORY} if it is not free
     */
    void allocateFixedId(long id);

    /**
     * Tells whether a number was taken for good.
     *
     * @param id any number
     * @return true when {@link #allocateFixedId} took it
     */
    boolean isFixed(long id);

    /**
     * Returns how many numbers there are.
     *
     * @return a count, the sum of those used and available
     */
    long size();

    /**
     * Returns how many numbers are not free.
     *
     * @return a count
     */
    long used();

    /**
     * Returns how many numbers are free.
     *
     * @return a count; not necessarily in one run
     */
    long available();
}
