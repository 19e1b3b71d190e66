package org.allotment.core.bitset;

import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.source.MemoryMapSource;

final class TrustingBitSetContractTest extends BitSetContract {
    @Override
    public Allocator create(long byteSize) {
        return BitSetAllocator.trusting(MemoryMapSource.create(), byteSize, 16);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.REUSES);
    }
}
