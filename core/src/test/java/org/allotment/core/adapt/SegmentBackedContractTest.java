package org.allotment.core.adapt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The allocator contract, held over a source that takes nothing back and over one that does. */
final class SegmentBackedContractTest {
    abstract static class Form extends AllocatorContract {
        final Arena arena = Arena.ofConfined();

        @Override
        public void check(Allocator allocator) {
            ((SegmentBackedAllocator) allocator).blocks.check();
        }

        @AfterEach
        void giveMemoryBack() {
            arena.close();
        }
    }

    @Nested
    final class Slicing extends Form {
        private final IdentityHashMap<Allocator, MemorySegment> regions = new IdentityHashMap<>();

        @Override
        public Allocator create(long byteSize) {
            MemorySegment region = arena.allocate(byteSize, 4_096);
            Allocator allocator = SegmentBackedAllocator.checked(SegmentAllocator.slicingAllocator(region), byteSize);
            regions.put(allocator, region);
            return allocator;
        }

        @Override
        public Set<Trait> traits() {
            return EnumSet.of(Trait.CATCHES_MISUSE);
        }

        @Override
        public void recycle(Allocator allocator) {
            SegmentAllocator fresh = SegmentAllocator.slicingAllocator(regions.get(allocator));
            ((SegmentBackedAllocator) allocator).restart(fresh);
        }
    }

    /** Ours as segments, and those as ours again. */
    @Nested
    final class RoundTrip extends Form {
        @Override
        public Allocator create(long byteSize) {
            long region = arena.allocate(byteSize, 4_096).address();
            SegmentView view = SegmentView.of(TlsfAllocator.over(region, byteSize, TlsfOptions.DEFAULT));
            return SegmentBackedAllocator.checked(view, view::free, byteSize);
        }

        @Override
        public Set<Trait> traits() {
            return EnumSet.allOf(Trait.class);
        }
    }
}
