package org.allotment.core.adapt.collection;

import org.allotment.core.memory.RawAccess;

/**
 * Where things lie in a node; offsets in bytes.
 *
 * <pre>
 *   0      4      8         44              404  408                           504
 *   | count| level| entry 0 | entry 1 … 10  | pad| child 0, child 1 … child 11 |
 *                                                  inner nodes only
 *
 *   entry:  0            8           16            24      32            36
 *           | key 0 to 7 | key 8 to 15 | key address | value | key length |
 *            as big-endian numbers, zeroes behind the key's end
 * </pre>
 */
final class BTreeLayout {
    /** Most entries of a node: 2B - 1 for B = 6. */
    static final int MOST_ENTRIES = 11;
    /** Fewest entries of a node that is not the root: B - 1. */
    static final int FEWEST_ENTRIES = 5;

    static final long LEAF_BYTES = 408;
    static final long INNER_BYTES = 504;
    static final long ALIGNMENT = 8;

    static final int ENTRY_BYTES = 36;
    static final int HIGH = 0;
    static final int LOW = 8;
    static final int KEY = 16;
    static final int VALUE = 24;
    static final int LENGTH = 32;

    private static final int LEVEL = 4;
    private static final int ENTRIES = 8;
    private static final int CHILDREN = 408;

    private BTreeLayout() {}

    static void initialise(long node, int level) {
        RawAccess.putInt(node, 0);
        RawAccess.putInt(node + LEVEL, level);
    }

    static int count(long node) {
        return RawAccess.getInt(node);
    }

    static void setCount(long node, int count) {
        RawAccess.putInt(node, count);
    }

    /** Distance to the leaves, which are at level 0. */
    static int level(long node) {
        return RawAccess.getInt(node + LEVEL);
    }

    static long bytes(int level) {
        return level == 0 ? LEAF_BYTES : INNER_BYTES;
    }

    static long entry(long node, int index) {
        return node + ENTRIES + (long) index * ENTRY_BYTES;
    }

    static long key(long entry) {
        return RawAccess.getLong(entry + KEY);
    }

    static int length(long entry) {
        return RawAccess.getInt(entry + LENGTH);
    }

    static long value(long entry) {
        return RawAccess.getLong(entry + VALUE);
    }

    static void setValue(long entry, long value) {
        RawAccess.putLong(entry + VALUE, value);
    }

    static long child(long node, int index) {
        return RawAccess.getLong(node + CHILDREN + (long) index * Long.BYTES);
    }

    static void setChild(long node, int index, long child) {
        RawAccess.putLong(node + CHILDREN + (long) index * Long.BYTES, child);
    }

    static void copyEntries(long from, int fromIndex, long to, int toIndex, int entries) {
        if (entries > 0) {
            RawAccess.copy(entry(from, fromIndex), entry(to, toIndex), (long) entries * ENTRY_BYTES);
        }
    }

    static void copyChildren(long from, int fromIndex, long to, int toIndex, int children) {
        if (children > 0) {
            long source = from + CHILDREN + (long) fromIndex * Long.BYTES;
            RawAccess.copy(source, to + CHILDREN + (long) toIndex * Long.BYTES, (long) children * Long.BYTES);
        }
    }
}
