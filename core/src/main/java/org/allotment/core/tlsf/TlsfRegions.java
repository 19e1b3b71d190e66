package org.allotment.core.tlsf;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The regions of one allocator, sorted by address and disjoint. */
final class TlsfRegions {
    private TlsfRegion[] sorted = {};
    private int changes;

    /** Another number whenever a region came, went or was put in the place of another. */
    int changes() {
        return changes;
    }

    TlsfRegion[] all() {
        return sorted;
    }

    /** Returns the region that contains an address. O(log regions). */
    @Nullable
    TlsfRegion find(long address) {
        int place = countUpTo(address);
        return place > 0 && sorted[place - 1].contains(address) ? sorted[place - 1] : null;
    }

    boolean overlaps(long start, long bytes) {
        int place = countUpTo(start + bytes - 1);
        return place > 0 && sorted[place - 1].start + sorted[place - 1].bytes > start;
    }

    void add(TlsfRegion region) {
        int place = countUpTo(region.start);
        TlsfRegion[] grown = Arrays.copyOf(sorted, sorted.length + 1);
        System.arraycopy(sorted, place, grown, place + 1, sorted.length - place);
        grown[place] = region;
        sorted = grown;
        changes++;
    }

    void remove(TlsfRegion region) {
        int place = countUpTo(region.start) - 1;
        TlsfRegion[] rest = Arrays.copyOf(sorted, sorted.length - 1);
        System.arraycopy(sorted, place + 1, rest, place, rest.length - place);
        sorted = rest;
        changes++;
    }

    /** Puts a region in the place of one that is part of it. */
    void replace(TlsfRegion region, TlsfRegion larger) {
        sorted[countUpTo(region.start) - 1] = larger;
        changes++;
    }

    /** Returns the region that begins at an address. O(log regions). */
    @Nullable
    TlsfRegion startingAt(long address) {
        TlsfRegion region = find(address);
        return region != null && region.start == address ? region : null;
    }

    void clear() {
        sorted = new TlsfRegion[0];
    }

    long bytes() {
        long sum = 0;
        for (TlsfRegion region : sorted) {
            sum += region.bytes;
        }
        return sum;
    }

    /** Number of regions that start at an address or before it. */
    private int countUpTo(long address) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle].start <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
