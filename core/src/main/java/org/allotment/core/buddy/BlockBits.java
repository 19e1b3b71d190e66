package org.allotment.core.buddy;

import org.allotment.core.bits.LowestOne;

/**
 * A set of blocks of one order: a bit for each, and summaries that lead to the first one in a few steps.
 *
 * <p>Level 0 has one bit per block. Bit n of level l + 1 is set iff word n of level l is not zero, and the highest level
 * is one word. So there is one level for each factor of 64, and every call takes O(levels).
 */
final class BlockBits {
    static final long NONE = -1;

    /** Lowest number a bit stands for: even, so that buddies are both inside or both outside. */
    private final long first;

    private final long[] bits;
    final long[][] levels;

    /** Makes an empty set that can hold the blocks from one number to another, both included, and their buddies. */
    BlockBits(long firstBlock, long lastBlock) {
        first = firstBlock & ~1L;
        long words = wordsFor((lastBlock | 1L) - first + 1);
        int depth = 1;
        for (long above = words; above > 1; above = wordsFor(above)) {
            depth++;
        }
        levels = new long[depth][];
        for (int level = 0; level < depth; level++) {
            levels[level] = new long[Math.toIntExact(words)];
            words = wordsFor(words);
        }
        bits = levels[0];
    }

    private static long wordsFor(long count) {
        return (count + Long.SIZE - 1) / Long.SIZE;
    }

    boolean get(long block) {
        long place = block - first;
        return ((bits[(int) (place >>> 6)] >>> place) & 1) != 0;
    }

    /** Adds a block; it is not in the set. */
    void add(long block) {
        long place = block - first;
        int word = (int) (place >>> 6);
        long before = bits[word];
        bits[word] = before | (1L << place);
        if (before == 0) {
            raise(word);
        }
    }

    /** Takes a block out; false, and nothing done, when it is not in the set. */
    boolean remove(long block) {
        long place = block - first;
        int word = (int) (place >>> 6);
        long before = bits[word];
        long after = before & ~(1L << place);
        bits[word] = after;
        if (after == 0 && before != 0) {
            lower(word);
        }
        return after != before;
    }

    /** Takes the block with the lowest number out; the set is not empty. */
    long removeFirst() {
        int word = 0;
        for (int level = levels.length - 1; level > 0; level--) {
            word = (word << 6) | Long.numberOfTrailingZeros(levels[level][word]);
        }
        long before = bits[word];
        long after = LowestOne.without(before);
        bits[word] = after;
        if (after == 0) {
            lower(word);
        }
        return first + (((long) word << 6) | Long.numberOfTrailingZeros(before));
    }

    boolean isEmpty() {
        return levels[levels.length - 1][0] == 0;
    }

    /** Returns the lowest block of the set that is not below a number, or {@link #NONE}. */
    long next(long from) {
        long place = Math.max(0, from - first);
        for (int level = 0; level < levels.length; level++) {
            long[] words = levels[level];
            long word = place >>> 6;
            if (word < words.length) {
                long rest = words[(int) word] & (-1L << place);
                if (rest != 0) {
                    return descend(level, (word << 6) | Long.numberOfTrailingZeros(rest));
                }
            }
            place = word + 1;
        }
        return NONE;
    }

    private long descend(int from, long bit) {
        long place = bit;
        for (int level = from - 1; level >= 0; level--) {
            place = (place << 6) | Long.numberOfTrailingZeros(levels[level][(int) place]);
        }
        return first + place;
    }

    /** Notes above that a word is no longer zero. */
    private void raise(int lowest) {
        int word = lowest;
        for (int level = 1; level < levels.length; level++) {
            long[] words = levels[level];
            long before = words[word >>> 6];
            words[word >>> 6] = before | (1L << word);
            if (before != 0) {
                return;
            }
            word >>>= 6;
        }
    }

    /** Notes above that a word has become zero. */
    private void lower(int lowest) {
        int word = lowest;
        for (int level = 1; level < levels.length; level++) {
            long[] words = levels[level];
            long after = words[word >>> 6] & ~(1L << word);
            words[word >>> 6] = after;
            if (after != 0) {
                return;
            }
            word >>>= 6;
        }
    }

    long heapBytes() {
        long words = 0;
        for (long[] level : levels) {
            words += level.length;
        }
        return words * Long.BYTES;
    }

    /** Counts the blocks of the set, word by word. */
    long count() {
        long count = 0;
        for (long word : bits) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** Tells whether each summary bit says what is below it. */
    boolean isSummedUp() {
        for (int level = 1; level < levels.length; level++) {
            long[] below = levels[level - 1];
            for (int word = 0; word < Long.SIZE * levels[level].length; word++) {
                boolean expected = word < below.length && below[word] != 0;
                if (((levels[level][word >>> 6] >>> word) & 1) != (expected ? 1 : 0)) {
                    return false;
                }
            }
        }
        return true;
    }
}
