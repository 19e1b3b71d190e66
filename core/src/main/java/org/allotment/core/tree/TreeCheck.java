package org.allotment.core.tree;

import static org.allotment.core.tree.TreeLayout.CLASSES;
import static org.allotment.core.tree.TreeLayout.LARGEST;
import static org.allotment.core.tree.TreeLayout.LARGEST_CLASS;
import static org.allotment.core.tree.TreeLayout.LEFT;
import static org.allotment.core.tree.TreeLayout.NONE;
import static org.allotment.core.tree.TreeLayout.RIGHT;
import static org.allotment.core.tree.TreeLayout.bytesOf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.memory.RawAccess;

/**
 * Walks a {@link TreeAllocator} and proves the invariants I1 to I11 of the package documentation.
 *
 * <p>No address is followed before it is known to be that of a free block, so that a broken structure is reported and
 * not run into.
 */
public final class TreeCheck {
    private final FreeBlocks blocks;

    /** What the map should hold. */
    private final byte[] expected;

    /** Class of each free block that the map tells of and no tree has shown yet, by address. */
    private final Map<Long, Integer> free = new HashMap<>();

    /** Class of each spare that the map tells of and no list has shown yet, by address. */
    private final Map<Long, Integer> spares = new HashMap<>();

    private long liveBytes;
    private long liveBlocks;

    /** Bytes of the free blocks that end where the walk is. */
    private long run;

    private int previousClass = BlockMap.NO_CLASS;

    private TreeCheck(FreeBlocks blocks) {
        this.blocks = blocks;
        expected = new byte[blocks.map.codes.length];
    }

    /**
     * Walks all invariants.
     *
     * @param allocator any open allocator; it is not changed
     * @throws AssertionError if an invariant is broken; the message starts with its number
     */
    public static void check(TreeAllocator allocator) {
        TreeCheck check = new TreeCheck(allocator.blocks());
        check.tiles();
        check.trees();
        check.spares();
        AllocatorStatistics statistics = allocator.statistics();
        boolean counted = statistics.liveBlockBytes() == check.liveBytes && statistics.liveBlocks() == check.liveBlocks;
        require(counted, "I10", "the counters equal the walk, " + statistics, check.liveBytes);
        require(statistics.isConserved(), "I10", "no byte is missing or counted twice, " + statistics, 0);
    }

    private static void require(boolean holds, String invariant, String what, long address) {
        if (!holds) {
            throw new AssertionError(invariant + " " + what + ", address=" + address);
        }
    }

    private void tiles() {
        long at = blocks.base;
        while (at < blocks.end) {
            int code = blocks.map.codes[blocks.map.place(at)];
            long bytes = code < 0 ? spare(at, code) : code >= BlockMap.FREE ? freeBlock(at, code) : liveBlock(at, code);
            require(bytes <= blocks.end - at, "I1", "blocks tile the region", at);
            at += bytes;
        }
        int differs = Arrays.mismatch(expected, blocks.map.codes);
        require(differs < 0, "I2", "the map has codes where blocks start and end only, place=" + differs, 0);
    }

    private long freeBlock(long at, int code) {
        int sizeClass = code - BlockMap.FREE;
        require(sizeClass < CLASSES, "I1", "a block starts where another ends, code=" + code, at);
        long bytes = bytesOf(sizeClass);
        boolean joins = sizeClass == previousClass && sizeClass < LARGEST_CLASS;
        require(!joins, "I8", "free neighbours of one class are joined", at);
        previousClass = sizeClass;
        run += bytes;
        require(run < blocks.hopeless(), "I9", "no run has as much as is hopeless, hopeless=" + blocks.hopeless(), at);
        free.put(at, sizeClass);
        if (bytes <= blocks.end - at) {
            expected[blocks.map.place(at) + (1 << sizeClass) - 1] = (byte) (BlockMap.TAIL + sizeClass);
            expected[blocks.map.place(at)] = (byte) code;
        }
        return bytes;
    }

    private long liveBlock(long at, int code) {
        previousClass = BlockMap.NO_CLASS;
        run = 0;
        require(code > 0 && code != BlockMap.LIVE_MORE, "I1", "a block starts where another ends, code=" + code, at);
        expected[blocks.map.place(at)] = (byte) code;
        long bytes = code == BlockMap.LIVE_RUN ? largestBlocks(at) : bytesOf(code - BlockMap.LIVE);
        liveBlocks++;
        liveBytes += bytes;
        return bytes;
    }

    private long spare(long at, int code) {
        previousClass = BlockMap.NO_CLASS;
        run = 0;
        int sizeClass = code - BlockMap.SPARE;
        require(sizeClass < CLASSES, "I1", "a spare has a class, code=" + code, at);
        expected[blocks.map.place(at)] = (byte) code;
        spares.put(at, sizeClass);
        return bytesOf(sizeClass);
    }

    /** No link is followed before it is known to lead to a spare of the class that was not met. */
    private void spares() {
        for (int sizeClass = 0; sizeClass < CLASSES; sizeClass++) {
            int count = 0;
            for (long spare = blocks.spares[sizeClass]; spare != NONE; spare = RawAccess.getLong(spare)) {
                Integer mapped = spares.remove(spare);
                boolean known = mapped != null && mapped == sizeClass;
                require(known, "I11", "a list holds spares of its class, each once", spare);
                count++;
            }
            boolean counted = count + blocks.room[sizeClass] == TreeLayout.sparesOf(sizeClass);
            require(counted, "I11", "spares and room are what a class may have, class=" + sizeClass, count);
        }
        require(spares.isEmpty(), "I11", "each spare is in a list, spares=" + spares, 0);
    }

    private long largestBlocks(long at) {
        long bytes = LARGEST;
        while (bytes < blocks.end - at && blocks.map.codes[blocks.map.place(at + bytes)] == BlockMap.LIVE_MORE) {
            expected[blocks.map.place(at + bytes)] = BlockMap.LIVE_MORE;
            bytes += LARGEST;
        }
        require(bytes > LARGEST, "I2", "a block made of largest ones has several", at);
        return bytes;
    }

    private void trees() {
        for (int sizeClass = 0; sizeClass < CLASSES; sizeClass++) {
            RedBlackTree tree = blocks.tree(sizeClass);
            boolean present = ((blocks.present() >>> sizeClass) & 1) != 0;
            require(present != tree.isEmpty(), "I7", "a bit says that a class has blocks, class=" + sizeClass, 0);
            check(tree, sizeClass, free);
        }
        require(free.isEmpty(), "I3", "each free block stands in a tree, blocks=" + free, 0);
    }

    /** Walks one tree, whose nodes are among the given blocks and of the given class; takes them out of there. */
    static void check(RedBlackTree tree, int sizeClass, Map<Long, Integer> free) {
        long root = tree.root();
        new Walk(sizeClass, free).down(root, NONE, 0, Long.MAX_VALUE);
        require(!RedBlackTree.isRed(root), "I5", "a root is black", root);
        long first = root;
        while (first != NONE && RedBlackTree.child(first, LEFT) != NONE) {
            first = RedBlackTree.child(first, LEFT);
        }
        require(tree.first() == first, "I6", "the first node is the lowest, first=" + tree.first(), first);
    }

    private record Walk(int sizeClass, Map<Long, Integer> free) {
        /** Returns the number of black nodes on each way down. */
        int down(long node, long parent, long above, long below) {
            if (node == NONE) {
                return 0;
            }
            Integer mapped = free.remove(node);
            require(mapped != null && mapped == sizeClass, "I3", "a node is a free block, once, of its class", node);
            require(above < node && node < below, "I4", "nodes are in order", node);
            require(RedBlackTree.parent(node) == parent, "I6", "a child names its parent", node);
            boolean red = RedBlackTree.isRed(node);
            require(!(red && RedBlackTree.isRed(parent)), "I5", "a red node has no red child", node);
            int left = down(RedBlackTree.child(node, LEFT), node, above, node);
            int right = down(RedBlackTree.child(node, RIGHT), node, node, below);
            require(left == right, "I5", "all ways down have as many black nodes", node);
            return red ? left : left + 1;
        }
    }
}
