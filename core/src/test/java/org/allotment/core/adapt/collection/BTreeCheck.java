package org.allotment.core.adapt.collection;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.allotment.core.memory.RawAccess;
import org.jspecify.annotations.Nullable;

/** Walks the invariants I1 to I6 of the package; O(entries). */
final class BTreeCheck {
    private final Set<Long> blocks = new HashSet<>();
    private byte @Nullable [] previous;
    private long entries;

    private BTreeCheck() {}

    /** Returns the number of blocks the map holds. */
    static long check(OffHeapBTreeMap map) {
        BTreeCheck check = new BTreeCheck();
        if (map.root() != 0) {
            int level = BTreeLayout.level(map.root());
            int least = level > 0 ? 1 : 0;
            check.node(map.root(), level, least);
        }
        require(check.entries == map.size(), "I5 the size equals the walk, walked=" + check.entries);
        return check.blocks.size();
    }

    private void node(long node, int level, int least) {
        int count = BTreeLayout.count(node);
        require(BTreeLayout.level(node) == level, "I3 a child is one level down, level=" + BTreeLayout.level(node));
        require(count >= least && count <= BTreeLayout.MOST_ENTRIES, "I2 entries of a node, count=" + count);
        require(blocks.add(node), "I6 a node stands once, node=" + node);
        for (int i = 0; i <= count; i++) {
            if (level > 0) {
                node(BTreeLayout.child(node, i), level - 1, BTreeLayout.FEWEST_ENTRIES);
            }
            if (i < count) {
                entry(BTreeLayout.entry(node, i));
            }
        }
    }

    private void entry(long entry) {
        byte[] key = bytes(entry);
        byte[] before = previous;
        require(
                before == null || Arrays.compareUnsigned(before, key) < 0,
                "I1 keys ascend, key=" + Arrays.toString(key));
        for (int i = 0; i < 16; i++) {
            long word = RawAccess.getLong(entry + (i < 8 ? BTreeLayout.HIGH : BTreeLayout.LOW));
            byte inline = (byte) (word >>> (56 - 8 * (i % 8)));
            require(inline == (i < key.length ? key[i] : 0), "I4 the inline bytes are the key's, index=" + i);
        }
        if (key.length > 0) {
            require(blocks.add(BTreeLayout.key(entry)), "I6 a key stands once, key=" + Arrays.toString(key));
        }
        previous = key;
        entries++;
    }

    private static byte[] bytes(long entry) {
        byte[] key = new byte[BTreeLayout.length(entry)];
        for (int i = 0; i < key.length; i++) {
            key[i] = RawAccess.getByte(BTreeLayout.key(entry) + i);
        }
        return key;
    }

    private static void require(boolean holds, String invariant) {
        if (!holds) {
            throw new AssertionError(invariant);
        }
    }
}
