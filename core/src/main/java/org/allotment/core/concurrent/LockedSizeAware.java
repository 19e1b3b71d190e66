package org.allotment.core.concurrent;

import org.allotment.core.SizeAware;

/** A {@link LockedAllocator} over an allocator that knows the size of its blocks. */
public final class LockedSizeAware extends LockedAllocator implements SizeAware {
    private final SizeAware allocator;

    /**
     * Puts a lock around an allocator.
     *
     * @param allocator one that needs no particular thread: trusting, or checked without an owner; closed with this one
     * @param lock a lock that guards nothing else, or only what may wait for this allocator
     */
    public LockedSizeAware(SizeAware allocator, HeapLock lock) {
        super(allocator, lock);
        this.allocator = allocator;
    }

    @Override
    public void free(long address) {
        lock().lock();
        try {
            allocator.free(address);
        } finally {
            lock().unlock();
        }
    }

    @Override
    public long usableSize(long address) {
        lock().lock();
        try {
            return allocator.usableSize(address);
        } finally {
            lock().unlock();
        }
    }
}
