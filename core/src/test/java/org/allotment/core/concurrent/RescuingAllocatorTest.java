package org.allotment.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;
import org.allotment.core.ContractSubject.Trait;
import org.allotment.core.Movement;
import org.allotment.core.SizeAware;
import org.allotment.core.buddy.BuddyAllocator;
import org.allotment.core.buddy.BuddyOptions;
import org.allotment.core.defects.Defect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The hook helps, outside the lock, a bounded number of times. The buddies never touch their memory. */
@Timeout(60)
final class RescuingAllocatorTest {
    private static final long NOWHERE = 1L << 44;
    private static final long BYTES = 4_096;

    private final BuddyAllocator buddy = BuddyAllocator.over(NOWHERE, BYTES, BuddyOptions.DEFAULT.withoutOwner());
    private final HeapLock lock = new SpinLock();
    private final SizeAware locked = new LockedSizeAware(buddy, lock);

    /** A13: the original ran its hook while it held the lock. */
    @Defect("A13")
    @Test
    void a13TheHookRunsOutsideTheLock() {
        long[] hoard = {locked.allocate(BYTES, 8)};
        List<Boolean> held = new ArrayList<>();
        SizeAware rescuing = RescuingAllocator.around(
                locked,
                (size, alignment, attempt) -> {
                    boolean isHeld = !lock.tryLock();
                    held.add(isHeld);
                    if (!isHeld) {
                        lock.unlock();
                        locked.free(hoard[0]);
                    }
                    return true;
                },
                1);
        long block = rescuing.allocate(100, 8);
        assertThat(held).containsExactly(false);
        assertThat(rescuing.usableSize(block)).isEqualTo(128);
        rescuing.free(block);
        assertThat(rescuing.statistics().liveBlocks()).isZero();
    }

    @Test
    void theHookMayAddMemory() {
        SizeAware rescuing = RescuingAllocator.around(
                buddy,
                (size, alignment, attempt) -> {
                    buddy.addRegion(NOWHERE + BYTES, BYTES);
                    return true;
                },
                1);
        assertThat(rescuing.allocate(2 * BYTES, 8)).isEqualTo(NOWHERE);
    }

    @Test
    void theHookIsNotAskedWhileThereIsRoom() {
        AtomicInteger asked = new AtomicInteger();
        SizeAware rescuing = RescuingAllocator.around(locked, (s, a, n) -> asked.incrementAndGet() > 0, 5);
        long block = rescuing.allocate(BYTES, 8);
        assertThat(rescuing.tryShrinkInPlace(block, BYTES, 100)).isTrue();
        assertThat(rescuing.tryGrowInPlace(block, 100, 2 * BYTES)).isFalse();
        assertThatThrownBy(() -> rescuing.allocate(-1, 8)).hasMessageContaining("size=-1");
        assertThatThrownBy(() -> rescuing.grow(block, 100, 2 * BYTES, 8, Movement.MUST_NOT_MOVE))
                .isInstanceOf(AllocationException.class);
        rescuing.free(block, 100, 8);
        assertThat(asked).hasValue(0);
    }

    @Test
    void triesAreBounded() {
        List<Integer> attempts = new ArrayList<>();
        SizeAware rescuing = RescuingAllocator.around(locked, (size, alignment, attempt) -> attempts.add(attempt), 3);
        assertThat(rescuing.tryAllocate(2 * BYTES, 8)).isEqualTo(Allocator.NULL);
        assertThat(attempts).containsExactly(1, 2, 3);
        assertNoMemory(() -> rescuing.allocate(2 * BYTES, 8));
        assertThat(attempts).hasSize(6);
        long block = rescuing.allocate(64, 8);
        assertNoMemory(() -> rescuing.grow(block, 64, 2 * BYTES, 8, Movement.MAY_MOVE));
        assertThat(attempts).hasSize(9);
        assertThat(rescuing.statistics().liveBlocks()).isEqualTo(1);
    }

    @Test
    void aHookThatCannotHelpEndsIt() {
        AtomicInteger asked = new AtomicInteger();
        SizeAware rescuing = RescuingAllocator.around(locked, (s, a, n) -> asked.incrementAndGet() < 2, 10);
        assertThat(rescuing.tryAllocate(2 * BYTES, 8)).isEqualTo(Allocator.NULL);
        assertThat(asked).hasValue(2);
    }

    @Test
    void aHookThatRunsShortItselfIsNotRescued() {
        AtomicInteger depth = new AtomicInteger();
        SizeAware[] self = new SizeAware[1];
        self[0] = RescuingAllocator.around(
                locked,
                (size, alignment, attempt) -> {
                    depth.incrementAndGet();
                    assertThat(self[0].tryAllocate(2 * BYTES, 8)).isEqualTo(Allocator.NULL);
                    long small = self[0].allocate(8, 8);
                    self[0].free(small);
                    return attempt < 2;
                },
                10);
        assertThat(self[0].tryAllocate(2 * BYTES, 8)).isEqualTo(Allocator.NULL);
        assertThat(depth).hasValue(2);
    }

    @Test
    void aHookThatThrowsLeavesNothingBehind() {
        AtomicInteger asked = new AtomicInteger();
        SizeAware rescuing = RescuingAllocator.around(
                locked,
                (size, alignment, attempt) -> {
                    asked.incrementAndGet();
                    throw new UnsupportedOperationException("no");
                },
                3);
        for (int round = 1; round <= 2; round++) {
            assertThatThrownBy(() -> rescuing.allocate(2 * BYTES, 8)).hasMessage("no");
            assertThat(asked).as("asked again in the next call").hasValue(round);
        }
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
    }

    @Test
    void growthThatMayMoveIsRescued() {
        long first = locked.allocate(64, 8);
        long second = locked.allocate(BYTES / 2, 8);
        SizeAware rescuing = RescuingAllocator.around(
                locked,
                (size, alignment, attempt) -> {
                    locked.free(second);
                    return true;
                },
                1);
        assertThat(rescuing.grow(first, 64, BYTES, 8, Movement.MAY_MOVE)).isEqualTo(first);
        assertThat(rescuing.shrink(first, BYTES, 64, 8, Movement.MAY_MOVE)).isEqualTo(first);
        assertThat(rescuing.contains(first)).isTrue();
    }

    @Test
    void threadsThatRunShortTogetherAreAllServed() throws InterruptedException {
        ConcurrentLinkedQueue<Long> hoard = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 32; i++) {
            hoard.add(locked.allocate(128, 8));
        }
        SizeAware rescuing = RescuingAllocator.around(
                locked,
                (size, alignment, attempt) -> {
                    synchronized (hoard) {
                        Long block = hoard.poll();
                        if (block != null) {
                            locked.free(block);
                        }
                    }
                    return true;
                },
                RescuingAllocator.MOST_RESCUES);
        ConcurrentLinkedQueue<Long> served = new ConcurrentLinkedQueue<>();
        CyclicBarrier start = new CyclicBarrier(4);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                await(start);
                for (int n = 0; n < 8; n++) {
                    served.add(rescuing.allocate(128, 8));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(served).hasSize(32).doesNotHaveDuplicates();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void rescuesOutOfRangeAreRefused() {
        for (int rescues : new int[] {0, -1, RescuingAllocator.MOST_RESCUES + 1}) {
            assertThatThrownBy(() -> RescuingAllocator.around(locked, (s, a, n) -> true, rescues))
                    .hasMessageEndingWith("mostRescues=" + rescues);
        }
    }

    @Test
    void theViewIsSizeAwareIfTheAllocatorIs() {
        Allocator asAllocator = locked;
        assertThat(RescuingAllocator.around(asAllocator, (s, a, n) -> false, 1)).isInstanceOf(SizeAware.class);
        Allocator sizedOnly = new LockedAllocator(buddy, new SpinLock());
        assertThat(RescuingAllocator.around(sizedOnly, (s, a, n) -> false, 1)).isNotInstanceOf(SizeAware.class);
    }

    @Test
    void closingClosesTheAllocatorWithin() {
        SizeAware rescuing = RescuingAllocator.around(locked, (s, a, n) -> true, 1);
        rescuing.close();
        assertThatIllegalStateException().isThrownBy(() -> rescuing.allocate(1, 1));
        assertThatIllegalStateException().isThrownBy(() -> buddy.allocate(1, 1));
    }

    /** The whole contract of the allocator within, under a hook that makes every refusal a second try. */
    @Nested
    final class Contract extends AllocatorContract {
        private final Arena arena = Arena.ofConfined();

        @Override
        public Allocator create(long byteSize) {
            long address = arena.allocate(byteSize, 4_096).address();
            SizeAware inner = BuddyAllocator.over(address, byteSize, BuddyOptions.DEFAULT);
            return RescuingAllocator.around(inner, (size, alignment, attempt) -> true, 1);
        }

        /** The walk of the engine is its own suite's business. */
        @Override
        public void check(Allocator allocator) {
            assertThat(allocator.statistics().isConserved()).isTrue();
        }

        @Override
        public Set<Trait> traits() {
            return EnumSet.allOf(Trait.class);
        }

        @AfterEach
        void giveMemoryBack() {
            arena.close();
        }
    }

    private static void assertNoMemory(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        AllocationException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(Kind.NO_MEMORY));
    }
}
