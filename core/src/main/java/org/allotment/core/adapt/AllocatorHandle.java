package org.allotment.core.adapt;

import java.lang.foreign.Arena;
import java.util.Objects;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.concurrent.HeapLock;
import org.allotment.core.concurrent.LockedAllocator;

/**
 * One of several handles of an allocator, which lives for as long as any of them is open.
 *
 * <p>{@link #share} makes another handle. Closing a handle ends that handle alone, and using it afterwards is an
 * {@link IllegalStateException}; closing the last one closes the allocator, and then the arena that {@link #tie} named,
 * so that an allocator neither outlives the memory it was put into nor the other way round. A second close of one
 * handle does nothing. Blocks belong to the allocator: any handle frees what another has allocated.
 *
 * <p>Two forms, by how the first handle was made. <em>Confined</em>: all handles are for the thread that made the
 * first; calls from others are {@code IllegalStateException}s. It costs two comparisons a call. <em>Shared</em>: any
 * thread may use any handle; each call takes the lock that was given. From then on the allocator belongs to its
 * handles: nobody may use it but through them.
 *
 * @see SizeAwareHandle the form for allocators that know their sizes
 */
public sealed class AllocatorHandle implements Allocator permits SizeAwareHandle {
    private final Allocator allocator;
    private final HandleCount count;
    private volatile boolean closed;

    AllocatorHandle(Allocator allocator, HandleCount count) {
        this.allocator = Objects.requireNonNull(allocator, "allocator");
        this.count = count;
    }

    /**
     * Makes the first handle of an allocator for the calling thread.
     *
     * @param allocator closed with the last handle
     * @return the handle
     */
    public static AllocatorHandle confined(Allocator allocator) {
        return new AllocatorHandle(allocator, new HandleCount(allocator, Thread.currentThread()));
    }

    /**
     * Makes the first handle of an allocator for any thread.
     *
     * @param allocator one that needs no particular thread; closed with the last handle
     * @param lock taken around each of its calls
     * @return the handle
     */
    public static AllocatorHandle shared(Allocator allocator, HeapLock lock) {
        LockedAllocator locked = new LockedAllocator(allocator, lock);
        return new AllocatorHandle(locked, new HandleCount(locked, null));
    }

    /**
     * Makes another handle.
     *
     * @return a handle of the same allocator, open until it is closed itself
     * @throws IllegalStateException if this handle is closed, or confined to another thread
     */
    public AllocatorHandle share() {
        return new AllocatorHandle(allocator, addHandle());
    }

    /**
     * Names the arena that holds the allocator's memory: it is closed after the allocator, with the last handle.
     *
     * @param memory one that whichever thread closes the last handle may close
     * @throws IllegalStateException if one was named before, this handle is closed, or confined to another thread
     */
    public void tie(Arena memory) {
        Objects.requireNonNull(memory, "memory");
        synchronized (count) {
            allocator();
            count.tie(memory);
        }
    }

    /**
     * Returns how many handles the allocator has.
     *
     * @return open handles, this one included
     * @throws IllegalStateException if this handle is closed, or confined to another thread
     */
    public int handles() {
        synchronized (count) {
            allocator();
            return count.open();
        }
    }

    @Override
    public long allocate(long size, long alignment) {
        return allocator().allocate(size, alignment);
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        return allocator().tryAllocate(size, alignment);
    }

    @Override
    public void free(long address, long size, long alignment) {
        allocator().free(address, size, alignment);
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        return allocator().tryGrowInPlace(address, size, newSize);
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        return allocator().tryShrinkInPlace(address, size, newSize);
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        return allocator().grow(address, size, newSize, alignment, movement);
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        return allocator().shrink(address, size, newSize, alignment, movement);
    }

    @Override
    public boolean contains(long address) {
        return allocator().contains(address);
    }

    @Override
    public AllocatorStatistics statistics() {
        return allocator().statistics();
    }

    /**
     * Ends this handle, and with the last one the allocator. A second call does nothing.
     *
     * @throws IllegalStateException if the handle is open and confined to another thread
     */
    @Override
    public void close() {
        synchronized (count) {
            if (closed) {
                return;
            }
            count.checkThread();
            closed = true;
            if (!count.remove()) {
                return;
            }
        }
        count.end();
    }

    /** Checks that this handle may be used, and returns what to use. */
    final Allocator allocator() {
        if (closed) {
            throw new IllegalStateException("the handle is closed, sizeAware=" + (this instanceof SizeAwareHandle));
        }
        count.checkThread();
        return allocator;
    }

    /** Counts a handle that is about to be made. */
    final HandleCount addHandle() {
        synchronized (count) {
            allocator();
            count.add();
            return count;
        }
    }
}
