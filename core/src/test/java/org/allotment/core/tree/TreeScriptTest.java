package org.allotment.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.allotment.core.Allocator;
import org.allotment.core.ShadowModel;
import org.allotment.core.bits.Alignment;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random scripts beside a bit for each granule: what the bits have room for is served, and nothing else; every invariant
 * walked after every step.
 */
final class TreeScriptTest {
    private static final int GRANULE = 32;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 0x7EE5})
    void nothingIsRefusedThatFitsAnywhereInASmallRegion(long seed) {
        run(seed, 8_192, 12, 8_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 0x16})
    void nothingIsRefusedThatFitsAnywhereAmongLargestBlocks(long seed) {
        run(seed, (5 << 20) + (700 << 10), 22, 1_500);
    }

    private static void run(long number, long bytes, int mostShift, int steps) {
        long seed = Long.getLong("allotment.seed", number);
        int step = 0;
        try (Arena arena = Arena.ofConfined()) {
            long region = arena.allocate(bytes, GRANULE).address();
            TreeAllocator tree = TreeAllocator.checked(new RegionSource(region, bytes, GRANULE), bytes);
            Script script = new Script(tree, region, bytes, mostShift, new SplittableRandom(seed));
            for (; step < steps; step++) {
                script.step();
                TreeCheck.check(tree);
            }
            script.freeAll();
            assertThat(tree.statistics().freeBytes()).isEqualTo(bytes);
            TreeCheck.check(tree);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("seed=" + seed + ", step=" + step, failure);
        }
    }

    private static final class Script {
        private final TreeAllocator tree;
        private final long region;
        private final long bytes;
        private final int mostShift;
        private final SplittableRandom random;
        private final ShadowModel live;
        private final BitSet used = new BitSet();

        Script(TreeAllocator tree, long region, long bytes, int mostShift, SplittableRandom random) {
            this.tree = tree;
            this.region = region;
            this.bytes = bytes;
            this.mostShift = mostShift;
            this.random = random;
            this.live = new ShadowModel(tree);
        }

        void step() {
            int dice = random.nextInt(10);
            if (live.count() == 0 || dice < 6) {
                allocate();
            } else if (dice < 9) {
                free();
            } else {
                resize();
            }
        }

        private void allocate() {
            long size = 1 + random.nextLong(1L << random.nextInt(mostShift + 1));
            long alignment = random.nextInt(3) == 0 ? 1L << random.nextInt(13) : 8;
            long address = tree.tryAllocate(size, alignment);
            boolean fits = fits(TreeLayout.blockBytes(size), alignment);
            assertThat(address != Allocator.NULL)
                    .as("size=%d, alignment=%d", size, alignment)
                    .isEqualTo(fits);
            if (fits) {
                live.allocated(address, size, alignment);
                mark(address, size, true);
            } else if (live.count() > 0) {
                free();
            }
        }

        /** Slow and obvious: tries every aligned place. */
        private boolean fits(long size, long alignment) {
            long step = Math.max(alignment, GRANULE);
            for (long at = Alignment.alignUp(region, step); at + size <= region + bytes; at += step) {
                int first = (int) ((at - region) / GRANULE);
                int next = used.nextSetBit(first);
                if (next < 0 || next >= first + size / GRANULE) {
                    return true;
                }
            }
            return false;
        }

        private void mark(long address, long size, boolean live) {
            int first = (int) ((address - region) / GRANULE);
            int last = first + (int) (TreeLayout.blockBytes(size) / GRANULE);
            assertThat(
                            live
                                    ? used.nextSetBit(first) >= last || used.nextSetBit(first) < 0
                                    : used.nextClearBit(first) >= last)
                    .as("blocks overlap, address=%d, size=%d", address, size)
                    .isTrue();
            used.set(first, last, live);
        }

        private void free() {
            ShadowModel.Block block = live.pick(random);
            live.freed(block);
            mark(block.address(), block.size(), false);
            tree.free(block.address(), block.size(), block.alignment());
        }

        private void resize() {
            ShadowModel.Block block = live.pick(random);
            long newSize = 1 + random.nextLong(2 * block.size());
            boolean shrinks = newSize <= block.size();
            long before = TreeLayout.blockBytes(block.size());
            long after = TreeLayout.blockBytes(newSize);
            boolean fits = shrinks || isFree(block.address() + before, block.address() + after);
            boolean done = shrinks
                    ? tree.tryShrinkInPlace(block.address(), block.size(), newSize)
                    : tree.tryGrowInPlace(block.address(), block.size(), newSize);
            assertThat(done).as("%s, newSize=%d", block, newSize).isEqualTo(fits);
            if (done) {
                mark(block.address(), block.size(), false);
                live.resized(block, block.address(), newSize, block.alignment());
                mark(block.address(), newSize, true);
            }
        }

        private boolean isFree(long from, long to) {
            int first = (int) ((from - region) / GRANULE);
            int next = used.nextSetBit(first);
            return to <= region + bytes && (next < 0 || next >= (to - region) / GRANULE);
        }

        void freeAll() {
            while (live.count() > 0) {
                free();
            }
        }
    }
}
