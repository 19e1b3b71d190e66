package org.allotment.core.adapt;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.SizeAware;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** A handle keeps the whole contract of the allocator it is a handle of. */
final class HandleContractTest {
    abstract static class Form extends AllocatorContract {
        private final Arena arena = Arena.ofConfined();

        @Override
        public Allocator create(long byteSize) {
            return handle(SlabAllocator.checkedWithoutOwner(RegionSource.of(arena.allocate(byteSize, 4_096))));
        }

        abstract SizeAwareHandle handle(SizeAware slab);

        /** The engine's walk is its own suite's business; here the count must stay. */
        @Override
        public void check(Allocator allocator) {
            int handles = ((SizeAwareHandle) allocator).handles();
            if (handles != 1) {
                throw new AssertionError("a call changed the number of handles, handles=" + handles);
            }
        }

        @Override
        public Set<Trait> traits() {
            return EnumSet.allOf(Trait.class);
        }

        @AfterEach
        void giveMemoryBack() {
            arena.close();
        }
    }

    @Nested
    final class Confined extends Form {
        @Override
        SizeAwareHandle handle(SizeAware slab) {
            return SizeAwareHandle.confined(slab);
        }
    }

    @Nested
    final class Shared extends Form {
        @Override
        SizeAwareHandle handle(SizeAware slab) {
            return SizeAwareHandle.shared(slab, new SpinLock());
        }

        /** The lock is what makes any thread welcome. */
        @Override
        public boolean hasOwner() {
            return false;
        }
    }
}
