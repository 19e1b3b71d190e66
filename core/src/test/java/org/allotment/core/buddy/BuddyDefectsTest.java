package org.allotment.core.buddy;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.MEMORY_OVERLAP;
import static org.allotment.core.AllocationException.Kind.NOT_ALLOCATED;
import static org.allotment.core.buddy.BuddyFixture.NOWHERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.defects.Defect;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The seed's defects that touch the buddy system, by their numbers. */
final class BuddyDefectsTest {
    private static final long MIB = 1 << 20;

    /** A5: frees could not report anything, and an added region was never compared with those that were there. */
    @Defect("A5")
    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void a5AFreeOfWhatIsNotAllocatedIsReported(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, options);
        long block = allocator.allocate(200_000, 8);
        assertRefused(allocator, NOT_ALLOCATED, () -> allocator.free(NOWHERE - 8, 8, 8));
        assertRefused(allocator, NOT_ALLOCATED, () -> allocator.free(NOWHERE + MIB));
        allocator.free(block);
        assertRefused(allocator, NOT_ALLOCATED, () -> allocator.free(block));
    }

    @Defect("A5")
    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void a5ARegionThatOverlapsIsReported(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, options);
        assertRefused(allocator, MEMORY_OVERLAP, () -> allocator.addRegion(NOWHERE + MIB - 8, MIB));
        assertRefused(allocator, MEMORY_OVERLAP, () -> allocator.addRegion(NOWHERE, MIB));
        FrameAllocator frames = FrameAllocator.below(100);
        frames.addFrames(10, 20);
        frames.allocate(8);
        assertThatThrownBy(() -> frames.addFrames(29, 1)).hasMessageContaining("there already");
        assertThatThrownBy(() -> frames.addFrames(0, 100)).hasMessageContaining("there already");
        assertThat(frames.totalFrames()).isEqualTo(20);
        BuddyCheck.verify(frames);
    }

    /** A7: a region smaller than the unit underflowed; adding the same memory again reset the totals. */
    @Defect("A7")
    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void a7ARegionWithoutASmallestBlockIsRefusedAndNoRegionIsTakenTwice(BuddyOptions options) {
        long unit = options.minBlockBytes();
        for (long bytes = 1; bytes < unit; bytes++) {
            long tooSmall = bytes;
            assertThatThrownBy(() -> BuddyFixture.nowhere(tooSmall, options))
                    .isInstanceOfSatisfying(
                            AllocationException.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(INVALID_PARAMETER));
        }
        BuddyAllocator allocator = BuddyFixture.nowhere(unit, options);
        assertRefused(allocator, INVALID_PARAMETER, () -> allocator.addRegion(NOWHERE + unit + 1, 2 * unit - 2));
        long only = allocator.allocate(1, 1);
        assertRefused(allocator, MEMORY_OVERLAP, () -> allocator.addRegion(NOWHERE, unit));
        assertThat(allocator.tryAllocate(1, 1)).isEqualTo(Allocator.NULL);
        allocator.free(only);
    }

    /** A10: a free searched the list of its order from front to back, and accepted a block that was in it. */
    @Defect("A10")
    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void a10EveryOrderOfFreesMergesAllAndADoubleFreeIsCaught(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, options.bare());
        SplittableRandom random = new SplittableRandom(10);
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < (1 << 14); i++) {
            blocks.add(allocator.allocate(64, 8));
        }
        assertThat(allocator.tryAllocate(1, 1)).isEqualTo(Allocator.NULL);
        for (int left = blocks.size(); left > 0; left--) {
            int chosen = random.nextInt(left);
            long block = blocks.set(chosen, blocks.get(left - 1));
            allocator.free(block);
            if (left % 1_000 == 0) {
                assertRefused(allocator, NOT_ALLOCATED, () -> allocator.free(block));
                assertRefused(allocator, NOT_ALLOCATED, () -> allocator.free(block, 64, 8));
            }
        }
        assertThat(allocator.largestFree()).isEqualTo(MIB);
        BuddyCheck.verify(allocator);
    }

    /** A11: a region with a block of 4 GiB reached list 32 of 32. */
    @Defect("A11")
    @Test
    void a11RegionsWithBlocksOfFourGibibytesAndMoreWork() {
        for (int shift = 30; shift <= 50; shift++) {
            long bytes = 1L << shift;
            BuddyOptions options = BuddyOptions.DEFAULT.blocksFrom(Math.min(bytes >> 16, 1L << 30));
            BuddyAllocator allocator = BuddyAllocator.over(1L << 50, bytes, options);
            assertThat(allocator.allocate(bytes, bytes)).isEqualTo(1L << 50);
            assertThat(allocator.tryAllocate(1, 1)).isEqualTo(Allocator.NULL);
            allocator.free(1L << 50, bytes, bytes);
            assertThat(allocator.largestFree()).isEqualTo(bytes);
            BuddyCheck.verify(allocator);
        }
    }

    @Defect("A11")
    @Test
    void a11SmallBlocksAlsoWorkInARegionAboveFourGibibytes() {
        long bytes = 6L << 30;
        BuddyAllocator allocator = BuddyFixture.nowhere(bytes, BuddyOptions.DEFAULT.blocksFrom(4_096));
        long large = allocator.allocate((2L << 30) + 1, 8);
        assertThat(large).isEqualTo(NOWHERE);
        long page = allocator.allocate(4_096, 8);
        assertThat(page).isEqualTo(NOWHERE + (4L << 30));
        allocator.free(large);
        allocator.free(page);
        assertThat(allocator.largestFree()).isEqualTo(4L << 30);
        BuddyCheck.verify(allocator);
    }

    /** A12: merging two blocks of the top order lost both. */
    @Defect("A12")
    @Test
    void a12BlocksOfTheTopOrderStayWhenTheirBuddyIsFreeToo() {
        FrameAllocator frames = FrameAllocator.below(3L << 32);
        frames.addFrames(0, 1L << 32);
        frames.addFrames(1L << 32, 1L << 32);
        frames.addFrames(2L << 32, 1L << 32);
        assertThat(frames.freeFrames()).isEqualTo(3L << 32);
        assertThat(frames.largestFree()).isEqualTo(2L << 32);
        for (int round = 0; round < 3; round++) {
            long top = frames.allocate(2L << 32);
            long rest = frames.allocate(1L << 32);
            assertThat(frames.freeFrames()).isZero();
            frames.free(top, 2L << 32);
            frames.free(rest, 1L << 32);
            BuddyCheck.verify(frames);
            assertThat(frames.freeFrames()).isEqualTo(3L << 32);
        }
    }

    /** A12, the rest: the first block at frame 0 had 32 frames at most. */
    @Defect("A12")
    @Test
    void a12TheFirstBlockAtFrameZeroIsAsLargeAsTheFramesAllow() {
        for (int order = 0; order <= 36; order++) {
            FrameAllocator frames = FrameAllocator.over(0, 1L << order);
            assertThat(frames.allocate(1L << order)).isZero();
            assertThat(frames.freeFrames()).isZero();
        }
    }

    /** A24: the next power of two overflowed, and so did ends of regions. */
    @Defect("A24")
    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void a24SizesNearTheEndOfLongNeitherWrapNorChangeAnything(BuddyOptions options) {
        BuddyAllocator allocator = BuddyFixture.nowhere(MIB, options);
        long block = allocator.allocate(100, 8);
        for (int shift = 21; shift < 63; shift++) {
            for (long size : new long[] {(1L << shift) - 1, 1L << shift, (1L << shift) + 1}) {
                assertThat(allocator.tryAllocate(size, 1)).isEqualTo(Allocator.NULL);
                assertThat(allocator.tryGrowInPlace(block, 100, size)).isFalse();
            }
            assertThat(allocator.tryAllocate(1, 1L << shift)).isEqualTo(Allocator.NULL);
        }
        for (int back = 0; back < 20; back++) {
            long size = Long.MAX_VALUE - back;
            assertRefused(allocator, back < 8 ? INVALID_PARAMETER : Kind.NO_MEMORY, () -> allocator.allocate(size, 8));
            assertRefused(allocator, INVALID_PARAMETER, () -> allocator.addRegion(size, 4_096));
            assertRefused(allocator, INVALID_PARAMETER, () -> allocator.addRegion(NOWHERE + MIB, size));
        }
        allocator.free(block, 100, 8);
    }

    @Defect("A24")
    @Test
    void a24FrameCountsNearTheEndOfLongNeitherWrapNorChangeAnything() {
        FrameAllocator frames = FrameAllocator.over((1L << 57) - 4_096, 4_096);
        for (long count : new long[] {4_097, 1L << 36, 1L << 61, (1L << 62) + 1, Long.MAX_VALUE - 1}) {
            assertThat(frames.tryAllocate(count, 1)).isEqualTo(FrameAllocator.NONE);
            assertThatThrownBy(() -> frames.free((1L << 57) - 4_096, count)).isInstanceOf(AllocationException.class);
            assertThatThrownBy(() -> frames.addFrames((1L << 57) - 4_096, count))
                    .isInstanceOf(AllocationException.class);
        }
        for (long start : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 57) - 1}) {
            assertThatThrownBy(() -> FrameAllocator.over(start, 2)).isInstanceOf(AllocationException.class);
        }
        assertThat(frames.freeFrames()).isEqualTo(4_096);
        BuddyCheck.verify(frames);
    }

    private static void assertRefused(BuddyAllocator allocator, Kind kind, ThrowingCallable call) {
        AllocatorStatistics before = allocator.statistics();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AllocationException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(kind));
        assertThat(allocator.statistics().liveBlockBytes()).isEqualTo(before.liveBlockBytes());
        assertThat(allocator.statistics().sourceBytes()).isEqualTo(before.sourceBytes());
        BuddyCheck.verify(allocator);
    }
}
