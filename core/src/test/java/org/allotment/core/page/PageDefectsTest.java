package org.allotment.core.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.PageAllocator;
import org.allotment.core.defects.Defect;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The seed's defects that touch this engine, by their numbers. */
final class PageDefectsTest {
    private static final long PAGE = 4_096;
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;
    private static final long START = 5 * GIB + 37 * PAGE;

    private static void assertRefused(BitmapPageAllocator allocator, Kind kind, ThrowingCallable call) {
        AllocatorStatistics before = allocator.statistics();
        AllocationException refusal = catchThrowableOfType(AllocationException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        assertThat(allocator.statistics()).isEqualTo(before);
        PageCheck.verify(allocator);
    }

    @Defect("A1")
    @Test
    void a1SinglePageHonoursItsAlignment() {
        try (BitmapPageAllocator allocator = BitmapPageAllocator.over(START, 3 * GIB, PAGE)) {
            for (long alignment = PAGE; alignment <= GIB; alignment <<= 1) {
                long address = allocator.allocatePages(1, alignment);
                assertThat(address % alignment).as("alignment=%d", alignment).isZero();
            }
            PageCheck.verify(allocator);
        }
    }

    @Defect("A2")
    @Test
    void a2ARegionServesWhereverItLiesInItsGibibyte() {
        for (long offset = PAGE; offset < GIB; offset += 119 * MIB) {
            try (BitmapPageAllocator allocator =
                    BitmapPageAllocator.over(7 * GIB + offset, PageCapacity.MIB_256, PAGE)) {
                assertThat(allocator.totalPages()).isEqualTo(65_536);
                assertThat(allocator.allocatePages(65_536, PAGE)).isEqualTo(7 * GIB + offset);
                assertThat(allocator.tryAllocatePages(1, PAGE)).isEqualTo(PageAllocator.NULL);
            }
        }
    }

    @Defect("A3")
    @Test
    void a3PagesOutsideTheRegionAreNoAllocatedPages() {
        // 100 pages: the bitmap has room for 512, the rest of which was never inserted.
        try (BitmapPageAllocator allocator = BitmapPageAllocator.over(START, 100 * PAGE, PAGE)) {
            allocator.allocatePages(100, PAGE);
            // The region of the last return is tried first, by another path than any other.
            allocator.freePages(START + 99 * PAGE, 1);
            allocator.allocatePages(1, PAGE);
            for (long page : new long[] {-1, -37, 100, 101, 127, 128, 511, 512, 4_096}) {
                assertRefused(allocator, Kind.NOT_ALLOCATED, () -> allocator.freePages(START + page * PAGE, 1));
                assertRefused(allocator, Kind.NOT_ALLOCATED, () -> allocator.freePages(START + page * PAGE, 3));
            }
            assertRefused(allocator, Kind.NOT_ALLOCATED, () -> allocator.freePages(START + 99 * PAGE, 2));
            assertThat(allocator.usedPages()).isEqualTo(100);
            assertThat(allocator.tryAllocatePages(1, PAGE)).isEqualTo(PageAllocator.NULL);
        }
    }

    @Defect("A4")
    @Test
    void a4APartlyFreeRangeIsRefusedAsAWhole() {
        try (BitmapPageAllocator allocator = BitmapPageAllocator.over(START, 5_000 * PAGE, PAGE)) {
            allocator.allocatePages(4_000, PAGE);
            for (long hole : new long[] {0, 15, 16, 63, 64, 511, 512, 3_999}) {
                allocator.freePages(START + hole * PAGE, 1);
                assertRefused(allocator, Kind.NOT_ALLOCATED, () -> allocator.freePages(START, 4_000));
                assertThat(allocator.usedPages()).isEqualTo(3_999);
                assertThat(allocator.allocatePages(1, PAGE)).isEqualTo(START + hole * PAGE);
            }
            allocator.freePages(START, 4_000);
            assertThat(allocator.usedPages()).isZero();
        }
    }

    @Defect("A5")
    @Test
    void a5AllFourErrorsAreRaised() {
        try (BitmapPageAllocator allocator = BitmapPageAllocator.over(START, 100 * PAGE, PAGE)) {
            long page = allocator.allocatePages(1, PAGE);
            allocator.freePages(page, 1);
            assertRefused(allocator, Kind.NOT_ALLOCATED, () -> allocator.freePages(page, 1));
            assertRefused(allocator, Kind.MEMORY_OVERLAP, () -> allocator.addRegion(START + 99 * PAGE, 9 * PAGE));
            assertRefused(allocator, Kind.NO_MEMORY, () -> allocator.allocatePages(101, PAGE));
            assertRefused(allocator, Kind.INVALID_PARAMETER, () -> allocator.allocatePages(1, 3 * PAGE));
            allocator.addRegion(START + 100 * PAGE, 9 * PAGE);
            assertThat(allocator.totalPages()).isEqualTo(109);
        }
    }

    @Defect("A6")
    @Test
    void a6BadArgumentsAreInvalidParametersAndNothingUnderflows() {
        try (BitmapPageAllocator allocator = BitmapPageAllocator.over(START, 100 * PAGE, PAGE)) {
            for (long address : new long[] {START - PAGE, PAGE, 0, START - GIB, Long.MIN_VALUE}) {
                assertRefused(allocator, Kind.INVALID_PARAMETER, () -> allocator.allocatePagesAt(address, 1, PAGE));
            }
            assertRefused(allocator, Kind.INVALID_PARAMETER, () -> allocator.allocatePages(1, 0));
            assertRefused(allocator, Kind.INVALID_PARAMETER, () -> allocator.allocatePagesAt(START, 1, 0));
            assertRefused(allocator, Kind.INVALID_PARAMETER, () -> allocator.allocatePages(0, PAGE));
            assertRefused(allocator, Kind.INVALID_PARAMETER, () -> allocator.allocatePagesAt(START, 0, PAGE));
            assertRefused(allocator, Kind.INVALID_PARAMETER, () -> allocator.freePages(START, 0));
        }
    }

    @Defect("A7")
    @Test
    void a7RegionsBelowAPageAndSecondStartsAreRefused() {
        try (BitmapPageAllocator allocator = BitmapPageAllocator.over(START, 100 * PAGE, PAGE)) {
            for (long size : new long[] {1, 100, PAGE - 1}) {
                assertRefused(allocator, Kind.INVALID_PARAMETER, () -> allocator.addRegion(GIB, size));
                assertRefused(allocator, Kind.INVALID_PARAMETER, () -> allocator.addRegion(GIB + 1, PAGE + size - 1));
            }
            allocator.allocatePages(60, PAGE);
            assertRefused(allocator, Kind.MEMORY_OVERLAP, () -> allocator.addRegion(START, 100 * PAGE));
            assertRefused(allocator, Kind.MEMORY_OVERLAP, () -> allocator.addRegion(START, 10 * PAGE));
            assertThat(allocator.usedPages()).isEqualTo(60);
        }
    }

    /** Free bits are planted where the summary knows of none: only a search that walks the bits can come upon them. */
    @Defect("A8")
    @Test
    void a8ALongRunIsFoundWithoutWalkingTheBitsBelow() {
        long pages = 1L << 20;
        try (BitmapPageAllocator allocator = BitmapPageAllocator.over(START, pages * PAGE, PAGE)) {
            long tail = START + (pages - 2_000) * PAGE;
            assertThat(allocator.allocatePages(pages - 2_000, PAGE)).isEqualTo(START);
            allocator.freePages(START, 1);
            long[] words = allocator.regions()[0].bitmap.words();
            Arrays.fill(words, 1_000, 2_000, -1L);
            assertThat(allocator.allocatePages(600, PAGE)).isEqualTo(tail);
            assertThat(allocator.tryAllocatePages(2_000, PAGE)).isEqualTo(PageAllocator.NULL);
            assertThat(allocator.allocatePages(9, 16 * PAGE)).isBetween(tail, START + pages * PAGE);
            Arrays.fill(words, 1_000, 2_000, 0);
            PageCheck.verify(allocator);
        }
    }

    @Defect("A8")
    @Test
    void a8EveryOtherPageOf128MibiPagesIsInTheWayOfNoRun() {
        long pages = 1L << 27;
        try (BitmapPageAllocator allocator = BitmapPageAllocator.over(START, pages * PAGE, PAGE)) {
            for (long page = 0; page < 1 << 16; page += 2) {
                allocator.allocatePagesAt(START + page * PAGE, 1, PAGE);
            }
            for (int i = 0; i < 10_000; i++) {
                long address = allocator.allocatePages(600, PAGE);
                assertThat(address).isEqualTo(START + ((1 << 16) - 1) * PAGE);
                allocator.freePages(address, 600);
            }
            PageCheck.verify(allocator);
        }
    }

    @Defect("A9")
    @Test
    void a9TheBitmapIsOnTheHeapAndSizedToTheRegion() {
        LongSupplier[] measures = {
            () -> heapBytes(1), () -> heapBytes(512), () -> heapBytes(65_536), () -> heapBytes(1L << 20)
        };
        long[] most = {200, 200, 10_000, 150_000};
        for (int i = 0; i < measures.length; i++) {
            assertThat(measures[i].getAsLong()).isBetween(1L, most[i]);
        }
    }

    private static long heapBytes(long pages) {
        try (BitmapPageAllocator allocator = BitmapPageAllocator.over(START, pages * PAGE, PAGE)) {
            return allocator.statistics().heapMetadataBytes();
        }
    }
}
