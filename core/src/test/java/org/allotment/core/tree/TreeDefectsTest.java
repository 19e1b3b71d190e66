package org.allotment.core.tree;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.NO_MEMORY;
import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.ShadowModel;
import org.allotment.core.defects.Defect;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The seed's defects that touch this engine, by their numbers. */
final class TreeDefectsTest {
    private static final long MIB = 1 << 20;

    private final Arena arena = Arena.ofShared();
    private final TreeAllocator tree = over(4 * MIB);

    @AfterEach
    void walkTheInvariants() {
        TreeCheck.check(tree);
        arena.close();
    }

    private TreeAllocator over(long bytes) {
        return TreeAllocator.checked(source(bytes, 0), bytes);
    }

    private RegionSource source(long bytes, long shift) {
        return new RegionSource(arena.allocate(bytes + shift, MIB).address() + shift, bytes, 32);
    }

    private List<Long> fillUp(TreeAllocator allocator, long size) {
        List<Long> blocks = new ArrayList<>();
        for (long block = allocator.tryAllocate(size, 8);
                block != Allocator.NULL;
                block = allocator.tryAllocate(size, 8)) {
            blocks.add(block);
        }
        return blocks;
    }

    /** Freed before the new place was found: a growth that failed had lost the block. */
    @Defect("C16")
    @Test
    void c16AGrowthThatFailsLeavesTheBlock() {
        ShadowModel model = new ShadowModel(tree);
        tree.allocate(1_024, 8);
        ShadowModel.Block block = model.allocated(tree.allocate(1_000, 8), 1_000, 8);
        fillUp(tree, 1_024);
        AllocatorStatistics before = tree.statistics();
        for (Movement movement : Movement.values()) {
            assertKind(NO_MEMORY, () -> tree.grow(block.address(), 1_000, 2_000, 8, movement));
            assertKind(NO_MEMORY, () -> tree.shrink(block.address(), 1_000, 500, 2 * MIB, movement));
        }
        assertThat(tree.statistics()).isEqualTo(before);
        model.verifyAll();
        tree.free(block.address(), 1_000, 8);
    }

    /** The current alignment was checked and not the one asked for. */
    @Defect("C17")
    @Test
    void c17AResizeHonoursTheNewAlignment() {
        tree.allocate(32, 8);
        long block = tree.allocate(64, 8);
        long grown = tree.grow(block, 64, 65, 4_096, Movement.MAY_MOVE);
        assertThat(grown % 4_096).isZero();
        tree.allocate(32, 8);
        long shrunk = tree.shrink(grown, 65, 64, 1 << 16, Movement.MAY_MOVE);
        assertThat(shrunk % (1 << 16)).isZero();
        assertKind(INVALID_PARAMETER, () -> tree.grow(shrunk, 64, 65, 48, Movement.MAY_MOVE));
    }

    /** Joining two blocks lost one of them and never made a larger one. */
    @Defect("C18")
    @Test
    void c18JoiningLosesNothing() {
        try (TreeAllocator small = over(256)) {
            List<Long> blocks = fillUp(small, 32);
            assertThat(blocks).hasSize(8);
            blocks.forEach(block -> small.free(block, 32, 8));
            assertThat(small.largestFree()).isEqualTo(256);
            assertThat(small.allocate(256, 8)).isEqualTo(blocks.getFirst());
        }
        Random random = new Random(18);
        List<long[]> live = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            long size = 1 + random.nextLong(1L << (5 + random.nextInt(13)));
            long block = random.nextInt(5) < 3 ? tree.tryAllocate(size, 8) : Allocator.NULL;
            if (block != Allocator.NULL) {
                live.add(new long[] {block, size});
            } else if (!live.isEmpty()) {
                long[] freed = live.remove(random.nextInt(live.size()));
                tree.free(freed[0], freed[1], 8);
            }
        }
        live.forEach(block -> tree.free(block[0], block[1], 8));
        assertThat(tree.statistics().freeBytes()).isEqualTo(4 * MIB);
        assertThat(tree.tryAllocate(4 * MIB, 8)).isNotEqualTo(Allocator.NULL);
    }

    /** With the freed block in the middle of three a node was inserted that stood in the tree already. */
    @Defect("C19")
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void c19ABlockFreedBetweenTwoFreeOnesJoinsThemAll() {
        for (int start = 0; start < 4; start++) {
            try (TreeAllocator small = over(512)) {
                List<Long> blocks = fillUp(small, 32);
                for (int i : new int[] {start, start + 2, start + 1}) {
                    small.free(blocks.get(i), 32, 8);
                    small.blocks().gather();
                    TreeCheck.check(small);
                }
                assertThat(small.statistics().freeBytes()).isEqualTo(96);
                assertThat(small.allocate(64, 8)).isBetween(blocks.get(start), blocks.get(start + 1));
                assertThat(small.allocate(32, 8)).isBetween(blocks.get(start), blocks.get(start + 2));
                assertThat(small.tryAllocate(1, 1)).isEqualTo(Allocator.NULL);
            }
        }
    }

    /** Freeing or growing at the largest class reached the tree after the last one. */
    @Defect("C20")
    @Test
    void c20TheLargestBlocksNeverJoin() {
        List<Long> blocks = fillUp(tree, MIB);
        assertThat(blocks).hasSize(4);
        blocks.forEach(block -> tree.free(block, MIB, 8));
        tree.blocks().gather();
        TreeCheck.check(tree);
        for (long block : blocks) {
            assertThat(tree.blocks().map.freeClassAt(block)).isEqualTo(TreeLayout.LARGEST_CLASS);
        }
        long block = tree.allocate(MIB, 8);
        assertThat(tree.tryGrowInPlace(block, MIB, MIB + 1)).isTrue();
        tree.free(block, 2 * MIB, 8);
    }

    /** A block cut from a larger one was said to have the size of that, whose rest was free. */
    @Defect("C21")
    @Test
    void c21ABlockHasExactlyItsOwnBytes() {
        long block = tree.allocate(33, 8);
        assertThat(tree.statistics().liveBlockBytes()).isEqualTo(64);
        assertKind(INVALID_PARAMETER, () -> tree.free(block, 65, 8));
        assertThat(tree.allocate(64, 8)).isEqualTo(block + 64);
        assertThat(tree.tryGrowInPlace(block, 33, 64)).isTrue();
        assertThat(tree.tryGrowInPlace(block, 64, 65)).isFalse();
    }

    /** The probe for an aligned place stepped by the alignment from a start that was not aligned, and never ended. */
    @Defect("C22")
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void c22AnAlignedPlaceIsFoundFromAnyStart() {
        for (long shift = 0; shift < 640; shift += 32) {
            try (TreeAllocator misaligned = TreeAllocator.checked(source(MIB, shift), MIB)) {
                for (long alignment = 64; alignment <= MIB / 2; alignment *= 2) {
                    long block = misaligned.allocate(32, alignment);
                    assertThat(block % alignment).isZero();
                    misaligned.free(block, 32, alignment);
                }
                assertThat(misaligned.tryAllocate(32, 1L << 60)).isEqualTo(Allocator.NULL);
                TreeCheck.check(misaligned);
            }
        }
    }

    /** Removal looked at the wrong node's colour: 200 of 200 such runs broke the tree. */
    @Defect("C23")
    @Test
    void c23RemovalsKeepTheTreeRedBlack() {
        for (int run = 0; run < 30; run++) {
            Random random = new Random(run);
            try (TreeAllocator large = over(MIB)) {
                List<Long> odd = new ArrayList<>();
                List<Long> even = new ArrayList<>();
                for (long block : fillUp(large, 1_024)) {
                    (block / 1_024 % 2 == 0 ? even : odd).add(block);
                }
                Collections.shuffle(odd, random);
                Collections.shuffle(even, random);
                // First single nodes come, then some go one by one, then each free takes one or two from inside.
                freeAndCheck(large, odd.subList(0, 200));
                for (int i = 0; i < 50; i++) {
                    assertThat(large.tryAllocate(1_024, 8)).isNotEqualTo(Allocator.NULL);
                    TreeCheck.check(large);
                }
                freeAndCheck(large, even.subList(0, 100));
            }
        }
    }

    private static void freeAndCheck(TreeAllocator allocator, List<Long> blocks) {
        for (long block : blocks) {
            allocator.free(block, 1_024, 8);
            // What is spare stands in no tree, and would leave the removals undone.
            allocator.blocks().gather();
            TreeCheck.check(allocator);
        }
    }

    /** The next power of two and the rounding to an alignment wrapped around. */
    @Defect("A24")
    @Test
    void a24SizesNearTheEndOfLongNeitherWrapNorChangeAnything() {
        long block = tree.allocate(100, 8);
        AllocatorStatistics before = tree.statistics();
        for (int back = 0; back < 80; back++) {
            long size = Long.MAX_VALUE - back;
            assertKind(back < 8 ? INVALID_PARAMETER : NO_MEMORY, () -> tree.allocate(size, 8));
            assertThat(tree.tryGrowInPlace(block, 100, size)).isFalse();
        }
        for (int shift = 23; shift < 63; shift++) {
            assertThat(tree.tryAllocate(1L << shift, 8)).isEqualTo(Allocator.NULL);
            assertThat(tree.tryAllocate((1L << shift) - 16, 8)).isEqualTo(Allocator.NULL);
            assertThat(tree.tryAllocate(1, 1L << Math.max(shift, 50))).isEqualTo(Allocator.NULL);
        }
        assertThat(tree.statistics()).isEqualTo(before);
    }
}
