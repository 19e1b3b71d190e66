package org.allotment.core.concurrent;

import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.allotment.core.AllocationException.Kind;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.memory.HeapWords;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The pool never touches its blocks, so their addresses need no memory behind them here. */
final class FixedBlockPoolTest {
    private static final long BASE = 0x1000;
    private static final long SIZE = 48;
    private static final int CAPACITY = 3;

    private final FixedBlockPool pool = new FixedBlockPool(words(CAPACITY), BASE, SIZE, CAPACITY);

    @Test
    void blocksAreDisjointAlignedAndExhaustible() {
        assertThat(new long[] {pool.allocate(SIZE, 16), pool.tryAllocate(1, 1), pool.allocate(20, 8)})
                .containsExactly(BASE, BASE + SIZE, BASE + 2 * SIZE);
        assertThat(pool.tryAllocate(1, 1)).isEqualTo(Allocator.NULL);
        assertKind(Kind.NO_MEMORY, () -> pool.allocate(1, 1));
        assertState(3);
    }

    @Test
    void whatNoBlockCanHoldDoesNotFit() {
        assertThat(pool.tryAllocate(SIZE + 1, 1)).isEqualTo(Allocator.NULL);
        assertThat(pool.tryAllocate(1, 32)).isEqualTo(Allocator.NULL);
        assertKind(Kind.NO_MEMORY, () -> pool.allocate(SIZE, 1L << 62));
        assertState(0);
    }

    @Test
    void badSizesAndAlignmentsAreRefused() {
        for (long size : new long[] {0, -1, Long.MIN_VALUE}) {
            assertKind(Kind.INVALID_PARAMETER, () -> pool.tryAllocate(size, 1));
            assertKind(Kind.INVALID_PARAMETER, () -> pool.allocate(size, 1));
        }
        for (long alignment : new long[] {0, -1, 3, Long.MIN_VALUE}) {
            assertKind(Kind.INVALID_PARAMETER, () -> pool.tryAllocate(1, alignment));
        }
        assertState(0);
    }

    @Test
    void freeTakesAnySizeUpToTheBlockAndTheAddressAlone() {
        long first = pool.allocate(10, 1);
        pool.free(first, SIZE, 16);
        assertThat(pool.allocate(10, 1)).isEqualTo(first);
        pool.free(first);
        assertState(0);
    }

    @Test
    void foreignInteriorAndDoubleFreesAreRefused() {
        long block = pool.allocate(SIZE, 1);
        for (long address :
                new long[] {0, -1, BASE - 1, BASE + 8, BASE + SIZE, BASE + CAPACITY * SIZE, Long.MAX_VALUE}) {
            assertKind(Kind.NOT_ALLOCATED, () -> pool.free(address));
            assertKind(Kind.NOT_ALLOCATED, () -> pool.free(address, 1, 1));
            assertKind(Kind.NOT_ALLOCATED, () -> pool.usableSize(address));
        }
        assertKind(Kind.INVALID_PARAMETER, () -> pool.free(block, SIZE + 1, 1));
        assertKind(Kind.INVALID_PARAMETER, () -> pool.free(block, 1, 32));
        assertState(1);
        pool.free(block);
        assertKind(Kind.NOT_ALLOCATED, () -> pool.free(block));
        assertKind(Kind.NOT_ALLOCATED, () -> pool.free(block, 1, 1));
        assertState(0);
    }

    @Test
    void resizingStaysWithinTheBlock() {
        long block = pool.allocate(10, 1);
        assertThat(pool.usableSize(block)).isEqualTo(SIZE);
        assertThat(pool.tryGrowInPlace(block, 10, SIZE)).isTrue();
        assertThat(pool.tryGrowInPlace(block, 10, SIZE + 1)).isFalse();
        assertThat(pool.tryShrinkInPlace(block, 10, 1)).isTrue();
        assertThat(pool.grow(block, 10, SIZE, 16, Movement.MUST_NOT_MOVE)).isEqualTo(block);
        assertThat(pool.shrink(block, 10, 1, 16, Movement.MAY_MOVE)).isEqualTo(block);
        assertKind(Kind.NO_MEMORY, () -> pool.grow(block, 10, SIZE + 1, 1, Movement.MAY_MOVE));
        assertKind(Kind.NO_MEMORY, () -> pool.shrink(block, 10, 9, 32, Movement.MAY_MOVE));
        assertState(1);
    }

    @Test
    void badResizesAreRefused() {
        long block = pool.allocate(10, 1);
        assertKind(Kind.INVALID_PARAMETER, () -> pool.tryGrowInPlace(block, 10, 9));
        assertKind(Kind.INVALID_PARAMETER, () -> pool.tryShrinkInPlace(block, 10, 11));
        assertKind(Kind.INVALID_PARAMETER, () -> pool.tryShrinkInPlace(block, 10, 0));
        assertKind(Kind.INVALID_PARAMETER, () -> pool.grow(block, SIZE + 1, SIZE + 2, 1, Movement.MAY_MOVE));
        assertKind(Kind.INVALID_PARAMETER, () -> pool.grow(block, 10, 12, 3, Movement.MAY_MOVE));
        assertKind(Kind.NOT_ALLOCATED, () -> pool.tryGrowInPlace(block + SIZE, 10, 11));
        assertState(1);
    }

    @Test
    void badPoolsAreRefused() {
        assertKind(Kind.INVALID_PARAMETER, () -> new FixedBlockPool(words(1), 0, 8, 1));
        assertKind(Kind.INVALID_PARAMETER, () -> new FixedBlockPool(words(1), BASE, 0, 1));
        assertKind(Kind.INVALID_PARAMETER, () -> new FixedBlockPool(words(1), BASE, 8, 0));
        assertKind(Kind.INVALID_PARAMETER, () -> new FixedBlockPool(words(2), BASE, Long.MAX_VALUE / 2, 2));
        assertKind(Kind.INVALID_PARAMETER, () -> new FixedBlockPool(words(1), BASE, 8, 2));
    }

    @Test
    void aClosedPoolRefusesEveryUse() {
        long block = pool.allocate(1, 1);
        assertThat(pool.contains(block)).isTrue();
        assertThat(pool.contains(BASE - 1)).isFalse();
        assertThat(pool.contains(BASE + CAPACITY * SIZE)).isFalse();
        pool.close();
        pool.close();
        assertClosed(() -> pool.allocate(1, 1));
        assertClosed(() -> pool.tryAllocate(1, 1));
        assertClosed(() -> pool.free(block));
        assertClosed(() -> pool.free(block, 1, 1));
        assertClosed(() -> pool.usableSize(block));
        assertClosed(() -> pool.contains(block));
        assertClosed(() -> pool.tryGrowInPlace(block, 1, 2));
        assertClosed(pool::statistics);
    }

    private void assertState(long live) {
        AllocatorStatistics statistics = pool.statistics();
        assertThat(statistics.isConserved()).isTrue();
        assertThat(statistics.liveBlocks()).isEqualTo(live);
        assertThat(statistics.liveBlockBytes()).isEqualTo(live * SIZE);
        assertThat(statistics.heapMetadataBytes()).isEqualTo(8 * IndexPool.wordsFor(CAPACITY));
        assertThat(pool.poolStatistics().live()).isEqualTo(live);
    }

    private static HeapWords words(int capacity) {
        return new HeapWords((int) IndexPool.wordsFor(capacity));
    }

    private static void assertClosed(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class);
    }
}
