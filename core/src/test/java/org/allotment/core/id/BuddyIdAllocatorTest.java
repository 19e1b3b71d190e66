package org.allotment.core.id;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.NOT_ALLOCATED;
import static org.assertj.core.api.Assertions.assertThat;

import org.allotment.core.IdAllocator;
import org.allotment.core.bits.Alignment;
import org.allotment.core.buddy.BuddyCheck;
import org.junit.jupiter.api.Test;

/** The contract, and what rounding means. */
final class BuddyIdAllocatorTest extends IdAllocatorContract {
    @Override
    IdAllocator of(long first, long count) {
        return BuddyIdAllocator.of(first, count);
    }

    @Override
    IdAllocator ofWithoutOwner(long first, long count) {
        return BuddyIdAllocator.ofWithoutOwner(first, count);
    }

    @Override
    long rounded(long count) {
        return Alignment.nextPowerOfTwo(count);
    }

    @Override
    void check(IdAllocator ids) {
        BuddyCheck.verify(((BuddyIdAllocator) ids).frames());
    }

    @Test
    void countsAreRoundedUpAndCountedSo() {
        IdAllocator ids = of(0, 64);
        assertThat(ids.allocateId(5, 1)).isZero();
        assertThat(ids.used()).isEqualTo(8);
        assertThat(ids.isAllocated(7)).isTrue();
        assertRefused(ids, INVALID_PARAMETER, () -> ids.freeId(0, 4));
        assertRefused(ids, INVALID_PARAMETER, () -> ids.freeId(0, 9));
        assertRefused(ids, NOT_ALLOCATED, () -> ids.freeId(5, 1));
        ids.freeId(0, 8);
        assertThat(ids.used()).isZero();
    }
}
