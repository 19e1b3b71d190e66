package org.allotment.core.buddy;

import static org.allotment.core.buddy.BuddyFixture.NOWHERE;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Breaks each invariant of a living allocator and expects the walk to name it. */
final class BuddyCheckTest {
    private final BuddyAllocator allocator = BuddyFixture.nowhere(1 << 16, BuddyOptions.DEFAULT);
    private final long block = allocator.allocate(100, 8);
    private final long small = allocator.allocate(8, 8);
    private final long waiting = waiting();
    private final BuddyHeap heap = allocator.heap();
    private final BuddyExtent extent = heap.extents()[0];

    private long waiting() {
        long freed = allocator.allocate(300, 8);
        allocator.allocate(300, 8);
        allocator.free(freed);
        return freed;
    }

    private BlockBits bits(int order) {
        return Objects.requireNonNull(extent.map.bits(order));
    }

    @Test
    void acceptsWhatIsWhole() {
        assertThatCode(() -> BuddyCheck.verify(allocator)).doesNotThrowAnyException();
    }

    @Test
    void findsExtentsOutOfOrder() {
        allocator.addRegion(NOWHERE + (1 << 20), 1 << 16);
        BuddyExtent[] extents = heap.extents();
        BuddyExtent first = extents[0];
        extents[0] = extents[1];
        extents[1] = first;
        assertBroken("I1");
    }

    @Test
    void findsExtentsThatShouldBeOne() {
        allocator.addRegion(NOWHERE + (1 << 20), 1 << 16);
        heap.extents()[1] = BuddyExtent.of(NOWHERE + (1 << 16), 1 << 16, BuddyOptions.DEFAULT, false);
        assertBroken("I1");
    }

    @Test
    void findsALostBlock() {
        long lost = heap.take(7, 100);
        extent.untag(lost);
        assertBroken("I5");
    }

    @Test
    void findsABlockThatIsFreeAndLive() {
        extent.map.give(extent.unit(small), 0);
        assertBroken("I5");
    }

    @Test
    void findsABlockThatIsFreeTwice() {
        extent.map.give(extent.unit(NOWHERE + (1 << 15)), 3);
        assertBroken("I2 a free block starts");
    }

    @Test
    void findsAFreeBlockInsideALiveOne() {
        extent.map.give(extent.unit(block) + 4, 1);
        assertBroken("I2 free blocks are met once");
    }

    @Test
    void findsASummaryThatIsWrong() {
        bits(0).levels[1][0] = 0;
        assertBroken("I3");
    }

    @Test
    void findsAnOrderThatSeemsEmpty() {
        bits(extent.map.largestFreeOrder()).removeFirst();
        assertBroken("I3");
    }

    @Test
    void findsBuddiesThatAreNotMerged() {
        long unit = extent.map.take(8);
        extent.map.give(unit, 7);
        bits(7).add((unit >>> 7) + 1);
        assertBroken("I4");
    }

    @Test
    void findsATagInsideABlock() {
        extent.tag(block + 32, 5);
        assertBroken("I5");
    }

    @Test
    void findsATagOfAnotherSize() {
        extent.tag(small, 4);
        assertBroken("I2 free blocks are met once");
    }

    @Test
    void findsALiveBlockWithoutATag() {
        extent.untag(block);
        assertBroken("I5");
    }

    @Test
    void findsAWaitingBlockThatCountsAsLive() {
        extent.tag(waiting, 9);
        assertBroken("I5");
    }

    @Test
    void findsABlockThatWaitsTwice() {
        heap.quick.push(9, waiting);
        assertBroken("I6");
    }

    @Test
    void findsAWaitingBlockInTheWrongStack() {
        heap.quick.remove(9, 0);
        heap.quick.push(8, waiting);
        assertBroken("I5");
    }

    @Test
    void findsAWaitingBlockFromElsewhere() {
        heap.quick.push(9, NOWHERE - 512);
        assertBroken("I6");
    }

    @Test
    void findsAStackAboveItsLimit() {
        heap.quick.limits[9] = 0;
        assertBroken("I6");
    }

    @Test
    void findsAForgottenBlock() {
        heap.quick.remove(9, 0);
        assertBroken("I5");
    }

    @Test
    void findsFreeUnitsThatNobodyCounts() {
        long uncounted = heap.take(6, 64);
        heap.take(6, 64);
        extent.untag(uncounted);
        bits(3).add(extent.unit(uncounted) >>> 3);
        assertBroken("I7 free units");
    }

    @Test
    void findsALiveBlockThatNobodyCounts() {
        long unit = extent.map.take(3);
        extent.tag(unit << 3, 6);
        assertBroken("I7");
    }

    @Test
    void findsRequestsThatDoNotAddUp() {
        BuddyAllocator counting = BuddyFixture.nowhere(1 << 16, BuddyOptions.DEFAULT.countingRequests());
        long counted = counting.allocate(100, 8);
        BuddyExtent its = counting.heap().extents()[0];
        RequestedSizes sizes = Objects.requireNonNull(its.requested);
        sizes.set(its.unit(counted) - its.map.first, 7, 101);
        assertThatThrownBy(() -> BuddyCheck.verify(counting)).hasMessageStartingWith("I9 requested");
        sizes.set(its.unit(counted) - its.map.first, 7, 256);
        assertThatThrownBy(() -> BuddyCheck.verify(counting)).hasMessageStartingWith("I9 no more");
    }

    @Test
    void findsFramesThatAreUsedAndFree() {
        FrameAllocator frames = FrameAllocator.over(0, 64);
        long run = frames.allocate(4);
        BuddyCheck.verify(frames);
        frames.map().give(run, 2);
        assertThatThrownBy(() -> BuddyCheck.verify(frames)).hasMessageStartingWith("I2");
    }

    @Test
    void findsRunsThatOverlap() {
        FrameAllocator frames = FrameAllocator.over(0, 64);
        long run = frames.allocate(4);
        frames.allocate(1);
        Objects.requireNonNull(frames.runs(0)).add(run + 1);
        assertThatThrownBy(() -> BuddyCheck.verify(frames)).hasMessageStartingWith("I2");
    }

    @Test
    void findsFramesThatAreMissing() {
        FrameAllocator frames = FrameAllocator.over(0, 64);
        frames.allocate(4);
        frames.map().take(2);
        assertThatThrownBy(() -> BuddyCheck.verify(frames)).hasMessageStartingWith("I7");
    }

    private void assertBroken(String invariant) {
        assertThatThrownBy(() -> BuddyCheck.verify(allocator))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(invariant);
    }
}
