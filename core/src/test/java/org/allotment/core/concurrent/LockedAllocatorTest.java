package org.allotment.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.allotment.core.AllocationException;
import org.allotment.core.Movement;
import org.allotment.core.memory.HeapWords;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LockedAllocatorTest {
    private static final long BASE = 0x1000;
    private static final long SIZE = 64;

    static Stream<Named<Supplier<HeapLock>>> kinds() {
        return Stream.of(Named.of("spin", SpinLock::new), Named.of("queued", QueuedLock::new));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyCallReachesTheAllocatorAndLeavesTheLockFree(Supplier<HeapLock> kind) {
        HeapLock lock = kind.get();
        LockedSizeAware locked = new LockedSizeAware(pool(2), lock);
        long block = locked.allocate(8, 8);
        assertThat(block).isEqualTo(BASE);
        assertThat(locked.usableSize(block)).isEqualTo(SIZE);
        assertThat(locked.contains(block)).isTrue();
        assertThat(locked.tryGrowInPlace(block, 8, 16)).isTrue();
        assertThat(locked.tryShrinkInPlace(block, 16, 8)).isTrue();
        assertThat(locked.grow(block, 8, 16, 8, Movement.MAY_MOVE)).isEqualTo(block);
        assertThat(locked.shrink(block, 16, 8, 8, Movement.MAY_MOVE)).isEqualTo(block);
        locked.free(block, 8, 8);
        long again = locked.tryAllocate(8, 8);
        locked.free(again);
        assertThat(locked.statistics().liveBlocks()).isZero();
        locked.close();
        assertFree(lock);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyRefusedCallLeavesTheLockFree(Supplier<HeapLock> kind) {
        HeapLock lock = kind.get();
        LockedSizeAware locked = new LockedSizeAware(pool(1), lock);
        Stream<Consumer<LockedSizeAware>> refused = Stream.of(
                a -> a.allocate(0, 1),
                a -> a.tryAllocate(1, 3),
                a -> a.free(1),
                a -> a.free(1, 1, 1),
                a -> a.usableSize(1),
                a -> a.tryGrowInPlace(1, 1, 2),
                a -> a.tryShrinkInPlace(1, 2, 1),
                a -> a.grow(1, 1, 2, 1, Movement.MAY_MOVE),
                a -> a.shrink(1, 2, 1, 1, Movement.MAY_MOVE));
        refused.forEach(call -> {
            assertThatThrownBy(() -> call.accept(locked)).isInstanceOf(AllocationException.class);
            assertFree(lock);
        });
        locked.close();
        assertThatThrownBy(locked::statistics).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> locked.contains(1)).isInstanceOf(IllegalStateException.class);
        assertFree(lock);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aCallWaitsForTheLock(Supplier<HeapLock> kind) throws InterruptedException {
        HeapLock lock = kind.get();
        LockedAllocator locked = new LockedAllocator(pool(1), lock);
        boolean[] released = new boolean[1];
        boolean[] sawRelease = new boolean[1];
        lock.lock();
        Thread caller = Thread.ofPlatform().start(() -> {
            locked.tryAllocate(1, 1);
            sawRelease[0] = released[0];
        });
        HeapLockTest.awaitWaiting(caller);
        released[0] = true;
        lock.unlock();
        caller.join();
        assertThat(sawRelease[0]).isTrue();
        assertThat(locked.statistics().liveBlocks()).isEqualTo(1);
    }

    private static void assertFree(HeapLock lock) {
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
    }

    private static FixedBlockPool pool(int capacity) {
        return new FixedBlockPool(new HeapWords((int) IndexPool.wordsFor(capacity)), BASE, SIZE, capacity);
    }
}
