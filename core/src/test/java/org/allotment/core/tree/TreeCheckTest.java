package org.allotment.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import org.allotment.core.Allocator;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Breaks each invariant and expects the walk to name it. */
final class TreeCheckTest {
    private static final int BYTES = 8_192;

    private final Arena arena = Arena.ofConfined();
    private final long region = arena.allocate(BYTES, BYTES).address();
    private final TreeAllocator allocator = TreeAllocator.checked(new RegionSource(region, BYTES, 32), BYTES);
    private final FreeBlocks blocks = allocator.blocks();
    private final BlockMap map = blocks.map;
    private final RedBlackTree tree = blocks.tree(0);

    /** Single granules up to 4,096, every other one free; then live blocks of 2,048 and 1,024, and a free one. */
    @BeforeEach
    void fill() {
        for (int i = 0; i < 128; i++) {
            assertThat(allocator.allocate(32, 8)).isEqualTo(granule(i));
        }
        assertThat(allocator.allocate(2_048, 8)).isEqualTo(region + 4_096);
        for (int i = 0; i < 128; i += 2) {
            allocator.free(granule(i), 32, 8);
        }
        allocator.largestFree();
        allocator.allocate(1_024, 8);
        TreeCheck.check(allocator);
    }

    @AfterEach
    void giveMemoryBack() {
        arena.close();
    }

    private long granule(int index) {
        return region + index * 32L;
    }

    private void assertBroken(String invariant) {
        assertThatThrownBy(() -> TreeCheck.check(allocator))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(invariant + " ");
    }

    private void code(long address, int code) {
        map.codes[map.place(address)] = (byte) code;
    }

    @Test
    void findsBlocksThatDoNotTileTheRegion() {
        code(granule(1), BlockMap.LIVE_MORE);
        assertBroken("I1");
        code(granule(1), 0);
        assertBroken("I1");
        code(granule(1), BlockMap.TAIL);
        assertBroken("I1");
        code(granule(1), BlockMap.LIVE);
        code(region + 4_096, BlockMap.LIVE + TreeLayout.LARGEST_CLASS);
        assertBroken("I1");
    }

    @Test
    void findsSparesThatAreSomethingElse() {
        blocks.spares[3] = granule(1);
        assertBroken("I11");
        blocks.spares[3] = TreeLayout.NONE;
        TreeCheck.check(allocator);
        code(granule(1), BlockMap.SPARE);
        assertBroken("I11");
        code(granule(1), BlockMap.SPARE + TreeLayout.CLASSES);
        assertBroken("I1");
    }

    @Test
    void findsSparesThatAreNotCounted() {
        allocator.free(granule(1), 32, 8);
        allocator.free(granule(3), 32, 8);
        TreeCheck.check(allocator);
        blocks.room[0]--;
        assertBroken("I11");
        blocks.room[0]++;
        RawAccess.putLong(granule(1), granule(3));
        assertBroken("I11");
        RawAccess.putLong(granule(3), TreeLayout.NONE);
        assertBroken("I11");
    }

    @Test
    void findsCodesWhereNothingStartsOrEnds() {
        code(region + 4_096 + 64, BlockMap.LIVE);
        assertBroken("I2");
        code(region + 4_096 + 64, 0);
        TreeCheck.check(allocator);
        code(region + BYTES, BlockMap.FREE);
        assertBroken("I2");
        code(region + BYTES, 0);
        code(region + BYTES - 32, 0);
        assertBroken("I2");
    }

    @Test
    void findsALargeBlockOfOnePart() {
        long large = arena.allocate(3 << 20, 32).address();
        TreeAllocator other = TreeAllocator.checked(new RegionSource(large, 3 << 20, 32), 3 << 20);
        assertThat(other.allocate(2 << 20, 8)).isEqualTo(large);
        other.allocate(1 << 20, 8);
        TreeCheck.check(other);
        other.blocks().map.codes[other.blocks().map.place(large + (1 << 20))] = BlockMap.LIVE;
        assertThatThrownBy(() -> TreeCheck.check(other)).hasMessageStartingWith("I2 ");
    }

    @Test
    void findsAFreeBlockThatStandsInNoTree() {
        tree.remove(tree.root());
        assertBroken("I3");
    }

    @Test
    void findsANodeThatIsNoFreeBlock() {
        long leaf = tree.first();
        RawAccess.putLong(leaf + TreeLayout.LEFT, granule(1));
        assertBroken("I3");
        RawAccess.putLong(leaf + TreeLayout.LEFT, tree.root());
        assertBroken("I3");
    }

    @Test
    void findsNodesOutOfOrder() {
        long left = RedBlackTree.child(tree.root(), TreeLayout.LEFT);
        long right = RedBlackTree.child(tree.root(), TreeLayout.RIGHT);
        RawAccess.putLong(tree.root() + TreeLayout.LEFT, right);
        RawAccess.putLong(tree.root() + TreeLayout.RIGHT, left);
        assertBroken("I4");
    }

    @Test
    void findsARedRoot() {
        RawAccess.putLong(tree.root() + TreeLayout.PARENT, 0);
        assertBroken("I5");
    }

    @Test
    void findsWrongColours() {
        for (long node = tree.first(); node != TreeLayout.NONE; node = RedBlackTree.next(node)) {
            long word = RawAccess.getLong(node + TreeLayout.PARENT);
            RawAccess.putLong(node + TreeLayout.PARENT, word ^ TreeLayout.BLACK);
            assertBroken("I5");
            RawAccess.putLong(node + TreeLayout.PARENT, word);
        }
        TreeCheck.check(allocator);
    }

    @Test
    void findsAChildOfAnotherParent() {
        long first = tree.first();
        long word = RawAccess.getLong(first + TreeLayout.PARENT);
        RawAccess.putLong(first + TreeLayout.PARENT, tree.root() | (word & TreeLayout.BLACK));
        assertBroken("I6");
    }

    @Test
    void findsAFirstNodeThatIsNotTheLowest() {
        while (!RedBlackTree.isRed(tree.first())) {
            allocator.allocate(32, 8);
        }
        long parent = RedBlackTree.parent(tree.first());
        RawAccess.putLong(parent + TreeLayout.LEFT, TreeLayout.NONE);
        assertBroken("I6");
    }

    @Test
    void findsAClassWhoseBitIsWrong() {
        RedBlackTree single = blocks.tree(5);
        single.remove(single.first());
        assertBroken("I7");
    }

    @Test
    void findsNeighboursThatAreNotJoined() {
        makeFree(granule(1));
        assertBroken("I8");
    }

    /** By hand, as no operation would. */
    private void makeFree(long address) {
        map.retire(address, 32);
        map.free(address, 0);
        tree.insert(address);
    }

    @Test
    void findsRoomWhereThereShouldBeNone() {
        while (allocator.tryAllocate(32, 8) != Allocator.NULL) {
            // Each is kept.
        }
        TreeCheck.check(allocator);
        makeFree(granule(1));
        assertBroken("I9");
    }

    @Test
    void findsCountersThatDiffer() {
        allocator.allocate(32, 8);
        allocator.allocate(32, 8);
        long pair = granule(2);
        code(pair, BlockMap.LIVE + 1);
        code(pair + 32, 0);
        assertBroken("I10");
    }
}
