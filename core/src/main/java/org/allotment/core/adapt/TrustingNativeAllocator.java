package org.allotment.core.adapt;

import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.Requests;
import org.allotment.core.bits.Alignment;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.NativeHeap;

/**
 * The C library's {@code malloc} and friends as an {@link Allocator}: the form that keeps nothing but counters.
 *
 * <p>It costs a downcall a call and little else, which makes it the baseline that engines are compared with. It knows
 * no blocks, and so catches less than a trusting engine: only addresses outside of the range from the lowest to the
 * highest byte it ever handed out. {@link #contains} answers by that range. {@link #close} gives nothing back: blocks
 * still out are lost to the process unless they were freed before.
 *
 * <p>Sizes in the statistics are what callers said, in allocations and in frees. One thread at a time; not checked.
 *
 * @see NativeAllocator the form that knows its blocks
 */
public final class TrustingNativeAllocator implements Allocator {
    private final NativeHeap heap;
    private long lowest = Long.MAX_VALUE;
    private long highest;
    private long liveBytes;
    private long liveBlocks;
    private boolean closed;

    /**
     * Makes an allocator over a heap.
     *
     * @param heap where blocks come from, such as {@link NativeHeap#system()}
     */
    public TrustingNativeAllocator(NativeHeap heap) {
        this.heap = heap;
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
        long address = heap.allocate(size, alignment);
        if (address != NULL) {
            liveBlocks++;
            note(address, 0, size);
        }
        return address;
    }

    @Override
    public void free(long address, long size, long alignment) {
        requireOpen();
        Requests.checkBlock(size, alignment);
        requireKnown(address);
        heap.free(address, size);
        liveBytes -= size;
        liveBlocks--;
    }

    /** {@inheritDoc} Succeeds when the C library says that the block has the room. */
    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        requireOpen();
        Requests.checkGrowth(size, newSize);
        requireKnown(address);
        return growInPlace(address, size, newSize);
    }

    private boolean growInPlace(long address, long size, long newSize) {
        boolean fits = newSize == size || newSize <= heap.usableSize(address);
        if (fits) {
            note(address, size, newSize);
        }
        return fits;
    }

    /** {@inheritDoc} Succeeds, and leaves the bytes behind with the block. */
    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        requireOpen();
        Requests.checkShrinkage(size, newSize);
        requireKnown(address);
        note(address, size, newSize);
        return true;
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        requireOpen();
        Requests.checkGrowth(size, newSize);
        Requests.checkBlock(newSize, alignment);
        requireKnown(address);
        if (Alignment.isAligned(address, alignment) && growInPlace(address, size, newSize)) {
            return address;
        }
        return move(address, size, newSize, alignment, movement);
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        requireOpen();
        Requests.checkShrinkage(size, newSize);
        Requests.checkBlock(newSize, alignment);
        requireKnown(address);
        if (!Alignment.isAligned(address, alignment)) {
            return move(address, size, newSize, alignment, movement);
        }
        boolean mayMove = movement == Movement.MAY_MOVE && alignment <= NativeHeap.ALIGNMENT;
        long moved = mayMove ? heap.resize(address, size, newSize) : NULL;
        long target = moved == NULL ? address : moved;
        note(target, size, newSize);
        return target;
    }

    @Override
    public boolean contains(long address) {
        requireOpen();
        return address >= lowest && address < highest;
    }

    @Override
    public AllocatorStatistics statistics() {
        requireOpen();
        return new AllocatorStatistics(liveBytes, liveBytes, 0, 0, 0, 0, liveBlocks, 0);
    }

    /** {@inheritDoc} But not here: blocks still out stay out, and nobody knows them. */
    @Override
    public void close() {
        closed = true;
    }

    private long move(long address, long size, long newSize, long alignment, Movement movement) {
        if (movement == Movement.MUST_NOT_MOVE) {
            throw AllocationException.noMemory("the block cannot be resized where it is, address=" + address
                    + ", newSize=" + newSize + ", alignment=" + alignment);
        }
        long target = alignment <= NativeHeap.ALIGNMENT
                ? heap.resize(address, size, newSize)
                : copy(address, size, newSize, alignment);
        if (target == NULL) {
            throw noMemory(newSize, alignment);
        }
        note(target, size, newSize);
        return target;
    }

    private long copy(long address, long size, long newSize, long alignment) {
        long target = heap.allocate(newSize, alignment);
        if (target != NULL) {
            RawAccess.copy(address, target, Math.min(size, newSize));
            heap.free(address, size);
        }
        return target;
    }

    private void note(long address, long size, long newSize) {
        lowest = Math.min(lowest, address);
        highest = Math.max(highest, address + newSize);
        liveBytes += newSize - size;
    }

    private void requireKnown(long address) {
        if (address < lowest || address >= highest) {
            throw AllocationException.notAllocated("nothing was handed out there, address=" + address);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the allocator is closed, engine=native");
        }
    }

    private static AllocationException noMemory(long size, long alignment) {
        return AllocationException.noMemory("the C library refuses, size=" + size + ", alignment=" + alignment);
    }
}
