package org.allotment.core.buddy;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.MEMORY_OVERLAP;
import static org.allotment.core.AllocationException.Kind.NOT_ALLOCATED;
import static org.allotment.core.buddy.BuddyFixture.NOWHERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.source.RegionSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Several regions: what is refused, what is trimmed, and which seams vanish. */
final class BuddyRegionsTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void buddiesMergeAcrossTheSeamOfRegionsThatTouch(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, options);
        assertThat(allocator.tryAllocate(2 * MIB, 8)).isEqualTo(Allocator.NULL);
        allocator.addRegion(NOWHERE + MIB, MIB);
        BuddyCheck.verify(allocator);
        assertThat(allocator.largestFree()).isEqualTo(2 * MIB);
        assertThat(allocator.allocate(2 * MIB, 8)).isEqualTo(NOWHERE);
        allocator.addRegion(NOWHERE - MIB, MIB);
        BuddyCheck.verify(allocator);
        assertThat(allocator.largestFree()).as("not a buddy, though it touches").isEqualTo(MIB);
        allocator.free(NOWHERE, 2 * MIB, 8);
        BuddyCheck.verify(allocator);
        assertThat(allocator.largestFree()).isEqualTo(2 * MIB);
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void liveAndWaitingBlocksStayWhatTheyAreWhenExtentsJoin(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB - 128, options);
        allocator.addRegion(NOWHERE + MIB, MIB);
        long[] blocks = new long[200];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = allocator.allocate(1 + i * 7L, 8);
        }
        long large = allocator.allocate(300_000, 8);
        for (int i = 0; i < blocks.length; i += 2) {
            allocator.free(blocks[i], 1 + i * 7L, 8);
        }
        AllocatorStatistics before = allocator.statistics();
        allocator.addRegion(NOWHERE + MIB - 128, 128);
        BuddyCheck.verify(allocator);
        assertThat(allocator.heap().extents()).hasSize(1);
        assertThat(allocator.statistics().liveBlockBytes()).isEqualTo(before.liveBlockBytes());
        assertThat(allocator.statistics().liveBlocks()).isEqualTo(before.liveBlocks());
        allocator.free(large, 300_000, 8);
        for (int i = 1; i < blocks.length; i += 2) {
            allocator.free(blocks[i]);
            BuddyCheck.verify(allocator);
        }
        assertThat(allocator.statistics().liveBlocks()).isZero();
        assertThat(allocator.largestFree()).isEqualTo(2 * MIB);
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void endsThatFillNoSmallestBlockAreLostAndCounted(BuddyOptions options) {
        long unit = options.minBlockBytes();
        BuddyAllocator allocator = BuddyAllocator.over(NOWHERE + 1, 10 * unit, options);
        AllocatorStatistics statistics = allocator.statistics();
        assertThat(statistics.sourceBytes()).isEqualTo(10 * unit);
        assertThat(statistics.lostBytes()).isEqualTo(unit);
        assertThat(statistics.freeBytes()).isEqualTo(9 * unit);
        assertThat(allocator.contains(NOWHERE + 1)).isTrue();
        assertThat(allocator.contains(NOWHERE)).isFalse();
        assertThat(allocator.contains(NOWHERE + 10 * unit)).isTrue();
        assertThat(allocator.contains(NOWHERE + 10 * unit + 1)).isFalse();
        for (int i = 0; i < 9; i++) {
            assertThat(allocator.allocate(1, 1)).isBetween(NOWHERE + unit, NOWHERE + 9 * unit);
        }
        assertThat(allocator.tryAllocate(1, 1)).isEqualTo(Allocator.NULL);
        BuddyCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void theSmallestSufficientBlockOfAllRegionsIsTaken(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, options);
        allocator.addRegion(NOWHERE + 3 * MIB, 4_096);
        allocator.addRegion(NOWHERE + 5 * MIB, 64 << 10);
        assertThat(allocator.allocate(3_000, 8)).isEqualTo(NOWHERE + 3 * MIB);
        assertThat(allocator.allocate(3_000, 8)).isEqualTo(NOWHERE + 5 * MIB);
        assertThat(allocator.allocate(100_000, 8)).isEqualTo(NOWHERE);
        BuddyCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void regionsThatAreNoneAreRefusedAndChangeNothing(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, options);
        long block = allocator.allocate(100, 8);
        for (long bytes : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 58, 7}) {
            assertRefused(allocator, INVALID_PARAMETER, () -> allocator.addRegion(1L << 30, bytes));
        }
        for (long address : new long[] {0, -1, -4_096, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 57}) {
            assertRefused(allocator, INVALID_PARAMETER, () -> allocator.addRegion(address, 4_096));
        }
        for (long offset : new long[] {0, 8, MIB - 1, -4_095, -1}) {
            assertRefused(allocator, MEMORY_OVERLAP, () -> allocator.addRegion(NOWHERE + offset, 4_096));
        }
        assertRefused(allocator, MEMORY_OVERLAP, () -> allocator.addRegion(NOWHERE - MIB, 4 * MIB));
        allocator.free(block, 100, 8);
    }

    @Test
    void moreUnitsThanTagsHaveRoomForAreRefused() {
        BuddyOptions options = BuddyOptions.DEFAULT;
        assertThatThrownBy(() -> BuddyFixture.nowhere((1L << 35) + 8, options))
                .isInstanceOfSatisfying(
                        AllocationException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(INVALID_PARAMETER));
    }

    @Test
    void blocksOfHalfATebibyteAndMoreWorkWithoutMemory() {
        BuddyAllocator allocator = BuddyFixture.nowhere(1L << 42, BuddyOptions.DEFAULT.blocksFrom(1 << 20));
        long half = allocator.allocate((1L << 40) + 1, 8);
        assertThat(half % (1L << 41)).isZero();
        assertThat(allocator.usableSize(half)).isEqualTo(1L << 41);
        long small = allocator.allocate(5L << 30, 8);
        assertThat(allocator.usableSize(small)).isEqualTo(8L << 30);
        assertThat(allocator.tryAllocate(1L << 42, 8)).isEqualTo(Allocator.NULL);
        BuddyCheck.verify(allocator);
        allocator.free(half, (1L << 40) + 1, 8);
        allocator.free(small);
        assertThat(allocator.allocate(1L << 42, 1L << 42)).isEqualTo(NOWHERE);
        BuddyCheck.verify(allocator);
    }

    @Test
    void anotherThreadIsRefusedUnlessThereIsNoOwner() throws InterruptedException {
        BuddyAllocator owned = BuddyFixture.nowhere(MIB, BuddyOptions.DEFAULT);
        BuddyAllocator free = BuddyFixture.nowhere(MIB, BuddyOptions.DEFAULT.withoutOwner());
        long block = owned.allocate(100, 8);
        Throwable[] failure = {null};
        Thread other = Thread.ofPlatform().start(() -> {
            try {
                assertEachCallRefused(owned, block);
                free.free(free.allocate(100, 8));
            } catch (RuntimeException | AssertionError wrong) {
                failure[0] = wrong;
            }
        });
        other.join();
        assertThat(failure[0]).isNull();
        owned.free(block);
        BuddyCheck.verify(owned);
    }

    private static void assertEachCallRefused(BuddyAllocator owned, long block) {
        for (ThrowingCallable call : new ThrowingCallable[] {
            () -> owned.allocate(1, 1),
            () -> owned.tryAllocate(1, 1),
            () -> owned.free(block),
            () -> owned.free(block, 100, 8),
            () -> owned.usableSize(block),
            () -> owned.tryGrowInPlace(block, 100, 101),
            () -> owned.tryShrinkInPlace(block, 100, 99),
            () -> owned.addRegion(4_096, 4_096),
            () -> owned.contains(block),
            owned::statistics,
            owned::requestedBytes,
            owned::largestFree,
            owned::trim,
            owned::close
        }) {
            assertThatIllegalStateException().isThrownBy(call).withMessageMatching(".*owner=\\d+, caller=\\d+");
        }
    }

    @Test
    void theLastUnitsBeforeARegionAreForeignThoughTheyHaveTags() {
        for (BuddyOptions options : BuddyFixture.FORMS) {
            BuddyAllocator allocator = BuddyAllocator.over(NOWHERE + 24, 1_000, options);
            assertRefused(allocator, NOT_ALLOCATED, () -> allocator.free(NOWHERE + 16, 8, 8));
            assertRefused(allocator, NOT_ALLOCATED, () -> allocator.free(NOWHERE));
        }
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void drawnRegionsArePowersOfTwoAndGoBackWhenTheyAreFree(BuddyOptions options) {
        RegionSource source = new RegionSource(NOWHERE, 64 * MIB, 4_096);
        BuddyAllocator allocator = BuddyAllocator.create(source, options.growingBy(MIB));
        assertThat(allocator.statistics().sourceBytes()).isZero();
        long first = allocator.allocate(100, 8);
        assertThat(source.obtainedBytes()).isEqualTo(MIB);
        long large = allocator.allocate(5 * MIB, 8);
        assertThat(large % (8 * MIB)).isZero();
        assertThat(source.obtainedBytes()).isEqualTo(9 * MIB);
        long next = allocator.allocate(MIB, 8);
        assertThat(source.obtainedBytes()).as("half of what there is").isEqualTo(13 * MIB);
        BuddyCheck.verify(allocator);
        allocator.free(large, 5 * MIB, 8);
        assertThat(allocator.trim()).isEqualTo(8 * MIB);
        BuddyCheck.verify(allocator);
        assertRefused(allocator, NOT_ALLOCATED, () -> allocator.free(large, 5 * MIB, 8));
        allocator.free(first);
        allocator.free(next);
        assertThat(allocator.trim()).isEqualTo(5 * MIB);
        assertThat(source.obtainedBytes()).isZero();
        allocator.allocate(100, 8);
        allocator.close();
        assertThat(source.obtainedBytes()).isZero();
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void aSourceThatRefusesTheGenerousPieceIsAskedForOneThatJustDoes(BuddyOptions options) {
        RegionSource source = new RegionSource(NOWHERE, 48 << 10, 4_096);
        BuddyAllocator allocator = BuddyAllocator.create(source, options.growingBy(MIB));
        long block = allocator.allocate(20_000, 8);
        assertThat(source.obtainedBytes()).isEqualTo(32 << 10);
        assertThat(allocator.tryAllocate(20_000, 8)).isEqualTo(Allocator.NULL);
        assertThat(allocator.allocate(10_000, 8)).isNotEqualTo(Allocator.NULL);
        assertThat(source.obtainedBytes()).isEqualTo(48 << 10);
        assertThat(allocator.tryAllocate(1L << 60, 8)).isEqualTo(Allocator.NULL);
        allocator.free(block);
        BuddyCheck.verify(allocator);
        allocator.addRegion(NOWHERE + MIB, MIB);
        assertThat(allocator.allocate(MIB, 8)).isEqualTo(NOWHERE + MIB);
        allocator.close();
        assertThat(source.obtainedBytes()).isZero();
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void aPieceThatIsThereAlreadyGoesBackAtOnce(BuddyOptions options) {
        RegionSource source = new RegionSource(NOWHERE, MIB, 4_096);
        BuddyAllocator allocator = BuddyAllocator.create(source, options.growingBy(MIB));
        allocator.addRegion(NOWHERE + 8_192, 4_096);
        allocator.allocate(4_096, 8);
        assertThatThrownBy(() -> allocator.allocate(4_096, 8)).isInstanceOf(AllocationException.class);
        assertThat(source.obtainedBytes()).isZero();
        BuddyCheck.verify(allocator);
    }

    private static void assertRefused(BuddyAllocator allocator, Kind kind, ThrowingCallable call) {
        AllocatorStatistics before = allocator.statistics();
        assertThatThrownBy(call).isInstanceOfSatisfying(AllocationException.class, refusal -> {
            assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
            assertThat(refusal.getMessage()).matches(".*, \\w+=\\S+");
        });
        assertThat(allocator.statistics()).isEqualTo(before);
        BuddyCheck.verify(allocator);
    }
}
