package org.allotment.core.bitset;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.NOT_ALLOCATED;
import static org.allotment.core.AllocationException.Kind.NO_MEMORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.RegionSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BitSetAllocatorTest {
    private final MemoryMapSource source = MemoryMapSource.create();
    private final BitSetAllocator allocator = BitSetAllocator.checked(source, 4_096, 16);
    private final long base = allocator.layout().base();

    @AfterEach
    void walkTheInvariantsAndGiveTheRegionBack() {
        BitSetCheck.check(allocator);
        allocator.close();
        assertThat(source.obtainedBytes()).isZero();
    }

    @Test
    void theExampleOfThePackageIsTrue() {
        assertThat(allocator.allocate(40, 8)).isEqualTo(base);
        long second = allocator.allocate(16, 8);
        assertThat(second).isEqualTo(base + 48);
        assertThat(allocator.allocate(20, 64)).isEqualTo(base + 64);
        allocator.free(second, 16, 8);
        assertThat(allocator.bits().words[0]).isEqualTo(~0b110111L);
        assertThat(allocator.guard())
                .isNotNull()
                .satisfies(guard -> assertThat(guard.heads[0]).isEqualTo(0b10001));
        assertThat(allocator.statistics().liveBlockBytes()).isEqualTo(80);
    }

    @Test
    void blocksHaveWholeGranules() {
        assertThat(allocator.usableBytes(1)).isEqualTo(16);
        assertThat(allocator.usableBytes(16)).isEqualTo(16);
        assertThat(allocator.usableBytes(17)).isEqualTo(32);
        long block = allocator.allocate(33, 1);
        assertThat(allocator.tryGrowInPlace(block, 33, 48)).isTrue();
        assertThat(allocator.statistics().liveBlockBytes()).isEqualTo(48);
        allocator.free(block, 34, 1);
        assertThat(allocator.statistics().liveBlocks()).isZero();
    }

    @Test
    void growsIntoWhatIsFreeBehindAndNoFurther() {
        long first = allocator.allocate(160, 8);
        long second = allocator.allocate(3_000, 8);
        assertRefusedUnchanged(NO_MEMORY, () -> allocator.grow(first, 160, 161, 8, Movement.MUST_NOT_MOVE));
        allocator.free(second, 3_000, 8);
        assertThat(allocator.grow(first, 160, 2_000, 16, Movement.MUST_NOT_MOVE))
                .isEqualTo(first);
        BitSetCheck.check(allocator);
        assertThat(allocator.tryGrowInPlace(first, 2_000, 4_097)).isFalse();
        assertThat(allocator.tryGrowInPlace(first, 2_000, 4_096)).isTrue();
        assertThat(allocator.statistics().freeBytes()).isZero();
        allocator.free(first, 4_096, 8);
    }

    @Test
    void shrinkingGivesTheTailBack() {
        long block = allocator.allocate(4_096, 8);
        assertThat(allocator.tryAllocate(1, 1)).isZero();
        assertThat(allocator.shrink(block, 4_096, 1_500, 8, Movement.MUST_NOT_MOVE))
                .isEqualTo(block);
        BitSetCheck.check(allocator);
        assertThat(allocator.statistics().freeBytes()).isEqualTo(4_096 - 1_504);
        assertThat(allocator.tryShrinkInPlace(block, 1_500, 1)).isTrue();
        assertThat(allocator.statistics().freeBytes()).isEqualTo(4_096 - 16);
        long rest = allocator.allocate(4_080, 8);
        assertThat(rest).isEqualTo(block + 16);
    }

    @Test
    void knowsEachRunExactlyWhereverItLies() {
        for (int count = 1; count <= 200; count++) {
            for (int offset : new int[] {0, 1, 31, 63, 64, 255 - count}) {
                if (offset + count > 256 || offset < 0) {
                    continue;
                }
                long before = offset == 0 ? 0 : allocator.allocate(offset * 16L, 1);
                long block = allocator.allocate(count * 16L, 1);
                long size = count * 16L;
                assertThat(block).isEqualTo(base + offset * 16L);
                assertRefusedUnchanged(INVALID_PARAMETER, () -> allocator.free(block, size + 1, 1));
                if (count > 1) {
                    assertRefusedUnchanged(INVALID_PARAMETER, () -> allocator.free(block, size - 16, 1));
                    assertRefusedUnchanged(NOT_ALLOCATED, () -> allocator.free(block + 16, size - 16, 1));
                }
                allocator.free(block, size - 15, 1);
                assertRefusedUnchanged(NOT_ALLOCATED, () -> allocator.free(block, size, 1));
                if (offset > 0) {
                    allocator.free(before, offset * 16L, 1);
                }
            }
        }
    }

    @Test
    void aNeighbourEndsARun() {
        for (int count = 1; count <= 130; count += 43) {
            long size = count * 16L;
            long first = allocator.allocate(size, 1);
            long second = allocator.allocate(16, 1);
            assertThat(second).isEqualTo(first + size);
            assertRefusedUnchanged(INVALID_PARAMETER, () -> allocator.free(first, size + 16, 1));
            allocator.free(first, size, 1);
            allocator.free(second, 16, 1);
        }
    }

    @Test
    void refusesAlignmentsThatTheBlockDoesNotHave() {
        allocator.allocate(16, 1);
        long block = allocator.allocate(16, 1);
        assertRefusedUnchanged(INVALID_PARAMETER, () -> allocator.free(block, 16, 4_096));
        allocator.free(block, 16, 16);
    }

    @Test
    void withoutAnOwnerAnyThreadMayCallUnderALock() {
        for (BitSetAllocator shared : List.of(
                BitSetAllocator.checkedWithoutOwner(source, 4_096, 16), BitSetAllocator.trusting(source, 4_096, 16))) {
            long block = shared.allocate(64, 8);
            CompletableFuture.runAsync(() -> shared.free(block, 64, 8), Thread.ofPlatform()::start)
                    .join();
            assertThat(shared.statistics().liveBlocks()).isZero();
            shared.close();
        }
    }

    @Test
    void refusesGranulesAndRegionsThatDoNotGoTogether() {
        for (long granule : new long[] {0, -16, 1, 2, 4, 12, 24, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertRefused(INVALID_PARAMETER, () -> BitSetAllocator.checked(source, 4_096, granule));
        }
        assertRefused(INVALID_PARAMETER, () -> BitSetAllocator.trusting(source, 4_096, 8_192));
        assertRefused(INVALID_PARAMETER, () -> BitSetAllocator.trusting(source, 0, 16));
        assertRefused(INVALID_PARAMETER, () -> BitSetAllocator.trusting(source, -1, 16));
        assertRefused(INVALID_PARAMETER, () -> BitSetAllocator.trusting(source, Long.MAX_VALUE, 16));
        assertRefused(INVALID_PARAMETER, () -> BitSetAllocator.trusting(source, (8L << 36) + 1, 8));
        assertThat(source.obtainedBytes()).isEqualTo(4_096);
    }

    @Test
    void countsWhatAnUnalignedRegionLeavesOverAsLost() {
        RegionSource region = new RegionSource((1L << 40) + 24, 1_000, 8);
        try (BitSetAllocator unaligned = BitSetAllocator.checked(region, 1_000, 64)) {
            assertThat(unaligned.layout().base()).isEqualTo((1L << 40) + 64);
            assertThat(unaligned.layout().granules()).isEqualTo(15);
            assertThat(unaligned.statistics().lostBytes()).isEqualTo(40);
            assertThat(unaligned.allocate(960, 64)).isEqualTo((1L << 40) + 64);
            assertThat(unaligned.tryAllocate(1, 1)).isZero();
            assertThat(unaligned.contains((1L << 40) + 63)).isFalse();
            assertThat(unaligned.contains((1L << 40) + 64)).isTrue();
            BitSetCheck.check(unaligned);
        }
        assertThat(region.obtainedBytes()).isZero();
    }

    @Test
    void givesARegionBackInWhichNoGranuleIsAligned() {
        RegionSource region = new RegionSource((1L << 40) + 8, 64, 8);
        assertRefused(NO_MEMORY, () -> BitSetAllocator.checked(region, 64, 64));
        assertThat(region.obtainedBytes()).isZero();
        assertRefused(NO_MEMORY, () -> BitSetAllocator.checked(region, 128, 64));
    }

    @Test
    void givesTheRegionBackWhenTheHeapHasNoRoomForTheBits() {
        assumeTrue(Runtime.getRuntime().maxMemory() < 8L << 30, "the bits of 2^36 granules would fit");
        RegionSource region = new RegionSource(1L << 40, 8L << 36, 4_096);
        assertThat(catchThrowableOfType(OutOfMemoryError.class, () -> BitSetAllocator.checked(region, 8L << 36, 8)))
                .isNotNull();
        assertThat(region.obtainedBytes()).isZero();
    }

    @Test
    void trustingRefusesWhatWouldLeaveTheRegion() {
        try (BitSetAllocator trusting = BitSetAllocator.trusting(source, 4_096, 16)) {
            long block = trusting.allocate(4_096, 16);
            AllocatorStatistics before = trusting.statistics();
            assertRefused(INVALID_PARAMETER, () -> trusting.free(block, 4_097, 16));
            assertRefused(INVALID_PARAMETER, () -> trusting.free(block + 16, 4_096, 16));
            assertRefused(INVALID_PARAMETER, () -> trusting.tryShrinkInPlace(block + 16, 4_096, 1));
            assertRefused(NOT_ALLOCATED, () -> trusting.free(block + 4_096, 16, 16));
            assertThat(trusting.statistics()).isEqualTo(before);
            BitSetCheck.check(trusting);
        }
    }

    @Test
    void saysWhatItIsAndThatItIsClosed() {
        BitSetAllocator closed = BitSetAllocator.trusting(source, 4_096, 16);
        assertThat(closed).hasToString("BitSetAllocator[checked=false, granules=256, granuleBytes=16, closed=false]");
        closed.close();
        assertThatIllegalStateException().isThrownBy(closed::statistics);
        assertThatIllegalStateException().isThrownBy(() -> closed.allocate(16, 4_096));
        assertThat(closed.toString()).endsWith("closed=true]");
    }

    private static void assertRefused(Kind kind, ThrowingCallable call) {
        AllocationException refusal = catchThrowableOfType(AllocationException.class, call);
        assertThat(refusal).as("the call must be refused as %s", kind).isNotNull();
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        assertThat(refusal.getMessage()).matches("(?s).*\\w+=\\S+$");
    }

    private void assertRefusedUnchanged(Kind kind, ThrowingCallable call) {
        AllocatorStatistics before = allocator.statistics();
        assertRefused(kind, call);
        assertThat(allocator.statistics()).isEqualTo(before);
        BitSetCheck.check(allocator);
    }
}
