package org.allotment.core;

/**
 * Hands out runs of pages by absolute address, and takes back any of them.
 *
 * <p>Rules that hold for every implementation:
 *
 * <ul>
 *   <li>Counts are pages from 1 up. An alignment is bytes, a power of two from 1 up, of the absolute address; one below
 *       the page size asks for nothing, since every page is aligned to its own size. It is honoured for every count,
 *       1 included. Anything else is {@link AllocationException.Kind#INVALID_PARAMETER}.
 *   <li>Pages come from regions that the caller adds. The allocator never reads or writes them: they may be reserved
 *       addresses without memory, of another process, or of a device.
 *   <li>A run lies within one region. Any part of it may be freed, and so may pages that were allocated apart and lie
 *       side by side in one region: what counts is that each page of the range is allocated.
 *   <li>Address 0 is no page: it is what {@link #tryAllocatePages} answers when full. A region cannot include it.
 *   <li>A refused call changes nothing. A closed allocator raises {@link IllegalStateException}.
 *   <li>No method makes garbage unless it throws; {@link #addRegion}, {@link #removeRegion} and {@link #statistics}
 *       excepted.
 * </ul>
 *
 * <p>Each implementation says which threads may call it.
 */
public interface PageAllocator extends AutoCloseable {
    /** The address no page ever has: the answer of {@link #tryAllocatePages} when full. */
    long NULL = 0L;

    /**
     * Allocates a run of pages.
     *
     * @param count pages wanted, from 1 up
     * @param alignment power of two, in bytes, that the address must be a multiple of
     * @return the address of the first page
     * @throws AllocationException if an argument is bad or no such run is free
     */
    long allocatePages(long count, long alignment);

    /**
     * Allocates a run of pages, or answers {@link #NULL} when there is none: being full is not exceptional here.
     *
     * @param count pages wanted, from 1 up
     * @param alignment power of two, in bytes, that the address must be a multiple of
     * @return the address of the first page or {@link #NULL}
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad
     */
    long tryAllocatePages(long count, long alignment);

    /**
     * Allocates certain pages.
     *
     * @param address where they begin: a page of this allocator
     * @param count number of pages, from 1 up, all in one region
     * @param alignment power of two, in bytes, that {@code address} must be a multiple of
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad or the pages are not all in
     *     one region; of kind {@code NO_MEMORY} if any of them is allocated already
     */
    void allocatePagesAt(long address, long count, long alignment);

    /**
     * Allocates certain pages if they are free.
     *
     * @param address where they begin: a page of this allocator
     * @param count number of pages, from 1 up, all in one region
     * @param alignment power of two, in bytes, that {@code address} must be a multiple of
     * @return true when they are allocated now; false when any of them was allocated already
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad or the pages are not all in
     *     one region
     */
    boolean tryAllocatePagesAt(long address, long count, long alignment);

    /**
     * Returns pages: a run as it was allocated, a part of one, or neighbours that were allocated apart.
     *
     * @param address where they begin
     * @param count number of pages, from 1 up
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the count is bad; of kind {@code NOT_ALLOCATED}
     *     if the range does not begin at a page, is not all in one region, or has a free page
     */
    void freePages(long address, long count);

    /**
     * Adds addresses to allocate from. Pages that are not whole, at either end, are lost.
     *
     * @param start first byte, above 0
     * @param byteSize number of bytes; at least one whole page must be within
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if an argument is bad, the range has no whole page,
     *     more than the implementation can serve, or includes address 0; of kind {@code MEMORY_OVERLAP} if any byte is
     *     part of a region already
     */
    void addRegion(long start, long byteSize);

    /**
     * Takes back a region of which no page is allocated.
     *
     * @param start its first byte, as it was added
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if no region begins there or a page of it is
     *     allocated
     */
    void removeRegion(long start);

    /**
     * Returns the size of a page.
     *
     * @return bytes, a power of two
     */
    long pageSize();

    /**
     * Returns the number of pages there are.
     *
     * @return whole pages of all regions
     */
    long totalPages();

    /**
     * Returns the number of allocated pages.
     *
     * @return from 0 to {@link #totalPages}
     */
    long usedPages();

    /**
     * Returns the number of free pages; they need not lie side by side.
     *
     * @return {@link #totalPages} less {@link #usedPages}
     */
    long availablePages();

    /**
     * Measures the longest run of free pages: the largest count that can be had with an alignment of 1.
     *
     * @return number of pages, from 0 up
     */
    long longestFreeRun();

    /**
     * Tells whether an address lies in a page of this allocator; says nothing about it being allocated.
     *
     * @param address any number
     * @return true when it lies in a whole page of a region
     */
    boolean contains(long address);

    /**
     * Reports where the bytes are. A live block is a page, since runs may be freed in parts; lost are the bytes of
     * pages that are not whole.
     *
     * @return a snapshot that obeys the conservation law
     */
    AllocatorStatistics statistics();

    /** Forgets all regions; pages still out become invalid. A second call does nothing. */
    @Override
    void close();
}
