package org.allotment.core.tree;

import static org.allotment.core.tree.TreeLayout.CLASSES;
import static org.allotment.core.tree.TreeLayout.GRANULE;
import static org.allotment.core.tree.TreeLayout.LARGEST;
import static org.allotment.core.tree.TreeLayout.LARGEST_CLASS;
import static org.allotment.core.tree.TreeLayout.NONE;
import static org.allotment.core.tree.TreeLayout.bytesOf;
import static org.allotment.core.tree.TreeLayout.classOf;

import java.util.Arrays;
import org.allotment.core.bits.Alignment;
import org.allotment.core.bits.LowestOne;
import org.allotment.core.memory.RawAccess;

/**
 * The free blocks of one region: a tree and a list of spares for each class, and the map that tells neighbours.
 *
 * <p>It believes what it is told; arguments are checked above. Ranges are {@code [from, to)} and multiples of a granule.
 */
final class FreeBlocks {
    /** Nodes of one tree that a search for an aligned block looks at, before larger blocks are tried. */
    private static final int SCAN_LIMIT = 8;

    final long base;
    final long end;
    final BlockMap map;

    /**
     * By class: the block that was freed last, whose first word names the one freed before it, and so on. Spares are in
     * no tree and merge with nothing.
     */
    final long[] spares = new long[CLASSES];

    /** By class: how many more spares it may have. */
    final int[] room = new int[CLASSES];

    private final RedBlackTree[] trees = new RedBlackTree[CLASSES];

    /** Bit c is set iff the tree of class c has a node. */
    private int present;

    /** No run of free blocks has so many bytes; known from a search, until something is freed. */
    private long hopeless = Long.MAX_VALUE;

    FreeBlocks(long base, long end, byte[] codes) {
        this.base = base;
        this.end = end;
        map = new BlockMap(base, codes);
        Arrays.setAll(trees, sizeClass -> new RedBlackTree());
        Arrays.setAll(room, TreeLayout::sparesOf);
        fill(base, end);
    }

    RedBlackTree tree(int sizeClass) {
        return trees[sizeClass];
    }

    int present() {
        return present;
    }

    long hopeless() {
        return hopeless;
    }

    /** Takes a block of exactly {@code bytes}, or a run of largest ones, the cheap places first. */
    long take(long bytes, long alignment) {
        long block = takeFromTrees(bytes, alignment);
        if (block == NONE && gather()) {
            block = takeFromTrees(bytes, alignment);
        }
        return block == NONE ? takeFromRuns(bytes, alignment) : block;
    }

    private long takeFromTrees(long bytes, long alignment) {
        if (bytes > LARGEST) {
            return takeLargest(bytes, alignment);
        }
        int sizeClass = classOf(bytes);
        return alignment <= GRANULE ? takeFirst(sizeClass) : takeAligned(sizeClass, alignment);
    }

    /** Takes the first block of the smallest class that has one; what it has too much stays free. */
    private long takeFirst(int sizeClass) {
        int larger = present & -1 << sizeClass;
        if (larger == 0) {
            return NONE;
        }
        int found = Integer.numberOfTrailingZeros(larger);
        long block = trees[found].first();
        remove(block, found);
        // Neighbours of the pieces need no look: the classes from the wanted one to the found one are empty.
        for (int piece = sizeClass; piece < found; piece++) {
            insert(block + bytesOf(piece), piece);
        }
        return block;
    }

    /** Looks for a block with an aligned place in it: at some of each class, and all classes are tried. */
    private long takeAligned(int sizeClass, long alignment) {
        long bytes = bytesOf(sizeClass);
        for (int larger = present & -1 << sizeClass; larger != 0; larger &= larger - 1) {
            int candidate = Integer.numberOfTrailingZeros(larger);
            long block = trees[candidate].first();
            for (int seen = 0; seen < SCAN_LIMIT && block != NONE; seen++) {
                long at = Alignment.alignUp(block, alignment);
                if (block + bytesOf(candidate) - at >= bytes) {
                    carve(block, at, at + bytes);
                    return at;
                }
                block = RedBlackTree.next(block);
            }
        }
        return NONE;
    }

    /** Looks through the tree of the largest blocks for enough of them in a row. O(largest blocks). */
    private long takeLargest(long bytes, long alignment) {
        long start = NONE;
        long reached = NONE;
        for (long block = trees[LARGEST_CLASS].first(); block != NONE; block = RedBlackTree.next(block)) {
            start = block == reached ? start : block;
            reached = block + LARGEST;
            long at = Alignment.alignUp(start, alignment);
            if (reached - at >= bytes) {
                carve(start, at, at + bytes);
                return at;
            }
        }
        return NONE;
    }

    /** Looks for free blocks of any class that follow each other and together have room. O(free blocks). */
    private long takeFromRuns(long bytes, long alignment) {
        if (bytes >= hopeless) {
            return NONE;
        }
        for (RedBlackTree tree : trees) {
            for (long block = tree.first(); block != NONE; block = RedBlackTree.next(block)) {
                if (map.freeClassBefore(block) < 0) {
                    long at = Alignment.alignUp(block, alignment);
                    if (map.endOfFree(block) - at >= bytes) {
                        carve(block, at, at + bytes);
                        return at;
                    }
                }
            }
        }
        if (alignment <= GRANULE) {
            hopeless = bytes;
        }
        return NONE;
    }

    /** Largest number of bytes, as {@link TreeLayout#blockBytes} rounds them, that a take will find. O(free blocks). */
    long largest() {
        gather();
        long longest = 0;
        for (RedBlackTree tree : trees) {
            for (long block = tree.first(); block != NONE; block = RedBlackTree.next(block)) {
                if (map.freeClassBefore(block) < 0) {
                    longest = Math.max(longest, map.endOfFree(block) - block);
                }
            }
        }
        return longest < LARGEST ? Long.highestOneBit(longest) : Alignment.alignDown(longest, LARGEST);
    }

    /**
     * Takes a range that begins where a live block ends, if free blocks and spares cover it; false, and nothing taken, if
     * they do not. O(blocks of the range), unless a spare that is not the last of its class puts all spares into the
     * trees.
     */
    boolean takeRange(long from, long to) {
        boolean buried = false;
        long reached = from;
        while (reached < to) {
            int sizeClass = classAt(reached);
            if (sizeClass < 0) {
                return false;
            }
            buried |= map.spareClassAt(reached) >= 0 && spares[sizeClass] != reached;
            reached += bytesOf(sizeClass);
        }
        if (buried) {
            gather();
        }
        carve(from, from, to);
        return true;
    }

    /** Takes a range out of the free blocks that follow each other from {@code block} on, and cover it. */
    private void carve(long block, long from, long to) {
        long first = block;
        while (first + bytesOf(classAt(first)) <= from) {
            first += bytesOf(classAt(first));
        }
        long reached = first;
        while (reached < to) {
            int sizeClass = classAt(reached);
            detach(reached, sizeClass);
            reached += bytesOf(sizeClass);
        }
        fill(first, from);
        fill(to, reached);
    }

    /** Class of the free block or the spare that starts at an address of the region or at its end. */
    private int classAt(long address) {
        int sizeClass = map.freeClassAt(address);
        return sizeClass >= 0 ? sizeClass : map.spareClassAt(address);
    }

    private void detach(long block, int sizeClass) {
        if (map.spareClassAt(block) < 0) {
            remove(block, sizeClass);
        } else {
            popSpare(sizeClass);
        }
    }

    /** Takes the spare that came last; there is one. */
    private long popSpare(int sizeClass) {
        long spare = spares[sizeClass];
        spares[sizeClass] = RawAccess.getLong(spare);
        room[sizeClass]++;
        map.codes[map.place(spare)] = 0;
        return spare;
    }

    /** Makes a range free, in blocks as large as their distance from the region's start and the room allow. */
    void fill(long from, long to) {
        long at = from;
        while (at < to) {
            long piece = Math.min(Long.highestOneBit(to - at), LARGEST);
            long offset = at - base;
            if (offset != 0) {
                piece = Math.min(piece, LowestOne.only(offset));
            }
            put(at, classOf(piece));
            at += piece;
        }
    }

    /** Puts all spares into the trees; false when there was none. */
    boolean gather() {
        boolean any = false;
        for (int sizeClass = 0; sizeClass < CLASSES; sizeClass++) {
            while (spares[sizeClass] != NONE) {
                put(popSpare(sizeClass), sizeClass);
                any = true;
            }
        }
        return any;
    }

    /**
     * Makes a block free and joins it with neighbours of its size, the one it was split from first, until there is none
     * or the block is one of the largest. O(log n), and amortised O(1) for each join.
     */
    void put(long block, int sizeClass) {
        hopeless = Long.MAX_VALUE;
        long start = block;
        int joined = sizeClass;
        while (joined < LARGEST_CLASS) {
            long bytes = bytesOf(joined);
            boolean below = map.freeClassBefore(start) == joined;
            boolean above = map.freeClassAt(start + bytes) == joined;
            if (!below && !above) {
                break;
            }
            boolean isLower = ((start - base) & bytes) == 0;
            if (above && (isLower || !below)) {
                remove(start + bytes, joined);
            } else {
                start -= bytes;
                remove(start, joined);
            }
            joined++;
        }
        insert(start, joined);
    }

    private void insert(long block, int sizeClass) {
        map.free(block, sizeClass);
        trees[sizeClass].insert(block);
        present |= 1 << sizeClass;
    }

    private void remove(long block, int sizeClass) {
        map.unfree(block, sizeClass);
        trees[sizeClass].remove(block);
        if (trees[sizeClass].isEmpty()) {
            present &= ~(1 << sizeClass);
        }
    }

    long heapBytes() {
        // A spare, the root and the first node for each class, and how many spares more.
        return map.codes.length + (3L * Long.BYTES + Integer.BYTES) * CLASSES;
    }
}
