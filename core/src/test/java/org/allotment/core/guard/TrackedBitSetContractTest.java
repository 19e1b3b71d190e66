package org.allotment.core.guard;

import org.allotment.core.Allocator;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.source.MemoryMapSource;

final class TrackedBitSetContractTest extends UsageTrackingContract {
    @Override
    public Allocator create(long byteSize) {
        BitSetAllocator allocator = BitSetAllocator.checked(MemoryMapSource.create(), byteSize, 64);
        return new UsageTrackingAllocator(allocator, allocator::usableBytes);
    }
}
