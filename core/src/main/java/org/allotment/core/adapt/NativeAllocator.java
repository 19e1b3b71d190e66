package org.allotment.core.adapt;

import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.OwnerThread;
import org.allotment.core.Requests;
import org.allotment.core.SizeAware;
import org.allotment.core.bits.Alignment;
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
public final class NativeAllocator implements SizeAware {
    private final NativeHeap heap;
    private final long limit;
    private final @Nullable Thread owner;
    private final LiveBlocks blocks = new LiveBlocks();
    private boolean closed;

    private NativeAllocator(NativeHeap heap, long limit, @Nullable Thread owner) {
        if (limit < 1) {
            throw AllocationException.invalidParameter("a limit is at least one byte, limit=" + limit);
        }
        this.heap = heap;
        this.limit = limit;
        this.owner = owner;
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
    public long allocate(long size, long alignment) {
        long address = tryAllocate(size, alignment);
        if (address == NULL) {
            throw noMemory(size, alignment);
        }
        return address;
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        requireOpen();
        Requests.checkBlock(size, alignment);
        if (size > limit - blocks.capacitySum()) {
            return NULL;
        }
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
        if (size <= limit - blocks.capacitySum()) {
            blocks.reserve();
            address = note(heap.allocateZeroed(size), size);
        }
        if (address == NULL) {
            throw noMemory(size, alignment);
        }
        return address;
    }

    @Override
    public void free(long address, long size, long alignment) {
        requireOpen();
        release(blocks.require(address, size, alignment));
    }

    @Override
    public void free(long address) {
        requireOpen();
        release(blocks.require(address));
    }

    @Override
    public long usableSize(long address) {
        requireOpen();
        return blocks.capacity(blocks.require(address));
    }

    /** {@inheritDoc} Succeeds when the C library says that the block has the room. */
    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        requireOpen();
        Requests.checkGrowth(size, newSize);
        return growInPlace(blocks.require(address, size), newSize);
    }

    /** {@inheritDoc} Always succeeds; the bytes behind are lost until the block is freed or moves. */
    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        requireOpen();
        Requests.checkShrinkage(size, newSize);
        blocks.resize(blocks.require(address, size), newSize);
        return true;
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        requireOpen();
        Requests.checkGrowth(size, newSize);
        Requests.checkBlock(newSize, alignment);
        int place = blocks.require(address, size);
        if (Alignment.isAligned(address, alignment) && growInPlace(place, newSize)) {
            return address;
        }
        return move(place, newSize, alignment, movement);
    }

    /** {@inheritDoc} Where it may, {@code realloc} does it, so that the bytes behind are free at once. */
    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        requireOpen();
        Requests.checkShrinkage(size, newSize);
        Requests.checkBlock(newSize, alignment);
        int place = blocks.require(address, size);
        if (!Alignment.isAligned(address, alignment)) {
            return move(place, newSize, alignment, movement);
        }
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
    public boolean contains(long address) {
        requireOpen();
        return blocks.covers(address);
    }

    @Override
    public AllocatorStatistics statistics() {
        requireOpen();
        return blocks.statistics();
    }

    /** {@inheritDoc} Frees every live block. */
    @Override
    public void close() {
        if (!closed) {
            OwnerThread.check(owner);
            while (blocks.count() > 0) {
                release(blocks.count() - 1);
            }
            closed = true;
        }
    }

    private long note(long address, long size) {
        if (address != NULL) {
            blocks.add(address, size);
        }
        return address;
    }

    private void release(int place) {
        heap.free(blocks.address(place), blocks.capacity(place));
        blocks.remove(place);
    }

    private boolean growInPlace(int place, long newSize) {
        long more = newSize - blocks.capacity(place);
        boolean fits = more <= 0
                || (more <= limit - blocks.capacitySum() && newSize <= heap.usableSize(blocks.address(place)));
        if (fits) {
            blocks.resize(place, newSize);
        }
        return fits;
    }

    private long move(int place, long newSize, long alignment, Movement movement) {
        long address = blocks.address(place);
        if (movement == Movement.MUST_NOT_MOVE) {
            throw AllocationException.noMemory("the block cannot be resized where it is, address=" + address
                    + ", newSize=" + newSize + ", alignment=" + alignment);
        }
        long target = NULL;
        if (newSize - blocks.capacity(place) <= limit - blocks.capacitySum()) {
            target = alignment <= NativeHeap.ALIGNMENT
                    ? heap.resize(address, blocks.capacity(place), newSize)
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

    LiveBlocks blocks() {
        return blocks;
    }

    private void requireOpen() {
        OwnerThread.check(owner);
        if (closed) {
            throw new IllegalStateException("the allocator is closed, engine=native");
        }
    }

    private AllocationException noMemory(long size, long alignment) {
        return AllocationException.noMemory("the C library or the limit refuses, limit=" + limit + ", liveBytes="
                + blocks.capacitySum() + ", size=" + size + ", alignment=" + alignment);
    }
}
