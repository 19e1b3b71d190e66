package org.allotment.core.concurrent.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.defects.Defect;
import org.allotment.core.memory.RawAccess;
import org.junit.jupiter.api.Test;

/** Defects of the seed that this allocator must not have; each test fails on the original's behaviour. */
final class HeapDefectsTest {
    @Test
    @Defect("C3")
    void c3ABlockOfAnotherThreadGoesHomeWhoeverFreesIt() throws InterruptedException {
        try (SharedAllocator allocator = SharedAllocator.checked()) {
            OwnedHeap owner = allocator.openHeap();
            List<Long> blocks = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                blocks.add(owner.allocate(64, 8));
            }
            Thread stranger = Thread.ofPlatform().start(() -> blocks.forEach(allocator::free));
            stranger.join();
            allocator.trim();
            long heldByItsOwner = allocator.statistics().sourceBytes()
                    - allocator.supply.depot().freeBytes();
            assertThat(heldByItsOwner).as("pages stay the owner's").isGreaterThanOrEqualTo(64_000);
            owner.trim();
            assertThat(allocator.supply.depot().freeBytes())
                    .isEqualTo(allocator.statistics().sourceBytes());
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
    }

    @Test
    @Defect("C4")
    void c4BlocksOfAHeapThatIsGivenUpAreFreedToItAndNotElsewhere() {
        try (SharedAllocator allocator = SharedAllocator.checked()) {
            OwnedHeap first = allocator.openHeap();
            long block = first.allocate(64, 8);
            RawAccess.putLong(block, 42);
            first.close();
            assertThat(RawAccess.getLong(block)).isEqualTo(42);
            assertThat(allocator.statistics().liveBlocks()).isEqualTo(1);
            allocator.free(block, 64, 8);
            HeapWalk.check(allocator);
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
    }

    @Test
    @Defect("C5")
    void c5BytesAreCountedInOneUnitThroughEveryResize() {
        try (SharedAllocator allocator = SharedAllocator.checked()) {
            long block = allocator.allocate(40, 8);
            long bytes = allocator.statistics().liveBlockBytes();
            allocator.tryShrinkInPlace(block, 40, 33);
            allocator.tryGrowInPlace(block, 33, 48);
            assertThat(allocator.statistics().liveBlockBytes()).isEqualTo(bytes);
            allocator.free(block, 48, 8);
            AllocatorStatistics statistics = allocator.statistics();
            assertThat(statistics.liveBlockBytes()).isZero();
            assertThat(statistics.isConserved()).isTrue();
        }
    }

    @Test
    @Defect("C7")
    void c7AndC8ASizeOfZeroIsRefusedInEveryBuild() {
        try (SharedAllocator allocator = SharedAllocator.trusting()) {
            Throwable refused = catchThrowable(() -> allocator.allocate(0, 8));
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            AllocationException.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(Kind.INVALID_PARAMETER));
            assertThat(allocator.statistics().sourceBytes()).isZero();
        }
    }
}
