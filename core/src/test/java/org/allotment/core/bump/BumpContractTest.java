package org.allotment.core.bump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.source.MemoryMapSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The allocator contract, held by all forms, and what only this engine has. */
final class BumpContractTest {
    abstract static class Form extends AllocatorContract {
        abstract BumpAllocator over(MemoryMapSource source, long byteSize);

        @Override
        public Allocator create(long byteSize) {
            return over(MemoryMapSource.create(), byteSize);
        }

        @Override
        public void check(Allocator allocator) {
            BumpCheck.check((BumpAllocator) allocator);
        }

        @Override
        public Set<Trait> traits() {
            return Set.of();
        }

        @Override
        public void recycle(Allocator allocator) {
            ((BumpAllocator) allocator).reset();
        }
    }

    @Nested
    final class Checked extends Form {
        @Override
        BumpAllocator over(MemoryMapSource source, long byteSize) {
            return BumpAllocator.checked(source, byteSize);
        }

        @Override
        public boolean hasOwner() {
            return true;
        }

        @Test
        void marksAndResetsAreTheOwnersToo() {
            try (BumpAllocator bump = over(MemoryMapSource.create(), 4_096)) {
                bump.allocate(100, 8);
                long mark = bump.mark();
                CompletableFuture.runAsync(
                                () -> {
                                    assertThatIllegalStateException().isThrownBy(bump::mark);
                                    assertThatIllegalStateException().isThrownBy(() -> bump.reset(mark));
                                    assertThatIllegalStateException().isThrownBy(bump::reset);
                                },
                                Thread.ofPlatform()::start)
                        .join();
                assertThat(bump.statistics().liveBlocks()).isEqualTo(1);
                bump.reset(mark);
            }
        }
    }

    @Nested
    final class Trusting extends Form {
        @Override
        BumpAllocator over(MemoryMapSource source, long byteSize) {
            return BumpAllocator.trusting(source, byteSize);
        }
    }

    @Test
    void withoutAnOwnerAnyThreadMayCallUnderALock() {
        MemoryMapSource source = MemoryMapSource.create();
        for (BumpAllocator bump :
                List.of(BumpAllocator.checkedWithoutOwner(source, 4_096), BumpAllocator.trusting(source, 4_096))) {
            long block = bump.allocate(64, 8);
            CompletableFuture.runAsync(() -> bump.free(block, 64, 8), Thread.ofPlatform()::start)
                    .join();
            assertThat(bump.statistics().liveBlocks()).isZero();
            bump.close();
        }
    }
}
