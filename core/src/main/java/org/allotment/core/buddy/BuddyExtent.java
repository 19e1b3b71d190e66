package org.allotment.core.buddy;

import org.allotment.core.bits.Alignment;
import org.jspecify.annotations.Nullable;

/** One unbroken run of units: a region, or several that touch, with its free map and its tags. */
final class BuddyExtent {
    /** First byte, as handed in. */
    final long start;

    /** Length, as handed in. */
    final long bytes;

    /** First byte of the first unit. */
    final long usableStart;

    /** Behind the last byte of the last unit. */
    final long usableEnd;

    /** Where the first group of tags starts: at most three units before the first. */
    final long tagBase;

    final byte[] tags;
    final BuddyMap map;

    /** Whether it goes back to the source. */
    final boolean drawn;

    /** The requested bytes of live blocks, if they are counted. */
    final @Nullable RequestedSizes requested;

    final int unitShift;

    private BuddyExtent(long start, long bytes, BuddyOptions options, boolean drawn) {
        this.start = start;
        this.bytes = bytes;
        this.drawn = drawn;
        long unit = options.minBlockBytes();
        unitShift = Long.numberOfTrailingZeros(unit);
        usableStart = firstUnit(start, unit);
        usableEnd = Alignment.alignDown(start + bytes, unit);
        tagBase = Alignment.alignDown(usableStart, unit << BuddyLayout.GROUP_SHIFT);
        int groupShift = unitShift + BuddyLayout.GROUP_SHIFT;
        tags = new byte[Math.toIntExact(((usableEnd - 1 - tagBase) >>> groupShift) + 1)];
        map = new BuddyMap(usableStart >>> unitShift, usableEnd >>> unitShift);
        requested = options.countsRequests() ? new RequestedSizes(map.units(), unitShift) : null;
    }

    private static long firstUnit(long start, long unit) {
        return Alignment.alignUp(start, unit);
    }

    /** Tells whether a run of memory can hold one unit. */
    static boolean isLargeEnough(long start, long bytes, long unit) {
        return Alignment.alignDown(start + bytes, unit) > firstUnit(start, unit);
    }

    /** Makes an extent of one region, all of it free. */
    static BuddyExtent of(long start, long bytes, BuddyOptions options, boolean drawn) {
        BuddyExtent extent = new BuddyExtent(start, bytes, options, drawn);
        extent.map.insert(extent.map.first, extent.map.end);
        return extent;
    }

    /** Makes one extent of two that touch; both stay as they are. */
    static BuddyExtent join(BuddyExtent lower, BuddyExtent upper, BuddyOptions options) {
        BuddyExtent joined = new BuddyExtent(lower.start, lower.bytes + upper.bytes, options, false);
        for (BuddyExtent part : new BuddyExtent[] {lower, upper}) {
            int shift = (int) ((part.tagBase - joined.tagBase) >>> joined.groupShift());
            for (int group = 0; group < part.tags.length; group++) {
                joined.tags[shift + group] |= part.tags[group];
            }
            joined.map.insertAll(part.map);
            if (joined.requested != null && part.requested != null) {
                joined.requested.insertAll(part.requested, part.map.first - joined.map.first);
            }
        }
        return joined;
    }

    boolean touches(BuddyExtent upper) {
        return !drawn && !upper.drawn && usableEnd == upper.usableStart;
    }

    int groupShift() {
        return unitShift + BuddyLayout.GROUP_SHIFT;
    }

    /** Bytes that have tags: those from {@link #tagBase} to the end. */
    long taggedBytes() {
        return usableEnd - tagBase;
    }

    boolean contains(long address) {
        return Long.compareUnsigned(address - start, bytes) < 0;
    }

    /** Tells whether a block could start or lie here. */
    boolean covers(long address) {
        return address >= usableStart && address < usableEnd;
    }

    long lostBytes() {
        return bytes - (usableEnd - usableStart);
    }

    /** Shift of the block whose tag is at an address, 0 when there is none. */
    int shiftAt(long address) {
        long offset = address - tagBase;
        int tag = tags[(int) (offset >>> groupShift())];
        if (BuddyLayout.isLarge(tag)) {
            return (offset & ((1L << groupShift()) - 1)) == 0 ? BuddyLayout.shiftOf(tag) : 0;
        }
        if ((offset & ((1L << unitShift) - 1)) != 0) {
            return 0;
        }
        int units = (tag >>> place(offset)) & BuddyLayout.LARGE;
        return units == 0 ? 0 : unitShift + units - 1;
    }

    /** Notes which block starts at an address. */
    void tag(long address, int shift) {
        long offset = address - tagBase;
        int group = (int) (offset >>> groupShift());
        if (shift >= groupShift()) {
            tags[group] = BuddyLayout.tag(shift);
        } else {
            int others = BuddyLayout.isLarge(tags[group]) ? 0 : tags[group] & ~(BuddyLayout.LARGE << place(offset));
            tags[group] = (byte) (others | ((shift - unitShift + 1) << place(offset)));
        }
    }

    /** Notes that no block starts at an address where one did. */
    void untag(long address) {
        long offset = address - tagBase;
        int group = (int) (offset >>> groupShift());
        tags[group] &= BuddyLayout.isLarge(tags[group]) ? 0 : (byte) ~(BuddyLayout.LARGE << place(offset));
    }

    /** Bit at which the tag of a unit starts in its group. */
    private int place(long offset) {
        return (int) ((offset >>> unitShift) & 3) << 1;
    }

    long unit(long address) {
        return address >>> unitShift;
    }

    long heapBytes() {
        return map.heapBytes() + tags.length + (requested == null ? 0 : requested.heapBytes());
    }
}
