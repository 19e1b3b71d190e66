package org.allotment.core.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.concurrent.CompletableFuture;
import org.allotment.core.AllocationException;
import org.allotment.core.PageAllocator;
import org.allotment.core.PageAllocatorContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, random scripts over several regions, and what is this engine's own: threads, named capacities. */
final class BitmapPageAllocatorTest extends PageAllocatorContract {
    private static final long SEED = Long.getLong("allotment.seed", 20_261_125L);

    @Override
    protected PageAllocator create(long pageSize) {
        return BitmapPageAllocator.create(pageSize);
    }

    @Override
    protected void check(PageAllocator allocator) {
        PageCheck.verify((BitmapPageAllocator) allocator);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4_096, 1 << 16})
    void invariantsHoldAfterEachStepAndEveryAddressIsThatOfTheModel(long pageSize) {
        int step = 0;
        try (BitmapPageAllocator allocator = BitmapPageAllocator.create(pageSize)) {
            PageScript script = new PageScript(allocator, SEED + pageSize);
            for (; step < 10_000; step++) {
                script.step();
                PageCheck.verify(allocator);
            }
            script.freeAll();
            PageCheck.verify(allocator);
            assertThat(allocator.usedPages()).isZero();
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("seed=" + SEED + ", pageSize=" + pageSize + ", step=" + step, failure);
        }
    }

    @Test
    void onlyItsThreadMayUseIt() {
        try (BitmapPageAllocator allocator = BitmapPageAllocator.over(START, 10 * PAGE, PAGE)) {
            long page = allocator.allocatePages(1, PAGE);
            Runnable[] calls = {
                () -> allocator.allocatePages(1, PAGE),
                () -> allocator.tryAllocatePages(3, PAGE),
                () -> allocator.allocatePagesAt(page + PAGE, 1, PAGE),
                () -> allocator.freePages(page, 1),
                () -> allocator.addRegion(START + 100 * PAGE, PAGE),
                () -> allocator.removeRegion(START),
                allocator::longestFreeRun,
                allocator::close
            };
            for (Runnable call : calls) {
                assertThatThrownBy(() -> CompletableFuture.runAsync(call).join())
                        .hasCauseInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("owner=");
            }
            assertThat(allocator.usedPages()).isEqualTo(1);
            PageCheck.verify(allocator);
        }
    }

    @Test
    void withoutAnOwnerAnyThreadMay() {
        try (BitmapPageAllocator allocator = BitmapPageAllocator.createWithoutOwner(PAGE)) {
            allocator.addRegion(START, 10 * PAGE);
            long page = CompletableFuture.supplyAsync(() -> allocator.allocatePages(1, PAGE))
                    .join();
            allocator.freePages(page, 1);
            assertThat(allocator.usedPages()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MIB_256", "GIB_4"})
    void namedCapacitiesAreRealWhereverTheyBegin(PageCapacity capacity) {
        try (BitmapPageAllocator allocator = BitmapPageAllocator.over(START, capacity, PAGE)) {
            assertThat(allocator.totalPages()).isEqualTo(capacity.bytes() / PAGE);
            assertThat(allocator.allocatePages(capacity.bytes() / PAGE, PAGE)).isEqualTo(START);
            assertThat(allocator.tryAllocatePages(1, PAGE)).isEqualTo(PageAllocator.NULL);
            allocator.freePages(START, capacity.bytes() / PAGE);
            PageCheck.verify(allocator);
        }
    }

    @Test
    void aRegionWithTooManyPagesIsRefused() {
        try (BitmapPageAllocator allocator = BitmapPageAllocator.create(1)) {
            AllocationException refusal = catchThrowableOfType(
                    AllocationException.class, () -> allocator.addRegion(1, RunBitmap.MAX_CAPACITY + 1));
            assertThat(refusal.kind()).isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
            assertThat(allocator.totalPages()).isZero();
        }
    }
}
