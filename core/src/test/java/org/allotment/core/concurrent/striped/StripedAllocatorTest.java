package org.allotment.core.concurrent.striped;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.NO_MEMORY;
import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.Movement;
import org.allotment.core.SizeAware;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.concurrent.HeapLock;
import org.allotment.core.concurrent.QueuedLock;
import org.allotment.core.concurrent.RescuingAllocator;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.guard.budget.Budget;
import org.allotment.core.guard.budget.BudgetCheck;
import org.allotment.core.guard.budget.BudgetedSizeAware;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.MemorySource;
import org.allotment.core.source.RegionSource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims, ways home, and ends. */
@Timeout(60)
final class StripedAllocatorTest {
    private static final long UNIT = 1 << 16;
    private static final TlsfOptions OPTIONS =
            TlsfOptions.DEFAULT.withoutOwner().growingBy(UNIT);

    private final MemoryMapSource maps = MemoryMapSource.create();

    private static Supplier<HeapLock> locks(String kind) {
        return kind.equals("spin") ? SpinLock::new : QueuedLock::new;
    }

    /** Two stripes, each with a region of its own that does not grow. */
    private StripedSizeAware twoOfOneUnit() {
        return new StripedSizeAware(
                2, SpinLock::new, maps, source -> TlsfAllocator.over(source.obtain(UNIT, 1 << 14), UNIT, OPTIONS));
    }

    private StripedSizeAware growing(int count) {
        return new StripedSizeAware(count, SpinLock::new, maps, source -> TlsfAllocator.create(source, OPTIONS));
    }

    private static int stripeOf(StripedAllocator allocator, long address) {
        return allocator.home(address).index();
    }

    @Test
    void aThreadComesBackToItsStripeWhateverIsFreedWhere() {
        try (StripedSizeAware allocator = growing(4)) {
            List<Integer> seen = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                seen.add(stripeOf(allocator, allocator.allocate(64, 8)));
            }
            assertThat(seen).containsOnly(seen.getFirst());
        }
    }

    @Test
    void aClaimedStripeIsLeftAloneAndTheOtherBecomesTheHint() {
        try (StripedSizeAware allocator = growing(2)) {
            int first = stripeOf(allocator, allocator.allocate(64, 8));
            HeapLock busy = allocator.stripes()[first].lock();
            busy.lock();
            long elsewhere = allocator.allocate(64, 8);
            assertThat(stripeOf(allocator, elsewhere)).isEqualTo(1 - first);
            busy.unlock();
            assertThat(stripeOf(allocator, allocator.allocate(64, 8))).isEqualTo(1 - first);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spin", "queued"})
    void whereAllAreClaimedACallWaits(String kind) throws InterruptedException {
        try (StripedSizeAware allocator =
                new StripedSizeAware(2, locks(kind), maps, source -> TlsfAllocator.create(source, OPTIONS))) {
            allocator.lockAll();
            boolean[] released = new boolean[1];
            boolean[] sawRelease = new boolean[1];
            Thread caller = Thread.ofPlatform().start(() -> {
                allocator.allocate(64, 8);
                sawRelease[0] = released[0];
            });
            while (caller.getState() == Thread.State.NEW || caller.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
            released[0] = true;
            allocator.unlockAll();
            caller.join();
            assertThat(sawRelease[0]).isTrue();
            assertThat(allocator.statistics().liveBlocks()).isEqualTo(1);
        }
    }

    @Test
    void aFullStripeIsNoRefusalUntilAllAreFull() {
        try (StripedSizeAware allocator = twoOfOneUnit()) {
            List<Long> blocks = new ArrayList<>();
            for (long block = allocator.tryAllocate(1_000, 8); block != 0; block = allocator.tryAllocate(1_000, 8)) {
                blocks.add(block);
            }
            assertThat(blocks.stream().map(block -> stripeOf(allocator, block)).distinct())
                    .containsOnly(0, 1);
            assertKind(NO_MEMORY, () -> allocator.allocate(1_000, 8));
            assertThat(allocator.statistics().liveBlocks()).isEqualTo(blocks.size());
            StripedCheck.check(allocator);
            blocks.forEach(allocator::free);
            assertThat(allocator.statistics().liveBlockBytes()).isZero();
        }
    }

    @Test
    void aGrowthThatFindsNoRoomAtHomeGoesToAnotherStripe() {
        try (StripedSizeAware allocator = twoOfOneUnit()) {
            long block = allocator.allocate(UNIT / 2, 8);
            RawAccess.fill(block, UNIT / 2, (byte) 9);
            long neighbour = allocator.allocate(64, 8);
            int home = stripeOf(allocator, block);
            long size = UNIT / 2;
            assertKind(NO_MEMORY, () -> allocator.grow(block, size, UNIT * 3 / 4, 8, Movement.MUST_NOT_MOVE));
            long grown = allocator.grow(block, size, UNIT * 3 / 4, 8, Movement.MAY_MOVE);
            assertThat(stripeOf(allocator, grown)).isEqualTo(1 - home);
            assertThat(RawAccess.getByte(grown + size - 1)).isEqualTo((byte) 9);
            assertKind(NO_MEMORY, () -> allocator.grow(grown, UNIT * 3 / 4, UNIT, 8, Movement.MAY_MOVE));
            assertThat(allocator.statistics().liveBlocks()).isEqualTo(2);
            allocator.free(grown, UNIT * 3 / 4, 8);
            allocator.free(neighbour);
            assertThat(allocator.statistics().liveBlockBytes()).isZero();
        }
    }

    /** Engines that know no sizes free what moves by the size that the caller names. */
    @Test
    void aGrowthOfASizedEngineGoesToAnotherStripeToo() {
        try (StripedAllocator allocator = new StripedAllocator(
                2, SpinLock::new, maps, source -> BitSetAllocator.checkedWithoutOwner(source, UNIT, 64))) {
            long block = allocator.allocate(UNIT / 2, 4_096);
            RawAccess.fill(block, UNIT / 2, (byte) 9);
            int home = stripeOf(allocator, block);
            long neighbour = allocator.allocate(64, 8);
            long size = UNIT / 2;
            assertKind(NO_MEMORY, () -> allocator.grow(block, size, UNIT * 3 / 4, 8, Movement.MUST_NOT_MOVE));
            long grown = allocator.grow(block, size, UNIT * 3 / 4, 8, Movement.MAY_MOVE);
            assertThat(stripeOf(allocator, grown)).isEqualTo(1 - home);
            assertThat(RawAccess.getByte(grown + size - 1)).isEqualTo((byte) 9);
            assertThat(allocator.statistics().liveBlockBytes()).isEqualTo(UNIT * 3 / 4 + 64);
            StripedCheck.check(allocator);
            allocator.free(grown, UNIT * 3 / 4, 8);
            allocator.free(neighbour, 64, 8);
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
    }

    @Test
    void aLockThatIsGivenTwiceIsRefusedBeforeAnythingIsMade() {
        HeapLock first = new SpinLock();
        Iterator<HeapLock> given = List.of(first, new QueuedLock(), first).iterator();
        AtomicInteger made = new AtomicInteger();
        AllocationException refusal = catchThrowableOfType(
                AllocationException.class,
                () -> new StripedAllocator(3, given::next, maps, source -> {
                    made.incrementAndGet();
                    return TlsfAllocator.create(source, OPTIONS);
                }));
        assertThat(refusal.kind()).isEqualTo(INVALID_PARAMETER);
        assertThat(refusal).hasMessageEndingWith("stripe=2, sameAs=0");
        assertThat(made).hasValue(0);
        assertThat(maps.obtainedBytes()).isZero();
    }

    /** The first piece is the stripe's, the second is not: a free would not find its way back. */
    @Test
    void aResizeThatLeavesTheSourceIsFoundOut() {
        try (StripedSizeAware allocator = new StripedSizeAware(
                1, SpinLock::new, maps, source -> TlsfAllocator.create(new FirstPieceOf(source, maps), OPTIONS))) {
            long block = allocator.allocate(1_000, 8);
            assertThatIllegalStateException()
                    .isThrownBy(() -> allocator.grow(block, 1_000, 4 * UNIT, 8, Movement.MAY_MOVE))
                    .withMessageContaining("not of its source, address=" + block);
        }
    }

    /** Obtains once from one source, and from then on from another. */
    private static final class FirstPieceOf implements MemorySource {
        private final MemorySource first;
        private final MemorySource second;
        private long piece;

        FirstPieceOf(MemorySource first, MemorySource second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public long obtain(long byteSize, long alignment) {
            if (piece != NONE) {
                return second.obtain(byteSize, alignment);
            }
            piece = first.obtain(byteSize, alignment);
            return piece;
        }

        @Override
        public void release(long address, long byteSize) {
            (address == piece ? first : second).release(address, byteSize);
        }

        @Override
        public long granularity() {
            return Math.max(first.granularity(), second.granularity());
        }

        @Override
        public long obtainedBytes() {
            return first.obtainedBytes();
        }
    }

    @Test
    void statisticsAreTheSumOfTheStripes() {
        try (StripedSizeAware allocator = twoOfOneUnit()) {
            while (allocator.tryAllocate(5_000, 8) != Allocator.NULL) {
                // until full
            }
            long live = Arrays.stream(allocator.stripes())
                    .mapToLong(stripe -> stripe.engine().statistics().liveBlockBytes())
                    .sum();
            assertThat(allocator.statistics().liveBlockBytes()).isEqualTo(live).isGreaterThan(UNIT);
            assertThat(allocator.statistics().sourceBytes()).isEqualTo(2 * UNIT);
            assertThat(allocator.statistics().isConserved()).isTrue();
        }
    }

    @Test
    void closingGivesAllPiecesBack() {
        StripedSizeAware allocator = growing(3);
        long block = allocator.allocate(200_000, 8);
        assertThat(maps.obtainedBytes()).isPositive();
        allocator.close();
        allocator.close();
        assertThat(maps.obtainedBytes()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> allocator.free(block));
        assertThatIllegalStateException().isThrownBy(() -> allocator.contains(block));
        assertThatIllegalStateException().isThrownBy(allocator::statistics);
    }

    @Test
    void badStripesAreRefusedAndLeaveNothingBehind() {
        for (int bad : new int[] {0, -1, StripedAllocator.MOST_STRIPES + 1}) {
            assertKind(INVALID_PARAMETER, () -> growing(bad));
        }
        int[] made = new int[1];
        assertThatThrownBy(() -> new StripedAllocator(4, SpinLock::new, maps, source -> {
                    if (++made[0] == 3) {
                        throw AllocationException.noMemory("planted, made=3");
                    }
                    TlsfAllocator engine = TlsfAllocator.create(source, OPTIONS);
                    engine.allocate(100, 8);
                    return engine;
                }))
                .hasMessage("planted, made=3");
        assertThat(maps.obtainedBytes()).isZero();
    }

    @Test
    void anEngineWithMemoryFromElsewhereIsFoundOut() {
        try (StripedSizeAware allocator =
                new StripedSizeAware(2, SpinLock::new, MemorySource.EMPTY, _ -> TlsfAllocator.create(maps, OPTIONS))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> allocator.allocate(100, 8))
                    .withMessageContaining("not of its source");
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
    }

    /** Hooks of both kinds, around: no stripe is held while they run. */
    @Test
    void hooksRunOutsideAllLocks() {
        try (StripedSizeAware allocator = twoOfOneUnit()) {
            List<Boolean> free = new ArrayList<>();
            Budget budget = Budget.root("root", 2 * UNIT);
            SizeAware within = new BudgetedSizeAware(allocator, budget, 0);
            long hoard = within.allocate(UNIT * 3 / 4, 8);
            long other = within.allocate(UNIT * 11 / 16, 8);
            budget.askWhenShort((at, bytes) -> {
                free.add(areAllFree(allocator));
                within.free(hoard);
                return true;
            });
            SizeAware rescuing = RescuingAllocator.around(
                    within,
                    (size, alignment, attempt) -> {
                        free.add(areAllFree(allocator));
                        within.free(other);
                        return true;
                    },
                    1);
            assertThat(rescuing.allocate(UNIT * 3 / 4, 8)).isPositive();
            budget.askWhenShort(null);
            assertThat(rescuing.allocate(UNIT * 3 / 4, 8)).isPositive();
            assertThat(free).containsExactly(true, true);
            BudgetCheck.check(budget);
        }
    }

    private static boolean areAllFree(StripedAllocator allocator) {
        for (Stripe stripe : allocator.stripes()) {
            if (!stripe.lock().tryLock()) {
                return false;
            }
            stripe.lock().unlock();
        }
        return true;
    }

    @ParameterizedTest
    @ValueSource(strings = {"spin", "queued"})
    void blocksWanderBetweenPlatformAndVirtualThreads(String kind) throws InterruptedException {
        long region = maps.obtain(1 << 22, 1 << 14);
        RegionSource source = new RegionSource(region, 1 << 22, 1 << 14);
        try (StripedSizeAware allocator =
                new StripedSizeAware(3, locks(kind), source, pieces -> TlsfAllocator.create(pieces, OPTIONS))) {
            ConcurrentLinkedQueue<Long> handed = new ConcurrentLinkedQueue<>();
            ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int seed = i;
                Thread.Builder builder = i < 3 ? Thread.ofPlatform() : Thread.ofVirtual();
                threads.add(builder.start(() -> {
                    try {
                        wander(new SplittableRandom(seed), allocator, handed);
                    } catch (Throwable failure) {
                        failures.add(failure);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            handed.forEach(allocator::free);
            StripedCheck.check(allocator);
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
        maps.release(region, 1 << 22);
    }

    /** A block holds its own address until it is freed. */
    private static void wander(
            SplittableRandom random, StripedSizeAware allocator, ConcurrentLinkedQueue<Long> handed) {
        for (int i = 0; i < 10_000; i++) {
            Long block = random.nextBoolean() ? handed.poll() : null;
            if (block == null) {
                block = allocator.allocate(8 + random.nextLong(300), 8);
                RawAccess.putLong(block, block);
                handed.add(block);
            } else if (RawAccess.getLong(block) == block) {
                allocator.free(block);
            } else {
                throw new AssertionError("a block was handed out twice, address=" + block);
            }
            if (i % 500 == 0) {
                assertThat(allocator.statistics().isConserved()).isTrue();
            }
        }
    }
}
