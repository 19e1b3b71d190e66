package org.allotment.core.id;

import static org.allotment.core.AllocationException.Kind.NOT_ALLOCATED;
import static org.assertj.core.api.Assertions.assertThat;

import org.allotment.core.IdAllocator;
import org.junit.jupiter.api.Test;

/** The contract, and what a bitmap adds to it: exact counts, the lowest run, parts of runs. */
final class BitmapIdAllocatorTest extends IdAllocatorContract {
    @Override
    IdAllocator of(long first, long count) {
        return BitmapIdAllocator.of(first, count);
    }

    @Override
    IdAllocator ofWithoutOwner(long first, long count) {
        return BitmapIdAllocator.ofWithoutOwner(first, count);
    }

    @Override
    long rounded(long count) {
        return count;
    }

    @Override
    void check(IdAllocator ids) {
        long taken = 0;
        BitmapIdAllocator bitmap = (BitmapIdAllocator) ids;
        for (long index = 0; index < bitmap.size(); index++) {
            taken += bitmap.bitmap().isTaken(index, 1) ? 1 : 0;
        }
        assertThat(ids.used()).isEqualTo(taken);
    }

    @Test
    void theLowestRunThatFitsIsTaken() {
        IdAllocator ids = of(0, 100);
        assertThat(ids.allocateId(10, 1)).isZero();
        assertThat(ids.allocateId(7, 1)).isEqualTo(10);
        assertThat(ids.allocateId(10, 16)).isEqualTo(32);
        assertThat(ids.allocateId(15, 1)).isEqualTo(17);
        ids.freeId(10, 7);
        assertThat(ids.allocateId(8, 1)).isEqualTo(42);
        assertThat(ids.allocateId(7, 1)).isEqualTo(10);
    }

    @Test
    void partsOfRunsAndRunsThatTouchMayBeFreed() {
        IdAllocator ids = of(0, 100);
        ids.allocateId(10, 1);
        ids.allocateId(10, 1);
        ids.freeId(5, 10);
        assertThat(ids.used()).isEqualTo(10);
        assertThat(ids.allocateId(10, 1)).isEqualTo(5);
        ids.freeId(19, 1);
        assertRefused(ids, NOT_ALLOCATED, () -> ids.freeId(0, 20));
        ids.freeId(0, 19);
        assertThat(ids.used()).isZero();
    }
}
