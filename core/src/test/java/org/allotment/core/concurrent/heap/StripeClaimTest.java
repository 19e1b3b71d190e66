package org.allotment.core.concurrent.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.allotment.core.concurrent.claim.Stripes;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.ProcessBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtual threads that wait for a stripe, more of them than carriers. */
@Timeout(120)
final class StripeClaimTest {
    /** Enough that the queue of every carrier holds some of them at any moment. */
    private static final int WAITERS = 500;

    private static final int BIASED = 5;
    private static final int STEPS = 200_000;

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
            for (int i = 0; i < WAITERS; i++) {
                threads.add(Thread.ofVirtual().start(() -> allocator.free(allocator.allocate(64, 8))));
            }
            // Who only yields is never seen waiting.
            threads.forEach(thread -> awaitThat(() -> isWaiting(thread)));
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

    /** Threads that come often enough to be biased, more of them than stripes, and the caretaker between them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void wrestStripesFromEachOtherAndKeepTheirContents(int stripes) throws InterruptedException {
        SharedAllocator allocator =
                SharedAllocator.create(HeapOptions.ofSystem().withStripes(stripes));
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger biased = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < BIASED; i++) {
            long seed = i;
            threads.add(Thread.ofVirtual().start(() -> wrong.addAndGet(allocateAndLook(allocator, seed, biased))));
        }
        closeAfter(threads, allocator);
        assertThat(wrong).hasValue(0);
        if (ProcessBarrier.isAvailable()) {
            assertThat(biased).as("times that a bias stood").hasPositiveValue();
        }
    }

    /** Allocates, writes, looks and frees; answers how many blocks held what somebody else had written. */
    private static int allocateAndLook(SharedAllocator allocator, long seed, AtomicInteger biased) {
        Stripes<ThreadHeap> stripes = allocator.registry().claims();
        SplittableRandom random = new SplittableRandom(seed);
        long[] blocks = new long[16];
        int wrong = 0;
        for (long step = 1; step <= STEPS; step++) {
            int at = random.nextInt(blocks.length);
            if (blocks[at] != 0) {
                wrong += RawAccess.getLong(blocks[at]) != seed ? 1 : 0;
                allocator.free(blocks[at]);
            }
            blocks[at] = allocator.allocate(16 + random.nextInt(200), 8);
            RawAccess.putLong(blocks[at], seed);
            if (stripes.biasOf(Thread.currentThread()).stands()) {
                biased.incrementAndGet();
            }
            if (random.nextInt(2_000) == 0) {
                LockSupport.parkNanos(1);
            }
        }
        for (long block : blocks) {
            if (block != 0) {
                allocator.free(block);
            }
        }
        return wrong;
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

    private static boolean isWaiting(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, BLOCKED, TERMINATED -> false;
        };
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
