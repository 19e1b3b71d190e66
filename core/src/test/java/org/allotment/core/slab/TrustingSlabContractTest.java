package org.allotment.core.slab;

import java.util.Set;
import org.allotment.core.source.MemorySource;

final class TrustingSlabContractTest extends SlabContract {
    @Override
    SlabAllocator over(MemorySource source) {
        return SlabAllocator.trusting(source);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.REUSES);
    }
}
