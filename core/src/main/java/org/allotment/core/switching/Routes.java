package org.allotment.core.switching;

import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.Movement;
import org.allotment.core.Requests;
import org.allotment.core.bits.Alignment;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.pagemap.PageMap;
import org.allotment.core.switching.owner.LocalHeap;
import org.allotment.core.switching.owner.Territory;
import org.jspecify.annotations.Nullable;

/** The way of a block to the allocator it came from, whoever calls and whatever is selected. */
final class Routes {
    private final Allocator global;
    private final PageMap<Territory> owners;
    private final Cells cells;

    Routes(Allocator global, PageMap<Territory> owners, Cells cells) {
        this.global = global;
        this.owners = owners;
        this.cells = cells;
    }

    /** The heap whose memory an address is, or null when it is no heap's: then it is the global allocator's, or wild. */
    @Nullable
    LocalHeap ownerOf(long address) {
        Territory territory = owners.get(address);
        return territory != null && territory.covers(address) ? territory.heap() : null;
    }

    void free(long address, long size, long alignment) {
        LocalHeap heap = ownerOf(address);
        if (heap == null) {
            global.free(address, size, alignment);
        } else if (heap.isUsedBy(cells.find())) {
            heap.free(address, size, alignment);
        } else {
            Requests.checkBlock(size, alignment);
            heap.freeFromOutside(address, size, alignment);
        }
    }

    boolean tryGrowInPlace(long address, long size, long newSize) {
        LocalHeap heap = ownerOf(address);
        if (heap == null) {
            return global.tryGrowInPlace(address, size, newSize);
        }
        if (heap.isUsedBy(cells.find())) {
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

    boolean tryShrinkInPlace(long address, long size, long newSize) {
        LocalHeap heap = ownerOf(address);
        if (heap == null) {
            return global.tryShrinkInPlace(address, size, newSize);
        }
        if (heap.isUsedBy(cells.find())) {
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

    long grow(long address, long size, long newSize, long alignment, Movement movement) {
        LocalHeap heap = ownerOf(address);
        if (heap == null) {
            return global.grow(address, size, newSize, alignment, movement);
        }
        if (heap.isUsedBy(cells.find())) {
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

    long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        LocalHeap heap = ownerOf(address);
        if (heap == null) {
            return global.shrink(address, size, newSize, alignment, movement);
        }
        if (heap.isUsedBy(cells.find())) {
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
