package org.allotment.core.bitset;

import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.source.MemoryMapSource;

final class CheckedBitSetContractTest extends BitSetContract {
    @Override
    public Allocator create(long byteSize) {
        return BitSetAllocator.checked(MemoryMapSource.create(), byteSize, 16);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.REUSES, Trait.CATCHES_MISUSE);
    }
}
