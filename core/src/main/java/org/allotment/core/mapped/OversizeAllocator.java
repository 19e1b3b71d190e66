package org.allotment.core.mapped;

import java.util.Objects;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.Requests;
import org.allotment.core.bits.Alignment;
import org.allotment.core.ending.Endings;
import org.allotment.core.memory.RawAccess;

/**
 * Puts a limit on what an allocator has to serve: requests above a threshold become mappings of their own.
 *
 * <p>So a small, fast allocator with little memory, or none for large blocks, can be used for everything. A block is
 * told by its address, never by its size, so any legal size frees it. A block of the inner allocator that grows above
 * the threshold stays if it can grow in place, else it moves to a mapping; a mapped block stays one, however small it
 * becomes. Both count in one {@link #statistics()}.
 *
 * <p>One limit, where the inner allocator frees by size and alignment: a block that grows across the threshold to a
 * higher alignment than its own, and had one above what its size brings, is refused as {@code INVALID_PARAMETER} by a
 * checked inner allocator, and left as it was. {@link OversizeSizeAware} has no such limit.
 *
 * <p>Threads, checks and the rest are as with the inner allocator; the mapped one must allow the same threads. From the
 * first call on both belong to this object. As long as no block is mapped, a call costs one comparison more.
 */
public sealed class OversizeAllocator implements Allocator permits OversizeSizeAware {
    private final Allocator inner;
    private final MappedAllocator mapped;
    private final long threshold;

    /**
     * Puts mappings behind an allocator.
     *
     * @param inner what serves requests up to the threshold; closed together with this one
     * @param mapped what serves the others; closed together with this one
     * @param threshold largest size for the inner allocator, in bytes from 0 up
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the threshold is below 0
     */
    public OversizeAllocator(Allocator inner, MappedAllocator mapped, long threshold) {
        if (threshold < 0) {
            throw AllocationException.invalidParameter("a threshold is a size, threshold=" + threshold);
        }
        this.inner = Objects.requireNonNull(inner, "inner");
        this.mapped = Objects.requireNonNull(mapped, "mapped");
        this.threshold = threshold;
    }

    @Override
    public long allocate(long size, long alignment) {
        return sideFor(size).allocate(size, alignment);
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        return sideFor(size).tryAllocate(size, alignment);
    }

    private Allocator sideFor(long size) {
        return size > threshold ? mapped : inner;
    }

    @Override
    public void free(long address, long size, long alignment) {
        if (isMapped(address)) {
            mapped.free(address, size, alignment);
        } else {
            inner.free(address, size, alignment);
        }
    }

    /**
     * Tells whether a block is a mapping of its own.
     *
     * @param address an allocated block
     * @return true when it is, false when the inner allocator is to be asked
     */
    final boolean isMapped(long address) {
        return mapped.count() > 0 && mapped.owns(address);
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        return isMapped(address)
                ? mapped.tryGrowInPlace(address, size, newSize)
                : inner.tryGrowInPlace(address, size, newSize);
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        return isMapped(address)
                ? mapped.tryShrinkInPlace(address, size, newSize)
                : inner.tryShrinkInPlace(address, size, newSize);
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        if (isMapped(address)) {
            return mapped.grow(address, size, newSize, alignment, movement);
        }
        boolean crosses = newSize > threshold && size <= newSize && movement == Movement.MAY_MOVE;
        return crosses
                ? growAcross(address, size, newSize, alignment)
                : inner.grow(address, size, newSize, alignment, movement);
    }

    private long growAcross(long address, long size, long newSize, long alignment) {
        Requests.checkBlock(newSize, alignment);
        boolean mayStay = Alignment.isAligned(address, alignment);
        // Growing to its own size changes nothing: it is the check that the block is alive and of this size.
        if (inner.tryGrowInPlace(address, size, mayStay ? newSize : size) && mayStay) {
            return address;
        }
        long moved = mapped.allocate(newSize, alignment);
        RawAccess.copy(address, moved, size);
        boolean freed = false;
        try {
            freeInner(address, size, alignment);
            freed = true;
        } finally {
            if (!freed) {
                mapped.free(moved);
            }
        }
        return moved;
    }

    /**
     * Frees a block of the inner allocator that has moved.
     *
     * <p>The block's own alignment is not known: it is the new one, or a lower one. An allocator that goes by it and
     * refuses the first is asked with the least; when it refuses that too, the move is undone.
     */
    void freeInner(long address, long size, long alignment) {
        try {
            inner.free(address, size, alignment);
        } catch (AllocationException mismatch) {
            if (mismatch.kind() != AllocationException.Kind.INVALID_PARAMETER || alignment == 1) {
                throw mismatch;
            }
            inner.free(address, size, 1);
        }
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        return isMapped(address)
                ? mapped.shrink(address, size, newSize, alignment, movement)
                : inner.shrink(address, size, newSize, alignment, movement);
    }

    @Override
    public boolean contains(long address) {
        return inner.contains(address) || mapped.contains(address);
    }

    @Override
    public AllocatorStatistics statistics() {
        return inner.statistics().plus(mapped.statistics());
    }

    @Override
    public void close() {
        Endings endings = new Endings();
        endings.end(inner::close);
        endings.end(mapped::close);
        endings.report();
    }
}
