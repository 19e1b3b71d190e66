package org.allotment.core.bitset;

import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.source.MemoryMapSource;

final class CheckedBitSetOf64ContractTest extends BitSetContract {
    @Override
    public Allocator create(long byteSize) {
        return BitSetAllocator.checkedWithoutOwner(MemoryMapSource.create(), byteSize, 64);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.REUSES, Trait.CATCHES_MISUSE);
    }

    @Override
    public boolean hasOwner() {
        return false;
    }
}
