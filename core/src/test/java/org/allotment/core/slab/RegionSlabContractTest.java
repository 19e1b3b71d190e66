package org.allotment.core.slab;

import java.lang.foreign.Arena;
import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.source.MemorySource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The allocator contract, held without a source: over regions that were handed in. */
final class RegionSlabContractTest {
    abstract static class Form extends SlabContract {
        private final Arena arena = Arena.ofConfined();

        @Override
        public final Allocator create(long byteSize) {
            long memory = arena.allocate(byteSize, 4_096).address();
            return overRegions(over(MemorySource.EMPTY), memory, byteSize);
        }

        @AfterEach
        void giveMemoryBack() {
            arena.close();
        }
    }

    @Nested
    final class Checked extends Form {
        @Override
        SlabAllocator over(MemorySource source) {
            return SlabAllocator.checked(source);
        }

        @Override
        public Set<Trait> traits() {
            return Set.of(Trait.REUSES, Trait.CATCHES_MISUSE);
        }
    }

    @Nested
    final class Trusting extends Form {
        @Override
        SlabAllocator over(MemorySource source) {
            return SlabAllocator.trusting(source);
        }

        @Override
        public Set<Trait> traits() {
            return Set.of(Trait.REUSES);
        }
    }
}
