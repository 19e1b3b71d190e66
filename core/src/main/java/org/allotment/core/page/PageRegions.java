package org.allotment.core.page;

/** The regions of one allocator, sorted by address and disjoint. */
final class PageRegions {
    private PageRegion[] sorted = {};

    PageRegion[] all() {
        return sorted;
    }

    /** Returns the region with the page that an address lies in, or NOWHERE; O(log regions). */
    PageRegion containing(long address) {
        int place = countUpTo(address);
        return place > 0 && sorted[place - 1].contains(address) ? sorted[place - 1] : PageRegion.NOWHERE;
    }

    /** Returns the region that was added with this start, or NOWHERE. */
    PageRegion startingAt(long start) {
        int place = countUpTo(start);
        return place > 0 && sorted[place - 1].start == start ? sorted[place - 1] : PageRegion.NOWHERE;
    }

    boolean overlaps(long start, long byteSize) {
        int place = countUpTo(start + byteSize - 1);
        return place > 0 && sorted[place - 1].start + sorted[place - 1].byteSize > start;
    }

    void add(PageRegion region) {
        int place = countUpTo(region.start);
        PageRegion[] more = new PageRegion[sorted.length + 1];
        System.arraycopy(sorted, 0, more, 0, place);
        more[place] = region;
        System.arraycopy(sorted, place, more, place + 1, sorted.length - place);
        sorted = more;
    }

    void remove(PageRegion region) {
        int place = countUpTo(region.start) - 1;
        PageRegion[] rest = new PageRegion[sorted.length - 1];
        System.arraycopy(sorted, 0, rest, 0, place);
        System.arraycopy(sorted, place + 1, rest, place, rest.length - place);
        sorted = rest;
    }

    void clear() {
        sorted = new PageRegion[0];
    }

    /** Number of regions that start at an address or below it. */
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
