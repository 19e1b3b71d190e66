package org.allotment.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class HeapLockTest {
    private static final int ROUNDS = 2_000;

    static Stream<Named<Supplier<HeapLock>>> kinds() {
        return Stream.of(Named.of("spin", SpinLock::new), Named.of("queued", QueuedLock::new));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void platformThreadsExcludeEachOther(Supplier<HeapLock> kind) throws InterruptedException {
        assertExclusive(kind.get(), Thread.ofPlatform(), 4);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void moreVirtualThreadsThanCarriersExcludeEachOther(Supplier<HeapLock> kind) throws InterruptedException {
        assertExclusive(kind.get(), Thread.ofVirtual(), 64);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tryLockFailsWhileHeldAlsoForTheHolder(Supplier<HeapLock> kind) throws InterruptedException {
        HeapLock lock = kind.get();
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.tryLock()).isFalse();
        boolean[] taken = {true};
        Thread other = Thread.ofPlatform().start(() -> taken[0] = lock.tryLock());
        other.join();
        assertThat(taken[0]).isFalse();
        lock.unlock();
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void unlockOfAFreeLockIsRefusedAndLeavesItFree(Supplier<HeapLock> kind) {
        HeapLock lock = kind.get();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalStateException.class);
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
    }

    @Test
    void theQueuedLockRefusesItsHolderAndStaysHeldOnce() {
        QueuedLock lock = new QueuedLock();
        lock.lock();
        assertThatThrownBy(lock::lock).isInstanceOf(IllegalStateException.class).hasMessageEndingWith("holds=1");
        lock.unlock();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anInterruptDoesNotEndTheWaitAndIsKept(Supplier<HeapLock> kind) throws InterruptedException {
        HeapLock lock = kind.get();
        AtomicBoolean entered = new AtomicBoolean();
        boolean[] interruptedInside = new boolean[1];
        lock.lock();
        Thread waiter = Thread.ofPlatform().start(() -> {
            lock.lock();
            entered.set(true);
            interruptedInside[0] = Thread.currentThread().isInterrupted();
            lock.unlock();
        });
        awaitWaiting(waiter);
        waiter.interrupt();
        awaitInterruptTaken(waiter);
        awaitWaiting(waiter);
        assertThat(entered).isFalse();
        lock.unlock();
        waiter.join();
        assertThat(entered).isTrue();
        assertThat(interruptedInside[0]).isTrue();
    }

    /** A waiter takes the interrupt off when it wakes from it, so a wait that is seen later began after it. */
    private static void awaitInterruptTaken(Thread waiter) {
        while (waiter.isInterrupted()) {
            assertThat(waiter.isAlive()).as("the interrupt ended the wait").isTrue();
            Thread.onSpinWait();
        }
    }

    static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(thread.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }

    private static void assertExclusive(HeapLock lock, Thread.Builder builder, int threads)
            throws InterruptedException {
        long[] plain = new long[2];
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            all.add(builder.start(() -> {
                awaitStart(start);
                count(lock, plain);
            }));
        }
        start.countDown();
        for (Thread thread : all) {
            thread.join();
        }
        assertThat(plain).containsExactly((long) threads * ROUNDS, (long) threads * ROUNDS);
    }

    private static void count(HeapLock lock, long[] plain) {
        for (int i = 0; i < ROUNDS; i++) {
            lock.lock();
            long before = plain[0];
            plain[1]++;
            plain[0] = before + 1;
            lock.unlock();
        }
    }

    private static void awaitStart(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
