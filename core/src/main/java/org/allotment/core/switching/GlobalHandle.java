package org.allotment.core.switching;

import org.allotment.core.AllocatorStatistics;

/**
 * Allocates from the global allocator of a {@link SwitchableAllocator}, whatever the calling thread has selected.
 *
 * <p>What is made through it is never partly a thread's: it may be sent to other threads, grown and freed there. Frees
 * and resizes go where the block is, as everywhere. Any thread may call. Closing ends the handle, not the allocator.
 */
public final class GlobalHandle extends Handle {
    GlobalHandle(SwitchableAllocator allocator) {
        super(allocator);
    }

    @Override
    public long allocate(long size, long alignment) {
        return open().global().allocate(size, alignment);
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        return open().global().tryAllocate(size, alignment);
    }

    /** Reports where the bytes of the global allocator are. */
    @Override
    public AllocatorStatistics statistics() {
        return open().global().statistics();
    }
}
