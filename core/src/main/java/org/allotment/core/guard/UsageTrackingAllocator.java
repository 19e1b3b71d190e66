package org.allotment.core.guard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
 * <p>Whoever may call the allocator may call this, one at a time: the counters are not synchronised. Any thread may read
 * them at any time; it sees each counter whole and never falling, and all four of one moment if the last call happened
 * before the read. The allocator must be used through this object alone, or its blocks go uncounted.
 */
public sealed class UsageTrackingAllocator implements Allocator permits UsageTrackingSizeAware {
    private static final VarHandle ALLOCATED = counter("allocated");
    private static final VarHandle FREED = counter("freed");
    private static final VarHandle GROWN = counter("grown");
    private static final VarHandle SHRUNK = counter("shrunk");

    private final Allocator allocator;
    private final LongUnaryOperator usableBytes;

    // One thread at a time adds to these, without a locked instruction; the stores are for readers elsewhere.
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
        return new MemoryUsage(
                (long) ALLOCATED.getOpaque(this), (long) FREED.getOpaque(this), (long) GROWN.getOpaque(this), (long)
                        SHRUNK.getOpaque(this));
    }

    @Override
    public final long allocate(long size, long alignment) {
        long address = allocator.allocate(size, alignment);
        countAllocated(blockBytes(address, size, alignment));
        return address;
    }

    @Override
    public final long tryAllocate(long size, long alignment) {
        long address = allocator.tryAllocate(size, alignment);
        if (address != NULL) {
            countAllocated(blockBytes(address, size, alignment));
        }
        return address;
    }

    @Override
    public void free(long address, long size, long alignment) {
        allocator.free(address, size, alignment);
        // Only now is the size known to be one of a block.
        countFreed(usableBytes.applyAsLong(size));
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

    /**
     * Returns the bytes of a block that was just allocated.
     *
     * @param address the block
     * @param size what was asked for
     * @param alignment what was asked for
     * @return its usable bytes
     */
    long blockBytes(long address, long size, long alignment) {
        return usableBytes.applyAsLong(size);
    }

    private void countAllocated(long bytes) {
        ALLOCATED.setOpaque(this, allocated + bytes);
    }

    final void countFreed(long bytes) {
        FREED.setOpaque(this, freed + bytes);
    }

    /** A growth may end in a smaller block, and the reverse, where a new alignment asks for another kind of block. */
    private void countResized(long before, long after) {
        if (after >= before) {
            GROWN.setOpaque(this, grown + after - before);
        } else {
            SHRUNK.setOpaque(this, shrunk + before - after);
        }
    }

    private static VarHandle counter(String field) {
        try {
            return MethodHandles.lookup()
                    .findVarHandle(UsageTrackingAllocator.class, field, long.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
