package org.allotment.stress.pagemap;

import java.util.concurrent.atomic.AtomicLong;
import org.allotment.core.pagemap.PageMap;
import org.jspecify.annotations.Nullable;

/**
 * One map for all states, and granules of it for each: a map of its own would cost each state a leaf of 512 KiB. Nobody
 * touches the memory that the addresses stand for.
 */
final class Granules {
    private static final PageMap<Owner> MAP = new PageMap<>();

    /** Far more than there are states at once: those of a leaf, which comes into being with the first state. */
    private static final long MOST = 1L << 17;

    private static final AtomicLong NEXT = new AtomicLong();

    /** Who owns a granule. */
    record Owner(long first, long second) {}

    private Granules() {}

    /** Address of two neighbouring granules that nobody owns. */
    static long nextPair() {
        long address = NEXT.getAndAdd(2) % MOST * PageMap.GRANULE;
        MAP.set(address, 2 * PageMap.GRANULE, null);
        return address;
    }

    static void enter(long address, long number) {
        MAP.set(address, PageMap.GRANULE, new Owner(number, -number));
    }

    static @Nullable Owner peek(long address) {
        return MAP.peek(address);
    }

    /** Number of the owner, or 0 where none is seen. */
    static long peekNumber(long address) {
        Owner owner = MAP.peek(address);
        return owner == null ? 0 : owner.first();
    }
}
