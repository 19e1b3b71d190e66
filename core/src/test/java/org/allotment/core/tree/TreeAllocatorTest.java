package org.allotment.core.tree;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.NOT_ALLOCATED;
import static org.allotment.core.AllocationException.Kind.NO_MEMORY;
import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.ShadowModel;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What this engine does beyond the contract: classes, runs, and where blocks come from. */
final class TreeAllocatorTest {
    private static final long MIB = 1 << 20;

    private final Arena arena = Arena.ofConfined();
    private final long region = arena.allocate(8 * MIB, MIB).address();
    private final RegionSource source = new RegionSource(region, 8 * MIB, 32);
    private final TreeAllocator tree = TreeAllocator.checked(source, 8 * MIB);

    @AfterEach
    void walkTheInvariantsAndGiveTheRegionBack() {
        TreeCheck.check(tree);
        tree.close();
        assertThat(source.obtainedBytes()).isZero();
        arena.close();
    }

    @Test
    void theExampleOfThePackageAddsUp() {
        long small = arena.allocate(256, 256).address();
        try (TreeAllocator example = TreeAllocator.checked(new RegionSource(small, 256, 32), 256)) {
            assertThat(example.allocate(20, 8)).isEqualTo(small);
            long second = example.allocate(32, 8);
            assertThat(second).isEqualTo(small + 32);
            assertThat(example.allocate(33, 8)).isEqualTo(small + 64);
            example.free(second, 32, 8);
            assertThat(example.blocks().map.codes).containsExactly(0, 1, BlockMap.SPARE, 2, 0, 34, 0, 0, 66, 0);
            assertThat(example.blocks().spares[0]).isEqualTo(second);
            assertThat(example.statistics().liveBlockBytes()).isEqualTo(96);
            assertThat(example.statistics().freeBytes()).isEqualTo(160);
            TreeCheck.check(example);
        }
    }

    @Test
    void aBlockHasTheLeastPowerOfTwoThatHoldsItsSize() {
        for (long size = 1; size <= MIB; size = size * 5 / 4 + 1) {
            long before = tree.statistics().liveBlockBytes();
            long block = tree.allocate(size, 1);
            long bytes = Math.max(32, Long.highestOneBit(2 * size - 1));
            assertThat(tree.statistics().liveBlockBytes() - before).isEqualTo(bytes);
            assertThat(block % 32).isZero();
            tree.free(block, bytes, 1);
        }
    }

    @Test
    void theLowestFreeBlockIsTaken() {
        List<Long> blocks = allocate(40, 64);
        for (int i = 1; i < blocks.size(); i += 2) {
            tree.free(blocks.get(i), 64, 8);
        }
        assertThat(tree.allocate(64, 8)).as("what was freed last").isEqualTo(blocks.get(39));
        assertThat(tree.largestFree()).as("and puts the others into their tree").isPositive();
        for (int i = 1; i < blocks.size() - 2; i += 2) {
            assertThat(tree.allocate(64, 8)).isEqualTo(blocks.get(i));
        }
    }

    @Test
    void aClassHasAThousandSparesOrOneMebibyteOfThem() {
        List<Long> blocks = allocate(2_000, 64);
        for (int i = 0; i < blocks.size(); i += 2) {
            tree.free(blocks.get(i), 64, 8);
        }
        assertThat(tree.blocks().tree(1).isEmpty()).isTrue();
        for (int i = 1; i < blocks.size(); i += 2) {
            tree.free(blocks.get(i), 64, 8);
        }
        assertThat(tree.blocks().room[1]).isZero();
        assertThat(tree.blocks().tree(1).isEmpty()).isFalse();
        TreeCheck.check(tree);
        List<Long> large = allocate(3, MIB);
        large.forEach(block -> tree.free(block, MIB, 8));
        assertThat(tree.blocks().room[TreeLayout.LARGEST_CLASS]).isZero();
        TreeCheck.check(tree);
        assertThat(tree.largestFree()).isEqualTo(8 * MIB);
    }

    @Test
    void aSpareThatIsNotTheLastCanBeGrownInto() {
        List<Long> blocks = allocate(9, 32);
        for (int i = 1; i < 8; i += 2) {
            tree.free(blocks.get(i), 32, 8);
        }
        for (int i : new int[] {2, 6, 0, 4}) {
            assertThat(tree.tryGrowInPlace(blocks.get(i), 32, 64)).isTrue();
            TreeCheck.check(tree);
        }
        assertThat(tree.blocks().spares[0]).isEqualTo(TreeLayout.NONE);
    }

    private List<Long> allocate(int count, long size) {
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(tree.allocate(size, 8));
        }
        return blocks;
    }

    @Test
    void aBlockThatComesBackAsItWentIsTouchedInItsFirstWordOnly() {
        long first = tree.allocate(64, 8);
        tree.free(first, 64, 8);
        AllocatorStatistics before = tree.statistics();
        RawAccess.putLong(first + 8, 42);
        for (int i = 0; i < 3; i++) {
            assertThat(tree.allocate(50, 8)).isEqualTo(first);
            tree.free(first, 64, 8);
        }
        assertThat(RawAccess.getLong(first + 8)).isEqualTo(42);
        assertThat(tree.statistics()).isEqualTo(before);
    }

    @Test
    void neighboursOfOneClassAreJoinedWhetherHalvesOfOneBlockOrNot() {
        List<Long> blocks = allocate(4, 32);
        tree.free(blocks.get(1), 32, 8);
        tree.free(blocks.get(2), 32, 8);
        tree.blocks().gather();
        assertThat(tree.blocks().map.freeClassAt(blocks.get(1))).isEqualTo(1);
        TreeCheck.check(tree);
        assertThat(tree.allocate(64, 8)).isEqualTo(blocks.get(1));
    }

    @Test
    void aRunOfUnequalBlocksServesAsAWhole() {
        List<Long> blocks = allocate(4, 256 << 10);
        takeTheRest();
        for (int i : new int[] {1, 2, 0, 3}) {
            tree.free(blocks.get(i), 256 << 10, 8);
            tree.blocks().gather();
        }
        assertThat(tree.blocks().map.freeClassAt(blocks.get(1)))
                .as("1, 2 and 1 do not join")
                .isEqualTo(14);
        assertThat(tree.largestFree()).isEqualTo(MIB);
        assertThat(tree.allocate(MIB, 8)).isEqualTo(blocks.get(0));
        assertThat(tree.statistics().freeBytes()).isZero();
        tree.free(blocks.get(0), MIB, 8);
        tree.blocks().gather();
        assertThat(tree.blocks().map.freeClassAt(blocks.get(0))).isEqualTo(15);
    }

    private void takeTheRest() {
        for (long size = MIB; size >= 32; size /= 2) {
            while (tree.tryAllocate(size, 1) != Allocator.NULL) {
                // Each is kept.
            }
        }
        assertThat(tree.statistics().freeBytes()).isZero();
    }

    @Test
    void aRefusalIsRememberedUntilSomethingIsFreed() {
        List<Long> blocks = allocate(2, MIB);
        takeTheRest();
        assertThat(tree.tryAllocate(64, 8)).isEqualTo(Allocator.NULL);
        assertThat(tree.blocks().hopeless()).isEqualTo(32);
        tree.free(blocks.get(0), MIB, 8);
        assertThat(tree.tryAllocate(2 * MIB, 8)).isEqualTo(Allocator.NULL);
        assertThat(tree.blocks().hopeless()).isEqualTo(2 * MIB);
        tree.free(blocks.get(1), MIB, 8);
        assertThat(tree.tryAllocate(2 * MIB, 8)).isEqualTo(blocks.get(0));
    }

    @Test
    void moreThanTheLargestBlockIsMadeOfSeveral() {
        ShadowModel model = new ShadowModel(tree);
        long first = tree.allocate(MIB, 8);
        ShadowModel.Block large = model.allocated(tree.allocate(3 * MIB - 5, 8), 3 * MIB - 5, 8);
        assertThat(large.address()).isEqualTo(region + MIB);
        assertThat(tree.statistics().liveBlocks()).isEqualTo(2);
        assertThat(tree.statistics().liveBlockBytes()).isEqualTo(4 * MIB);
        TreeCheck.check(tree);
        tree.free(first, MIB, 8);
        assertThat(tree.tryAllocate(5 * MIB, 8)).isEqualTo(Allocator.NULL);
        assertThat(tree.allocate(4 * MIB, 8)).isEqualTo(region + 4 * MIB);
        model.freed(large);
        tree.free(large.address(), 3 * MIB, 8);
        assertThat(tree.largestFree()).isEqualTo(4 * MIB);
    }

    @Test
    void theWholeRegionIsOneBlockAndAgainAfterItWasCutToPieces() {
        for (int round = 0; round < 2; round++) {
            long whole = tree.allocate(8 * MIB, 8);
            assertThat(whole).isEqualTo(region);
            assertThat(tree.tryAllocate(1, 1)).isEqualTo(Allocator.NULL);
            tree.free(whole, 8 * MIB, 8);
            List<Long> blocks = allocate(1_000, 3_000);
            blocks.forEach(block -> tree.free(block, 3_000, 8));
        }
        assertThat(tree.largestFree()).isEqualTo(8 * MIB);
    }

    @Test
    void misusedLargeBlocksAreCaught() {
        long large = tree.allocate(3 * MIB, 8);
        for (long wrong : new long[] {1, MIB, 2 * MIB, 3 * MIB + 1, 8 * MIB, 1L << 40}) {
            assertKind(INVALID_PARAMETER, () -> tree.free(large, wrong, 8));
            assertKind(INVALID_PARAMETER, () -> tree.tryGrowInPlace(large, wrong, 1L << 41));
        }
        for (long inside : new long[] {8, 32, MIB, 2 * MIB, 3 * MIB}) {
            assertKind(NOT_ALLOCATED, () -> tree.free(large + inside, MIB, 8));
        }
        TreeCheck.check(tree);
        tree.free(large, 2 * MIB + 1, 8);
        assertKind(NOT_ALLOCATED, () -> tree.free(large, 3 * MIB, 8));
    }

    @Test
    void aBlockDoublesIntoTheFreeOneBehindIt() {
        ShadowModel model = new ShadowModel(tree);
        ShadowModel.Block block = model.allocated(tree.allocate(32, 8), 32, 8);
        for (long size = 64; size <= 8 * MIB; size *= 2) {
            assertThat(tree.tryGrowInPlace(block.address(), block.size(), size)).isTrue();
            block = model.resized(block, block.address(), size, 8);
            TreeCheck.check(tree);
        }
        assertThat(tree.statistics().freeBytes()).isZero();
        for (long size = 8 * MIB; size >= 32; size /= 2) {
            assertThat(tree.tryShrinkInPlace(block.address(), block.size(), size))
                    .isTrue();
            block = model.resized(block, block.address(), size, 8);
            TreeCheck.check(tree);
        }
        model.freed(block);
        tree.free(block.address(), 32, 8);
        assertThat(tree.largestFree()).isEqualTo(8 * MIB);
    }

    @Test
    void aBlockGrowsIntoSeveralBlocksAndTheSpareBehindIt() {
        List<Long> blocks = allocate(8, 32);
        tree.free(blocks.get(2), 32, 8);
        tree.free(blocks.get(3), 32, 8);
        tree.free(blocks.get(1), 32, 8);
        assertThat(tree.blocks().spares[0]).isEqualTo(blocks.get(1));
        assertThat(tree.tryGrowInPlace(blocks.get(0), 32, 129)).isFalse();
        assertThat(tree.tryGrowInPlace(blocks.get(0), 32, 100)).isTrue();
        assertThat(tree.blocks().spares[0]).isEqualTo(TreeLayout.NONE);
        TreeCheck.check(tree);
        tree.free(blocks.get(4), 32, 8);
        assertKind(NOT_ALLOCATED, () -> tree.tryGrowInPlace(blocks.get(3), 32, 64));
    }

    @Test
    void whatAGrowthHasTooMuchStaysFree() {
        long block = tree.allocate(100, 8);
        long free = tree.statistics().freeBytes();
        assertThat(tree.grow(block, 100, 200, 8, Movement.MUST_NOT_MOVE)).isEqualTo(block);
        assertThat(tree.statistics().freeBytes()).isEqualTo(free - 128);
        assertThat(tree.tryGrowInPlace(block, 200, 3 * MIB)).isTrue();
        assertThat(tree.statistics().freeBytes()).isEqualTo(5 * MIB);
        assertThat(tree.tryGrowInPlace(block, 3 * MIB, 9 * MIB)).isFalse();
        assertThat(tree.tryGrowInPlace(block, 3 * MIB, Long.MAX_VALUE)).isFalse();
        assertKind(NO_MEMORY, () -> tree.grow(block, 3 * MIB, 9 * MIB, 8, Movement.MAY_MOVE));
    }

    @Test
    void aShrinkageGivesTheTailBackInPowersOfTwo() {
        long block = tree.allocate(MIB, 8);
        takeTheRest();
        assertThat(tree.tryShrinkInPlace(block, MIB, 33)).isTrue();
        for (long size = 64; size < MIB; size *= 2) {
            assertThat(tree.allocate(size, size)).isEqualTo(block + size);
        }
        assertThat(tree.statistics().freeBytes()).isZero();
    }

    @Test
    void alignmentsAboveTheBlockAreServedAndTheGapStaysFree() {
        tree.allocate(32, 8);
        for (long alignment = 64; alignment <= 4 * MIB; alignment *= 2) {
            long free = tree.statistics().freeBytes();
            long block = tree.allocate(40, alignment);
            assertThat(block % alignment).isZero();
            assertThat(tree.statistics().freeBytes()).isEqualTo(free - 64);
            TreeCheck.check(tree);
            tree.free(block, 40, alignment);
        }
        long large = tree.allocate(2 * MIB, 2 * MIB);
        assertThat(large % (2 * MIB)).isZero();
    }

    @Test
    void anAlignedBlockThatSpansSeveralFreeOnesIsFound() {
        List<Long> blocks = allocate(64, 32);
        takeTheRest();
        long start = blocks.get(1);
        for (int i = 1; i < 7; i++) {
            tree.free(blocks.get(i), 32, 8);
        }
        long aligned = tree.allocate(128, 64);
        assertThat(aligned).isBetween(start, start + 2 * 32);
        TreeCheck.check(tree);
    }

    @Test
    void anAlignmentThatDoesNotMatchIsAMismatch() {
        tree.allocate(32, 8);
        long block = tree.allocate(32, 8);
        assertKind(INVALID_PARAMETER, () -> tree.free(block, 32, 64));
        tree.free(block, 32, 32);
    }

    @Test
    void badRegionsAreRefusedAndTakeNothing() {
        RegionSource tiny = new RegionSource(arena.allocate(4 * MIB, 32).address(), 4 * MIB, 1);
        for (long size : new long[] {0, -1, 31, (1L << 35) + 1, Long.MAX_VALUE}) {
            assertKind(INVALID_PARAMETER, () -> TreeAllocator.checked(tiny, size));
        }
        assertKind(NO_MEMORY, () -> TreeAllocator.trusting(tiny, 5 * MIB));
        assertThat(tiny.obtainedBytes()).isZero();
        TreeAllocator smallest = TreeAllocator.checked(tiny, 63);
        assertThat(smallest.statistics().lostBytes()).isEqualTo(31);
        assertThat(smallest.allocate(32, 1)).isNotZero();
        assertThat(smallest.statistics().freeBytes()).isZero();
        smallest.close();
        assertThat(tiny.obtainedBytes()).isZero();
    }

    @Test
    void theTrustingFormLetsNoBlockLeaveTheRegion() {
        RegionSource other = new RegionSource(arena.allocate(MIB, 32).address(), MIB, 32);
        try (TreeAllocator trusting = TreeAllocator.trusting(other, MIB)) {
            long block = trusting.allocate(MIB, 8);
            for (long size : new long[] {MIB + 1, 1L << 40, Long.MAX_VALUE - 8}) {
                assertKind(INVALID_PARAMETER, () -> trusting.free(block, size, 8));
            }
            assertThat(trusting.statistics().liveBlocks()).isEqualTo(1);
        }
    }

    @Test
    void theTrustingFormLetsNoBlockOfAClassLeaveTheRegion() {
        RegionSource other = new RegionSource(arena.allocate(4_096, 32).address(), 4_096, 32);
        try (TreeAllocator trusting = TreeAllocator.trusting(other, 4_096)) {
            long block = trusting.allocate(32, 1);
            assertKind(INVALID_PARAMETER, () -> trusting.free(block, MIB, 1));
            assertThat(trusting.statistics().liveBlocks()).isEqualTo(1);
            assertThat(trusting.tryAllocate(MIB, 1)).isZero();
        }
    }

    @Test
    void theLargestSizeIsTheOwnersToo() {
        inAnotherThread(() -> assertThatIllegalStateException().isThrownBy(tree::largestFree));
        RegionSource other = new RegionSource(arena.allocate(4_096, 32).address(), 4_096, 32);
        for (TreeAllocator shared :
                List.of(TreeAllocator.checkedWithoutOwner(other, 1_024), TreeAllocator.trusting(other, 1_024))) {
            long block = shared.allocate(64, 8);
            inAnotherThread(() -> shared.free(block, 64, 8));
            assertThat(shared.largestFree()).isEqualTo(1_024);
        }
    }

    private static void inAnotherThread(Runnable calls) {
        CompletableFuture.runAsync(calls, Thread.ofPlatform()::start).join();
    }
}
