package org.allotment.core.adapt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.Movement;
import org.allotment.core.SizeAware;
import org.allotment.core.bits.Alignment;
import org.allotment.core.memory.RawAccess;

/**
 * An {@link Allocator} as a {@link SegmentAllocator}: blocks as bounded segments, given back with {@link #free}.
 *
 * <p>A segment's bounds are exactly what was asked for, so its size is the size to free it with. Its scope is always
 * alive: a segment used after it was freed is not caught, and no two live segments overlap but a freed one may be
 * handed out again. That is why this is no {@code Arena}, which promises more. Memory is not zeroed by
 * {@link #allocate(long, long)}; the inherited methods that take values write them.
 *
 * <p>Bad sizes and alignments are {@link IllegalArgumentException}s here, as {@code SegmentAllocator} wants; being full
 * is an {@link AllocationException}. A zero size is legal: it gives a segment of no bytes at the address that equals
 * the alignment, takes nothing from the allocator, and freeing it does nothing.
 *
 * <p>Costs what the allocator costs, and 40 bytes of garbage for each segment that escapes the method that asked for
 * it. The same threads may use it as may use the allocator.
 */
public final class SegmentView implements SegmentAllocator {
    private final Allocator allocator;

    private SegmentView(Allocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Makes a view; the allocator stays the owner of the memory and has to be closed by whoever made it.
     *
     * @param allocator where blocks come from
     * @return the view
     */
    public static SegmentView of(Allocator allocator) {
        return new SegmentView(allocator);
    }

    /**
     * Allocates a segment.
     *
     * @param byteSize bytes from 0 up
     * @param byteAlignment power of two that the segment's address is a multiple of
     * @return a native segment of exactly that size, not zeroed
     * @throws IllegalArgumentException if an argument is bad
     * @throws AllocationException of kind {@code NO_MEMORY} if nothing fits
     */
    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        checkArguments(byteSize, byteAlignment);
        if (byteSize == 0) {
            return RawAccess.segment(byteAlignment, 0);
        }
        return RawAccess.segment(allocator.allocate(byteSize, byteAlignment), byteSize);
    }

    /**
     * Frees a segment whose alignment the caller does not remember.
     *
     * <p>An allocator that knows its sizes is asked for the block's and frees by address; any other gets the
     * segment's size and an alignment of 1.
     *
     * @param segment what an allocating method of this view returned, whole
     * @throws AllocationException if the allocator's form catches a mistake; nothing is changed then
     * @throws IllegalArgumentException if the segment is on the Java heap
     */
    public void free(MemorySegment segment) {
        if (!(allocator instanceof SizeAware aware) || segment.byteSize() == 0) {
            free(segment, 1);
            return;
        }
        checkNative(segment);
        long usable = aware.usableSize(segment.address());
        if (segment.byteSize() > usable) {
            throw AllocationException.invalidParameter("the segment is larger than its block, address="
                    + segment.address() + ", byteSize=" + segment.byteSize() + ", usable=" + usable);
        }
        aware.free(segment.address());
    }

    /**
     * Frees a segment.
     *
     * @param segment what an allocating method of this view returned, whole
     * @param byteAlignment the alignment it was asked for with
     * @throws AllocationException if the allocator's form catches a mistake; nothing is changed then
     * @throws IllegalArgumentException if the segment is on the Java heap
     */
    public void free(MemorySegment segment, long byteAlignment) {
        checkNative(segment);
        if (segment.byteSize() > 0) {
            allocator.free(segment.address(), segment.byteSize(), byteAlignment);
        }
    }

    /**
     * Resizes a segment, to and from zero bytes too; what both sizes have in common keeps its contents.
     *
     * <p>The segment must not be used afterwards: the one that is returned takes its place. A segment of no bytes has
     * no place in the allocator, so a resize to or from one is a move.
     *
     * @param segment what an allocating method of this view returned, whole
     * @param newByteSize bytes wanted, from 0 up
     * @param byteAlignment power of two that the address is to be a multiple of; may be above the segment's own
     * @param movement whether the segment may move
     * @return a native segment of exactly the new size; bytes that are new are not zeroed
     * @throws IllegalArgumentException if an argument is bad; nothing is changed then
     * @throws AllocationException if nothing fits, the segment would have to move and must not, or the allocator's form
     *     catches a mistake; nothing is changed then
     */
    public MemorySegment resize(MemorySegment segment, long newByteSize, long byteAlignment, Movement movement) {
        checkNative(segment);
        checkArguments(newByteSize, byteAlignment);
        long byteSize = segment.byteSize();
        if (byteSize > 0 && newByteSize > 0) {
            long address = segment.address();
            long target = newByteSize >= byteSize
                    ? allocator.grow(address, byteSize, newByteSize, byteAlignment, movement)
                    : allocator.shrink(address, byteSize, newByteSize, byteAlignment, movement);
            return RawAccess.segment(target, newByteSize);
        }
        if (byteSize != newByteSize && movement == Movement.MUST_NOT_MOVE) {
            throw AllocationException.noMemory("no bytes and some bytes are never at the same place, byteSize="
                    + byteSize + ", newByteSize=" + newByteSize);
        }
        MemorySegment target = allocate(newByteSize, byteAlignment);
        free(segment);
        return target;
    }

    private static void checkNative(MemorySegment segment) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException("the segment is on the Java heap, byteSize=" + segment.byteSize());
        }
    }

    private static void checkArguments(long byteSize, long byteAlignment) {
        if (byteSize < 0 || !Alignment.isPowerOfTwo(byteAlignment) || byteSize > Long.MAX_VALUE - byteAlignment) {
            throw new IllegalArgumentException(
                    "no size and alignment of a segment, byteSize=" + byteSize + ", byteAlignment=" + byteAlignment);
        }
    }
}
