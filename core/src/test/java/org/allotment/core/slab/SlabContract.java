package org.allotment.core.slab;

import java.lang.foreign.Arena;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.source.MemorySource;
import org.allotment.core.source.RegionSource;

abstract class SlabContract extends AllocatorContract {
    abstract SlabAllocator over(MemorySource source);

    @Override
    public final Allocator create(long byteSize) {
        return over(region(byteSize));
    }

    @Override
    public final void check(Allocator allocator) {
        SlabCheck.check((SlabAllocator) allocator);
    }

    static RegionSource region(long byteSize) {
        return RegionSource.of(Arena.ofAuto().allocate(byteSize, 4_096));
    }
}
