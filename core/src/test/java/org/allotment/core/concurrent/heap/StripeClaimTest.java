package org.allotment.core.concurrent.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtual threads that wait for a stripe, more of them than carriers. */
@Timeout(120)
final class StripeClaimTest {
    /** Enough that the queue of every carrier holds some of them at any moment. */
    private static final int WAITERS = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Who is woken by a platform thread waits in a queue that carriers look at only when their own is empty. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void leaveACarrierToTheHolderThatIsWokenFromOutside(int stripes) throws InterruptedException {
        SharedAllocator allocator =
                SharedAllocator.create(HeapOptions.ofSystem().withStripes(stripes));
        List<Thread> threads = new ArrayList<>();
        try (HeldSupply _ = HeldSupply.of(allocator)) {
            for (int i = 0; i < stripes; i++) {
                threads.add(startHolder(allocator));
            }
            CountDownLatch begun = new CountDownLatch(WAITERS);
            for (int i = 0; i < WAITERS; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    begun.countDown();
                    allocator.free(allocator.allocate(64, 8));
                }));
            }
            begun.await();
        }
        closeAfter(threads, allocator);
    }

    @Test
    void keepTheirInterruptAndParkAfterIt() throws InterruptedException {
        SharedAllocator allocator =
                SharedAllocator.create(HeapOptions.ofSystem().withStripes(1));
        boolean[] interrupted = new boolean[1];
        List<Thread> threads = new ArrayList<>();
        try (HeldSupply _ = HeldSupply.of(allocator)) {
            threads.add(startHolder(allocator));
            Thread waiter = Thread.ofVirtual().start(() -> {
                allocator.free(allocator.allocate(64, 8));
                interrupted[0] = Thread.currentThread().isInterrupted();
            });
            threads.add(waiter);
            awaitThat(() -> waiter.getState() == Thread.State.TIMED_WAITING);
            waiter.interrupt();
            awaitThat(() -> !waiter.isInterrupted());
            awaitThat(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        }
        closeAfter(threads, allocator);
        assertThat(interrupted[0]).isTrue();
    }

    /** An allocator that somebody is still within stays open: closing it would end the JVM, not the test. */
    private static void closeAfter(List<Thread> threads, SharedAllocator allocator) throws InterruptedException {
        for (Thread thread : threads) {
            assertThat(thread.join(PATIENCE)).as("%s has ended", thread).isTrue();
        }
        assertThat(allocator.statistics().liveBlocks()).isZero();
        allocator.close();
    }

    /** Starts a thread that claims a stripe and then waits for the lock of the pages. */
    private static Thread startHolder(SharedAllocator allocator) {
        Thread holder = Thread.ofVirtual().start(() -> allocator.free(allocator.allocate(64, 8)));
        awaitThat(() -> holder.getState() == Thread.State.WAITING);
        return holder;
    }

    private static void awaitThat(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as("ns of waiting").isLessThan(PATIENCE.toNanos());
            Thread.onSpinWait();
        }
    }

    /** The lock of the pages in the hands of a platform thread, until closed. */
    private record HeldSupply(CountDownLatch gate) implements AutoCloseable {
        static HeldSupply of(SharedAllocator allocator) throws InterruptedException {
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch gate = new CountDownLatch(1);
            Thread.ofPlatform()
                    .start(() -> allocator.supply.locked(() -> {
                        held.countDown();
                        return await(gate);
                    }));
            held.await();
            return new HeldSupply(gate);
        }

        @Override
        public void close() {
            gate.countDown();
        }
    }

    private static boolean await(CountDownLatch gate) {
        try {
            gate.await();
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
