package org.allotment.core.switching;

import org.allotment.core.AllocatorStatistics;
import org.allotment.core.switching.owner.LocalHeap;

/**
 * Allocates from a {@link Context} for its user, whatever that thread has selected: the fast way for who makes many
 * calls while in a context, since nothing has to be looked up for each.
 *
 * <p>Allocating is for the context's user, and fails with {@link IllegalStateException} for everybody else. Frees and
 * resizes go where the block is, as everywhere, and any thread may call them. Closing ends the handle, not the context.
 */
public final class ContextHandle extends Handle {
    private final LocalHeap heap;

    ContextHandle(SwitchableAllocator allocator, LocalHeap heap) {
        super(allocator);
        this.heap = heap;
    }

    private LocalHeap used() {
        open();
        if (!heap.isUsedByCaller()) {
            throw new IllegalStateException("the caller is not in this context, user=" + heap.userName() + ", caller="
                    + Thread.currentThread());
        }
        return heap;
    }

    @Override
    public long allocate(long size, long alignment) {
        return used().allocate(size, alignment);
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        return used().tryAllocate(size, alignment);
    }

    @Override
    public void free(long address, long size, long alignment) {
        SwitchableAllocator allocator = open();
        if (heap.isUsedByCaller() && heap.isHot(address)) {
            heap.freeHot(address, size, alignment);
        } else {
            allocator.free(address, size, alignment);
        }
    }

    /** Reports where the bytes of the context are. */
    @Override
    public AllocatorStatistics statistics() {
        return used().statistics();
    }
}
