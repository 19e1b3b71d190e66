package org.allotment.core.adapt;

import org.allotment.core.AllocationException;
import org.allotment.core.Movement;
import org.allotment.core.Requests;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.NativeHeap;
import org.jspecify.annotations.Nullable;

/**
 * The C library's {@code malloc} and friends as an {@link org.allotment.core.Allocator}: the checked form.
 *
 * <p>It keeps a table of the live blocks, so that foreign, interior, double and mismatched frees are caught although
 * {@code free} would not see them, and so that {@link #close} gives back what is still out. Blocks are exact: usable
 * bytes are the requested ones, until a block shrinks where it is; then they are what it had before, and the rest is
 * counted as lost. What the C library itself adds to a block is not visible and counted nowhere. A limit bounds the
 * bytes of all live blocks.
 *
 * <p>A block grows where it is when the C library says that it has the room; {@code realloc} may move it and is asked
 * only when it may. Alignments above 16 go to {@code aligned_alloc}, also when a resize raises them.
 *
 * <p>Owner thread only; others are refused. Calls are O(1) here, {@link #contains} of an address inside a block is
 * O(live blocks).
 *
 * @see TrustingNativeAllocator the form without the table
 */
public final class NativeAllocator extends BookedAllocator {
    private final NativeHeap heap;

    private NativeAllocator(NativeHeap heap, long limit, @Nullable Thread owner) {
        super("native", limit, owner);
        this.heap = heap;
    }

    /**
     * Makes an allocator over a heap, owned by the calling thread.
     *
     * @param heap where blocks come from, such as {@link NativeHeap#system()}
     * @param limit most bytes that live blocks may have together, from 1 up; {@link Long#MAX_VALUE} for no limit
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the limit is below 1
     */
    public static NativeAllocator checked(NativeHeap heap, long limit) {
        return new NativeAllocator(heap, limit, Thread.currentThread());
    }

    /**
     * Makes an allocator over a heap without an owner, for use under a lock: any thread may call, one at a time.
     *
     * @param heap where blocks come from, such as {@link NativeHeap#system()}
     * @param limit most bytes that live blocks may have together, from 1 up; {@link Long#MAX_VALUE} for no limit
     * @return the allocator
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the limit is below 1
     */
    public static NativeAllocator checkedWithoutOwner(NativeHeap heap, long limit) {
        return new NativeAllocator(heap, limit, null);
    }

    @Override
    long obtain(long size, long alignment) {
        blocks.reserve();
        return note(heap.allocate(size, alignment), size);
    }

    /**
     * Allocates a block of zeroes: {@code calloc} for alignments that it keeps, else a block that is filled.
     *
     * @param size bytes wanted, from 1 up
     * @param alignment power of two that the address must be a multiple of
     * @return the block's address
     * @throws AllocationException if an argument is bad or nothing fits
     */
    public long allocateZeroed(long size, long alignment) {
        if (alignment > NativeHeap.ALIGNMENT) {
            long address = allocate(size, alignment);
            RawAccess.fill(address, size, (byte) 0);
            return address;
        }
        requireOpen();
        Requests.checkBlock(size, alignment);
        long address = NULL;
        if (size <= available()) {
            blocks.reserve();
            address = note(heap.allocateZeroed(size), size);
        }
        if (address == NULL) {
            throw noMemory(size, alignment);
        }
        return address;
    }

    /** Where it may, {@code realloc} does it, so that the bytes behind are free at once. */
    @Override
    long shrink(int place, long newSize, long alignment, Movement movement) {
        long address = blocks.address(place);
        boolean mayMove = movement == Movement.MAY_MOVE && alignment <= NativeHeap.ALIGNMENT;
        long target = mayMove ? heap.resize(address, blocks.capacity(place), newSize) : NULL;
        if (target == NULL) {
            blocks.resize(place, newSize);
            return address;
        }
        blocks.replace(place, target, newSize);
        return target;
    }

    @Override
    long available() {
        return limit - blocks.capacitySum();
    }

    private long note(long address, long size) {
        if (address != NULL) {
            blocks.add(address, size);
        }
        return address;
    }

    @Override
    void release(int place) {
        heap.free(blocks.address(place), blocks.capacity(place));
        blocks.remove(place);
    }

    /** Asks the C library how much it gave. */
    @Override
    boolean hasRoom(int place, long newSize) {
        return newSize - blocks.capacity(place) <= available() && newSize <= heap.usableSize(blocks.address(place));
    }

    @Override
    long move(int place, long newSize, long alignment) {
        long target = NULL;
        if (newSize - blocks.capacity(place) <= available()) {
            target = alignment <= NativeHeap.ALIGNMENT
                    ? heap.resize(blocks.address(place), blocks.capacity(place), newSize)
                    : copy(place, newSize, alignment);
        }
        if (target == NULL) {
            throw noMemory(newSize, alignment);
        }
        blocks.replace(place, target, newSize);
        return target;
    }

    /** Moves a block for an alignment that {@code realloc} does not know. */
    private long copy(int place, long newSize, long alignment) {
        long target = heap.allocate(newSize, alignment);
        if (target != NULL) {
            RawAccess.copy(blocks.address(place), target, Math.min(blocks.size(place), newSize));
            heap.free(blocks.address(place), blocks.capacity(place));
        }
        return target;
    }
}
