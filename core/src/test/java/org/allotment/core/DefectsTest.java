package org.allotment.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.Arena;
import org.allotment.core.bits.Alignment;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.Test;

/** One test for each defect of the systems this library follows, named by its number in the defects register. */
final class DefectsTest {
    /** C9: bump moved its state before the bounds check, and let a stale pointer to a freed last block grow. */
    @Test
    void c9AFailedBumpAllocationChangesNothingAndAStaleLastPointerIsRefused() {
        try (BumpAllocator bump = BumpAllocator.checked(MemoryMapSource.create(), 4_096)) {
            long last = bump.allocate(100, 8);
            assertThat(bump.tryAllocate(5_000, 8)).isZero();
            assertThat(bump.tryGrowInPlace(last, 100, 200)).isTrue();
            assertThat(bump.tryAllocate(5_000, 8)).isZero();
            bump.free(last, 200, 8);
            assertThat(bump.statistics().freeBytes()).isEqualTo(4_096);

            AllocationException stale =
                    catchThrowableOfType(AllocationException.class, () -> bump.tryGrowInPlace(last, 200, 300));
            assertThat(stale.kind()).isEqualTo(AllocationException.Kind.NOT_ALLOCATED);
            assertThat(bump.statistics().freeBytes()).isEqualTo(4_096);
        }
    }

    /** C9, the rest: a block that was freed buried and then came to end at the pointer again. */
    @Test
    void c9AStalePointerToABlockThatBecameLastAgainIsRefused() {
        try (BumpAllocator bump = BumpAllocator.checked(MemoryMapSource.create(), 4_096)) {
            long buried = bump.allocate(10, 1);
            long last = bump.allocate(10, 1);
            bump.free(buried, 10, 1);
            bump.free(last, 10, 1);
            AllocatorStatistics before = bump.statistics();
            assertThat(before.lostBytes()).isEqualTo(10);

            AllocationException stale =
                    catchThrowableOfType(AllocationException.class, () -> bump.tryGrowInPlace(buried, 10, 100));
            assertThat(stale.kind()).isEqualTo(AllocationException.Kind.NOT_ALLOCATED);
            assertThat(bump.statistics()).isEqualTo(before);
        }
    }

    /** A24: rounding up wrapped around, and so did the next power of two. */
    @Test
    void a24RoundingThatOverflowsIsAnInvalidParameter() {
        assertThatThrownBy(() -> Alignment.alignUp(Long.MAX_VALUE - 2, 8)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Alignment.nextPowerOfTwo((1L << 62) + 1)).isInstanceOf(ArithmeticException.class);
        try (BumpAllocator bump = BumpAllocator.checked(MemoryMapSource.create(), 4_096)) {
            for (long alignment = 1; alignment > 0; alignment <<= 1) {
                long size = Long.MAX_VALUE - alignment + 1;
                long asked = alignment;
                AllocationException refusal =
                        catchThrowableOfType(AllocationException.class, () -> bump.tryAllocate(size, asked));
                assertThat(refusal.kind()).isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
                assertThat(bump.tryAllocate(size - 1, alignment)).isZero();
            }
            assertThat(bump.statistics().freeBytes()).isEqualTo(4_096);
        }
    }

    /** A14: up to 4,096 bytes with a larger alignment got memory aligned to 4,096 only. */
    @Test
    void a14SmallBlocksWithLargeAlignmentsAreAligned() {
        try (SlabAllocator slab = SlabAllocator.checked(MemoryMapSource.create())) {
            for (long alignment = 1; alignment <= 1 << 24; alignment <<= 1) {
                for (long size : new long[] {1, 64, 4_000, 4_096, 70_000}) {
                    long first = slab.allocate(size, alignment);
                    long second = slab.allocate(size, alignment);
                    assertThat(first % alignment)
                            .as("size=%d, alignment=%d", size, alignment)
                            .isZero();
                    assertThat(second % alignment)
                            .as("size=%d, alignment=%d", size, alignment)
                            .isZero();
                    slab.free(first, size, alignment);
                    slab.free(second, size, alignment);
                }
            }
        }
    }

    /** A15: pages of a slab were counted twice, so that the total exceeded the pool. */
    @Test
    void a15SlabStatisticsNeverExceedTheSourceAndAddUp() {
        RegionSource pool = RegionSource.of(Arena.ofAuto().allocate(1 << 20, 4_096));
        try (SlabAllocator slab = SlabAllocator.trusting(pool)) {
            for (long size = 1; size < 60_000; size = size * 5 / 4 + 1) {
                slab.tryAllocate(size, 8);
                AllocatorStatistics statistics = slab.statistics();
                assertThat(statistics.isConserved()).as("%s", statistics).isTrue();
                assertThat(statistics.sourceBytes())
                        .isEqualTo(pool.obtainedBytes())
                        .isLessThanOrEqualTo(1 << 20);
            }
        }
    }

    /** A16: pages never went back, and growing took 64 blocks at once or nothing. */
    @Test
    void a16SlabsGiveFreePagesBackAndGrowByOneBlockIfNeedBe() {
        RegionSource small = RegionSource.of(Arena.ofAuto().allocate(64 << 10, 4_096));
        try (SlabAllocator slab = SlabAllocator.checked(small)) {
            long[] pages = new long[16];
            for (int i = 0; i < pages.length; i++) {
                pages[i] = slab.allocate(4_096, 4_096);
            }
            assertThat(slab.tryAllocate(1, 1)).isZero();
            for (long page : pages) {
                slab.free(page);
            }
            long whole = slab.allocate(64 << 10, 8);
            slab.free(whole);
            slab.trim();
            assertThat(small.obtainedBytes()).isZero();
        }
    }

    /** A17: bad constructor arguments and use before initialisation ended in panics. */
    @Test
    void a17SlabsRefuseBadInputWithTypedErrors() {
        RegionSource coarse = new RegionSource(1L << 40, 64L << 20, 8 << 20);
        AllocationException refusal =
                catchThrowableOfType(AllocationException.class, () -> SlabAllocator.checked(coarse));
        assertThat(refusal.kind()).isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
        assertThat(refusal).hasMessageEndingWith("granularity=" + (8 << 20));

        RegionSource tiny = RegionSource.of(Arena.ofAuto().allocate(4_096, 4_096));
        tiny.obtain(4_096, 1);
        SlabAllocator slab = SlabAllocator.checked(tiny);
        AllocationException empty = catchThrowableOfType(AllocationException.class, () -> slab.allocate(1, 1));
        assertThat(empty.kind()).isEqualTo(AllocationException.Kind.NO_MEMORY);
        slab.close();
        assertThatIllegalStateException().isThrownBy(() -> slab.allocate(1, 1));
    }
}
