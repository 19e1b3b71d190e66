package org.allotment.core.switching.owner;

import static org.allotment.core.pagemap.PageMap.GRANULE;

import java.util.HashMap;
import java.util.Map;
import org.allotment.core.bits.Alignment;
import org.allotment.core.pagemap.PageMap;
import org.allotment.core.source.MemorySource;

/**
 * Enters each piece of a heap's memory in the map of owners before the first block of it goes out, and strikes it off
 * before it goes back. Pieces are whole granules of the map, so that none holds memory of two owners.
 *
 * <p>Called by the heap's engine, so by one user at a time.
 */
final class OwnedSource implements MemorySource {
    private final MemorySource source;
    private final PageMap<Territory> owners;
    private final LocalHeap heap;
    private final Map<Long, Territory> pieces = new HashMap<>();
    private long obtainedBytes;

    OwnedSource(MemorySource source, PageMap<Territory> owners, LocalHeap heap) {
        this.source = source;
        this.owners = owners;
        this.heap = heap;
    }

    @Override
    public long obtain(long byteSize, long alignment) {
        if (byteSize < 1 || byteSize > Long.MAX_VALUE - GRANULE) {
            return source.obtain(byteSize, alignment);
        }
        long rounded = Alignment.alignUp(byteSize, GRANULE);
        long address = source.obtain(rounded, Math.max(alignment, GRANULE));
        if (address == NONE) {
            return NONE;
        }
        enter(new Territory(heap, address, rounded, false));
        return address;
    }

    private void enter(Territory piece) {
        if (owners.get(piece.start()) != null) {
            source.release(piece.start(), piece.byteSize());
            throw new IllegalStateException("the source gives memory of another heap, which would then have two owners"
                    + ", address=" + piece.start() + ", byteSize=" + piece.byteSize());
        }
        boolean entered = false;
        try {
            owners.set(piece.start(), piece.byteSize(), piece);
            pieces.put(piece.start(), piece);
            entered = true;
        } finally {
            if (!entered) {
                owners.set(piece.start(), piece.byteSize(), null);
                source.release(piece.start(), piece.byteSize());
            }
        }
        obtainedBytes += piece.byteSize();
        heap.settle(piece);
    }

    @Override
    public void release(long address, long byteSize) {
        Territory piece = pieces.get(address);
        long rounded = Alignment.alignUp(byteSize, GRANULE);
        if (piece == null || piece.byteSize() != rounded) {
            throw new IllegalStateException(
                    "the engine gives back what is no piece, address=" + address + ", byteSize=" + byteSize);
        }
        pieces.remove(address);
        heap.unsettle(piece);
        owners.set(address, rounded, null);
        source.release(address, rounded);
        obtainedBytes -= rounded;
    }

    @Override
    public long granularity() {
        return Math.max(source.granularity(), GRANULE);
    }

    @Override
    public long obtainedBytes() {
        return obtainedBytes;
    }

    /** All pieces that are out, for the walk. */
    Iterable<Territory> pieces() {
        return pieces.values();
    }
}
