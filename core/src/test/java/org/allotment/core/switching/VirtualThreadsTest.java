package org.allotment.core.switching;

import static org.allotment.core.switching.SwitchingFixture.context;
import static org.allotment.core.switching.SwitchingFixture.onVirtualThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.MemoryMapSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contexts go with virtual threads over carriers. */
@SuppressWarnings("ThreadPriorityCheck") // a yield is what moves a virtual thread to another carrier
final class VirtualThreadsTest {
    private final Arena arena = Arena.ofShared();
    private final SwitchableAllocator allocator = SwitchingFixture.create(arena);

    @AfterEach
    void closeAll() {
        allocator.close();
        arena.close();
    }

    @Test
    void withoutAScopeOnlyTheGlobalAllocatorIsThere() {
        Context context = context(allocator, arena);
        onVirtualThread(() -> {
            assertThat(allocator.selected()).isEqualTo(Selected.GLOBAL);
            allocator.free(allocator.allocate(8, 8), 8, 8);
            assertThat(allocator.<Selected, RuntimeException>withGlobal(allocator::selected))
                    .isEqualTo(Selected.GLOBAL);
            assertThatIllegalStateException().isThrownBy(() -> allocator.enter(Selected.GLOBAL));
            assertThatIllegalStateException().isThrownBy(() -> allocator.swap(context));
            assertThatIllegalStateException().isThrownBy(() -> allocator.restore(context.state()));
        });
    }

    @Test
    void aScopeSwitchesSwapsAndRestoresAndEndsWithItsCall() {
        Context first = context(allocator, arena);
        Context second = context(allocator, arena);
        onVirtualThread(() -> {
            allocator.inScope(() -> {
                assertThat(allocator.swap(first)).isNull();
                long mark = allocator.enter(Selected.CONTEXT_LOCAL);
                SwitchState saved = allocator.save();
                assertThat(allocator.swap(second)).isSameAs(first);
                assertThat(allocator.ownerOf(allocator.allocate(8, 8))).isSameAs(second.heap());
                allocator.restore(saved);
                assertThat(allocator.ownerOf(allocator.allocate(8, 8))).isSameAs(first.heap());
                allocator.check();
                allocator.leave(mark);
                return null;
            });
            assertThat(allocator.save().context()).isNull();
        });
        allocator.withContext(first, () -> allocator.withContext(second, () -> null));
    }

    @Test
    void nothingIsKeptOfAThreadWhoseScopeHasEnded() {
        Cells cells = new Cells();
        onVirtualThread(() -> {
            Cell cell = new Cell(Thread.currentThread());
            cells.bind(cell, () -> {
                assertThat(cells.find()).isSameAs(cell);
                return null;
            });
            assertThat(cells.find()).isNull();
            assertThat(cells.holds(cell)).isFalse();
        });
    }

    @Test
    void aContextIsHandedFromOneVirtualThreadToAnother() {
        Context context = context(allocator, arena);
        long[] block = new long[1];
        onVirtualThread(() -> allocator.withContext(context, () -> {
            block[0] = allocator.allocate(64, 8);
            RawAccess.putLong(block[0], 11);
            return null;
        }));
        onVirtualThread(() -> allocator.withContext(context, () -> {
            assertThat(RawAccess.getLong(block[0])).isEqualTo(11);
            allocator.free(block[0], 64, 8);
            return null;
        }));
        assertThat(context.usage().inUse()).isZero();
    }

    @Test
    void contextsStayWithTheirThreadsWhereverTheyAreCarried() throws InterruptedException, ExecutionException {
        MemoryMapSource maps = MemoryMapSource.create(); // any thread may call it
        List<Future<Boolean>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                long seed = i;
                results.add(threads.submit(() -> runInAContext(maps, new SplittableRandom(seed))));
            }
        }
        for (Future<Boolean> result : results) {
            assertThat(result.get()).isTrue();
        }
        assertThat(maps.obtainedBytes()).isZero();
        assertThat(allocator.statistics().liveBlocks()).isZero();
    }

    @Test
    void aContextMayBeClosedByManyAtTheSameMoment() throws InterruptedException, ExecutionException {
        int threads = 4;
        MemoryMapSource maps = MemoryMapSource.create();
        CyclicBarrier together = new CyclicBarrier(threads);
        try (ExecutorService closers = Executors.newFixedThreadPool(threads)) {
            for (int round = 0; round < 500; round++) {
                Context context = allocator.newContext(maps, LocalEngine.bitSet(SwitchingFixture.UNIT, 64));
                Callable<Integer> closing = () -> {
                    int place = together.await();
                    context.close();
                    return place;
                };
                for (Future<Integer> closed : closers.invokeAll(Collections.nCopies(threads, closing))) {
                    assertThat(closed.get()).isBetween(0, threads - 1);
                }
            }
        }
        assertThat(maps.obtainedBytes()).isZero();
    }

    /** Yields between steps, so that most steps run on another carrier than the one before. */
    private boolean runInAContext(MemoryMapSource source, SplittableRandom random) {
        Context context = allocator.newContext(source, LocalEngine.bitSet(SwitchingFixture.UNIT, 64));
        boolean right = allocator.withContext(context, () -> {
            boolean own = true;
            for (int i = 0; i < 20; i++) {
                long block = allocator.allocate(1 + random.nextInt(100), 8);
                RawAccess.putByte(block, (byte) i);
                Thread.yield();
                own &= allocator.ownerOf(block) == context.heap() && RawAccess.getByte(block) == (byte) i;
                long global = allocator.withGlobal(() -> allocator.allocate(8, 8));
                Thread.yield();
                own &= allocator.ownerOf(global) == null;
                allocator.free(global, 8, 8);
            }
            return own;
        });
        context.close();
        return right;
    }
}
