package org.allotment.core.guard.budget;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.NOT_ALLOCATED;
import static org.allotment.core.AllocationException.Kind.NO_MEMORY;
import static org.allotment.core.Movement.MAY_MOVE;
import static org.allotment.core.Movement.MUST_NOT_MOVE;
import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.buddy.BuddyAllocator;
import org.allotment.core.buddy.BuddyOptions;
import org.allotment.core.concurrent.heap.SharedAllocator;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.MemoryMapSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract does not say: limits, hooks and credit, over buddies, whose blocks are powers of two. */
@Timeout(60)
final class BudgetedAllocatorTest {
    private static final long BYTES = 1 << 16;

    private final Arena arena = Arena.ofConfined();
    private final Budget root = Budget.root("root", 10_000);
    private final BuddyAllocator buddy =
            BuddyAllocator.over(arena.allocate(BYTES, BYTES).address(), BYTES, BuddyOptions.DEFAULT.withoutOwner());

    private BudgetedSizeAware budgeted(long credit) {
        return new BudgetedSizeAware(buddy, root, credit);
    }

    @AfterEach
    void giveMemoryBack() {
        BudgetCheck.check(root);
        arena.close();
    }

    @Test
    void usableBytesAreCharged() {
        BudgetedSizeAware allocator = budgeted(0);
        long first = allocator.allocate(33, 8);
        long second = allocator.allocate(1_000, 8);
        assertThat(root.used()).isEqualTo(64 + 1_024);
        assertThat(allocator.usage().used()).isEqualTo(64 + 1_024);
        allocator.free(first);
        allocator.free(second, 1_000, 8);
        assertThat(root.usage()).isEqualTo(new BudgetUsage(10_000, 0, 0, 1_088));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 64, 4_096})
    void aLimitIsNoMemoryAndChangesNothing(long credit) {
        BudgetedSizeAware allocator = budgeted(credit);
        long block = allocator.allocate(8_000, 8);
        allocator.settle();
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.allocate(4_096, 8));
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.allocate(1_025, 8));
        assertThat(allocator.tryAllocate(1_809, 8)).isZero();
        assertThat(allocator.allocate(1_024, 8)).isPositive();
        assertThat(allocator.tryGrowInPlace(block, 8_000, 8_193)).isFalse();
        assertThatThrownBy(() -> allocator.allocate(2_000, 8)).hasMessageEndingWith("size=2000, alignment=8");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 64, 1_024})
    void aLimitInTheMiddleOfAResizeLeavesTheBlock(long credit) {
        BudgetedSizeAware allocator = budgeted(credit);
        long block = allocator.allocate(2_048, 8);
        RawAccess.fill(block, 2_048, (byte) 7);
        long other = allocator.allocate(4_096, 8);
        allocator.settle();
        // 3,856 are left: enough for the bytes of this growth, not for what its block would have.
        root.changeLimit(6_144 + 2_000);
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.grow(block, 2_048, 4_000, 8, MAY_MOVE));
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.grow(block, 2_048, 4_000, 8, MUST_NOT_MOVE));
        assertThat(allocator.tryGrowInPlace(block, 2_048, 4_000)).isFalse();
        assertThat(allocator.usableSize(block)).isEqualTo(2_048);
        root.changeLimit(6_144 + 2_048);
        long grown = allocator.grow(block, 2_048, 4_000, 8, MAY_MOVE);
        assertThat(RawAccess.getByte(grown + 2_047)).isEqualTo((byte) 7);
        allocator.settle();
        assertThat(root.used()).isEqualTo(8_192);
        allocator.free(grown, 4_000, 8);
        allocator.free(other);
        allocator.settle();
        assertThat(root.used()).isZero();
    }

    @Test
    void aGrowthInPlaceThatRoundsPastTheLimitIsTakenBack() {
        BudgetedSizeAware allocator = budgeted(0);
        long block = allocator.allocate(64, 8);
        root.changeLimit(64 + 10);
        AllocatorStatistics before = allocator.statistics();
        assertThat(allocator.tryGrowInPlace(block, 64, 70)).isFalse();
        assertThat(allocator.statistics()).isEqualTo(before);
        assertThat(root.used()).isEqualTo(64);
        root.changeLimit(128);
        assertThat(allocator.tryGrowInPlace(block, 64, 70)).isTrue();
        assertThat(root.used()).isEqualTo(128);
    }

    @Test
    void aRefusedGrowthInPlaceLeavesAllThatTheBlockHad() {
        Budget small = Budget.root("small", 1_124);
        BudgetedSizeAware allocator = new BudgetedSizeAware(buddy, small, 0);
        long block = allocator.allocate(8, 1_024);
        assertThat(allocator.tryGrowInPlace(block, 8, 1_025)).isFalse();
        assertThat(allocator.usableSize(block)).isEqualTo(small.used()).isEqualTo(1_024);
        allocator.free(block, 8, 1_024);
        assertThat(small.used()).isZero();
    }

    @Test
    void blocksWithMoreThanTheirSizeForTheirAlignmentAreResizedExactly() {
        BudgetedSizeAware allocator = budgeted(0);
        long block = allocator.allocate(8, 4_096);
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.grow(block, 8, 60_000, 8, MAY_MOVE));
        assertThat(allocator.usableSize(block)).isEqualTo(root.used()).isEqualTo(4_096);
        long grown = allocator.grow(block, 8, 9, 8, MAY_MOVE);
        assertThat(allocator.usableSize(grown)).isEqualTo(root.used());
        allocator.free(grown);
        assertThat(root.used()).isZero();
    }

    @Test
    void whatTheEngineRefusesIsGivenBack() {
        BudgetedSizeAware allocator = budgeted(0);
        root.changeLimit(Budget.UNLIMITED);
        long block = allocator.allocate(100, 8);
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.allocate(2 * BYTES, 8));
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.grow(block, 100, 2 * BYTES, 8, MAY_MOVE));
        refusedUntouched(allocator, INVALID_PARAMETER, () -> allocator.grow(block, 4_000, 5_000, 8, MAY_MOVE));
        refusedUntouched(allocator, INVALID_PARAMETER, () -> allocator.allocate(100, 3));
        refusedUntouched(allocator, NOT_ALLOCATED, () -> allocator.grow(block + 8, 8, 90, 8, MAY_MOVE));
        refusedUntouched(allocator, NOT_ALLOCATED, () -> allocator.free(block + 8));
        assertThat(root.used()).isEqualTo(128);
    }

    /** The peak is what blocks had; what was tried for, charged and given back is not in it. */
    @Test
    void attemptsThatFailAreNotInThePeak() {
        BudgetedSizeAware allocator = budgeted(0);
        long block = allocator.allocate(1_024, 8);
        BudgetUsage held = new BudgetUsage(10_000, 1_024, 0, 1_024);
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.allocate(9_000, 8));
        assertThat(root.usage()).as("rounded past the limit").isEqualTo(held);
        root.changeLimit(1 << 20);
        BudgetUsage unlimited = new BudgetUsage(1 << 20, 1_024, 0, 1_024);
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.allocate(2 * BYTES, 8));
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.grow(block, 1_024, 2 * BYTES, 8, MAY_MOVE));
        assertThat(allocator.tryGrowInPlace(block, 1_024, 2 * BYTES)).isFalse();
        assertThat(root.usage()).as("the engine is exhausted").isEqualTo(unlimited);
        root.askBeforeCharges((budget, bytes) -> true);
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.allocate(2 * BYTES, 8));
        assertThat(root.usage()).as("with a hook").isEqualTo(unlimited);
        assertThat(allocator.usage().peak()).isEqualTo(1_024);
        allocator.free(allocator.grow(block, 1_024, 2_000, 8, MAY_MOVE));
        assertThat(root.usage().peak()).isEqualTo(2_048);
    }

    @Test
    void attemptsOfSizedEnginesThatFailAreNotInThePeakEither() {
        BitSetAllocator bits = BitSetAllocator.checkedWithoutOwner(MemoryMapSource.create(), BYTES, 64);
        Budget budget = Budget.root("bits", 1 << 20);
        try (BudgetedAllocator allocator = new BudgetedAllocator(bits, bits::usableBytes, budget, 0)) {
            long block = allocator.allocate(100, 8);
            assertThat(allocator.tryAllocate(2 * BYTES, 8)).isZero();
            assertThat(allocator.tryGrowInPlace(block, 100, 2 * BYTES)).isFalse();
            assertKind(NO_MEMORY, () -> allocator.grow(block, 100, 2 * BYTES, 8, MAY_MOVE));
            assertThat(budget.usage()).isEqualTo(new BudgetUsage(1 << 20, 128, 0, 128));
            assertThat(allocator.grow(block, 100, 1_000, 8, MAY_MOVE)).isPositive();
            assertThat(budget.usage().peak()).isEqualTo(1_024);
            BudgetCheck.check(budget);
        }
    }

    /** The block could grow where it is, and no second one of that size fits: a move would run short again. */
    @Test
    void afterARescueAGrowthIsTriedInPlaceAndNobodyIsAskedTwice() {
        BudgetedSizeAware allocator = budgeted(0);
        root.changeLimit(BYTES);
        long block = allocator.allocate(BYTES / 2, 8);
        long cached = allocator.allocate(BYTES / 4, 8);
        root.changeLimit(BYTES * 3 / 4);
        AtomicInteger asked = new AtomicInteger();
        root.askWhenShort((budget, bytes) -> {
            asked.incrementAndGet();
            allocator.free(cached);
            root.changeLimit(BYTES);
            return true;
        });
        assertThat(allocator.grow(block, BYTES / 2, BYTES, 8, MAY_MOVE)).isEqualTo(block);
        assertThat(asked).hasValue(1);
        assertThat(root.usage()).isEqualTo(new BudgetUsage(BYTES, BYTES, 0, BYTES));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterARescueOfTheAllocatorAGrowthIsTriedInPlaceAndThenElsewhere(boolean behind) {
        BudgetedSizeAware allocator = budgeted(0);
        root.changeLimit(4 * BYTES);
        long first = allocator.allocate(BYTES / 2, 8);
        long block = allocator.allocate(BYTES / 4, 8);
        long last = allocator.allocate(BYTES / 4, 8);
        root.askWhenShort((budget, bytes) -> {
            allocator.free(behind ? last : first);
            return true;
        });
        assertThat(allocator.grow(block, BYTES / 4, BYTES / 2, 8, MAY_MOVE)).isEqualTo(behind ? block : first);
        assertThat(root.used()).isEqualTo(behind ? BYTES : BYTES * 3 / 4);
    }

    @Test
    void nobodyIsAskedToHelpAGrowthThatFitsOrMustNotMove() {
        BudgetedSizeAware allocator = budgeted(0);
        long block = allocator.allocate(1_000, 8);
        AtomicInteger asked = new AtomicInteger();
        root.askWhenShort((budget, bytes) -> asked.incrementAndGet() > 0);
        root.changeLimit(1_024);
        assertThat(allocator.tryGrowInPlace(block, 1_000, 1_024)).isTrue();
        assertThat(allocator.grow(block, 1_000, 1_024, 8, MAY_MOVE)).isEqualTo(block);
        assertThat(allocator.tryGrowInPlace(block, 1_024, 1_025)).isFalse();
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.grow(block, 1_024, 1_025, 8, MUST_NOT_MOVE));
        root.changeLimit(BYTES);
        assertThat(allocator.allocate(1_024, 8)).isPositive();
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.grow(block, 1_024, 2_048, 8, MUST_NOT_MOVE));
        assertThat(asked).hasValue(0);
    }

    @Test
    void aShrinkageGivesBack() {
        BudgetedSizeAware allocator = budgeted(0);
        long block = allocator.allocate(4_000, 8);
        assertThat(allocator.tryShrinkInPlace(block, 4_000, 1_000)).isTrue();
        assertThat(root.used()).isEqualTo(1_024);
        block = allocator.shrink(block, 1_000, 60, 8, MAY_MOVE);
        assertThat(root.usage()).isEqualTo(new BudgetUsage(10_000, 64, 0, 4_096));
        allocator.free(block);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 512})
    void closingGivesEverythingBackAndItsBudgetGoes(long credit) {
        BudgetedSizeAware allocator = budgeted(credit);
        allocator.allocate(100, 8);
        allocator.allocate(1_000, 8);
        assertThat(root.children()).hasSize(1);
        allocator.close();
        allocator.close();
        assertThat(root.used()).isZero();
        assertThat(root.children()).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> allocator.allocate(1, 1));
        assertThatIllegalStateException().isThrownBy(allocator::statistics);
    }

    @Test
    void aClosedBudgetAndBadCreditTakeNoAllocator() {
        for (long bad : new long[] {-1, Long.MIN_VALUE, (1L << 40) + 1}) {
            assertKind(INVALID_PARAMETER, () -> budgeted(bad));
        }
        assertThat(root.children()).isEmpty();
        Budget closed = root.child("closed", 1);
        closed.close();
        assertThatIllegalStateException().isThrownBy(() -> new BudgetedSizeAware(buddy, closed, 0));
    }

    @Test
    void creditIsDrawnInQuantaAndCountsInTheTree() {
        BudgetedSizeAware allocator = budgeted(1_000);
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            blocks.add(allocator.allocate(64, 8));
            assertThat(root.used()).isEqualTo((i + 1) * 64L + allocator.credit());
            assertThat(allocator.credit()).isBetween(0L, 2_000L);
        }
        assertThat(root.usage().peak()).isEqualTo(3_000);
        for (long block : blocks) {
            allocator.free(block);
            assertThat(allocator.credit()).isBetween(0L, 2_000L);
        }
        assertThat(root.used()).isEqualTo(allocator.credit()).isPositive();
        allocator.settle();
        assertThat(root.used()).isZero();
    }

    /** What a hook sees of a call that is under way: a growth is set aside and not in the peak, a new block not charged. */
    @Test
    void withinACallChargeAndBlocksMayDifferAndAtRestTheyDoNot() {
        BudgetedSizeAware allocator = budgeted(0);
        long block = allocator.allocate(1_024, 8);
        List<BudgetUsage> seen = new ArrayList<>();
        List<Long> live = new ArrayList<>();
        root.askBeforeCharges((budget, bytes) -> {
            seen.add(root.usage());
            live.add(buddy.statistics().liveBlockBytes());
            return true;
        });
        allocator.grow(block, 1_024, 1_500, 8, MAY_MOVE);
        BudgetUsage before = new BudgetUsage(10_000, 1_024, 0, 1_024);
        BudgetUsage aside = new BudgetUsage(10_000, 1_500, 0, 1_024);
        assertThat(seen).containsExactly(before, aside);
        assertThat(live).containsExactly(1_024L, 2_048L);
        assertThat(root.usage()).isEqualTo(new BudgetUsage(10_000, 2_048, 0, 2_048));
        BudgetCheck.checkAtRest(allocator);
    }

    @Test
    void theWalkAtRestFindsWhatIsNotChargedOrStillSetAside() {
        BudgetedSizeAware allocator = budgeted(0);
        allocator.allocate(64, 8);
        BudgetCheck.checkAtRest(allocator);
        long stray = buddy.allocate(64, 8);
        assertThatThrownBy(() -> BudgetCheck.checkAtRest(allocator)).hasMessageStartingWith("B5 charged is live");
        assertThat(allocator.account().reserve(64, false)).isTrue();
        assertThatThrownBy(() -> BudgetCheck.checkAtRest(allocator)).hasMessageStartingWith("B5 nothing is set aside");
        allocator.account().cancel(64);
        buddy.free(stray);
        BudgetCheck.checkAtRest(allocator);
    }

    @Test
    void whoNamesNoCreditDrawsTheDefault() {
        Budget budget = Budget.root("roomy", 1 << 20);
        BudgetedSizeAware allocator = new BudgetedSizeAware(buddy, budget);
        allocator.free(allocator.allocate(64, 8));
        assertThat(budget.used()).isEqualTo(allocator.credit()).isEqualTo(BudgetedAllocator.DEFAULT_CREDIT);
        allocator.settle();
        assertThat(budget.used()).isZero();
    }

    @Test
    void anotherOnesCreditCountsUntilItIsSettled() {
        BudgetedSizeAware saving = budgeted(8_192);
        saving.free(saving.allocate(64, 8));
        BudgetedSizeAware poor = budgeted(0);
        refusedUntouched(poor, NO_MEMORY, () -> poor.allocate(2_000, 8));
        saving.settle();
        assertThat(poor.allocate(2_000, 8)).isPositive();
        assertThat(saving.allocate(64, 8)).as("less than a quantum is left").isPositive();
        assertThat(saving.credit()).isZero();
    }

    @Test
    void aVetoIsNoMemory() {
        BudgetedSizeAware allocator = budgeted(0);
        root.askBeforeCharges((budget, bytes) -> bytes <= 64);
        long block = allocator.allocate(64, 8);
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.allocate(65, 8));
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.grow(block, 64, 1_000, 8, MAY_MOVE));
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.allocate(1_000, 8));
        assertThat(root.used()).isEqualTo(64);
    }

    @Test
    void aVetoThatThrowsLeavesNoBlockBehind() {
        BudgetedSizeAware allocator = budgeted(0);
        long block = allocator.allocate(64, 8);
        AtomicInteger asked = new AtomicInteger();
        root.askBeforeCharges((budget, bytes) -> {
            if (asked.incrementAndGet() % 2 == 0) {
                throw new UnsupportedOperationException("enough");
            }
            return true;
        });
        List<ThrowingCallable> calls = List.of(
                () -> allocator.allocate(100, 8),
                () -> allocator.tryGrowInPlace(block, 64, 100),
                () -> allocator.grow(block, 64, 100, 8, MAY_MOVE));
        for (ThrowingCallable call : calls) {
            AllocatorStatistics before = allocator.statistics();
            assertThatThrownBy(call).hasMessage("enough");
            assertThat(allocator.statistics()).isEqualTo(before);
            assertThat(root.used()).isEqualTo(64);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 256})
    void aRescueFreesThroughTheAllocatorItself(long credit) {
        BudgetedSizeAware allocator = budgeted(credit);
        List<Long> cache = new ArrayList<>(List.of(allocator.allocate(4_096, 8), allocator.allocate(4_096, 8)));
        root.askWhenShort((budget, bytes) -> {
            if (!cache.isEmpty()) {
                allocator.free(cache.removeLast());
            }
            return true;
        });
        assertThat(allocator.allocate(4_000, 8)).isPositive();
        assertThat(cache).hasSize(1);
        long block = allocator.allocate(1_024, 8);
        assertThat(allocator.grow(block, 1_024, 4_096, 8, MAY_MOVE)).isPositive();
        assertThat(cache).isEmpty();
        refusedUntouched(allocator, NO_MEMORY, () -> allocator.allocate(8_000, 8));
        BudgetCheck.checkAtRest(allocator);
    }

    @Test
    void anExhaustedAllocatorIsRescuedToo() {
        BudgetedSizeAware allocator = budgeted(0);
        root.changeLimit(Budget.UNLIMITED);
        long hoard = allocator.allocate(BYTES / 2, 8);
        long small = allocator.allocate(64, 8);
        AtomicInteger asked = new AtomicInteger();
        root.askWhenShort((budget, bytes) -> {
            if (asked.incrementAndGet() == 2) {
                allocator.free(hoard);
            }
            return asked.get() < 3;
        });
        assertThat(allocator.tryAllocate(BYTES / 2, 8))
                .as("one more try, in vain")
                .isZero();
        assertThat(allocator.tryAllocate(BYTES / 2, 8)).isEqualTo(hoard);
        assertThat(allocator.tryAllocate(BYTES / 2, 8)).isZero();
        assertThat(asked).hasValue(3);
        assertThat(allocator.tryGrowInPlace(small, 64, BYTES)).isFalse();
        assertThat(asked).as("nobody is asked about what must not move").hasValue(3);
    }

    @Test
    void threadsShareATreeOverASharedAllocator() throws InterruptedException {
        root.changeLimit(200_000);
        try (SharedAllocator shared = SharedAllocator.checked();
                BudgetedSizeAware allocator = new BudgetedSizeAware(shared, root.child("all", 150_000), 0)) {
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int seed = i;
                Thread.Builder builder = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
                threads.add(builder.start(() -> {
                    try {
                        churn(new SplittableRandom(seed), allocator);
                    } catch (Throwable failure) {
                        synchronized (failures) {
                            failures.add(failure);
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            assertThat(root.used()).isZero();
            assertThat(root.usage().peak()).isBetween(100_000L, 150_000L);
        }
    }

    private void churn(SplittableRandom random, BudgetedSizeAware allocator) {
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            long block = blocks.size() > 100 ? 0 : allocator.tryAllocate(1 + random.nextLong(2_000), 8);
            if (block != 0) {
                blocks.add(block);
            } else if (!blocks.isEmpty()) {
                allocator.free(blocks.remove(random.nextInt(blocks.size())));
            }
            if (i % 1_000 == 0) {
                BudgetCheck.check(root);
            }
        }
        blocks.forEach(allocator::free);
    }

    private void refusedUntouched(BudgetedSizeAware allocator, AllocationException.Kind kind, ThrowingCallable call) {
        AllocatorStatistics before = allocator.statistics();
        assertKind(kind, call);
        assertThat(bytes(allocator.statistics())).isEqualTo(bytes(before));
        BudgetCheck.checkAtRest(allocator);
    }

    /** Buddies note how small a block has ever been, on the Java heap: that stays. */
    private static AllocatorStatistics bytes(AllocatorStatistics found) {
        return new AllocatorStatistics(
                found.sourceBytes(),
                found.liveBlockBytes(),
                found.inBandMetadataBytes(),
                found.freeBytes(),
                found.quarantinedBytes(),
                found.lostBytes(),
                found.liveBlocks(),
                0);
    }
}
