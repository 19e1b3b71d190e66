package org.allotment.core.switching;

import static org.allotment.core.switching.SwitchingFixture.elsewhere;
import static org.allotment.core.switching.SwitchingFixture.onVirtualThread;
import static org.allotment.core.switching.SwitchingFixture.region;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicLong;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a thread gets an allocator of its own, and what becomes of it. */
final class ThreadHeapsTest {
    private final Arena arena = Arena.ofShared();
    private final SwitchableAllocator allocator = SwitchingFixture.create(arena);
    private final RegionSource source = region(arena, 1 << 20);

    @AfterEach
    void closeAll() {
        allocator.check();
        allocator.close();
        assertThat(source.obtainedBytes()).isZero();
        arena.close();
    }

    private long allocateOwn() {
        return allocator.withThreadLocal(() -> allocator.allocate(100, 8));
    }

    @Test
    void aThreadHasOneAndOnlyPlatformThreadsHave() {
        allocator.initializeThreadLocal(source, SwitchingFixture.TLSF);
        assertThatIllegalStateException()
                .isThrownBy(() -> allocator.initializeThreadLocal(source, SwitchingFixture.TLSF));
        assertThatIllegalStateException().isThrownBy(allocator::adoptThreadLocal);
        onVirtualThread(() -> assertThatIllegalStateException()
                .isThrownBy(() -> allocator.initializeThreadLocal(source, SwitchingFixture.TLSF)));
        elsewhere(() -> assertThatIllegalStateException().isThrownBy(() -> allocator.enter(Selected.THREAD_LOCAL)));
    }

    @Test
    void droppingGivesItsMemoryBackAndTellsWhatWentThrough() {
        allocator.initializeThreadLocal(source, SwitchingFixture.TLSF);
        long block = allocateOwn();
        elsewhere(() -> allocator.free(block, 100, 8));
        assertThat(source.obtainedBytes()).isPositive();
        assertThat(allocator.dropThreadLocal().inUse()).isZero();
        assertThat(source.obtainedBytes()).isZero();
        assertThatIllegalStateException().isThrownBy(this::allocateOwn);
        allocator.initializeThreadLocal(source, SwitchingFixture.TLSF);
        assertThat(allocateOwn()).isPositive();
    }

    @Test
    void whatIsSelectedIsNeitherDroppedNorAbandoned() {
        allocator.initializeThreadLocal(source, SwitchingFixture.TLSF);
        allocator.withThreadLocal(() -> allocator.withGlobal(() -> {
            assertThatIllegalStateException().isThrownBy(allocator::dropThreadLocal);
            assertThatIllegalStateException().isThrownBy(allocator::abandonThreadLocal);
            return null;
        }));
        allocator.dropThreadLocal();
    }

    @Test
    void theLastFreeClosesAnAbandonedOne() {
        allocator.initializeThreadLocal(source, SwitchingFixture.TLSF);
        long first = allocateOwn();
        long second = allocateOwn();
        allocator.abandonThreadLocal();
        elsewhere(() -> allocator.free(first, 100, 8));
        assertThat(source.obtainedBytes()).isPositive();
        onVirtualThread(() -> allocator.free(second, 100, 8));
        assertThat(source.obtainedBytes()).isZero();
        assertThat(allocator.contains(first)).isFalse();
    }

    @Test
    void anAbandonedOneIsAdoptedWithItsBlocks() {
        allocator.initializeThreadLocal(source, SwitchingFixture.TLSF);
        long block = allocateOwn();
        RawAccess.putLong(block, 9);
        allocator.abandonThreadLocal();
        elsewhere(() -> {
            assertThat(allocator.adoptThreadLocal()).isTrue();
            assertThat(allocator.threadLocalUsage().inUse()).isPositive();
            assertThat(RawAccess.getLong(block)).isEqualTo(9);
            allocator.free(block, 100, 8);
            allocator.dropThreadLocal();
        });
        assertThat(source.obtainedBytes()).isZero();
        assertThat(allocator.adoptThreadLocal()).isFalse();
    }

    @Test
    void theOneOfAThreadThatEndedIsFoundAdoptedAndClosed() {
        AtomicLong block = new AtomicLong();
        elsewhere(() -> {
            allocator.initializeThreadLocal(source, SwitchingFixture.TLSF);
            block.set(allocateOwn());
        });
        assertThat(allocator.adoptThreadLocal()).isTrue();
        allocator.free(block.get(), 100, 8);
        allocator.dropThreadLocal();
        elsewhere(() -> {
            allocator.initializeThreadLocal(source, SwitchingFixture.TLSF);
            allocator.free(allocateOwn(), 100, 8);
        });
        assertThat(source.obtainedBytes()).isPositive();
        allocator.initializeThreadLocal(region(arena, 1 << 16), SwitchingFixture.TLSF);
        assertThat(source.obtainedBytes())
                .as("the next thread to come looks for them")
                .isZero();
    }

    @Test
    void manyThreadsShareTheSlotsOfTheTable() throws InterruptedException {
        Thread[] threads = new Thread[600];
        AtomicLong failures = new AtomicLong();
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofPlatform().start(() -> {
                long mark = allocator.enter(Selected.GLOBAL);
                long block = allocator.allocate(16, 8);
                Thread.onSpinWait();
                allocator.free(block, 16, 8);
                allocator.leave(mark);
                failures.addAndGet(allocator.selected() == Selected.GLOBAL ? 0 : 1);
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).hasValue(0);
        assertThat(allocator.statistics().liveBlocks()).isZero();
    }
}
