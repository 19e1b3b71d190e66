package org.allotment.core.buddy;

import org.jspecify.annotations.Nullable;

/**
 * The free blocks of one stretch of numbered units, by order: the buddy system itself, which touches no memory.
 *
 * <p>A block of order k is 2^k units and starts at a multiple of 2^k, so its number is its first unit shifted right by
 * k, and its buddy's number differs in the last bit. One bit per block says whether it is free; merging is a test of
 * one bit per order.
 *
 * <p>Bits of an order are made when the first block of that order, or of a lower one, comes up. Orders from {@link
 * #lowestMade} on have theirs, so giving a block back never needs memory.
 */
final class BuddyMap {
    static final long NONE = -1;

    /** First unit. */
    final long first;

    /** Behind the last unit. */
    final long end;

    /** Order of the largest block that has room here. */
    final int topOrder;

    private final @Nullable BlockBits[] free;
    private int lowestMade;

    /** Bit k is set iff a block of order k is free. */
    private long nonEmpty;

    private long freeUnits;

    /** Makes a map of units none of which is free. */
    BuddyMap(long first, long end) {
        this.first = first;
        this.end = end;
        topOrder = largestOrder(first, end);
        free = new BlockBits[topOrder + 1];
        lowestMade = topOrder + 1;
    }

    /** Largest order of a block that lies within a stretch of at least one unit. */
    private static int largestOrder(long first, long end) {
        int order = Long.SIZE - 1 - Long.numberOfLeadingZeros(end - first);
        while (((first + (1L << order) - 1) >>> order) + 1 > (end >>> order)) {
            order--;
        }
        return order;
    }

    /** Makes units free that are not: cuts them into blocks as large as their alignment allows, and merges each. */
    void insert(long from, long to) {
        int lowest = Math.min(Long.numberOfTrailingZeros(from), Long.numberOfTrailingZeros(to));
        makeDownTo(Math.min(lowest, topOrder));
        long unit = from;
        while (unit < to) {
            int order =
                    Math.min(Long.numberOfTrailingZeros(unit), Long.SIZE - 1 - Long.numberOfLeadingZeros(to - unit));
            give(unit, order);
            unit += 1L << order;
        }
    }

    /** Order of the smallest free block that serves a block of an order, or 64. O(1). */
    int sufficientOrder(int order) {
        return order > topOrder ? Long.SIZE : Long.numberOfTrailingZeros(nonEmpty & (-1L << order));
    }

    /** Takes a block of an order, the lowest of the smallest that serve; NONE when there is none. O(orders). */
    long take(int order) {
        int found = sufficientOrder(order);
        if (found > topOrder) {
            return NONE;
        }
        makeDownTo(order);
        BlockBits bits = made(found);
        long unit = bits.removeFirst() << found;
        if (bits.isEmpty()) {
            nonEmpty &= ~(1L << found);
        }
        freeUnits -= 1L << found;
        giveUpperHalves(unit, found, order);
        return unit;
    }

    /**
     * Takes the lowest block of an order whose number is a multiple of an alignment, from the smallest free block that
     * is aligned by its size; NONE when there is none. O(orders).
     */
    long takeAligned(int order, int alignment) {
        int whole = Math.max(order, alignment);
        if (sufficientOrder(whole) > topOrder) {
            return NONE;
        }
        makeDownTo(order);
        long unit = take(whole);
        giveUpperHalves(unit, whole, order);
        return unit;
    }

    /** Takes a block from a free one that happens to be aligned, though smaller than the alignment. O(free blocks). */
    long takeByScan(int order, int alignment) {
        for (int found = order; found < alignment && found <= topOrder; found++) {
            if (((nonEmpty >>> found) & 1) != 0) {
                long unit = alignedFree(found, alignment);
                if (unit != NONE && takeAt(unit, order)) {
                    return unit;
                }
            }
        }
        return NONE;
    }

    private long alignedFree(int order, int alignment) {
        BlockBits bits = made(order);
        long stride = 1L << (alignment - order);
        long block = bits.next(0);
        while (block != BlockBits.NONE && (block & (stride - 1)) != 0) {
            block = bits.next((block | (stride - 1)) + 1);
        }
        return block == BlockBits.NONE ? NONE : block << order;
    }

    /** Takes one certain block, out of whatever free block contains it; false when none does. O(orders). */
    boolean takeAt(long unit, int order) {
        int found = freeOrderAround(unit, order);
        if (found > topOrder) {
            return false;
        }
        makeDownTo(order);
        remove(unit >>> found, found);
        for (int half = found - 1; half >= order; half--) {
            makeFree((unit >>> half) ^ 1, half);
        }
        freeUnits -= 1L << order;
        return true;
    }

    /** Order, from a least one up, of the free block around a unit, or 64. O(orders). */
    int freeOrderAround(long unit, int least) {
        for (int order = Math.max(least, lowestMade); order <= topOrder; order++) {
            if (((nonEmpty >>> order) & 1) != 0 && made(order).get(unit >>> order)) {
                return order;
            }
        }
        return Long.SIZE;
    }

    /** Makes a block free that is not, and merges it with its buddy for as long as that is free too. O(orders). */
    void give(long unit, int order) {
        int merged = order;
        long block = unit >>> order;
        while (((nonEmpty >>> merged) & 1) != 0 && merged < topOrder && remove(block ^ 1, merged)) {
            block >>>= 1;
            merged++;
        }
        makeFree(block, merged);
        freeUnits += 1L << order;
    }

    /** Takes what a block needs to become one of a higher order where it starts; false, and nothing done, if it is not free. */
    boolean extend(long unit, int order, int target) {
        if (target > topOrder || (unit & ((1L << target) - 1)) != 0) {
            return false;
        }
        for (int half = order; half < target; half++) {
            if (((nonEmpty >>> half) & 1) == 0 || !made(half).get((unit >>> half) | 1)) {
                return false;
            }
        }
        for (int half = order; half < target; half++) {
            remove((unit >>> half) | 1, half);
        }
        freeUnits -= (1L << target) - (1L << order);
        return true;
    }

    /** Makes all of a block free but the part of a lower order that it starts with. */
    void truncate(long unit, int order, int target) {
        makeDownTo(target);
        giveUpperHalves(unit, order, target);
    }

    private void giveUpperHalves(long unit, int order, int target) {
        for (int half = order - 1; half >= target; half--) {
            made(half).add((unit >>> half) | 1);
        }
        nonEmpty |= (1L << order) - (1L << target);
        freeUnits += (1L << order) - (1L << target);
    }

    private boolean remove(long block, int order) {
        BlockBits bits = made(order);
        if (!bits.remove(block)) {
            return false;
        }
        if (bits.isEmpty()) {
            nonEmpty &= ~(1L << order);
        }
        return true;
    }

    private void makeFree(long block, int order) {
        made(order).add(block);
        nonEmpty |= 1L << order;
    }

    /** Makes the bits of an order and all above it: the only step that needs memory, so it comes before any change. */
    private void makeDownTo(int order) {
        while (order < lowestMade) {
            int next = lowestMade - 1;
            free[next] = new BlockBits(first >>> next, (end - 1) >>> next);
            lowestMade = next;
        }
    }

    @SuppressWarnings("NullAway") // Orders from lowestMade on have their bits, and callers ask for no other.
    private BlockBits made(int order) {
        return free[order];
    }

    long units() {
        return end - first;
    }

    long freeUnits() {
        return freeUnits;
    }

    /** Order of the largest free block, or -1. */
    int largestFreeOrder() {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(nonEmpty);
    }

    long heapBytes() {
        long bytes = 0;
        for (int order = lowestMade; order <= topOrder; order++) {
            bytes += made(order).heapBytes();
        }
        return bytes;
    }

    /** Takes over the free blocks of a map whose units are all within this one's and not free here. */
    void insertAll(BuddyMap other) {
        makeDownTo(Math.min(other.lowestMade, topOrder));
        for (int order = other.lowestMade; order <= other.topOrder; order++) {
            BlockBits bits = other.made(order);
            for (long block = bits.next(0); block != BlockBits.NONE; block = bits.next(block + 1)) {
                give(block << order, order);
            }
        }
    }

    /** The free blocks of an order, for walks; null before they were made. */
    @Nullable
    BlockBits bits(int order) {
        return order < lowestMade ? null : made(order);
    }

    long nonEmptyOrders() {
        return nonEmpty;
    }
}
