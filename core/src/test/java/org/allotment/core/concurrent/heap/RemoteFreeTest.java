package org.allotment.core.concurrent.heap;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.NOT_ALLOCATED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.allotment.core.Movement;
import org.allotment.core.Refusals;
import org.allotment.core.concurrent.slice.SliceDepot;
import org.allotment.core.memory.RawAccess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks freed by others than their owner, step by step: two heaps in one thread, so that every order can be had. */
final class RemoteFreeTest {
    private final SharedAllocator allocator = SharedAllocator.create(HeapOptions.of(HeapContractTest.region(8 << 20)));
    private final OwnedHeap owner = allocator.openHeap();
    private final OwnedHeap other = allocator.openHeap();

    @AfterEach
    void walkTheInvariants() {
        HeapWalk.check(allocator);
        allocator.close();
    }

    @Test
    void aFreedBlockComesHomeAndServesItsOwnerAgain() {
        long block = owner.allocate(64, 8);
        other.free(block, 64, 8);
        HeapWalk.check(allocator);
        assertThat(allocator.statistics().liveBlocks()).as("on its way").isZero();
        other.trim();
        HeapWalk.check(allocator);
        Set<Long> served = new HashSet<>();
        for (int i = 0; i < SliceDepot.SLICE / 64; i++) {
            served.add(owner.allocate(64, 8));
        }
        assertThat(served).contains(block).hasSize((int) (SliceDepot.SLICE / 64));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 1_000, 5_000})
    void whateverTheBatchNothingIsLostOrServedTwice(int batch) {
        for (int round = 0; round < 4; round++) {
            List<Long> blocks = new ArrayList<>();
            for (int i = 0; i < batch; i++) {
                blocks.add(owner.allocate(48 + i % 5 * 16, 8));
            }
            assertThat(blocks).doesNotHaveDuplicates();
            blocks.forEach(other::free);
            HeapWalk.check(allocator);
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
        long before = allocator.statistics().sourceBytes();
        for (int i = 0; i < batch; i++) {
            other.free(owner.allocate(48 + i % 5 * 16, 8));
        }
        assertThat(allocator.statistics().sourceBytes())
                .as("it is the same memory")
                .isEqualTo(before);
    }

    @Test
    void aParkedPageComesBackWhenAnotherFreesABlockOfIt() {
        List<Long> blocks = fill(1_024, 200);
        long victim = blocks.get(3);
        other.free(victim);
        other.trim();
        HeapWalk.check(allocator);
        assertThat(allocateUntil(victim, 200)).isTrue();
    }

    @Test
    void aParkedPageComesBackWhenItsOwnerFreesABlockOfIt() {
        List<Long> blocks = fill(1_024, 200);
        owner.free(blocks.get(5));
        HeapWalk.check(allocator);
        assertThat(allocateUntil(blocks.get(5), 200)).isTrue();
    }

    @Test
    void bothAtOnceOnAParkedPage() {
        List<Long> blocks = fill(1_024, 200);
        other.free(blocks.get(3));
        owner.free(blocks.get(4));
        other.trim();
        owner.free(blocks.get(5));
        HeapWalk.check(allocator);
        owner.trim();
        HeapWalk.check(allocator);
        assertThat(allocator.statistics().liveBlocks()).isEqualTo(197);
    }

    @Test
    void pagesThatOthersEmptiedGoBack() {
        List<Long> blocks = fill(512, 3_000);
        blocks.forEach(other::free);
        other.trim();
        owner.trim();
        assertThat(allocator.supply.depot().freeBytes())
                .isEqualTo(allocator.statistics().sourceBytes());
    }

    @Test
    void aBlockOfAnotherHeapIsFreedTwiceOnlyOnce() {
        long block = owner.allocate(64, 8);
        other.free(block, 64, 8);
        Refusals.assertKind(NOT_ALLOCATED, () -> other.free(block, 64, 8));
        Refusals.assertKind(NOT_ALLOCATED, () -> other.free(block));
        Refusals.assertKind(NOT_ALLOCATED, () -> owner.free(block, 64, 8));
        Refusals.assertKind(NOT_ALLOCATED, () -> owner.free(block));
        Refusals.assertKind(NOT_ALLOCATED, () -> allocator.free(block));
        other.trim();
        Refusals.assertKind(NOT_ALLOCATED, () -> other.free(block));
        Refusals.assertKind(NOT_ALLOCATED, () -> owner.free(block));
    }

    @Test
    void theOthersBadFreesAreCaughtToo() {
        long block = owner.allocate(200, 8);
        for (long interior : new long[] {block + 1, block + 8, block + 16, block + 64, block - 16}) {
            Refusals.assertKind(NOT_ALLOCATED, () -> other.free(interior));
            Refusals.assertKind(NOT_ALLOCATED, () -> other.free(interior, 16, 1));
        }
        Refusals.assertKind(INVALID_PARAMETER, () -> other.free(block, 100, 8));
        Refusals.assertKind(INVALID_PARAMETER, () -> other.free(block, 400, 8));
        Refusals.assertKind(INVALID_PARAMETER, () -> other.free(block, 0, 8));
        Refusals.assertKind(INVALID_PARAMETER, () -> other.free(block, 200, 3));
        assertThat(other.usableSize(block)).isGreaterThanOrEqualTo(200);
        assertThat(allocator.statistics().liveBlocks()).isEqualTo(1);
        other.free(block, 200, 8);
    }

    /** An owner that frees in the moment another does is not told; what it did must stay without consequence. */
    @Test
    void aDoubleFreeThatNobodyCouldCatchIsContainedWhenTheBlockComesHome() {
        SharedAllocator damaged = SharedAllocator.create(HeapOptions.of(HeapContractTest.region(8 << 20)));
        OwnedHeap mine = damaged.openHeap();
        OwnedHeap others = damaged.openHeap();
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            blocks.add(mine.allocate(64, 8));
        }
        long twice = blocks.get(5);
        others.free(blocks.get(1));
        others.free(twice);
        Page page = Objects.requireNonNull(damaged.supply.map.get(twice));
        page.marks[page.granule(twice)] = Page.LIVE;
        mine.free(twice);
        others.free(blocks.get(2));
        others.trim();
        mine.trim();
        Set<Long> served = new HashSet<>();
        for (int i = 0; i < 4_000; i++) {
            long block = mine.allocate(64, 8);
            assertThat(served.add(block)).as("served twice").isTrue();
            assertThat(blocks.indexOf(block)).as("a live block").isIn(-1, 1, 2, 5);
        }
        damaged.close();
    }

    @Test
    void whatIsWrittenIntoABlockStaysUntilItIsFreed() {
        List<Long> blocks = fill(256, 2_000);
        for (long block : blocks) {
            RawAccess.putLong(block + 8, block * 31);
        }
        for (int i = 0; i < blocks.size(); i += 2) {
            other.free(blocks.get(i));
        }
        owner.trim();
        fill(256, 1_000).forEach(block -> RawAccess.putLong(block + 8, 0));
        for (int i = 1; i < blocks.size(); i += 2) {
            assertThat(RawAccess.getLong(blocks.get(i) + 8)).isEqualTo(blocks.get(i) * 31);
        }
    }

    @Test
    void largeBlocksAreFreedByAnybodyOnce() {
        long block = owner.allocate(300_000, 8);
        other.free(block, 300_000, 8);
        Refusals.assertKind(NOT_ALLOCATED, () -> other.free(block));
        Refusals.assertKind(NOT_ALLOCATED, () -> owner.free(block, 300_000, 8));
    }

    @Test
    void resizesWorkOnBlocksOfOtherHeaps() {
        long block = owner.allocate(100, 8);
        RawAccess.putLong(block, 42);
        long moved = other.grow(block, 100, 10_000, 8, Movement.MAY_MOVE);
        assertThat(RawAccess.getLong(moved)).isEqualTo(42);
        Refusals.assertKind(NOT_ALLOCATED, () -> owner.free(block));
        owner.free(moved, 10_000, 8);
        assertThat(allocator.statistics().liveBlocks()).isZero();
    }

    private List<Long> fill(long size, int count) {
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(owner.allocate(size, 8));
        }
        return blocks;
    }

    private boolean allocateUntil(long wanted, int most) {
        for (int i = 0; i < most; i++) {
            if (owner.allocate(1_024, 8) == wanted) {
                return true;
            }
        }
        return false;
    }
}
