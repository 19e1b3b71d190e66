package org.allotment.core.mapped;

import org.allotment.core.AllocationException;
import org.allotment.core.source.MemoryMapSource;

/** Walks the invariants I1 to I3 of the package; O(blocks). */
public final class MappedCheck {
    private MappedCheck() {}

    /**
     * Walks all invariants.
     *
     * @param allocator any open allocator; it is not changed
     * @throws AssertionError if an invariant is broken; the message starts with its number
     */
    public static void check(MappedAllocator allocator) {
        MappingTable table = allocator.table();
        MemoryMapSource source = allocator.source();
        check(table, source.granularity());
        for (int i = 0; i < table.count(); i++) {
            require(isPiece(source, table, i), "I3 each entry is a piece of the source", table, i);
        }
    }

    private static boolean isPiece(MemoryMapSource source, MappingTable table, int index) {
        try {
            return source.report(table.start(index)).byteSize() == table.size(index);
        } catch (AllocationException foreign) {
            return false;
        }
    }

    static void check(MappingTable table, long page) {
        long end = 0;
        long bytes = 0;
        for (int i = 0; i < table.count(); i++) {
            require(table.start(i) > 0 && table.start(i) >= end, "I1 mappings rise and do not overlap", table, i);
            require(table.size(i) > 0 && table.size(i) % page == 0, "I2 mappings are whole pages", table, i);
            end = table.start(i) + table.size(i);
            bytes += table.size(i);
        }
        require(bytes == table.byteSize(), "I3 the sum is that of the mappings", table, 0);
    }

    private static void require(boolean holds, String invariant, MappingTable table, int index) {
        if (!holds) {
            throw new AssertionError(
                    invariant + ", index=" + index + ", count=" + table.count() + ", byteSize=" + table.byteSize());
        }
    }
}
