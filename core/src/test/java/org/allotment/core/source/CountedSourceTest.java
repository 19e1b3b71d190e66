package org.allotment.core.source;

import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.allotment.core.AllocationException;
import org.allotment.core.os.FaultyMemory;
import org.allotment.core.source.FixedBlockSource.Plan;
import org.junit.jupiter.api.Test;

final class CountedSourceTest {
    private final FaultyMemory memory = new FaultyMemory();
    private final MemoryMapSource source = MemoryMapSource.over(memory);
    private final AtomicInteger ends = new AtomicInteger();

    @Test
    void theLastHandleGivesEverythingBack() {
        CountedSource first = CountedSource.confined(source, ends::incrementAndGet);
        CountedSource second = first.share();
        CountedSource third = second.share();
        long piece = first.obtain(10_000, 1);
        third.obtain(20_000, 1 << 16);
        assertThat(first.handles()).isEqualTo(3);
        assertThat(second.obtainedBytes()).isEqualTo(source.obtainedBytes());
        first.close();
        first.close();
        assertThat(second.handles()).isEqualTo(2);
        second.release(piece, 10_000);
        second.close();
        assertThat(memory.mappedBytes()).isEqualTo(third.obtainedBytes()).isPositive();
        assertThat(ends).hasValue(0);
        third.close();
        third.close();
        assertThat(memory.mappedBytes()).isZero();
        assertThat(third.handles()).isZero();
        assertThat(ends).hasValue(1);
    }

    @Test
    void aClosedHandleIsOfNoUseThoughOthersAre() {
        CountedSource first = CountedSource.shared(source, () -> {});
        CountedSource second = first.share();
        long piece = first.obtain(1, 1);
        first.close();
        assertThatIllegalStateException().isThrownBy(() -> first.obtain(1, 1));
        assertThatIllegalStateException().isThrownBy(() -> first.release(piece, 1));
        assertThatIllegalStateException().isThrownBy(first::share);
        second.release(piece, 1);
        second.close();
    }

    @Test
    void refusesToTakeBackWhatIsNotOut() {
        long foreign = source.obtain(1, 1);
        CountedSource handle = CountedSource.confined(source, () -> {});
        long piece = handle.obtain(10_000, 1);
        assertThat(handle.granularity()).isEqualTo(source.granularity());
        assertKind(AllocationException.Kind.NOT_ALLOCATED, () -> handle.release(foreign, 1));
        assertKind(AllocationException.Kind.NOT_ALLOCATED, () -> handle.release(piece + 4_096, 1));
        assertKind(AllocationException.Kind.INVALID_PARAMETER, () -> handle.release(piece, 1));
        handle.release(piece, 10_000);
        assertKind(AllocationException.Kind.NOT_ALLOCATED, () -> handle.release(piece, 10_000));
        assertKind(AllocationException.Kind.INVALID_PARAMETER, () -> handle.obtain(0, 1));
        memory.failAlways("reserve");
        assertThat(handle.obtain(1, 1)).isZero();
        memory.heal();
        handle.close();
        source.release(foreign, 1);
        assertThat(memory.mappedBytes()).isZero();
    }

    @Test
    void confinedHandlesRefuseOtherThreads() throws InterruptedException {
        CountedSource handle = CountedSource.confined(source, ends::incrementAndGet);
        List<Throwable> refusals = new ArrayList<>();
        Thread other = new Thread(() -> {
            refusals.add(catchThrowable(() -> handle.obtain(1, 1)));
            refusals.add(catchThrowable(handle::share));
            refusals.add(catchThrowable(handle::close));
        });
        other.start();
        other.join();
        assertThat(refusals).hasSize(3).allMatch(IllegalStateException.class::isInstance);
        assertThat(handle.handles()).isEqualTo(1);
        handle.close();
        assertThat(ends).hasValue(1);
    }

    @Test
    void anEndThatFailsLeavesTheLastHandleOpen() {
        FixedBlockSource arena = FixedBlockSource.over(source, Plan.of(64, 4));
        long elsewhere = arena.obtain(64, 1);
        CountedSource handle = CountedSource.confined(arena, arena::close);
        handle.obtain(64, 1);
        assertThatIllegalStateException().isThrownBy(handle::close);
        assertThat(handle.handles()).isEqualTo(1);
        assertThat(arena.outCount()).isEqualTo(1);
        arena.release(elsewhere, 64);
        handle.close();
        assertThat(handle.handles()).isZero();
        assertThat(memory.mappedBytes()).isZero();
    }

    /** Four threads share, obtain, release and close at once; the counts must come out even. */
    @Test
    void sharedHandlesStandUpToManyThreads() throws Exception {
        int threads = 4;
        CyclicBarrier start = new CyclicBarrier(threads);
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        CountedSource first = CountedSource.shared(source, ends::incrementAndGet);
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            CountedSource own = first.share();
            SplittableRandom random = new SplittableRandom(i);
            Thread thread = new Thread(() -> {
                Throwable failure = catchThrowable(() -> {
                    start.await();
                    churn(own, random);
                });
                if (failure != null) {
                    failures.add(failure);
                }
            });
            thread.start();
            running.add(thread);
        }
        first.close();
        for (Thread thread : running) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(first.handles()).isZero();
        assertThat(ends).hasValue(1);
        assertThat(source.obtainedBytes()).isEqualTo(memory.mappedBytes()).isZero();
    }

    /** Leaves pieces out on purpose: the last handle of all has to release them. */
    private static void churn(CountedSource own, SplittableRandom random) {
        CountedSource current = own;
        for (int step = 0; step < 2_000; step++) {
            long piece = current.obtain(4_096, 1);
            if (random.nextInt(20) > 0) {
                current.release(piece, 4_096);
            }
            if (random.nextInt(10) == 0) {
                CountedSource next = current.share();
                current.close();
                current = next;
            }
        }
        current.close();
    }
}
