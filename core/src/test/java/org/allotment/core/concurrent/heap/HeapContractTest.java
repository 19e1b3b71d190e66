package org.allotment.core.concurrent.heap;

import java.lang.foreign.Arena;
import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.concurrent.slice.SliceDepot;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.Nested;

/** The shared contract, for both forms of both ways in. */
final class HeapContractTest {
    abstract static class Form extends AllocatorContract {
        abstract HeapOptions form(HeapOptions checked);

        @Override
        public Allocator create(long byteSize) {
            return SharedAllocator.create(form(HeapOptions.of(region(byteSize)).withStripes(2)));
        }

        @Override
        public void check(Allocator allocator) {
            HeapWalk.check((SharedAllocator) allocator);
        }

        @Override
        public boolean hasOwner() {
            return false;
        }
    }

    @Nested
    final class CheckedShared extends Form {
        @Override
        HeapOptions form(HeapOptions checked) {
            return checked;
        }

        @Override
        public Set<Trait> traits() {
            return Set.of(Trait.REUSES, Trait.CATCHES_MISUSE);
        }
    }

    @Nested
    final class TrustingShared extends Form {
        @Override
        HeapOptions form(HeapOptions checked) {
            return checked.trusting();
        }

        @Override
        public Set<Trait> traits() {
            return Set.of(Trait.REUSES);
        }
    }

    /** A heap that is held; its allocator is found through it. */
    abstract static class Held extends Form {
        @Override
        public Allocator create(long byteSize) {
            return ((SharedAllocator) super.create(byteSize)).openHeap();
        }

        @Override
        public void check(Allocator allocator) {
            HeapWalk.check((OwnedHeap) allocator);
        }
    }

    @Nested
    final class CheckedHeld extends Held {
        @Override
        HeapOptions form(HeapOptions checked) {
            return checked;
        }

        @Override
        public Set<Trait> traits() {
            return Set.of(Trait.REUSES, Trait.CATCHES_MISUSE);
        }

        @Override
        public boolean hasOwner() {
            return true;
        }
    }

    @Nested
    final class TrustingHeld extends Held {
        @Override
        HeapOptions form(HeapOptions checked) {
            return checked.trusting();
        }

        @Override
        public Set<Trait> traits() {
            return Set.of(Trait.REUSES);
        }
    }

    static RegionSource region(long byteSize) {
        return RegionSource.of(Arena.ofAuto().allocate(byteSize, SliceDepot.SLICE));
    }
}
