package org.allotment.core.slab;

import java.lang.foreign.Arena;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.source.MemorySource;
import org.allotment.core.source.RegionSource;

abstract class SlabContract extends AllocatorContract {
    abstract SlabAllocator over(MemorySource source);

    @Override
    public Allocator create(long byteSize) {
        return over(region(byteSize));
    }

    @Override
    public final void check(Allocator allocator) {
        SlabCheck.check((SlabAllocator) allocator);
    }

    /** Two regions next to each other and no source; the lower one has grown at both ends. */
    static SlabAllocator overRegions(SlabAllocator slab, long memory, long byteSize) {
        long eighth = byteSize / 8;
        slab.addRegion(memory + eighth, 2 * eighth);
        slab.addRegion(memory + 4 * eighth, 4 * eighth);
        slab.extendRegion(memory + eighth, eighth, eighth);
        return slab;
    }

    static RegionSource region(long byteSize) {
        return RegionSource.of(Arena.ofAuto().allocate(byteSize, 4_096));
    }
}
