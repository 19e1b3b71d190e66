package org.allotment.core.concurrent;

import java.util.Objects;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;

/**
 * Lets any thread use a single-owner allocator, one at a time.
 *
 * <p>Each call takes the lock, makes the same call on the allocator, and gives the lock up, also when the call throws.
 * What the allocator promises, checks and refuses is promised, checked and refused here; what one thread wrote into a
 * block before it freed it is seen by whoever gets the block next. Only the allocator and its memory source run under
 * the lock, never the caller's code. A moving {@link #grow} or {@link #shrink} copies under the lock: with large
 * blocks and many threads try in place first, and copy between an allocate and a free.
 *
 * <p>From the first call on the allocator belongs to this object: nobody else may use it. After {@link #close} calls
 * fail as the closed allocator's do.
 */
public sealed class LockedAllocator implements Allocator permits LockedSizeAware {
    private final Allocator allocator;
    private final HeapLock lock;

    /**
     * Puts a lock around an allocator.
     *
     * @param allocator one that needs no particular thread: trusting, or checked without an owner; closed with this one
     * @param lock a lock that guards nothing else, or only what may wait for this allocator
     */
    public LockedAllocator(Allocator allocator, HeapLock lock) {
        this.allocator = Objects.requireNonNull(allocator, "allocator");
        this.lock = Objects.requireNonNull(lock, "lock");
    }

    /**
     * Returns the lock, for forms that add guarded calls.
     *
     * @return the lock around every call
     */
    final HeapLock lock() {
        return lock;
    }

    @Override
    public long allocate(long size, long alignment) {
        lock.lock();
        try {
            return allocator.allocate(size, alignment);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        lock.lock();
        try {
            return allocator.tryAllocate(size, alignment);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void free(long address, long size, long alignment) {
        lock.lock();
        try {
            allocator.free(address, size, alignment);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        lock.lock();
        try {
            return allocator.tryGrowInPlace(address, size, newSize);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        lock.lock();
        try {
            return allocator.tryShrinkInPlace(address, size, newSize);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        lock.lock();
        try {
            return allocator.grow(address, size, newSize, alignment, movement);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        lock.lock();
        try {
            return allocator.shrink(address, size, newSize, alignment, movement);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean contains(long address) {
        lock.lock();
        try {
            return allocator.contains(address);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public AllocatorStatistics statistics() {
        lock.lock();
        try {
            return allocator.statistics();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            allocator.close();
        } finally {
            lock.unlock();
        }
    }
}
