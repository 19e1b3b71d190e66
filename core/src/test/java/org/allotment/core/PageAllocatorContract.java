package org.allotment.core;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.MEMORY_OVERLAP;
import static org.allotment.core.AllocationException.Kind.NOT_ALLOCATED;
import static org.allotment.core.AllocationException.Kind.NO_MEMORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Every rule of {@link PageAllocator}, as tests; no page is ever touched, so the addresses are free inventions. */
public abstract class PageAllocatorContract {
    protected static final long PAGE = 4_096;

    /** Not aligned to more than a page, so that alignments of addresses and of indices differ. */
    protected static final long START = 0x7_0000_1000L;

    /** Makes a fresh allocator without regions. */
    protected abstract PageAllocator create(long pageSize);

    /** Walks all numbered invariants and raises an {@link AssertionError} that names a broken one. */
    protected abstract void check(PageAllocator allocator);

    private PageAllocator over(long pages) {
        PageAllocator allocator = create(PAGE);
        allocator.addRegion(START, pages * PAGE);
        return allocator;
    }

    private void assertRefused(PageAllocator allocator, AllocationException.Kind kind, ThrowingCallable call) {
        AllocatorStatistics before = allocator.statistics();
        AllocationException refusal = catchThrowableOfType(AllocationException.class, call);
        assertThat(refusal).as("the call must be refused as %s", kind).isNotNull();
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        assertThat(refusal.getMessage()).as("message ends in name=value").matches("(?s).*\\w+=\\S+$");
        assertThat(allocator.statistics()).isEqualTo(before);
        check(allocator);
    }

    private static void assertRange(PageAllocator allocator, long address, long count, long alignment) {
        assertThat(address % PAGE).isZero();
        assertThat(address % alignment).isZero();
        assertThat(allocator.contains(address)).isTrue();
        assertThat(allocator.contains(address + count * PAGE - 1)).isTrue();
    }

    @Test
    void everyCountHonoursEveryAlignment() {
        try (PageAllocator allocator = over(600_000)) {
            // Something below, so that nothing is aligned by luck.
            allocator.allocatePages(1, 1);
            for (long count : new long[] {1, 2, 3, 63, 64, 65, 511, 512, 513, 5_000}) {
                for (long alignment = 1; alignment <= 1L << 30; alignment <<= 1) {
                    long address = allocator.allocatePages(count, alignment);
                    assertRange(allocator, address, count, alignment);
                    allocator.freePages(address, count);
                }
            }
            assertThat(allocator.usedPages()).isEqualTo(1);
            check(allocator);
        }
    }

    @Test
    void theLowestAddressThatServesIsTaken() {
        try (PageAllocator allocator = over(100)) {
            assertThat(allocator.allocatePages(4, PAGE)).isEqualTo(START);
            assertThat(allocator.allocatePages(1, PAGE)).isEqualTo(START + 4 * PAGE);
            assertThat(allocator.allocatePages(2, 8 * PAGE)).isEqualTo(START + 7 * PAGE);
            assertThat(allocator.allocatePages(2, PAGE)).isEqualTo(START + 5 * PAGE);
            assertThat(allocator.allocatePages(2, PAGE)).isEqualTo(START + 9 * PAGE);
            allocator.freePages(START + PAGE, 2);
            assertThat(allocator.allocatePages(3, PAGE)).isEqualTo(START + 11 * PAGE);
            assertThat(allocator.allocatePages(1, PAGE)).isEqualTo(START + PAGE);
            check(allocator);
        }
    }

    @Test
    void everyPageCanBeHadAndFullAnswersNull() {
        try (PageAllocator allocator = over(1_000)) {
            for (long i = 0; i < 1_000; i++) {
                assertThat(allocator.tryAllocatePages(1, PAGE)).isEqualTo(START + i * PAGE);
            }
            assertThat(allocator.tryAllocatePages(1, 1)).isEqualTo(PageAllocator.NULL);
            assertRefused(allocator, NO_MEMORY, () -> allocator.allocatePages(1, PAGE));
            assertThat(allocator.availablePages()).isZero();
            allocator.freePages(START, 1_000);
            assertThat(allocator.tryAllocatePages(1_001, PAGE)).isEqualTo(PageAllocator.NULL);
            assertThat(allocator.tryAllocatePages(1, 1L << 62)).isEqualTo(PageAllocator.NULL);
            assertThat(allocator.allocatePages(1_000, PAGE)).isEqualTo(START);
            check(allocator);
        }
    }

    @Test
    void anyPartOfARunMayBeFreed() {
        try (PageAllocator allocator = over(2_000)) {
            long run = allocator.allocatePages(1_500, PAGE);
            allocator.freePages(run + 700 * PAGE, 200);
            assertThat(allocator.usedPages()).isEqualTo(1_300);
            assertThat(allocator.allocatePages(200, PAGE)).isEqualTo(run + 700 * PAGE);
            long next = allocator.allocatePages(10, PAGE);
            assertThat(next).isEqualTo(run + 1_500 * PAGE);
            allocator.freePages(run + 1_490 * PAGE, 15);
            allocator.freePages(run, 1_490);
            allocator.freePages(next + 5 * PAGE, 5);
            assertThat(allocator.usedPages()).isZero();
            assertThat(allocator.longestFreeRun()).isEqualTo(2_000);
            check(allocator);
        }
    }

    @Test
    void badArgumentsOfAllocationsAreRefused() {
        try (PageAllocator allocator = over(100)) {
            allocator.allocatePages(3, PAGE);
            for (long count : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE / PAGE + 1}) {
                assertRefused(allocator, INVALID_PARAMETER, () -> allocator.allocatePages(count, PAGE));
                assertRefused(allocator, INVALID_PARAMETER, () -> allocator.tryAllocatePages(count, 1));
                assertRefused(allocator, INVALID_PARAMETER, () -> allocator.tryAllocatePagesAt(START, count, PAGE));
            }
            for (long alignment : new long[] {0, -1, 3, PAGE + 1, 3 * PAGE, Long.MIN_VALUE, Long.MAX_VALUE}) {
                assertRefused(allocator, INVALID_PARAMETER, () -> allocator.allocatePages(1, alignment));
                assertRefused(allocator, INVALID_PARAMETER, () -> allocator.tryAllocatePages(5, alignment));
                assertRefused(allocator, INVALID_PARAMETER, () -> allocator.allocatePagesAt(START, 1, alignment));
            }
        }
    }

    @Test
    void pagesAtAnAddressAreTakenOnlyIfAllAreFree() {
        try (PageAllocator allocator = over(1_000)) {
            allocator.allocatePagesAt(START + 10 * PAGE, 600, PAGE);
            assertThat(allocator.usedPages()).isEqualTo(600);
            assertRefused(allocator, NO_MEMORY, () -> allocator.allocatePagesAt(START, 11, PAGE));
            assertRefused(allocator, NO_MEMORY, () -> allocator.allocatePagesAt(START + 609 * PAGE, 2, PAGE));
            assertThat(allocator.tryAllocatePagesAt(START + 609 * PAGE, 1, PAGE))
                    .isFalse();
            assertThat(allocator.tryAllocatePagesAt(START, 10, PAGE)).isTrue();
            assertThat(allocator.tryAllocatePagesAt(START + 610 * PAGE, 390, 1)).isTrue();
            assertThat(allocator.availablePages()).isZero();
            check(allocator);
        }
    }

    @Test
    void pagesAtAnAddressMustBePagesOfOneRegion() {
        try (PageAllocator allocator = over(100)) {
            allocator.addRegion(START + 100 * PAGE, 100 * PAGE);
            for (long address : new long[] {0, 1, -PAGE, START - PAGE, START + 1, START + 200 * PAGE, Long.MAX_VALUE}) {
                assertRefused(allocator, INVALID_PARAMETER, () -> allocator.allocatePagesAt(address, 1, PAGE));
            }
            assertRefused(allocator, INVALID_PARAMETER, () -> allocator.allocatePagesAt(START, 101, PAGE));
            assertRefused(allocator, INVALID_PARAMETER, () -> allocator.allocatePagesAt(START + 99 * PAGE, 2, PAGE));
            assertRefused(allocator, INVALID_PARAMETER, () -> allocator.allocatePagesAt(START, 1, 2 * PAGE));
            allocator.allocatePagesAt(START + PAGE, 1, 2 * PAGE);
        }
    }

    @Test
    void badFreesAreRefused() {
        try (PageAllocator allocator = over(1_000)) {
            allocator.addRegion(START + 1_000 * PAGE, 100 * PAGE);
            long run = allocator.allocatePages(600, PAGE);
            allocator.freePages(run + 300 * PAGE, 1);
            long far = START + 1_100 * PAGE;
            for (long address : new long[] {0, 1, -PAGE, START - PAGE, far, Long.MAX_VALUE, Long.MIN_VALUE}) {
                assertRefused(allocator, NOT_ALLOCATED, () -> allocator.freePages(address, 1));
                assertRefused(allocator, NOT_ALLOCATED, () -> allocator.freePages(address, 5));
            }
            for (long offset : new long[] {1, 8, PAGE / 2, PAGE - 1}) {
                assertRefused(allocator, NOT_ALLOCATED, () -> allocator.freePages(run + offset, 1));
            }
            for (long count : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE / PAGE + 1}) {
                assertRefused(allocator, INVALID_PARAMETER, () -> allocator.freePages(run, count));
            }
            for (long count : new long[] {301, 600, 601, 1_000, 1_001, 1_100, Long.MAX_VALUE / PAGE}) {
                assertRefused(allocator, NOT_ALLOCATED, () -> allocator.freePages(run, count));
            }
            assertRefused(allocator, NOT_ALLOCATED, () -> allocator.freePages(run + 300 * PAGE, 1));
            assertRefused(allocator, NOT_ALLOCATED, () -> allocator.freePages(run + 299 * PAGE, 2));
            allocator.freePages(run + 301 * PAGE, 299);
            allocator.freePages(run, 300);
            assertRefused(allocator, NOT_ALLOCATED, () -> allocator.freePages(run, 300));
        }
    }

    @Test
    void aRangeAcrossTwoRegionsIsNoRange() {
        try (PageAllocator allocator = over(10)) {
            allocator.addRegion(START + 10 * PAGE, 10 * PAGE);
            allocator.allocatePages(10, PAGE);
            allocator.allocatePages(10, PAGE);
            assertRefused(allocator, NOT_ALLOCATED, () -> allocator.freePages(START + 5 * PAGE, 10));
            allocator.freePages(START + 5 * PAGE, 5);
            allocator.freePages(START + 10 * PAGE, 5);
            assertThat(allocator.tryAllocatePages(6, PAGE)).isEqualTo(PageAllocator.NULL);
            assertThat(allocator.longestFreeRun()).isEqualTo(5);
        }
    }

    @Test
    void regionsMayBeAddedInAnyOrderAndTheLowestServesFirst() {
        try (PageAllocator allocator = create(PAGE)) {
            assertThat(allocator.tryAllocatePages(1, PAGE)).isEqualTo(PageAllocator.NULL);
            long low = START;
            long middle = START + 1_000 * PAGE;
            long high = START + 3_000 * PAGE;
            allocator.addRegion(middle, 50 * PAGE);
            assertThat(allocator.allocatePages(1, PAGE)).isEqualTo(middle);
            allocator.addRegion(high, 100 * PAGE);
            allocator.addRegion(low, 10 * PAGE);
            assertThat(allocator.totalPages()).isEqualTo(160);
            assertThat(allocator.allocatePages(1, PAGE)).isEqualTo(low);
            assertThat(allocator.allocatePages(20, PAGE)).isEqualTo(middle + PAGE);
            assertThat(allocator.allocatePages(80, PAGE)).isEqualTo(high);
            assertThat(allocator.allocatePages(9, PAGE)).isEqualTo(low + PAGE);
            assertThat(allocator.allocatePages(1, PAGE)).isEqualTo(middle + 21 * PAGE);
            allocator.freePages(high, 80);
            allocator.freePages(low + 3 * PAGE, 1);
            assertThat(allocator.allocatePages(1, PAGE)).isEqualTo(low + 3 * PAGE);
            check(allocator);
        }
    }

    @Test
    void badRegionsAreRefused() {
        try (PageAllocator allocator = over(100)) {
            long end = START + 100 * PAGE;
            for (long size :
                    new long[] {0, -1, Long.MIN_VALUE, 1, PAGE - 1, Long.MAX_VALUE, Long.MAX_VALUE - end + 1}) {
                assertRefused(allocator, INVALID_PARAMETER, () -> allocator.addRegion(end, size));
            }
            for (long start : new long[] {0, -1, -PAGE, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - PAGE + 1}) {
                assertRefused(allocator, INVALID_PARAMETER, () -> allocator.addRegion(start, PAGE));
            }
            // Two pages long, but no whole page.
            assertRefused(allocator, INVALID_PARAMETER, () -> allocator.addRegion(end + 1, 2 * PAGE - 2));
        }
    }

    @Test
    void overlappingRegionsAreRefused() {
        try (PageAllocator allocator = over(100)) {
            long end = START + 100 * PAGE;
            allocator.allocatePages(7, PAGE);
            for (long[] range : List.of(
                    new long[] {START, 100 * PAGE},
                    new long[] {START - 50 * PAGE, 50 * PAGE + 1},
                    new long[] {START - PAGE, 1_000 * PAGE},
                    new long[] {START + PAGE, PAGE},
                    new long[] {end - 1, 2 * PAGE})) {
                assertRefused(allocator, MEMORY_OVERLAP, () -> allocator.addRegion(range[0], range[1]));
            }
            allocator.addRegion(end, PAGE);
            allocator.addRegion(START - 2 * PAGE, 2 * PAGE);
            assertThat(allocator.totalPages()).isEqualTo(103);
            check(allocator);
        }
    }

    @Test
    void pagesThatAreNotWholeAreLost() {
        try (PageAllocator allocator = create(PAGE)) {
            allocator.addRegion(START - 100, 3 * PAGE + 150);
            assertThat(allocator.totalPages()).isEqualTo(3);
            AllocatorStatistics statistics = allocator.statistics();
            assertThat(statistics.sourceBytes()).isEqualTo(3 * PAGE + 150);
            assertThat(statistics.lostBytes()).isEqualTo(150);
            assertThat(statistics.freeBytes()).isEqualTo(3 * PAGE);
            assertThat(allocator.contains(START - 1)).isFalse();
            assertThat(allocator.contains(START)).isTrue();
            assertThat(allocator.contains(START + 3 * PAGE - 1)).isTrue();
            assertThat(allocator.contains(START + 3 * PAGE)).isFalse();
            assertThat(allocator.allocatePages(3, PAGE)).isEqualTo(START);
            // The other half of the page before may belong to another region.
            allocator.addRegion(START - 2 * PAGE - 100, 2 * PAGE);
            assertThat(allocator.allocatePages(1, PAGE)).isEqualTo(START - 2 * PAGE);
            assertThat(allocator.statistics().lostBytes()).isEqualTo(150 + PAGE);
            check(allocator);
        }
    }

    @Test
    void aRegionGoesOnlyWhenWhollyFree() {
        try (PageAllocator allocator = over(100)) {
            long other = START + 500 * PAGE;
            allocator.addRegion(other, 100 * PAGE);
            allocator.allocatePages(100, PAGE);
            long page = allocator.allocatePages(1, PAGE);
            assertThat(page).isEqualTo(other);
            assertRefused(allocator, INVALID_PARAMETER, () -> allocator.removeRegion(START));
            assertRefused(allocator, INVALID_PARAMETER, () -> allocator.removeRegion(other));
            assertRefused(allocator, INVALID_PARAMETER, () -> allocator.removeRegion(other + PAGE));
            assertRefused(allocator, INVALID_PARAMETER, () -> allocator.removeRegion(0));
            allocator.freePages(page, 1);
            allocator.removeRegion(other);
            assertThat(allocator.totalPages()).isEqualTo(100);
            assertThat(allocator.contains(other)).isFalse();
            assertRefused(allocator, NOT_ALLOCATED, () -> allocator.freePages(page, 1));
            assertThat(allocator.tryAllocatePages(1, PAGE)).isEqualTo(PageAllocator.NULL);
            allocator.freePages(START, 100);
            allocator.removeRegion(START);
            assertThat(allocator.tryAllocatePages(1, PAGE)).isEqualTo(PageAllocator.NULL);
            allocator.addRegion(other, PAGE);
            assertThat(allocator.allocatePages(1, PAGE)).isEqualTo(other);
            check(allocator);
        }
    }

    @Test
    void pagesOfAnyPowerOfTwoServe() {
        for (long pageSize = 1; pageSize <= 1L << 40; pageSize <<= 4) {
            try (PageAllocator allocator = create(pageSize)) {
                assertThat(allocator.pageSize()).isEqualTo(pageSize);
                allocator.addRegion(pageSize * 3, pageSize * 500);
                long one = allocator.allocatePages(1, pageSize);
                long four = allocator.allocatePages(4, 4 * pageSize);
                assertThat(one).isEqualTo(3 * pageSize);
                assertThat(four).isEqualTo(4 * pageSize);
                allocator.freePages(one, 5);
                assertThat(allocator.usedPages()).isZero();
                check(allocator);
            }
        }
        for (long pageSize : new long[] {0, -1, 3, 4_095, Long.MIN_VALUE, Long.MAX_VALUE}) {
            AllocationException refusal = catchThrowableOfType(AllocationException.class, () -> create(pageSize));
            assertThat(refusal.kind()).isEqualTo(INVALID_PARAMETER);
        }
    }

    @Test
    void theHighestAddressesServe() {
        try (PageAllocator allocator = create(PAGE)) {
            long start = Long.MAX_VALUE - 10 * PAGE + 1;
            allocator.addRegion(start, 10 * PAGE - 1);
            assertThat(allocator.totalPages()).isEqualTo(9);
            assertThat(allocator.allocatePages(9, PAGE)).isEqualTo(start);
            assertThat(allocator.tryAllocatePages(1, PAGE)).isEqualTo(PageAllocator.NULL);
            allocator.freePages(start, 9);
            assertThat(allocator.tryAllocatePages(1, 1L << 62)).isEqualTo(PageAllocator.NULL);
            assertThat(allocator.tryAllocatePages(1, 1L << 30)).isEqualTo(PageAllocator.NULL);
            check(allocator);
        }
    }

    @Test
    void aClosedAllocatorRefusesEveryCall() {
        PageAllocator allocator = over(10);
        long page = allocator.allocatePages(1, PAGE);
        allocator.close();
        allocator.close();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> allocator.allocatePages(1, PAGE),
                () -> allocator.tryAllocatePages(2, PAGE),
                () -> allocator.allocatePagesAt(page, 1, PAGE),
                () -> allocator.tryAllocatePagesAt(page, 1, PAGE),
                () -> allocator.freePages(page, 1),
                () -> allocator.addRegion(START, PAGE),
                () -> allocator.removeRegion(START),
                allocator::totalPages,
                allocator::usedPages,
                allocator::availablePages,
                allocator::longestFreeRun,
                () -> allocator.contains(page),
                allocator::statistics)) {
            assertThatIllegalStateException().isThrownBy(call).withMessageContaining("closed");
        }
    }
}
