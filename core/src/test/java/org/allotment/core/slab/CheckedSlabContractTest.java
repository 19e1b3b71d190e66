package org.allotment.core.slab;

import java.util.Set;
import org.allotment.core.source.MemorySource;

final class CheckedSlabContractTest extends SlabContract {
    @Override
    SlabAllocator over(MemorySource source) {
        return SlabAllocator.checked(source);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.REUSES, Trait.CATCHES_MISUSE);
    }
}
