package org.allotment.core.switching;

import org.allotment.core.Allocator;
import org.allotment.core.Movement;

/**
 * Allocates from one place of a {@link SwitchableAllocator}, whatever the calling thread has selected; frees and resizes
 * go where the block is, as everywhere. Closing ends the handle, not the memory.
 */
abstract sealed class Handle implements Allocator permits GlobalHandle, ContextHandle {
    private final SwitchableAllocator allocator;
    private volatile boolean closed;

    Handle(SwitchableAllocator allocator) {
        this.allocator = allocator;
    }

    /** The allocator that the handle is of, as long as the handle is open. */
    final SwitchableAllocator open() {
        if (closed) {
            throw new IllegalStateException("the handle is closed, closed=true");
        }
        return allocator;
    }

    @Override
    public void free(long address, long size, long alignment) {
        open().free(address, size, alignment);
    }

    @Override
    public final boolean tryGrowInPlace(long address, long size, long newSize) {
        return open().tryGrowInPlace(address, size, newSize);
    }

    @Override
    public final boolean tryShrinkInPlace(long address, long size, long newSize) {
        return open().tryShrinkInPlace(address, size, newSize);
    }

    @Override
    public final long grow(long address, long size, long newSize, long alignment, Movement movement) {
        return open().grow(address, size, newSize, alignment, movement);
    }

    @Override
    public final long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        return open().shrink(address, size, newSize, alignment, movement);
    }

    @Override
    public final boolean contains(long address) {
        return open().contains(address);
    }

    /** Ends this handle. A second call does nothing. */
    @Override
    public final void close() {
        closed = true;
    }
}
