package org.allotment.core.switching;

import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;

/**
 * Allocates from the global allocator of a {@link SwitchableAllocator}, whatever the calling thread has selected.
 *
 * <p>What is made through it is never partly a thread's: it may be sent to other threads, grown and freed there. Frees
 * and resizes go where the block is, as everywhere. Any thread may call. Closing ends the handle, not the allocator.
 */
public final class GlobalHandle implements Allocator {
    private final SwitchableAllocator allocator;
    private volatile boolean closed;

    GlobalHandle(SwitchableAllocator allocator) {
        this.allocator = allocator;
    }

    private SwitchableAllocator open() {
        if (closed) {
            throw new IllegalStateException("the handle is closed, closed=true");
        }
        return allocator;
    }

    @Override
    public long allocate(long size, long alignment) {
        return open().global().allocate(size, alignment);
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        return open().global().tryAllocate(size, alignment);
    }

    @Override
    public void free(long address, long size, long alignment) {
        open().free(address, size, alignment);
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        return open().tryGrowInPlace(address, size, newSize);
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        return open().tryShrinkInPlace(address, size, newSize);
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        return open().grow(address, size, newSize, alignment, movement);
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        return open().shrink(address, size, newSize, alignment, movement);
    }

    @Override
    public boolean contains(long address) {
        return open().contains(address);
    }

    /** Reports where the bytes of the global allocator are. */
    @Override
    public AllocatorStatistics statistics() {
        return open().global().statistics();
    }

    /** Ends this handle. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
    }
}
