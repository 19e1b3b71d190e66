package org.allotment.core.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.allotment.core.AllocationException;
import org.allotment.core.SizeAware;
import org.allotment.core.guard.UsageTrackingSizeAware;
import org.allotment.core.guard.budget.Budget;
import org.allotment.core.guard.budget.BudgetCheck;
import org.allotment.core.guard.budget.BudgetedSizeAware;
import org.allotment.core.source.ComplainingSource;
import org.allotment.core.source.MemorySource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A context's, a thread's and the global allocator under one tree of budgets: an engine with a budget is an engine. */
final class BudgetedContextTest {
    private final Arena arena = Arena.ofShared();
    private final Budget process = Budget.root("process", 400_000);
    private final Budget tasks = process.child("tasks", 300_000);
    private final SwitchableAllocator allocator =
            SwitchableAllocator.over(new BudgetedSizeAware(global(arena), process, 0));

    private static SizeAware global(Arena arena) {
        return (SizeAware) SwitchingFixture.global(arena, 1 << 20);
    }

    private static LocalEngine within(Budget budget, long credit) {
        return source -> new UsageTrackingSizeAware(new BudgetedSizeAware(tlsf(source), budget, credit));
    }

    private static TlsfAllocator tlsf(MemorySource source) {
        return TlsfAllocator.create(source, TlsfOptions.DEFAULT.withoutOwner().growingBy(1 << 16));
    }

    @AfterEach
    void giveMemoryBack() {
        BudgetCheck.check(process);
        arena.close();
    }

    private Context context(Budget budget, long credit) {
        return allocator.newContext(SwitchingFixture.region(arena, 1 << 20), within(budget, credit));
    }

    @Test
    void aContextStaysWithinItsBudgetOnWhateverThread() {
        Budget task = tasks.child("task", 100_000);
        Context context = context(task, 0);
        List<Long> blocks = new ArrayList<>();
        SwitchingFixture.onVirtualThread(() -> allocator.withContext(context, () -> {
            for (long block = allocator.tryAllocate(1_000, 8); block != 0; block = allocator.tryAllocate(1_000, 8)) {
                blocks.add(block);
            }
            AllocationException full =
                    catchThrowableOfType(AllocationException.class, () -> allocator.allocate(1_000, 8));
            assertThat(full.kind()).isEqualTo(AllocationException.Kind.NO_MEMORY);
            return null;
        }));
        assertThat(blocks).hasSizeBetween(90, 100);
        assertThat(task.used()).isBetween(90_000L, 100_000L).isEqualTo(process.used());
        SwitchingFixture.elsewhere(() -> blocks.forEach(block -> allocator.free(block, 1_000, 8)));
        assertThat(process.used()).isZero();
        context.close();
        task.close();
        assertThat(process.usage().peak()).isBetween(90_000L, 100_000L);
    }

    @Test
    void contextsThreadAndGlobalMemoryAddUp() {
        Context first = context(tasks, 4_096);
        Context second = context(tasks, 4_096);
        allocator.initializeThreadLocal(SwitchingFixture.region(arena, 1 << 20), within(process, 0));
        allocator.withContext(first, () -> allocator.allocate(50_000, 8));
        allocator.withContext(second, () -> allocator.allocate(60_000, 8));
        long own = allocator.withThreadLocal(() -> allocator.allocate(10_000, 8));
        long shared = allocator.allocate(20_000, 8);
        BudgetCheck.check(process);
        assertThat(tasks.used()).isBetween(110_000L, 130_000L);
        assertThat(process.used() - tasks.used()).isBetween(30_000L, 31_000L);
        assertThat(process.children().stream().mapToLong(Budget::used).sum()).isEqualTo(process.used());
        allocator.free(own, 10_000, 8);
        allocator.free(shared, 20_000, 8);
        allocator.dropThreadLocal();
        assertThat(process.used()).isEqualTo(tasks.used());
        first.close();
        second.close();
        assertThat(process.used()).isZero();
        assertThat(tasks.children()).isEmpty();
    }

    private ComplainingSource complaining() {
        return new ComplainingSource(SwitchingFixture.region(arena, 1 << 20));
    }

    @Test
    void aContextThatFailsToCloseOwesNothing() {
        Context context = allocator.newContext(complaining(), within(tasks, 4_096));
        allocator.withContext(context, () -> allocator.allocate(50_000, 8));
        assertThatThrownBy(context::close).isInstanceOf(UncheckedIOException.class);
        assertThat(process.used()).isZero();
        assertThat(tasks.children()).isEmpty();
        context.close();
    }

    @Test
    void aThreadsAllocatorThatFailsToCloseIsGoneAndOwesNothing() {
        allocator.initializeThreadLocal(complaining(), within(tasks, 0));
        long block = allocator.withThreadLocal(() -> allocator.allocate(50_000, 8));
        allocator.free(block, 50_000, 8);
        assertThatThrownBy(allocator::dropThreadLocal).isInstanceOf(UncheckedIOException.class);
        assertThat(tasks.children()).isEmpty();
        allocator.initializeThreadLocal(complaining(), within(tasks, 0));
        allocator.free(allocator.withThreadLocal(() -> allocator.allocate(50_000, 8)), 50_000, 8);
        assertThatThrownBy(allocator::abandonThreadLocal).isInstanceOf(UncheckedIOException.class);
        assertThat(tasks.children()).isEmpty();
        allocator.initializeThreadLocal(SwitchingFixture.region(arena, 1 << 20), within(tasks, 0));
        allocator.dropThreadLocal();
    }

    @Test
    void oneThatFailsToCloseKeepsNoOtherFromClosing() {
        for (int i = 0; i < 3; i++) {
            Context failing = allocator.newContext(complaining(), within(tasks, 0));
            allocator.withContext(failing, () -> allocator.allocate(20_000, 8));
            allocator.withContext(context(tasks, 0), () -> allocator.allocate(20_000, 8));
        }
        allocator.allocate(20_000, 8);
        assertThatThrownBy(allocator::close)
                .isInstanceOf(UncheckedIOException.class)
                .satisfies(first -> assertThat(first.getSuppressed()).hasSize(2));
        assertThat(tasks.children()).isEmpty();
        assertThat(process.used()).isZero();
        allocator.close();
    }

    @Test
    void closingATaskMakesRoomForAnother() {
        Context first = context(tasks, 0);
        Context second = context(tasks, 0);
        allocator.withContext(first, () -> allocator.allocate(200_000, 8));
        tasks.askWhenShort((budget, bytes) -> {
            first.close();
            return true;
        });
        assertThat(allocator.withContext(second, () -> allocator.tryAllocate(200_000, 8)))
                .isPositive();
        assertThat(tasks.used()).isBetween(200_000L, 201_000L);
    }
}
