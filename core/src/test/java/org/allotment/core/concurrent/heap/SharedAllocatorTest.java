package org.allotment.core.concurrent.heap;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Refusals;
import org.allotment.core.concurrent.slice.SliceDepot;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.VirtualMemory;
import org.allotment.core.source.MemoryMapSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads, their end, virtual ones, and what goes back to the system. */
final class SharedAllocatorTest {
    private static final int PATIENCE_SECONDS = 30;

    @Test
    void aThreadKeepsItsHeapAndALaterOneAdoptsItWithAllThatIsInIt() throws InterruptedException {
        try (SharedAllocator allocator = SharedAllocator.checked()) {
            List<Long> left = new ArrayList<>();
            run(() -> {
                for (int i = 0; i < 100; i++) {
                    left.add(allocator.allocate(64, 8));
                }
            });
            for (int i = 0; i < 50; i++) {
                run(() -> left.add(allocator.allocate(64, 8)));
            }
            assertThat(allocator.registry().heapCount())
                    .as("heaps of 51 threads, one after the other")
                    .isLessThanOrEqualTo(2);
            assertThat(left).doesNotHaveDuplicates();
            left.forEach(allocator::free);
            HeapWalk.check(allocator);
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
    }

    @Test
    void whatAnEndedThreadHadNotHandedOverIsHandedOver() throws InterruptedException {
        try (SharedAllocator allocator = SharedAllocator.checked();
                OwnedHeap owner = allocator.openHeap()) {
            List<Long> blocks = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                blocks.add(owner.allocate(64, 8));
            }
            run(() -> blocks.forEach(allocator::free));
            allocator.trim();
            owner.trim();
            assertThat(allocator.supply.depot().freeBytes())
                    .isEqualTo(allocator.statistics().sourceBytes());
        }
    }

    @Test
    void theCaretakerGivesBackWhatEndedThreadsLeft() throws InterruptedException {
        HeapOptions options = HeapOptions.ofSystem().withPurgeDelay(Duration.ZERO);
        try (SharedAllocator allocator = SharedAllocator.create(options)) {
            List<Long> blocks = new ArrayList<>();
            run(() -> {
                for (int i = 0; i < 10_000; i++) {
                    blocks.add(allocator.allocate(200, 8));
                }
            });
            run(() -> blocks.forEach(allocator::free));
            awaitUntil(() -> allocator.supply.depot().freeBytes()
                    == allocator.statistics().sourceBytes());
            assertThat(allocator.statistics().sourceBytes())
                    .as("addresses are kept")
                    .isPositive();
        }
    }

    @Test
    void anOwnedHeapWhoseThreadEndedIsGivenUp() throws InterruptedException {
        try (SharedAllocator allocator = SharedAllocator.checked()) {
            AtomicReference<OwnedHeap> forgotten = new AtomicReference<>();
            long[] block = new long[1];
            run(() -> {
                forgotten.set(allocator.openHeap());
                block[0] = forgotten.get().allocate(64, 8);
            });
            allocator.free(block[0], 64, 8);
            allocator.trim();
            assertThat(allocator.supply.depot().freeBytes())
                    .isEqualTo(allocator.statistics().sourceBytes());
            assertThatIllegalStateException().isThrownBy(() -> forgotten.get().allocate(64, 8));
        }
    }

    @Test
    void aClosedHeapIsOfNoUseAndItsBlocksLiveOn() {
        try (SharedAllocator allocator = SharedAllocator.checked()) {
            OwnedHeap heap = allocator.openHeap();
            long block = heap.allocate(64, 8);
            RawAccess.putLong(block, 42);
            heap.close();
            heap.close();
            assertThatIllegalStateException().isThrownBy(() -> heap.allocate(64, 8));
            assertThatIllegalStateException().isThrownBy(() -> heap.free(block));
            assertThatIllegalStateException().isThrownBy(heap::statistics);
            assertThat(RawAccess.getLong(block)).isEqualTo(42);
            allocator.free(block, 64, 8);
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
    }

    @Test
    void aHeapWithoutOwnerIsHandedFromThreadToThread() throws InterruptedException {
        try (SharedAllocator allocator = SharedAllocator.checked();
                OwnedHeap heap = allocator.openHeapWithoutOwner()) {
            long[] block = new long[1];
            run(() -> block[0] = heap.allocate(64, 8));
            run(() -> heap.free(block[0], 64, 8));
            allocator.trim();
            assertThat(heap.allocate(64, 8)).as("not given up with its threads").isEqualTo(block[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void virtualThreadsShareStripesAndLeaveNothingBehind(int stripes) throws InterruptedException {
        try (SharedAllocator allocator =
                SharedAllocator.create(HeapOptions.ofSystem().withStripes(stripes))) {
            ConcurrentLinkedQueue<Long> handed = new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                threads.add(Thread.ofVirtual().start(() -> allocateAndFree(allocator, handed)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(allocator.registry().heapCount())
                    .as("heaps of virtual threads")
                    .isZero();
            handed.forEach(allocator::free);
            HeapWalk.check(allocator);
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
    }

    private static void allocateAndFree(SharedAllocator allocator, ConcurrentLinkedQueue<Long> handed) {
        long kept = allocator.allocate(100, 8);
        RawAccess.putLong(kept, kept);
        handed.add(kept);
        long own = allocator.allocate(3_000, 8);
        LockSupport.parkNanos(1);
        allocator.free(own, 3_000, 8);
        Long foreign = handed.poll();
        if (foreign != null) {
            assertThat(RawAccess.getLong(foreign)).isEqualTo(foreign);
            allocator.free(foreign);
        }
    }

    @Test
    void moreThreadsThanTheTableHadPlacesFor() throws InterruptedException {
        int threads = 300;
        try (SharedAllocator allocator = SharedAllocator.trusting()) {
            CountDownLatch allocated = new CountDownLatch(threads);
            CountDownLatch go = new CountDownLatch(1);
            ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
            List<Thread> started = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                started.add(Thread.ofPlatform().start(() -> {
                    long block = allocator.allocate(64, 8);
                    allocated.countDown();
                    awaitLatch(go);
                    allocator.free(block, 64, 8);
                    if (allocator.allocate(64, 8) != block) {
                        wrong.add(Thread.currentThread().toString());
                    }
                }));
            }
            awaitLatch(allocated);
            assertThat(allocator.registry().heapCount()).isEqualTo(threads);
            go.countDown();
            for (Thread thread : started) {
                thread.join();
            }
            assertThat(wrong)
                    .as("threads that found another heap than their own")
                    .isEmpty();
        }
    }

    @Test
    void blocksThatWanderBetweenThreadsKeepTheirContents() throws InterruptedException {
        long seed = Long.getLong("allotment.seed", 2_026);
        for (boolean checked : new boolean[] {true, false}) {
            HeapOptions options = HeapOptions.ofSystem();
            try (SharedAllocator allocator = SharedAllocator.create(checked ? options : options.trusting())) {
                Wanderers wanderers = new Wanderers(allocator, 4, 60_000);
                wanderers.run(seed);
                HeapWalk.check(allocator);
                assertThat(allocator.statistics().liveBlocks()).isZero();
            }
        }
    }

    @Test
    void aWalkMeetsEveryLiveBlockOnce() throws InterruptedException {
        for (boolean checked : new boolean[] {true, false}) {
            HeapOptions options = HeapOptions.ofSystem();
            try (SharedAllocator allocator = SharedAllocator.create(checked ? options : options.trusting())) {
                Map<Long, Long> expected = new HashMap<>();
                SplittableRandom random = new SplittableRandom(7);
                List<Long> freed = new ArrayList<>();
                for (int i = 0; i < 5_000; i++) {
                    long size = 1 + random.nextLong(i % 100 == 0 ? 500_000 : 2_000);
                    long block = allocator.allocate(size, 8);
                    if (random.nextInt(3) == 0) {
                        freed.add(block);
                    } else {
                        expected.put(block, allocator.usableSize(block));
                    }
                }
                freed.subList(0, freed.size() / 2).forEach(allocator::free);
                run(() -> freed.subList(freed.size() / 2, freed.size()).forEach(allocator::free));
                Map<Long, Long> met = new HashMap<>();
                allocator.forEachBlock(
                        (address, size) -> assertThat(met.put(address, size)).isNull());
                assertThat(met).isEqualTo(expected);
            }
        }
    }

    @Test
    void whatFellFreeGoesBackToTheSystemAfterTheDelayAndNotBefore() {
        RecordingPurger purger = new RecordingPurger();
        HeapOptions options = new HeapOptions(true, MemoryMapSource.create(), purger, Duration.ofMillis(500), 1);
        try (SharedAllocator allocator = SharedAllocator.create(options)) {
            List<Long> blocks = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                blocks.add(allocator.allocate(4_000, 8));
            }
            long now = System.nanoTime();
            blocks.forEach(allocator::free);
            allocator.supply.purge(now, false);
            long early = purger.bytes;
            allocator.supply.purge(System.nanoTime() + Duration.ofMillis(501).toNanos(), false);
            assertThat(early).isZero();
            assertThat(purger.bytes).isGreaterThan(2_000 * 4_000 * 9 / 10);
            assertThat(allocator.statistics().sourceBytes())
                    .as("addresses are kept")
                    .isGreaterThan(8_000_000);
            long again = allocator.allocate(4_000, 8);
            RawAccess.putLong(again, 1);
            HeapWalk.check(allocator);
        }
    }

    /** Slices that are being purged are nobody's for that time. */
    @Test
    void aWalkWaitsForThePurgeThatIsUnderWay() throws InterruptedException {
        CountDownLatch purging = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        RecordingPurger purger = new RecordingPurger();
        HeapOptions options = new HeapOptions(true, MemoryMapSource.create(), purger, Duration.ofHours(1), 1);
        try (SharedAllocator allocator = SharedAllocator.create(options)) {
            LongStream.range(0, 100)
                    .map(_ -> allocator.allocate(4_000, 8))
                    .boxed()
                    .toList()
                    .forEach(allocator::free);
            purger.within = () -> {
                purging.countDown();
                awaitLatch(proceed);
            };
            Thread purge = Thread.ofPlatform().start(() -> allocator.supply.purge(System.nanoTime(), true));
            awaitLatch(purging);
            Thread walk = Thread.ofPlatform()
                    .uncaughtExceptionHandler((_, thrown) -> failure.set(thrown))
                    .start(() -> HeapWalk.check(allocator));
            awaitUntil(() -> !walk.isAlive() || walk.getState() == Thread.State.WAITING);
            proceed.countDown();
            purge.join();
            walk.join();
            assertThat(failure.get()).isNull();
        }
    }

    @Test
    void largeBlocksAreMappingsOfTheirOwnThatGoBackAtOnce() {
        MemoryMapSource source = MemoryMapSource.create();
        try (SharedAllocator allocator = SharedAllocator.create(HeapOptions.of(source))) {
            long block = allocator.allocate(50 << 20, 1 << 21);
            assertThat(block % (1 << 21)).isZero();
            assertThat(source.obtainedBytes()).isEqualTo(50 << 20);
            assertThat(allocator.contains(block + (49 << 20))).isTrue();
            RawAccess.putLong(block + (50 << 20) - 8, 1);
            HeapWalk.check(allocator);
            allocator.free(block);
            assertThat(source.obtainedBytes()).isZero();
            assertThat(allocator.contains(block)).isFalse();
        }
        assertThat(source.obtainedBytes()).isZero();
    }

    @Test
    void aLargeBlockIsResizedWhereItIsAsFarAsTheSystemCan() {
        MemoryMapSource source = MemoryMapSource.create();
        try (SharedAllocator allocator = SharedAllocator.create(HeapOptions.of(source))) {
            long block = allocator.allocate(40 << 20, 8);
            RawAccess.putLong(block + (10 << 20) - 8, 42);
            assertThat(allocator.tryShrinkInPlace(block, 40 << 20, 10 << 20)).isTrue();
            assertThat(source.obtainedBytes()).isEqualTo(10 << 20);
            assertThat(allocator.contains(block + (10 << 20))).isFalse();
            HeapWalk.check(allocator);
            boolean grown = allocator.tryGrowInPlace(block, 10 << 20, 30 << 20);
            long size = grown ? 30 << 20 : 10 << 20;
            assertThat(source.obtainedBytes()).isEqualTo(size);
            assertThat(allocator.usableSize(block)).isEqualTo(size);
            assertThat(allocator.contains(block + size - 1)).isTrue();
            assertThat(RawAccess.getLong(block + (10 << 20) - 8)).isEqualTo(42);
            HeapWalk.check(allocator);
            allocator.free(block, size, 8);
            assertThat(source.obtainedBytes()).isZero();
        }
    }

    @Test
    void closingGivesEverythingBackWhateverIsOut() throws InterruptedException {
        MemoryMapSource source = MemoryMapSource.create();
        SharedAllocator allocator = SharedAllocator.create(HeapOptions.of(source));
        OwnedHeap heap = allocator.openHeap();
        long block = heap.allocate(64, 8);
        run(() -> allocator.allocate(5_000, 8));
        Thread.ofVirtual().start(() -> allocator.allocate(100, 8)).join();
        allocator.allocate(10 << 20, 8);
        allocator.close();
        allocator.close();
        assertThat(source.obtainedBytes()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> heap.allocate(64, 8));
        assertThatIllegalStateException().isThrownBy(() -> heap.free(block));
        assertThatIllegalStateException().isThrownBy(allocator::openHeap);
        assertThatIllegalStateException().isThrownBy(allocator::trim);
        assertThatIllegalStateException().isThrownBy(() -> allocator.forEachBlock((address, size) -> {}));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread.ofVirtual()
                .start(() ->
                        thrown.set(org.assertj.core.api.Assertions.catchThrowable(() -> allocator.allocate(64, 8))))
                .join();
        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
        heap.close();
    }

    @Test
    void whenTheSourceIsUsedUpEndedThreadsAndStripesAreAskedFirst() throws InterruptedException {
        try (SharedAllocator allocator = SharedAllocator.create(
                HeapOptions.of(HeapContractTest.region(1 << 20)).withStripes(1))) {
            List<Long> blocks = new ArrayList<>();
            run(() -> fillUp(allocator, blocks));
            Thread.ofVirtual().start(() -> fillUp(allocator, blocks)).join();
            blocks.forEach(allocator::free);
            long all = allocator.allocate((1 << 20) - 2 * SliceDepot.SLICE, 8);
            assertThat(allocator.statistics().liveBlocks()).isEqualTo(1);
            allocator.free(all);
        }
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        HeapOptions options = HeapOptions.ofSystem();
        for (int stripes : new int[] {0, -1, 3, 2_048}) {
            Refusals.assertKind(INVALID_PARAMETER, () -> options.withStripes(stripes));
        }
        Refusals.assertKind(INVALID_PARAMETER, () -> options.withPurgeDelay(Duration.ofMillis(-1)));
    }

    @Test
    void statisticsOfAMovingHeapAreConservedAllTheSame() throws InterruptedException {
        try (SharedAllocator allocator = SharedAllocator.trusting()) {
            Thread busy = Thread.ofPlatform().start(() -> {
                SplittableRandom random = new SplittableRandom(1);
                long[] slots = new long[500];
                for (int i = 0; i < 300_000; i++) {
                    int slot = random.nextInt(slots.length);
                    if (slots[slot] != 0) {
                        allocator.free(slots[slot]);
                    }
                    slots[slot] = allocator.allocate(1 + random.nextLong(3_000), 8);
                }
            });
            while (busy.isAlive()) {
                AllocatorStatistics statistics = allocator.statistics();
                assertThat(statistics.isConserved()).as("%s", statistics).isTrue();
            }
            assertThat(allocator.statistics().liveBlocks()).isEqualTo(500);
        }
    }

    private static void fillUp(SharedAllocator allocator, List<Long> blocks) {
        for (int i = 0; i < 200; i++) {
            blocks.add(allocator.allocate(1_000, 8));
        }
    }

    private static void run(Runnable action) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().unstarted(action);
        thread.setUncaughtExceptionHandler((ignored, thrown) -> failure.set(thrown));
        thread.start();
        thread.join();
        assertThat(failure.get()).isNull();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void awaitUntil(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("patience").isNegative();
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Counts what it is asked to drop, and does nothing. */
    private static final class RecordingPurger implements VirtualMemory {
        private long bytes;
        private volatile Runnable within = () -> {};

        @Override
        public int advise(long address, long byteSize, Advice advice) {
            assertThat(advice).isEqualTo(Advice.DISCARD);
            within.run();
            bytes += byteSize;
            return 0;
        }

        @Override
        public long map(long byteSize) {
            return -ENOSYS;
        }

        @Override
        public int unmap(long address, long byteSize) {
            return ENOSYS;
        }

        @Override
        public long remap(long address, long byteSize, long newByteSize, boolean mayMove) {
            return -ENOSYS;
        }

        @Override
        public long pageSize() {
            return 4_096;
        }

        @Override
        public boolean isNative() {
            return true;
        }
    }
}
