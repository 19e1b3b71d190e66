package org.allotment.core.slab;

import org.allotment.core.AllocationException;

/** What is said of requests and blocks that are refused. */
final class SlabRefusal {
    private SlabRefusal() {}

    static AllocationException full(long size, long alignment) {
        return AllocationException.noMemory(
                "no room in the chunks nor in the source, size=" + size + ", alignment=" + alignment);
    }

    static AllocationException notAllocated(long address) {
        return AllocationException.notAllocated("no allocated block starts here, address=" + address);
    }

    static AllocationException mismatch(long address, long size, long alignment) {
        return AllocationException.invalidParameter("the block has another size or alignment, address=" + address
                + ", size=" + size + ", alignment=" + alignment);
    }

    static AllocationException wouldMove(long address, long size, long newSize, long alignment) {
        return AllocationException.noMemory("the block would have to move, address=" + address + ", size=" + size
                + ", newSize=" + newSize + ", alignment=" + alignment);
    }
}
