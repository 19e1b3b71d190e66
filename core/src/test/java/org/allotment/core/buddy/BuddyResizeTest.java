package org.allotment.core.buddy;

import static org.allotment.core.Movement.MAY_MOVE;
import static org.allotment.core.Movement.MUST_NOT_MOVE;
import static org.allotment.core.buddy.BuddyFixture.NOWHERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Resizing: over free buddies, over waiting ones, and what a later free then names. */
final class BuddyResizeTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void growsOverTheFreeBuddyOfEachOrder(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, options);
        long block = allocator.allocate(64, 8);
        assertThat(block).isEqualTo(NOWHERE);
        for (long size = 65; size <= MIB; size = size * 2 - 1) {
            assertThat(allocator.tryGrowInPlace(block, 64, size)).isTrue();
            assertThat(allocator.usableSize(block)).isEqualTo(Long.highestOneBit(size - 1) * 2);
            BuddyCheck.verify(allocator);
        }
        assertThat(allocator.statistics().freeBytes()).isZero();
        assertThat(allocator.tryGrowInPlace(block, MIB, MIB + 1)).isFalse();
        assertThat(allocator.tryShrinkInPlace(block, MIB, 65)).isTrue();
        assertThat(allocator.usableSize(block)).isEqualTo(128);
        BuddyCheck.verify(allocator);
        allocator.free(block, 65, 8);
        assertThat(allocator.largestFree()).isEqualTo(MIB);
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void anUpperBuddyCannotGrowWhereItIs(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, options);
        long lower = allocator.allocate(64, 8);
        long upper = allocator.allocate(64, 8);
        assertThat(upper).isEqualTo(lower + 64);
        assertThat(allocator.tryGrowInPlace(lower, 64, 65)).isFalse();
        assertThat(allocator.tryGrowInPlace(upper, 64, 65)).isFalse();
        allocator.free(lower, 64, 8);
        assertThat(allocator.tryGrowInPlace(upper, 64, 65)).isFalse();
        BuddyCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void growsOverBlocksThatWait(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, options);
        long block = allocator.allocate(256, 8);
        long[] pieces = new long[4];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = allocator.allocate(64, 8);
        }
        long elsewhere = allocator.allocate(1_000, 8);
        allocator.free(elsewhere);
        for (long piece : pieces) {
            assertThat(allocator.tryGrowInPlace(block, 256, 512)).isFalse();
            allocator.free(piece, 64, 8);
        }
        int waiting = allocator.heap().quick.waiting[10];
        assertThat(allocator.tryGrowInPlace(block, 256, 512)).isTrue();
        assertThat(allocator.heap().quick.waiting[10])
                .as("what lies elsewhere stays")
                .isEqualTo(waiting);
        BuddyCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void aBlockThatMustNotMoveGrowsOverWaitingOnesAndOneThatMayMoveMoves(BuddyOptions options) {
        try (BuddyFixture fixture = new BuddyFixture()) {
            BuddyAllocator allocator = BuddyAllocator.over(fixture.memory(MIB), MIB, options);
            long block = allocator.allocate(256, 8);
            allocator.free(allocator.allocate(256, 8));
            assertThat(allocator.grow(block, 256, 512, 8, MUST_NOT_MOVE)).isEqualTo(block);
            long blocker = allocator.allocate(512, 8);
            assertThatThrownBy(() -> allocator.grow(block, 512, 600, 8, MUST_NOT_MOVE))
                    .isInstanceOf(AllocationException.class)
                    .hasMessageContaining("newSize=600");
            long moved = allocator.grow(block, 512, 600, 8, MAY_MOVE);
            assertThat(moved).isNotEqualTo(block);
            allocator.free(blocker);
            allocator.free(moved, 600, 8);
            BuddyCheck.verify(allocator);
            assertThat(allocator.largestFree()).isEqualTo(MIB);
        }
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void growsInPlaceAfterAFailedMoveMergedWhatWaited(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(4_096, options);
        long block = allocator.allocate(2_048, 8);
        long behind = allocator.allocate(2_048, 8);
        allocator.free(behind);
        assertThat(allocator.grow(block, 2_048, 4_096, 8, MAY_MOVE)).isEqualTo(block);
        BuddyCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void aBlockThatIsAsLargeAsItsAlignmentKeepsItUntilItIsShrunk(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, options);
        long block = allocator.allocate(100, 4_096);
        assertThat(allocator.usableSize(block)).isEqualTo(4_096);
        assertThat(allocator.tryGrowInPlace(block, 100, 3_000)).isTrue();
        assertThat(allocator.usableSize(block)).isEqualTo(4_096);
        assertThat(allocator.tryShrinkInPlace(block, 3_000, 100)).isTrue();
        assertThat(allocator.usableSize(block)).isEqualTo(128);
        BuddyCheck.verify(allocator);
        allocator.free(block, 100, 4_096);
        BuddyCheck.verify(allocator);

        long again = allocator.allocate(100, 4_096);
        allocator.free(again, 4_096, 4_096);
        BuddyCheck.verify(allocator);
        assertThat(allocator.statistics().liveBlocks()).isZero();
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void aGrowthWithAnotherAlignmentIsFreedWithThatOne(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, options);
        long lower = allocator.allocate(100, 4_096);
        assertThat(allocator.grow(lower, 100, 120, 8, MUST_NOT_MOVE)).isEqualTo(lower);
        assertThat(allocator.usableSize(lower)).isEqualTo(128);
        BuddyCheck.verify(allocator);
        allocator.free(lower, 120, 8);
        assertThat(allocator.largestFree()).isEqualTo(MIB);
        long raised = allocator.allocate(100, 256);
        assertThat(raised).isEqualTo(NOWHERE);
        assertThat(allocator.grow(raised, 100, 101, 4_096, MUST_NOT_MOVE)).isEqualTo(raised);
        assertThat(allocator.usableSize(raised)).isEqualTo(256);
        allocator.free(raised, 101, 4_096);
        BuddyCheck.verify(allocator);
        assertThat(allocator.largestFree()).isEqualTo(MIB);
    }

    @Test
    void requestedBytesFollowEveryOperationExactly() {
        try (BuddyFixture fixture = new BuddyFixture()) {
            BuddyOptions options = BuddyOptions.DEFAULT.countingRequests();
            BuddyAllocator allocator = BuddyAllocator.over(fixture.memory(MIB), MIB, options);
            long first = allocator.allocate(100, 8);
            long second = allocator.allocate(5, 4_096);
            assertThat(allocator.requestedBytes()).hasValue(105);
            assertThat(allocator.statistics().liveBlockBytes()).isEqualTo(128 + 4_096);
            first = allocator.grow(first, 100, 70_000, 8, MAY_MOVE);
            assertThat(allocator.requestedBytes()).hasValue(70_005);
            first = allocator.shrink(first, 70_000, 65_000, 1 << 18, MAY_MOVE);
            assertThat(allocator.requestedBytes()).hasValue(65_005);
            assertThat(allocator.tryGrowInPlace(first, 65_000, 65_001)).isTrue();
            assertThat(allocator.requestedBytes()).hasValue(65_006);
            BuddyCheck.verify(allocator);
            allocator.free(first);
            assertThat(allocator.requestedBytes()).hasValue(5);
            allocator.free(second, 4_096, 4_096);
            assertThat(allocator.requestedBytes()).hasValue(0);
            allocator.close();
        }
        BuddyAllocator uncounted = BuddyFixture.nowhere(MIB, BuddyOptions.DEFAULT);
        assertThat(uncounted.requestedBytes()).isEmpty();
    }

    @Test
    void requestedSizesHaveRoomWhateverTheUnitAndTheOrder() {
        for (int unitShift = 3; unitShift <= 30; unitShift++) {
            RequestedSizes sizes = new RequestedSizes(1 << 10, unitShift);
            for (int order = 0; order <= 10; order++) {
                int shift = unitShift + order;
                for (long size : new long[] {1, 2, (1L << shift) - 1, 1L << shift}) {
                    sizes.set((1 << order) & 1_023, shift, size);
                    assertThat(sizes.get((1 << order) & 1_023, shift)).isEqualTo(size);
                }
            }
        }
    }

    @Test
    void neighboursKeepTheirRequestedSizes() {
        RequestedSizes sizes = new RequestedSizes(16, 9);
        for (int unit = 0; unit < 16; unit++) {
            sizes.set(unit, 9, 500 + unit % 12);
        }
        sizes.set(4, 11, 2_048);
        for (int unit = 0; unit < 16; unit++) {
            if (unit < 4 || unit > 7) {
                assertThat(sizes.get(unit, 9)).isEqualTo(500 + unit % 12);
            }
        }
        assertThat(sizes.get(4, 11)).isEqualTo(2_048);
    }

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void sizesNearTheEndOfLongDoNotGrow(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, options);
        long block = allocator.allocate(100, 8);
        for (long size : new long[] {1L << 56, 1L << 57, 1L << 58, 1L << 62, Long.MAX_VALUE}) {
            assertThat(allocator.tryGrowInPlace(block, 100, size)).isFalse();
            assertThat(allocator.tryAllocate(size - 8, 8)).isEqualTo(Allocator.NULL);
        }
        BuddyCheck.verify(allocator);
    }
}
