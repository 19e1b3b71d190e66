package org.allotment.core.slab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.Test;

final class SlabAllocatorTest {
    private final MemoryMapSource source = MemoryMapSource.create();

    @Test
    void theExampleOfThePackageAddsUp() {
        try (SlabAllocator slab = SlabAllocator.trusting(source)) {
            long first = slab.allocate(100, 8);
            long second = slab.allocate(5_000, 8);
            long third = slab.allocate(200_000, 8);
            slab.free(first);
            assertThat(second - first).isEqualTo(4 * 4_096);
            assertThat(third - first).isEqualTo(19 * 4_096);
            assertThat(slab.freeLists().free(7)).isEqualTo(146);
            assertThat(slab.freeLists().free(73)).isEqualTo(11);
            assertThat(slab.freeLists().head(73)).isEqualTo(second + 5_120);
            AllocatorStatistics statistics = slab.statistics();
            assertThat(statistics.liveBlockBytes()).isEqualTo(5_120 + 200_704);
            assertThat(statistics.freeBytes()).isEqualTo(146 * 112 + 11 * 5_120 + 956 * 4_096);
            assertThat(statistics.lostBytes()).isEqualTo(32);
            assertThat(statistics.sourceBytes()).isEqualTo(4 << 20);
        }
    }

    @Test
    void givesEverythingBackWhenClosed() {
        SlabAllocator slab = SlabAllocator.checked(source);
        for (long size = 1; size < 20 << 20; size = size * 3 / 2 + 1) {
            slab.allocate(size, 8);
        }
        assertThat(source.obtainedBytes()).isEqualTo(slab.statistics().sourceBytes());
        slab.close();
        assertThat(source.obtainedBytes()).isZero();
    }

    @Test
    void takesNothingFromTheSourceBeforeItIsAsked() {
        try (SlabAllocator slab = SlabAllocator.checked(source)) {
            assertThat(source.obtainedBytes()).isZero();
            assertThat(slab.statistics().sourceBytes()).isZero();
        }
    }

    @Test
    void keepsOneFreeChunkAndGivesTheOthersBack() {
        try (SlabAllocator slab = SlabAllocator.checked(source)) {
            long[] blocks = new long[40];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = slab.allocate(1 << 20, 8);
            }
            assertThat(source.obtainedBytes()).isGreaterThanOrEqualTo(40 << 20);
            for (long block : blocks) {
                slab.free(block);
                SlabCheck.check(slab);
            }
            assertThat(source.obtainedBytes()).isEqualTo(PageHeap.CHUNK_SIZE);
            slab.trim();
            assertThat(source.obtainedBytes()).isZero();
            SlabCheck.check(slab);
        }
    }

    @Test
    void keepsTwiceTheLargestOfTheFreeChunksUpToALimit() {
        try (SlabAllocator slab = SlabAllocator.checked(source)) {
            for (int round = 0; round < 2; round++) {
                long before = source.obtainedBytes();
                long[] blocks = new long[4];
                for (int i = 0; i < blocks.length; i++) {
                    blocks[i] = slab.allocate(PageHeap.MOST_RESERVED, 8);
                }
                assertThat(source.obtainedBytes()).isEqualTo(4 * PageHeap.MOST_RESERVED);
                assertThat(before).isEqualTo(2L * round * PageHeap.MOST_RESERVED);
                for (long block : blocks) {
                    slab.free(block);
                    SlabCheck.check(slab);
                }
                slab.free(slab.allocate(PageHeap.MOST_RESERVED + 1, 8));
                assertThat(source.obtainedBytes()).isEqualTo(2 * PageHeap.MOST_RESERVED);
            }
            slab.trim();
            assertThat(source.obtainedBytes()).isZero();
        }
    }

    @Test
    void smallRunsLeaveTheLargeChunksAlone() {
        try (SlabAllocator slab = SlabAllocator.checked(source)) {
            long small = slab.allocate(100, 8);
            long large = slab.allocate(3 * PageHeap.CHUNK_SIZE, 8);
            slab.free(large);
            long pages = slab.allocate(1 << 20, 8);
            assertThat(slab.allocate(3 * PageHeap.CHUNK_SIZE, 8)).isEqualTo(large);
            slab.free(small);
            slab.free(pages);
            SlabCheck.check(slab);
        }
    }

    @Test
    void sweepsOnItsOwnWhenMuchIsFree() {
        try (SlabAllocator slab = SlabAllocator.trusting(source)) {
            long[] blocks = new long[200_000];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = slab.allocate(64, 8);
            }
            long peak = source.obtainedBytes();
            for (long block : blocks) {
                slab.free(block);
            }
            SlabCheck.check(slab);
            assertThat(peak).isGreaterThanOrEqualTo(200_000 * 64);
            assertThat(source.obtainedBytes()).isLessThanOrEqualTo(peak / 2);
        }
    }

    @Test
    void longListsComeBackWhole() {
        try (SlabAllocator slab = SlabAllocator.checked(source)) {
            long[] blocks = new long[300_000];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = slab.allocate(16, 8);
            }
            for (int i = 0; i < blocks.length; i++) {
                if (i % 100 != 0) {
                    slab.free(blocks[i]);
                }
            }
            SlabCheck.check(slab);
            assertThat(slab.freeLists().free(1)).isGreaterThanOrEqualTo(297_000);
            long before = slab.statistics().sourceBytes();
            for (int i = 0; i < blocks.length; i++) {
                if (i % 100 != 0) {
                    blocks[i] = slab.allocate(16, 8);
                }
            }
            SlabCheck.check(slab);
            assertThat(slab.statistics().sourceBytes()).isEqualTo(before);
            for (long block : blocks) {
                slab.free(block);
            }
            slab.trim();
            SlabCheck.check(slab);
            assertThat(slab.statistics().sourceBytes()).isZero();
        }
    }

    @Test
    void aSweepKeepsRunsWithOneLiveBlock() {
        try (SlabAllocator slab = SlabAllocator.checked(source)) {
            long[] blocks = new long[10_000];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = slab.allocate(64, 8);
            }
            for (int i = 0; i < blocks.length; i++) {
                if (i % 256 != 7) {
                    slab.free(blocks[i]);
                }
            }
            slab.trim();
            SlabCheck.check(slab);
            assertThat(slab.statistics().liveBlocks()).isEqualTo(10_000 / 256 + 1);
            assertThat(slab.usableSize(blocks[7])).isEqualTo(64);
        }
    }

    @Test
    void freePagesOfOneClassServeAnother() {
        try (SlabAllocator slab = SlabAllocator.checked(SlabContract.region(1 << 20))) {
            for (long size : new long[] {16, 5_000, 100_000, 400_000, 64, 2_000}) {
                long blocks = 0;
                long last = 0;
                for (long block = slab.tryAllocate(size, 8); block != 0; block = slab.tryAllocate(size, 8)) {
                    last = block;
                    blocks++;
                }
                assertThat(blocks * size).as("size=%d", size).isGreaterThan(600_000);
                freeAll(slab, last, size);
                SlabCheck.check(slab);
            }
        }
    }

    /** Frees every block by walking the granules: only starts of live blocks are accepted. */
    private static void freeAll(SlabAllocator slab, long any, long size) {
        Chunk chunk = slab.heap().chunkOf(any);
        long end = chunk.base() + chunk.byteSize();
        for (long address = chunk.base(); address < end && slab.statistics().liveBlocks() > 0; address += 16) {
            boolean head = slab.heap().window().code(address) == AddressWindow.HEAD && address % 4_096 == 0;
            boolean live = head || (slab.heap().window().code(address) > 0 && isLive(slab, address));
            if (live) {
                slab.free(address, size, 8);
            }
        }
        assertThat(slab.statistics().liveBlocks()).isZero();
    }

    private static boolean isLive(SlabAllocator slab, long address) {
        BlockGuard guard = slab.guard();
        return guard != null && guard.classOf(address) != 0;
    }

    @Test
    void aPageBlockGrowsOverFreePagesAndShrinksWhereItIs() {
        try (SlabAllocator slab = SlabAllocator.checked(source)) {
            long block = slab.allocate(200_000, 8);
            assertThat(slab.tryGrowInPlace(block, 200_000, 3_000_000)).isTrue();
            assertThat(slab.usableSize(block)).isEqualTo(3_002_368);
            assertThat(slab.tryShrinkInPlace(block, 3_000_000, 150_000)).isTrue();
            assertThat(slab.tryShrinkInPlace(block, 150_000, 100_000)).isFalse();
            SlabCheck.check(slab);
            slab.free(block, 150_000, 8);
            SlabCheck.check(slab);
        }
    }

    @Test
    void hugeBlocksGoBackToTheSourceAtOnce() {
        try (SlabAllocator slab = SlabAllocator.checked(source)) {
            long block = slab.allocate(100L << 20, 1 << 21);
            assertThat(block % (1 << 21)).isZero();
            assertThat(source.obtainedBytes()).isGreaterThanOrEqualTo(100L << 20);
            slab.free(block, 100L << 20, 1 << 21);
            assertThat(source.obtainedBytes()).isZero();
        }
    }

    @Test
    void theWindowGrowsUpAndDown() {
        try (SlabAllocator slab = SlabAllocator.checked(source)) {
            long[] blocks = new long[64];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = slab.allocate(i % 2 == 0 ? 9 << 20 : 3 << 20, 8);
                long small = slab.allocate(48, 8);
                slab.free(small);
                SlabCheck.check(slab);
            }
            for (long block : blocks) {
                slab.free(block);
            }
            SlabCheck.check(slab);
        }
    }

    @Test
    void onlyTheOwnerMayUseTheCheckedForm() {
        try (SlabAllocator slab = SlabAllocator.checked(source)) {
            long block = slab.allocate(64, 8);
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
                assertThatIllegalStateException().isThrownBy(() -> slab.allocate(64, 8));
                assertThatIllegalStateException().isThrownBy(() -> slab.free(block));
                assertThatIllegalStateException().isThrownBy(() -> slab.free(block, 64, 8));
                assertThatIllegalStateException().isThrownBy(slab::statistics);
                assertThatIllegalStateException().isThrownBy(slab::close);
            });
            other.join();
            assertThat(slab.statistics().liveBlocks()).isEqualTo(1);
            SlabCheck.check(slab);
        }
    }

    @Test
    void withoutAnOwnerAnyThreadMayCallUnderALock() {
        try (SlabAllocator slab = SlabAllocator.checkedWithoutOwner(source)) {
            long block = slab.allocate(64, 8);
            CompletableFuture.runAsync(() -> slab.free(block, 64, 8)).join();
            assertThat(slab.statistics().liveBlocks()).isZero();
            assertThatThrownBy(() -> slab.free(block)).isInstanceOf(AllocationException.class);
        }
    }

    @Test
    void unitsOfTheSourceMayBeLargerThanPages() {
        long region = SlabContract.region(4 << 20).obtain(2 << 20, 1 << 16);
        RegionSource coarse = new RegionSource(region, 2 << 20, 1 << 16);
        try (SlabAllocator slab = SlabAllocator.checked(coarse)) {
            slab.allocate(700_000, 8);
            slab.allocate(64, 8);
            SlabCheck.check(slab);
        }
        assertThat(coarse.obtainedBytes()).isZero();
    }
}
