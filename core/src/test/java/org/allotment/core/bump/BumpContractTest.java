package org.allotment.core.bump;

import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.source.MemoryMapSource;

final class BumpContractTest extends AllocatorContract {
    @Override
    public Allocator create(long byteSize) {
        return BumpAllocator.create(MemoryMapSource.create(), byteSize);
    }

    @Override
    public void check(Allocator allocator) {
        BumpCheck.check((BumpAllocator) allocator);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of();
    }

    @Override
    public void recycle(Allocator allocator) {
        ((BumpAllocator) allocator).reset();
    }
}
