package org.allotment.core.adapt.collection;

/**
 * The way from the root to an entry, or to the place in a leaf where one belongs; nodes thus need no link upwards.
 *
 * <p>At each depth it holds a node and an index: of the entry at the last depth, of the child gone into above it.
 */
final class BTreePath {
    /** Six children at least below every node but the root: more levels than any memory has room for. */
    static final int MOST_LEVELS = 32;

    private final long[] nodes = new long[MOST_LEVELS];
    private final int[] indices = new int[MOST_LEVELS];
    private int depth;

    int depth() {
        return depth;
    }

    long node(int at) {
        return nodes[at];
    }

    int index(int at) {
        return indices[at];
    }

    long node() {
        return nodes[depth];
    }

    int index() {
        return indices[depth];
    }

    /** Becomes the way to the first place of a node that is a leaf and the root. */
    void startAt(long leaf) {
        depth = 0;
        nodes[0] = leaf;
        indices[0] = 0;
    }

    /** Goes to a key: true when it is there, false at the place in a leaf where it belongs. */
    boolean find(long root, BTreeEntry sought) {
        long node = root;
        int level = BTreeLayout.level(root);
        for (int at = 0; ; at++, level--) {
            int place = search(node, sought);
            boolean found = place < 0;
            int index = found ? ~place : place;
            nodes[at] = node;
            indices[at] = index;
            if (found || level == 0) {
                depth = at;
                return found;
            }
            node = BTreeLayout.child(node, index);
        }
    }

    /** Goes to the first entry of the first leaf. */
    void findFirst(long root) {
        long node = root;
        int level = BTreeLayout.level(root);
        for (int at = 0; ; at++, level--) {
            nodes[at] = node;
            indices[at] = 0;
            if (level == 0) {
                depth = at;
                return;
            }
            node = BTreeLayout.child(node, 0);
        }
    }

    /** Goes on from an entry of an inner node to the one before it, which is the last of a leaf. */
    void descendToPrevious() {
        int level = BTreeLayout.level(node());
        for (; level > 0; level--) {
            long node = BTreeLayout.child(node(), index());
            depth++;
            nodes[depth] = node;
            indices[depth] = BTreeLayout.count(node);
        }
        indices[depth]--;
    }

    /** Index of the first entry not below the key, complemented when it is equal. */
    private static int search(long node, BTreeEntry sought) {
        int count = BTreeLayout.count(node);
        long entry = BTreeLayout.entry(node, 0);
        for (int index = 0; index < count; index++, entry += BTreeLayout.ENTRY_BYTES) {
            int order = sought.compareTo(entry);
            if (order <= 0) {
                return order == 0 ? ~index : index;
            }
        }
        return count;
    }
}
