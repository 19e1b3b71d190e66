package org.allotment.core.concurrent.striped;

import static org.allotment.core.pagemap.PageMap.GRANULE;

import java.util.HashMap;
import java.util.Map;
import org.allotment.core.bits.Alignment;
import org.allotment.core.concurrent.HeapLock;
import org.allotment.core.pagemap.PageMap;
import org.allotment.core.source.MemorySource;

/**
 * Enters each piece of a stripe's memory in the map of owners before the first block of it goes out, and strikes it off
 * before it goes back. Pieces are whole granules of the map.
 *
 * <p>Called by the stripe's engine, under the stripe's lock; the source behind it is all stripes', under a lock of its
 * own, which is always the last one taken.
 */
final class StripeSource implements MemorySource {
    private final MemorySource source;
    private final HeapLock sourceLock;
    private final PageMap<StripeSource> owners;
    private final Map<Long, Long> pieces = new HashMap<>();
    private final int stripe;
    private long obtainedBytes;

    StripeSource(int stripe, MemorySource source, HeapLock sourceLock, PageMap<StripeSource> owners) {
        this.stripe = stripe;
        this.source = source;
        this.sourceLock = sourceLock;
        this.owners = owners;
    }

    /** Number of the stripe. */
    int stripe() {
        return stripe;
    }

    boolean owns(long address) {
        return equals(owners.get(address));
    }

    @Override
    public long obtain(long byteSize, long alignment) {
        boolean legal = byteSize >= 1 && byteSize <= Long.MAX_VALUE - GRANULE;
        long rounded = legal ? Alignment.alignUp(byteSize, GRANULE) : byteSize;
        long aligned = legal ? Math.max(alignment, GRANULE) : alignment;
        sourceLock.lock();
        try {
            long address = source.obtain(rounded, aligned);
            if (address != NONE) {
                enter(address, rounded);
            }
            return address;
        } finally {
            sourceLock.unlock();
        }
    }

    private void enter(long address, long byteSize) {
        boolean entered = false;
        try {
            owners.set(address, byteSize, this);
            pieces.put(address, byteSize);
            entered = true;
        } finally {
            if (!entered) {
                owners.set(address, byteSize, null);
                source.release(address, byteSize);
            }
        }
        obtainedBytes += byteSize;
    }

    @Override
    public void release(long address, long byteSize) {
        Long piece = pieces.get(address);
        long rounded = Alignment.alignUp(byteSize, GRANULE);
        if (piece == null || piece != rounded) {
            throw new IllegalStateException(
                    "the engine gives back what is no piece, address=" + address + ", byteSize=" + byteSize);
        }
        sourceLock.lock();
        try {
            pieces.remove(address);
            owners.set(address, rounded, null);
            source.release(address, rounded);
        } finally {
            sourceLock.unlock();
        }
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

    /** All pieces that are out, with their sizes; for the walk, under the stripe's lock. */
    Map<Long, Long> pieces() {
        return pieces;
    }
}
