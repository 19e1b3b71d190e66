package org.allotment.core.buddy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The slow and obvious buddy system: one sorted set of free blocks per order.
 *
 * <p>It follows the same rule for which block is taken, so the real one must give the same answers.
 */
final class BuddyModel {
    private static final int ORDERS = 40;

    private final List<TreeSet<Long>> free = new ArrayList<>();
    private final TreeMap<Long, Integer> live = new TreeMap<>();

    BuddyModel() {
        for (int order = 0; order < ORDERS; order++) {
            free.add(new TreeSet<>());
        }
    }

    /** Gives unit by unit: merging finds the largest blocks. */
    void insert(long from, long to) {
        for (long unit = from; unit < to; unit++) {
            give(unit, 0);
        }
    }

    long take(int order) {
        return takeFrom(order, order);
    }

    /** Takes a block at a multiple of an alignment: the front of the smallest block that is aligned by its size. */
    long takeFrom(int least, int order) {
        for (int found = least; found < ORDERS; found++) {
            if (!free.get(found).isEmpty()) {
                long unit = free.get(found).removeFirst();
                split(unit, found, order);
                return unit;
            }
        }
        return BuddyMap.NONE;
    }

    /** Takes the lowest free block of an order or more that is aligned, the smallest order first. */
    long takeByScan(int order, int alignment) {
        for (int found = order; found < alignment; found++) {
            for (long unit : free.get(found)) {
                if (unit % (1L << alignment) == 0) {
                    free.get(found).remove(unit);
                    split(unit, found, order);
                    return unit;
                }
            }
        }
        return BuddyMap.NONE;
    }

    private void split(long unit, int found, int order) {
        for (int half = found - 1; half >= order; half--) {
            free.get(half).add(unit + (1L << half));
        }
        live.put(unit, order);
    }

    boolean takeAt(long unit, int order) {
        for (int found = order; found < ORDERS; found++) {
            long start = unit - unit % (1L << found);
            if (free.get(found).remove(start)) {
                for (int half = found - 1; half >= order; half--) {
                    boolean inUpper = unit >= start + (1L << half);
                    free.get(half).add(inUpper ? start : start + (1L << half));
                    start += inUpper ? 1L << half : 0;
                }
                live.put(unit, order);
                return true;
            }
        }
        return false;
    }

    void free(long unit) {
        int order = orderOf(unit);
        live.remove(unit);
        give(unit, order);
    }

    /** Order of the live block that starts at a unit. */
    int orderOf(long unit) {
        Integer order = live.get(unit);
        if (order == null) {
            throw new AssertionError("no live block, unit=" + unit);
        }
        return order;
    }

    private void give(long unit, int order) {
        long buddy = unit ^ (1L << order);
        if (free.get(order).remove(buddy)) {
            give(Math.min(unit, buddy), order + 1);
        } else {
            free.get(order).add(unit);
        }
    }

    /** Makes a live block larger where it is, if the buddies of all orders between are free. */
    boolean extend(long unit, int target) {
        int order = orderOf(unit);
        for (int half = order; half < target; half++) {
            if (unit % (2L << half) != 0 || !free.get(half).contains(unit + (1L << half))) {
                return false;
            }
        }
        for (int half = order; half < target; half++) {
            free.get(half).remove(unit + (1L << half));
        }
        live.put(unit, target);
        return true;
    }

    void truncate(long unit, int target) {
        int order = orderOf(unit);
        split(unit, order, target);
    }

    long freeUnits() {
        long units = 0;
        for (int order = 0; order < ORDERS; order++) {
            units += (long) free.get(order).size() << order;
        }
        return units;
    }

    /** First units of the live blocks. */
    List<Long> live() {
        return List.copyOf(live.keySet());
    }

    boolean isLive(long unit) {
        Map.Entry<Long, Integer> below = live.floorEntry(unit);
        return below != null && unit < below.getKey() + (1L << below.getValue());
    }

    /** First units of the free blocks of an order, sorted. */
    List<Long> free(int order) {
        return List.copyOf(free.get(order));
    }
}
