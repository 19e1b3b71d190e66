package org.allotment.core.concurrent.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
        try (SharedAllocator allocator =
                SharedAllocator.create(HeapOptions.ofSystem().withStripes(stripes))) {
            CountDownLatch begun = new CountDownLatch(WAITERS);
            List<Thread> threads = new ArrayList<>();
            CountDownLatch gate = new CountDownLatch(1);
            Thread outside = holdSupply(allocator, gate);
            for (int i = 0; i < stripes; i++) {
                Thread holder = Thread.ofVirtual().start(() -> allocator.free(allocator.allocate(64, 8)));
                awaitState(holder, Thread.State.WAITING);
                threads.add(holder);
            }
            for (int i = 0; i < WAITERS; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    begun.countDown();
                    allocator.free(allocator.allocate(64, 8));
                }));
            }
            begun.await();
            gate.countDown();
            outside.join();
            for (Thread thread : threads) {
                assertThat(thread.join(PATIENCE)).as("%s has ended", thread).isTrue();
            }
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
    }

    @Test
    void keepTheirInterrupt() throws InterruptedException {
        try (SharedAllocator allocator =
                SharedAllocator.create(HeapOptions.ofSystem().withStripes(1))) {
            boolean[] interrupted = new boolean[1];
            CountDownLatch gate = new CountDownLatch(1);
            Thread outside = holdSupply(allocator, gate);
            Thread holder = Thread.ofVirtual().start(() -> allocator.free(allocator.allocate(64, 8)));
            awaitState(holder, Thread.State.WAITING);
            Thread waiter = Thread.ofVirtual().start(() -> {
                allocator.free(allocator.allocate(64, 8));
                interrupted[0] = Thread.currentThread().isInterrupted();
            });
            awaitState(waiter, Thread.State.TIMED_WAITING);
            waiter.interrupt();
            awaitState(waiter, Thread.State.TIMED_WAITING);
            gate.countDown();
            outside.join();
            holder.join();
            waiter.join();
            assertThat(interrupted[0]).isTrue();
        }
    }

    /** Takes the lock of the pages and keeps it until a gate opens. */
    private static Thread holdSupply(SharedAllocator allocator, CountDownLatch gate) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        Thread holder = Thread.ofPlatform()
                .start(() -> allocator.supply.locked(() -> {
                    held.countDown();
                    return await(gate);
                }));
        held.await();
        return holder;
    }

    private static boolean await(CountDownLatch gate) {
        try {
            gate.await();
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitState(Thread thread, Thread.State state) {
        long start = System.nanoTime();
        while (thread.getState() != state) {
            assertThat(System.nanoTime() - start)
                    .as("ns until %s waits", thread)
                    .isLessThan(PATIENCE.toNanos());
            Thread.onSpinWait();
        }
    }
}
