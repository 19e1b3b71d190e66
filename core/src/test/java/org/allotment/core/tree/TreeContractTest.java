package org.allotment.core.tree;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.source.MemorySource;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The allocator contract, held by all forms and whatever the region looks like. */
final class TreeContractTest {
    abstract static class Form extends AllocatorContract {
        private final Arena arena = Arena.ofConfined();

        abstract TreeAllocator over(MemorySource source, long byteSize);

        @Override
        public Allocator create(long byteSize) {
            long region = arena.allocate(byteSize, 4_096).address();
            return over(new RegionSource(region, byteSize, 4_096), byteSize);
        }

        @Override
        public void check(Allocator allocator) {
            TreeCheck.check((TreeAllocator) allocator);
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
    final class Checked extends Form {
        @Override
        TreeAllocator over(MemorySource source, long byteSize) {
            return TreeAllocator.checked(source, byteSize);
        }
    }

    @Nested
    final class Trusting extends Form {
        @Override
        TreeAllocator over(MemorySource source, long byteSize) {
            return TreeAllocator.trusting(source, byteSize);
        }

        @Override
        public Set<Trait> traits() {
            return EnumSet.of(Trait.REUSES);
        }
    }

    /** Neither the region's start nor its length is anything but a multiple of a granule, and it has no owner. */
    @Nested
    final class CheckedOverAnOddRegion extends Form {
        @Override
        TreeAllocator over(MemorySource source, long byteSize) {
            long region = source.obtain(byteSize, 4_096);
            return TreeAllocator.checkedWithoutOwner(new RegionSource(region + 8, byteSize - 15, 1), byteSize - 8 * 32);
        }

        @Override
        public boolean hasOwner() {
            return false;
        }
    }
}
