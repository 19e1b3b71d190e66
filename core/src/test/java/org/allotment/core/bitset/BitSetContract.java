package org.allotment.core.bitset;

import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;

/** The contract suite over bit set allocators; each form says how it is made. */
abstract class BitSetContract extends AllocatorContract {
    @Override
    public void check(Allocator allocator) {
        BitSetCheck.check((BitSetAllocator) allocator);
    }
}
