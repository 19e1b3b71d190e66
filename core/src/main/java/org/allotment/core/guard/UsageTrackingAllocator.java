package org.allotment.core.guard;

import java.util.Objects;
import java.util.function.LongUnaryOperator;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;

/**
 * Counts the usable bytes that go out of an allocator and come back, in four counters that never fall.
 *
 * <p>Each call is the same call on the allocator; what that promises, checks and refuses is promised, checked and
 * refused here. A call that is refused, or answers {@link #NULL} or false, counts nothing. Counting adds no garbage.
 *
 * <p>Whoever may call the allocator may call this, one at a time: the counters are not synchronised. The allocator
 * must be used through this object alone, or its blocks go uncounted.
 */
public sealed class UsageTrackingAllocator implements Allocator permits UsageTrackingSizeAware {
    private final Allocator allocator;
    private final LongUnaryOperator usableBytes;
    private long allocated;
    private long freed;
    private long grown;
    private long shrunk;

    /**
     * Tracks an allocator of which blocks follow from their sizes alone.
     *
     * @param allocator what to track; closed together with this one
     * @param usableBytes the bytes of a block that a legal size names: the size itself for an engine that does not
     *     round, the engine's own rounding for one that does
     */
    public UsageTrackingAllocator(Allocator allocator, LongUnaryOperator usableBytes) {
        this.allocator = Objects.requireNonNull(allocator, "allocator");
        this.usableBytes = Objects.requireNonNull(usableBytes, "usableBytes");
    }

    /**
     * Returns what the counters say.
     *
     * @return a snapshot
     */
    public final MemoryUsage usage() {
        return new MemoryUsage(allocated, freed, grown, shrunk);
    }

    @Override
    public final long allocate(long size, long alignment) {
        long address = allocator.allocate(size, alignment);
        allocated += blockBytes(address, size);
        return address;
    }

    @Override
    public final long tryAllocate(long size, long alignment) {
        long address = allocator.tryAllocate(size, alignment);
        if (address != NULL) {
            allocated += blockBytes(address, size);
        }
        return address;
    }

    @Override
    public final void free(long address, long size, long alignment) {
        long bytes = blockBytes(address, size);
        allocator.free(address, size, alignment);
        countFreed(bytes);
    }

    @Override
    public final boolean tryGrowInPlace(long address, long size, long newSize) {
        long before = blockBytes(address, size);
        boolean done = allocator.tryGrowInPlace(address, size, newSize);
        if (done) {
            countResized(before, blockBytes(address, newSize));
        }
        return done;
    }

    @Override
    public final boolean tryShrinkInPlace(long address, long size, long newSize) {
        long before = blockBytes(address, size);
        boolean done = allocator.tryShrinkInPlace(address, size, newSize);
        if (done) {
            countResized(before, blockBytes(address, newSize));
        }
        return done;
    }

    @Override
    public final long grow(long address, long size, long newSize, long alignment, Movement movement) {
        long before = blockBytes(address, size);
        long target = allocator.grow(address, size, newSize, alignment, movement);
        countResized(before, blockBytes(target, newSize));
        return target;
    }

    @Override
    public final long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        long before = blockBytes(address, size);
        long target = allocator.shrink(address, size, newSize, alignment, movement);
        countResized(before, blockBytes(target, newSize));
        return target;
    }

    @Override
    public final boolean contains(long address) {
        return allocator.contains(address);
    }

    @Override
    public final AllocatorStatistics statistics() {
        return allocator.statistics();
    }

    @Override
    public final void close() {
        allocator.close();
    }

    /**
     * Returns the bytes of a live block.
     *
     * @param address the block
     * @param size any size from its requested to its usable one
     * @return its usable bytes
     */
    long blockBytes(long address, long size) {
        return usableBytes.applyAsLong(size);
    }

    final void countFreed(long bytes) {
        freed += bytes;
    }

    /** A growth may end in a smaller block, and the reverse, where a new alignment asks for another kind of block. */
    private void countResized(long before, long after) {
        if (after >= before) {
            grown += after - before;
        } else {
            shrunk += before - after;
        }
    }
}
