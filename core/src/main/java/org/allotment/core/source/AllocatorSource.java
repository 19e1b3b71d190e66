package org.allotment.core.source;

import java.util.HashMap;
import java.util.Map;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.Requests;
import org.allotment.core.bits.Alignment;

/**
 * A memory source whose pieces are blocks of an allocator: a slice of it, for another allocator to divide.
 *
 * <p>Threads: one at a time, even over an allocator that any thread may call. The allocator must outlive the source's pieces; closing it takes them
 * away, and the next call says so, as the allocator does.
 */
public final class AllocatorSource implements MemorySource {
    private record Block(long byteSize, long alignment) {}

    private final Allocator allocator;
    private final long granularity;
    private final Map<Long, Block> out = new HashMap<>();
    private long obtainedBytes;

    /**
     * Makes a source over an allocator; others may go on using the allocator.
     *
     * @param allocator where blocks come from and go back to
     * @param granularity unit of pieces, a power of two
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the unit is no power of two
     */
    public AllocatorSource(Allocator allocator, long granularity) {
        Requests.checkBlock(1, granularity);
        this.allocator = allocator;
        this.granularity = granularity;
    }

    @Override
    public long obtain(long byteSize, long alignment) {
        Requests.checkBlock(byteSize, alignment);
        long natural = Math.max(alignment, granularity);
        Requests.checkBlock(byteSize, natural);
        long size = Alignment.alignUp(byteSize, granularity);
        long address = allocator.tryAllocate(size, natural);
        if (address == Allocator.NULL) {
            return NONE;
        }
        boolean kept = false;
        try {
            out.put(address, new Block(size, natural));
            kept = true;
        } finally {
            if (!kept) {
                allocator.free(address, size, natural);
            }
        }
        obtainedBytes += size;
        return address;
    }

    @Override
    public void release(long address, long byteSize) {
        Block block = block(address, byteSize);
        allocator.free(address, block.byteSize(), block.alignment());
        out.remove(address);
        obtainedBytes -= block.byteSize();
    }

    @Override
    public boolean tryGrowInPlace(long address, long byteSize, long newByteSize) {
        Requests.checkGrowth(byteSize, newByteSize);
        Requests.checkBlock(newByteSize, granularity);
        Block block = block(address, byteSize);
        Block larger = new Block(Alignment.alignUp(newByteSize, granularity), block.alignment());
        boolean grown = larger.byteSize() <= block.byteSize()
                || allocator.tryGrowInPlace(address, block.byteSize(), larger.byteSize());
        if (grown && larger.byteSize() > block.byteSize()) {
            out.replace(address, larger);
            obtainedBytes += larger.byteSize() - block.byteSize();
        }
        return grown;
    }

    private Block block(long address, long byteSize) {
        Block block = out.get(address);
        if (block == null) {
            throw AllocationException.notAllocated("no piece of this source, address=" + address);
        }
        long slack = block.byteSize() - byteSize;
        if (byteSize < 1 || slack < 0 || slack >= granularity) {
            throw AllocationException.invalidParameter(
                    "not the size of the piece, address=" + address + ", byteSize=" + byteSize);
        }
        return block;
    }

    @Override
    public long granularity() {
        return granularity;
    }

    @Override
    public long obtainedBytes() {
        return obtainedBytes;
    }
}
