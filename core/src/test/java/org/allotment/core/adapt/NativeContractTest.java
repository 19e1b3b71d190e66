package org.allotment.core.adapt;

import java.util.EnumSet;
import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.os.NativeHeap;

/** The allocator contract, held by the C library's heap behind its adaptor. */
final class NativeContractTest extends AllocatorContract {
    @Override
    public Allocator create(long byteSize) {
        return NativeAllocator.checked(NativeHeap.system().orElseThrow(), byteSize);
    }

    @Override
    public void check(Allocator allocator) {
        ((NativeAllocator) allocator).blocks.check();
    }

    @Override
    public Set<Trait> traits() {
        return EnumSet.allOf(Trait.class);
    }
}
