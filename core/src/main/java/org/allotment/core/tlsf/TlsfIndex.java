package org.allotment.core.tlsf;

import static org.allotment.core.tlsf.TlsfLayout.NEXT_FREE;
import static org.allotment.core.tlsf.TlsfLayout.PREVIOUS_FREE;

import org.allotment.core.Allocator;
import org.allotment.core.memory.RawAccess;

/**
 * The two-level index: 1,024 doubly linked lists of free blocks and 33 words of bits that say which are not empty.
 *
 * <p>Heads and bits are Java fields and arrays; only the links lie in the blocks. The previous link of a list's first
 * block is left undefined, which saves a write at each removal of a head.
 */
final class TlsfIndex {
    /** Answer of the searches when there is no such list. */
    static final int NO_LIST = -1;

    final long[] heads = new long[TlsfLayout.LISTS];
    final int[] second = new int[TlsfLayout.FIRST_LEVEL];
    int first;

    /** Puts a free block in front of its list. */
    void insert(long block, long bytes) {
        int list = TlsfLayout.listOf(bytes);
        long head = heads[list];
        heads[list] = block;
        RawAccess.putLong(block + NEXT_FREE, head);
        if (head == Allocator.NULL) {
            int level = list >>> TlsfLayout.SECOND_LEVEL_SHIFT;
            second[level] |= 1 << list;
            first |= 1 << level;
        } else {
            RawAccess.putLong(head + PREVIOUS_FREE, block);
        }
    }

    /** Takes a free block out of its list, wherever it stands there. */
    void remove(long block, long bytes) {
        int list = TlsfLayout.listOf(bytes);
        if (heads[list] == block) {
            pop(list);
        } else {
            unlink(block);
        }
    }

    private static void unlink(long block) {
        long next = RawAccess.getLong(block + NEXT_FREE);
        long previous = RawAccess.getLong(block + PREVIOUS_FREE);
        RawAccess.putLong(previous + NEXT_FREE, next);
        if (next != Allocator.NULL) {
            RawAccess.putLong(next + PREVIOUS_FREE, previous);
        }
    }

    /** Puts a block in the place of a list's first one: what a split or a merge often comes to; no bit changes. */
    void replaceHead(int list, long block) {
        long next = RawAccess.getLong(heads[list] + NEXT_FREE);
        heads[list] = block;
        RawAccess.putLong(block + NEXT_FREE, next);
        if (next != Allocator.NULL) {
            RawAccess.putLong(next + PREVIOUS_FREE, block);
        }
    }

    /** Takes the first block of a list that is not empty. */
    void pop(int list) {
        long next = RawAccess.getLong(heads[list] + NEXT_FREE);
        heads[list] = next;
        if (next == Allocator.NULL) {
            int level = list >>> TlsfLayout.SECOND_LEVEL_SHIFT;
            int left = second[level] & ~(1 << list);
            second[level] = left;
            if (left == 0) {
                first &= ~(1 << level);
            }
        }
    }

    /** Returns the first list from {@code list} up that is not empty, or {@link #NO_LIST}. */
    int atOrAbove(int list) {
        if (list >= TlsfLayout.LISTS) {
            return NO_LIST;
        }
        int level = list >>> TlsfLayout.SECOND_LEVEL_SHIFT;
        int lists = second[level] & -1 << list;
        if (lists == 0) {
            // Two shifts: a shift by 32 would be none.
            int levels = first & -1 << level << 1;
            if (levels == 0) {
                return NO_LIST;
            }
            level = Integer.numberOfTrailingZeros(levels);
            lists = second[level];
        }
        return (level << TlsfLayout.SECOND_LEVEL_SHIFT) + Integer.numberOfTrailingZeros(lists);
    }

    /** Returns the last list that is not empty, or {@link #NO_LIST}. */
    int last() {
        if (first == 0) {
            return NO_LIST;
        }
        int level = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(first);
        return (level << TlsfLayout.SECOND_LEVEL_SHIFT)
                + Integer.SIZE
                - 1
                - Integer.numberOfLeadingZeros(second[level]);
    }

    long heapBytes() {
        return (long) Long.BYTES * heads.length + (long) Integer.BYTES * second.length;
    }
}
