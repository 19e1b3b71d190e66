package org.allotment.core.bump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.bits.Alignment;
import org.allotment.core.defects.Defect;
import org.allotment.core.source.MemoryMapSource;
import org.junit.jupiter.api.Test;

/** The faults of the systems this library follows that touch bump allocation. */
final class BumpDefectsTest {
    /** C9: bump moved its state before the bounds check, and let a stale pointer to a freed last block grow. */
    @Defect("C9")
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
    @Defect("C9")
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
    @Defect("A24")
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
}
