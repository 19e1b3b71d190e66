package org.allotment.core.switching;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Whatever is selected, the contract is kept; the global allocator always has its share of the memory. */
final class SwitchingContractTest {
    abstract static class Selecting extends AllocatorContract {
        private final Arena arena = Arena.ofConfined();

        final Arena arena() {
            return arena;
        }

        @Override
        public Allocator create(long byteSize) {
            SwitchableAllocator allocator =
                    SwitchableAllocator.over(SwitchingFixture.global(arena, globalBytes(byteSize)));
            long localBytes = byteSize - globalBytes(byteSize);
            select(allocator, SwitchingFixture.region(arena, localBytes), localBytes);
            return allocator;
        }

        long globalBytes(long byteSize) {
            return byteSize / 8;
        }

        abstract void select(SwitchableAllocator allocator, RegionSource local, long bytes);

        @Override
        public void check(Allocator allocator) {
            ((SwitchableAllocator) allocator).check();
        }

        @Override
        public Set<Trait> traits() {
            return EnumSet.allOf(Trait.class);
        }

        @Override
        public boolean hasOwner() {
            return false;
        }

        @AfterEach
        void giveMemoryBack() {
            arena.close();
        }
    }

    @Nested
    final class OfAll extends Selecting {
        @Override
        long globalBytes(long byteSize) {
            return byteSize / 8 * 7;
        }

        @Override
        void select(SwitchableAllocator allocator, RegionSource local, long bytes) {
            allocator.initializeThreadLocal(local, SwitchingFixture.TLSF);
        }
    }

    @Nested
    final class OfThread extends Selecting {
        @Override
        void select(SwitchableAllocator allocator, RegionSource local, long bytes) {
            allocator.initializeThreadLocal(local, SwitchingFixture.TLSF);
            allocator.enter(Selected.THREAD_LOCAL);
        }
    }

    @Nested
    final class OfContext extends Selecting {
        @Override
        void select(SwitchableAllocator allocator, RegionSource local, long bytes) {
            allocator.restore(allocator.newContext(local, SwitchingFixture.TLSF).state());
        }
    }

    @Nested
    final class ContextOfAnEngineWithoutSizes extends Selecting {
        @Override
        void select(SwitchableAllocator allocator, RegionSource local, long bytes) {
            allocator.restore(
                    allocator.newContext(local, LocalEngine.bitSet(bytes, 64)).state());
        }
    }

    @Nested
    final class OfAHandle extends Selecting {
        private SwitchableAllocator home =
                SwitchableAllocator.over(SwitchingFixture.global(arena(), SwitchingFixture.UNIT));

        @Override
        public Allocator create(long byteSize) {
            Arena memory = arena();
            home = SwitchableAllocator.over(SwitchingFixture.global(memory, globalBytes(byteSize)));
            long localBytes = byteSize - globalBytes(byteSize);
            Context context = home.newContext(SwitchingFixture.region(memory, localBytes), SwitchingFixture.TLSF);
            home.restore(context.state());
            home.enter(Selected.GLOBAL);
            return context.handle();
        }

        @Override
        void select(SwitchableAllocator allocator, RegionSource local, long bytes) {
            throw new AssertionError("a handle selects nothing");
        }

        @Override
        public void check(Allocator allocator) {
            home.check();
        }
    }
}
