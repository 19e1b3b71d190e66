package org.allotment.core;

/** An allocator that knows the size of each of its blocks, so that a free needs the address alone. */
public interface SizeAware extends Allocator {
    /**
     * Returns a block, whatever its size.
     *
     * @param address what an allocating method returned
     * @throws AllocationException if this allocator's form catches the mistake; nothing is changed then
     */
    void free(long address);

    /**
     * Returns how many bytes of a block may be used: at least what was requested.
     *
     * @param address an allocated block
     * @return its usable bytes
     * @throws AllocationException of kind {@code NOT_ALLOCATED} if this allocator's form catches the mistake
     */
    long usableSize(long address);
}
