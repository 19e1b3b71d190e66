package org.allotment.core.switching.owner;

import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.Movement;
import org.allotment.core.Requests;
import org.allotment.core.bits.Alignment;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.pagemap.PageMap;
import org.jspecify.annotations.Nullable;

/**
 * The way of a block to the allocator it came from, whoever calls and whatever is selected: a heap, or the global
 * allocator for what is no heap's.
 *
 * <p>Each method does what {@link Allocator}'s of the same name promises. A block of a heap that another thread uses right
 * now is left for that thread to free; it stays where it is in a resize, or goes to the global allocator.
 *
 * <p><b>Threading:</b> any thread.
 */
public final class Routes {
    private final Allocator global;
    private final PageMap<Territory> owners;

    /**
     * Makes the ways.
     *
     * @param global where blocks come from that are no heap's; any thread may call it
     * @param owners where heaps enter their memory
     */
    public Routes(Allocator global, PageMap<Territory> owners) {
        this.global = global;
        this.owners = owners;
    }

    /**
     * Finds the heap whose memory an address is.
     *
     * @param address any number
     * @return the heap, or null when it is no heap's: then it is the global allocator's, or wild
     */
    public @Nullable LocalHeap ownerOf(long address) {
        Territory territory = owners.get(address);
        return territory != null && territory.covers(address) ? territory.heap() : null;
    }

    /**
     * Tells whether a live block could be a heap's.
     *
     * @param address the block
     * @return true when it could; false when it is the global allocator's, or wild
     */
    public boolean isOfHeap(long address) {
        return owners.peek(address) != null;
    }

    /**
     * Frees a block.
     *
     * @param address the block
     * @param size any size from its requested to its usable one
     * @param alignment its alignment
     * @throws AllocationException if whose it is refuses it
     */
    public void free(long address, long size, long alignment) {
        Territory place = owners.peek(address);
        if (place != null && place.covers(address) && place.heap().isUsedByCaller()) {
            place.heap().free(place, address, size, alignment);
        } else {
            freeElsewhere(address, size, alignment);
        }
    }

    /** Frees what is not the caller's: the global allocator's, or of a heap that others use or nobody does. */
    private void freeElsewhere(long address, long size, long alignment) {
        LocalHeap heap = ownerOf(address);
        if (heap == null) {
            global.free(address, size, alignment);
        } else {
            Requests.checkBlock(size, alignment);
            heap.freeFromOutside(address, size, alignment);
        }
    }

    /**
     * Makes a block larger where it is.
     *
     * @param address the block
     * @param size its size
     * @param newSize size wanted
     * @return whether it was done
     * @throws AllocationException if whose it is refuses it
     */
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        LocalHeap heap = ownerOf(address);
        if (heap == null) {
            return global.tryGrowInPlace(address, size, newSize);
        }
        if (heap.isUsedByCaller()) {
            return heap.tryGrowInPlace(address, size, newSize);
        }
        Requests.checkGrowth(size, newSize);
        if (!heap.tryVisit()) {
            return false;
        }
        try {
            return heap.tryGrowInPlace(address, size, newSize);
        } finally {
            heap.release();
        }
    }

    /**
     * Makes a block smaller where it is.
     *
     * @param address the block
     * @param size its size
     * @param newSize size wanted
     * @return whether it was done
     * @throws AllocationException if whose it is refuses it
     */
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        LocalHeap heap = ownerOf(address);
        if (heap == null) {
            return global.tryShrinkInPlace(address, size, newSize);
        }
        if (heap.isUsedByCaller()) {
            return heap.tryShrinkInPlace(address, size, newSize);
        }
        Requests.checkShrinkage(size, newSize);
        if (!heap.tryVisit()) {
            return false;
        }
        try {
            return heap.tryShrinkInPlace(address, size, newSize);
        } finally {
            heap.release();
        }
    }

    /**
     * Makes a block larger, moving it if need be.
     *
     * @param address the block
     * @param size its size
     * @param newSize size wanted
     * @param alignment power of two
     * @param movement whether it may move
     * @return its address from now on
     * @throws AllocationException if whose it is refuses it, or has no room; the block is as it was
     */
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        LocalHeap heap = ownerOf(address);
        if (heap == null) {
            return global.grow(address, size, newSize, alignment, movement);
        }
        if (heap.isUsedByCaller()) {
            return heap.grow(address, size, newSize, alignment, movement);
        }
        Requests.checkGrowth(size, newSize);
        Requests.checkBlock(newSize, alignment);
        if (!heap.tryVisit()) {
            requireMayMove(heap, address, newSize, movement);
            return moveOut(heap, address, size, newSize, alignment);
        }
        try {
            return heap.grow(address, size, newSize, alignment, movement);
        } finally {
            heap.release();
        }
    }

    /**
     * Makes a block smaller, moving it if need be.
     *
     * @param address the block
     * @param size its size
     * @param newSize size wanted
     * @param alignment power of two
     * @param movement whether it may move
     * @return its address from now on
     * @throws AllocationException if whose it is refuses it, or has no room; the block is as it was
     */
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        LocalHeap heap = ownerOf(address);
        if (heap == null) {
            return global.shrink(address, size, newSize, alignment, movement);
        }
        if (heap.isUsedByCaller()) {
            return heap.shrink(address, size, newSize, alignment, movement);
        }
        Requests.checkShrinkage(size, newSize);
        Requests.checkBlock(newSize, alignment);
        if (!heap.tryVisit()) {
            requireMayMove(heap, address, newSize, movement);
            return moveOut(heap, address, size, newSize, alignment);
        }
        try {
            return heap.shrink(address, size, newSize, alignment, movement);
        } finally {
            heap.release();
        }
    }

    /** Resizes a block of a heap that another thread uses: it may stay as it is, or go to the global allocator. */
    private long moveOut(LocalHeap heap, long address, long size, long newSize, long alignment) {
        if (newSize == size && Alignment.isAligned(address, alignment)) {
            return address;
        }
        long target = global.allocate(newSize, alignment);
        RawAccess.copy(address, target, Math.min(size, newSize));
        heap.freeFromOutside(address, size, 1);
        return target;
    }

    private static void requireMayMove(LocalHeap heap, long address, long newSize, Movement movement) {
        if (movement == Movement.MUST_NOT_MOVE) {
            throw AllocationException.noMemory("a block of memory that another thread uses cannot be resized in place"
                    + ", address=" + address + ", newSize=" + newSize + ", user=" + heap.userName());
        }
    }
}
