package org.allotment.core.tlsf;

import static org.allotment.core.tlsf.TlsfLayout.GRANULE_BYTES;
import static org.allotment.core.tlsf.TlsfLayout.HEADER_BYTES;
import static org.allotment.core.tlsf.TlsfLayout.NEXT_FREE;
import static org.allotment.core.tlsf.TlsfLayout.PREVIOUS_PHYSICAL;
import static org.allotment.core.tlsf.TlsfLayout.SENTINEL;
import static org.allotment.core.tlsf.TlsfLayout.SIZE_MASK;
import static org.allotment.core.tlsf.TlsfLayout.USED;

import org.allotment.core.Allocator;
import org.allotment.core.bits.Alignment;
import org.allotment.core.memory.RawAccess;

/**
 * The algorithm on blocks: take, split, merge, resize. It believes what it is told; the arguments are checked above.
 *
 * <p>A block is named by the address of its header here, and sizes are those of whole blocks.
 */
final class TlsfEngine {
    /** Most blocks that a search looks at beyond the index, before it gives up. */
    static final int SCAN_LIMIT = 64;

    final TlsfIndex index = new TlsfIndex();

    /** All blocks, sentinels not counted. */
    long blocks;

    /** Blocks with the used bit: handed out, or in a quick list. */
    long usedBlocks;

    /** Bytes of the {@link #usedBlocks}, headers included. */
    long usedBytes;

    /** Bytes of all blocks, headers included. */
    long blockBytes;

    static long word(long block) {
        return RawAccess.getLong(block);
    }

    static long bytesOf(long block) {
        return word(block) & SIZE_MASK;
    }

    static boolean isUsed(long block, long granules) {
        return word(block) == (granules << TlsfLayout.GRANULE_SHIFT | USED);
    }

    static boolean isFree(long word) {
        return (word & USED) == 0;
    }

    static long previousPhysical(long block) {
        return RawAccess.getLong(block + PREVIOUS_PHYSICAL);
    }

    static long nextFree(long block) {
        return RawAccess.getLong(block + NEXT_FREE);
    }

    /** Makes the memory from {@code first} to {@code sentinel} one free block and closes it with a sentinel. */
    void open(long first, long sentinel) {
        long bytes = sentinel - first;
        RawAccess.putLong(first, bytes);
        RawAccess.putLong(first + PREVIOUS_PHYSICAL, Allocator.NULL);
        RawAccess.putLong(sentinel, USED | SENTINEL);
        RawAccess.putLong(sentinel + PREVIOUS_PHYSICAL, first);
        index.insert(first, bytes);
        blocks++;
        blockBytes += bytes;
    }

    /** Makes the memory between a region's sentinel and a new one a free block; there is room for one. */
    void openBehind(long sentinel, long newSentinel) {
        RawAccess.putLong(newSentinel, USED | SENTINEL);
        RawAccess.putLong(newSentinel + PREVIOUS_PHYSICAL, sentinel);
        add(sentinel, newSentinel - sentinel);
    }

    /** Makes the memory in front of a region's first block a free block; there is room for one. */
    void openBefore(long first, long newFirst) {
        RawAccess.putLong(newFirst + PREVIOUS_PHYSICAL, Allocator.NULL);
        RawAccess.putLong(first + PREVIOUS_PHYSICAL, newFirst);
        add(newFirst, first - newFirst);
    }

    /** Counts a new block, whose links to its neighbours stand, and makes it a free one. */
    private void add(long block, long bytes) {
        blocks++;
        blockBytes += bytes;
        merge(block, bytes);
    }

    /** Takes a region's only block, which is free, out of the index: the region is about to leave. */
    void close(long first) {
        long bytes = word(first);
        index.remove(first, bytes);
        blocks--;
        blockBytes -= bytes;
    }

    /** Takes a block of exactly {@code bytes} by good fit: the head of the first list whose blocks all fit. */
    long take(long bytes) {
        int list = index.atOrAbove(TlsfLayout.goodFitListOf(bytes));
        if (list < 0) {
            return Allocator.NULL;
        }
        long block = index.heads[list];
        long have = word(block);
        long rest = have - bytes;
        if (rest != 0 && TlsfLayout.listOf(rest) == list) {
            takeFront(block, bytes, rest);
            index.replaceHead(list, block + bytes);
        } else {
            index.pop(list);
            carve(block, have, bytes);
        }
        return block;
    }

    /** Makes the front of a free block a used one; its rest takes its place in the list. */
    private void takeFront(long block, long bytes, long rest) {
        usedBlocks++;
        usedBytes += bytes;
        blocks++;
        RawAccess.putLong(block, bytes | USED);
        putFree(block + bytes, rest, block);
    }

    /** Takes what good fit overlooks: a block among the first {@value #SCAN_LIMIT} from the list rounded down. */
    long takeByScan(long bytes, long alignment) {
        int budget = SCAN_LIMIT;
        int list = index.atOrAbove(TlsfLayout.listOf(bytes));
        while (list >= 0 && budget > 0) {
            for (long block = index.heads[list]; block != Allocator.NULL && budget > 0; block = nextFree(block)) {
                budget--;
                if (fits(block, bytes, alignment)) {
                    return takeFrom(block, bytes, alignment);
                }
            }
            list = index.atOrAbove(list + 1);
        }
        return Allocator.NULL;
    }

    /** Takes a block whose payload has an alignment above the granule; what lies in front stays free. */
    long takeAligned(long bytes, long alignment) {
        int list = index.atOrAbove(TlsfLayout.goodFitListOf(bytes + alignment - GRANULE_BYTES));
        return list < 0 ? Allocator.NULL : takeFrom(index.heads[list], bytes, alignment);
    }

    /** Bytes from a block's start to the first place in it whose payload is aligned. */
    private static long padding(long block, long alignment) {
        long payload = block + HEADER_BYTES;
        return Alignment.alignUp(payload, alignment) - payload;
    }

    private static boolean fits(long block, long bytes, long alignment) {
        return word(block) - padding(block, alignment) >= bytes;
    }

    private long takeFrom(long block, long bytes, long alignment) {
        long have = word(block);
        long padding = padding(block, alignment);
        index.remove(block, have);
        if (padding == 0) {
            carve(block, have, bytes);
            return block;
        }
        long body = block + padding;
        RawAccess.putLong(block, padding);
        index.insert(block, padding);
        RawAccess.putLong(body + PREVIOUS_PHYSICAL, block);
        RawAccess.putLong(block + have + PREVIOUS_PHYSICAL, body);
        blocks++;
        carve(body, have - padding, bytes);
        return body;
    }

    /** Turns a free block that is in no list into a used one and gives back its rest. */
    private void carve(long block, long have, long want) {
        usedBlocks++;
        usedBytes += want;
        RawAccess.putLong(block, want | USED);
        if (have != want) {
            putRest(block, have, want);
        }
    }

    /** Makes the bytes behind {@code want} a free block; what follows them is used. */
    private void putRest(long block, long have, long want) {
        long rest = block + want;
        long bytes = have - want;
        blocks++;
        putFree(rest, bytes, block);
        index.insert(rest, bytes);
    }

    private static void putFree(long block, long bytes, long previous) {
        RawAccess.putLong(block, bytes);
        RawAccess.putLong(block + PREVIOUS_PHYSICAL, previous);
        RawAccess.putLong(block + bytes + PREVIOUS_PHYSICAL, block);
    }

    /** Takes a used block back. */
    void give(long block) {
        long bytes = bytesOf(block);
        usedBlocks--;
        usedBytes -= bytes;
        merge(block, bytes);
    }

    /**
     * Joins a block that is in no list, and that the next one names as its previous, with its free neighbours. A list
     * that stays the right one is not left.
     */
    private void merge(long block, long bytes) {
        long previous = previousPhysical(block);
        if (previous != Allocator.NULL && isFree(word(previous))) {
            mergeLeft(block, bytes, previous);
            return;
        }
        long next = block + bytes;
        long nextWord = word(next);
        if (isFree(nextWord)) {
            mergeRight(block, bytes, nextWord);
        } else {
            RawAccess.putLong(block, bytes);
            index.insert(block, bytes);
        }
    }

    private void mergeRight(long block, long bytes, long nextBytes) {
        long next = block + bytes;
        long joined = bytes + nextBytes;
        blocks--;
        RawAccess.putLong(block, joined);
        RawAccess.putLong(block + joined + PREVIOUS_PHYSICAL, block);
        int list = TlsfLayout.listOf(joined);
        if (index.heads[list] == next) {
            index.replaceHead(list, block);
        } else {
            index.remove(next, nextBytes);
            index.insert(block, joined);
        }
    }

    private void mergeLeft(long block, long bytes, long previous) {
        long before = word(previous);
        long joined = before + bytes;
        blocks--;
        long nextWord = word(block + bytes);
        if (isFree(nextWord)) {
            index.remove(block + bytes, nextWord);
            joined += nextWord;
            blocks--;
        }
        RawAccess.putLong(previous, joined);
        RawAccess.putLong(previous + joined + PREVIOUS_PHYSICAL, previous);
        if (TlsfLayout.listOf(before) != TlsfLayout.listOf(joined)) {
            index.remove(previous, before);
            index.insert(previous, joined);
        }
    }

    /** Grows a used block into the free one behind it; false when that is used or too small. */
    boolean extend(long block, long want) {
        long have = bytesOf(block);
        long next = block + have;
        long nextWord = word(next);
        if (!isFree(nextWord) || have + nextWord < want) {
            return false;
        }
        index.remove(next, nextWord);
        blocks--;
        settle(block, have + nextWord, want);
        usedBytes += want - have;
        return true;
    }

    /** Gives the end of a used block back. */
    void truncate(long block, long want) {
        long have = bytesOf(block);
        long tail = block + want;
        RawAccess.putLong(block, want | USED);
        RawAccess.putLong(tail + PREVIOUS_PHYSICAL, block);
        RawAccess.putLong(block + have + PREVIOUS_PHYSICAL, tail);
        blocks++;
        usedBytes -= have - want;
        merge(tail, have - want);
    }

    /**
     * Grows a used block into the free one before it, and the one behind it if that is free too, and moves its first
     * {@code keep} payload bytes down; answers NULL when there is no room there or the new place is not aligned.
     */
    long slide(long block, long want, long alignment, long keep) {
        long previous = previousPhysical(block);
        if (previous == Allocator.NULL || !isFree(word(previous)) || padding(previous, alignment) != 0) {
            return Allocator.NULL;
        }
        long have = bytesOf(block);
        long next = block + have;
        long nextBytes = isFree(word(next)) ? word(next) : 0;
        long before = word(previous);
        if (before + have + nextBytes < want) {
            return Allocator.NULL;
        }
        index.remove(previous, before);
        blocks--;
        if (nextBytes != 0) {
            index.remove(next, nextBytes);
            blocks--;
        }
        RawAccess.copy(block + HEADER_BYTES, previous + HEADER_BYTES, keep);
        settle(previous, before + have + nextBytes, want);
        usedBytes += want - have;
        return previous;
    }

    private void settle(long block, long have, long want) {
        RawAccess.putLong(block, want | USED);
        if (have == want) {
            RawAccess.putLong(block + have + PREVIOUS_PHYSICAL, block);
        } else {
            putRest(block, have, want);
        }
    }

    /** Bytes of the largest block that a plain request is sure to get; zero when there is none. */
    long largestFree() {
        int list = index.last();
        if (list < 0) {
            return 0;
        }
        long largest = 0;
        long block = index.heads[list];
        for (int seen = 0; seen < SCAN_LIMIT && block != Allocator.NULL; seen++) {
            largest = Math.max(largest, word(block));
            block = nextFree(block);
        }
        return largest;
    }
}
