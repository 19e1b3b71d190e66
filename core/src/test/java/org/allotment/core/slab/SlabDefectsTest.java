package org.allotment.core.slab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.Arena;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.defects.Defect;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.Test;

/** The faults of the systems this library follows that touch slabs. */
final class SlabDefectsTest {
    /** A14: up to 4,096 bytes with a larger alignment got memory aligned to 4,096 only. */
    @Defect("A14")
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
    @Defect("A15")
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
    @Defect("A16")
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
    @Defect("A17")
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
