package org.allotment.core.adapt.collection;

import static org.allotment.core.adapt.collection.BTreeLayout.MOST_ENTRIES;
import static org.allotment.core.adapt.collection.BTreeLayout.copyChildren;
import static org.allotment.core.adapt.collection.BTreeLayout.copyEntries;
import static org.allotment.core.adapt.collection.BTreeLayout.count;
import static org.allotment.core.adapt.collection.BTreeLayout.entry;
import static org.allotment.core.adapt.collection.BTreeLayout.setCount;

import org.allotment.core.Allocator;

/** What is done to one node, or to two neighbours and the entry of their parent that stands between them. */
final class BTreeSurgery {
    private static final int CENTRE = 5;

    private BTreeSurgery() {}

    /** Puts an entry into a node that has room, and a child behind it unless that is NULL. */
    static void insert(long node, int index, BTreeEntry entry, long child) {
        int count = count(node);
        copyEntries(node, index, node, index + 1, count - index);
        entry.store(entry(node, index));
        if (child != Allocator.NULL) {
            copyChildren(node, index + 1, node, index + 2, count - index);
            BTreeLayout.setChild(node, index + 1, child);
        }
        setCount(node, count + 1);
    }

    /** The entry that goes up when a full node is split so that an entry can be put in at an index. */
    static int middle(int index) {
        return index < CENTRE ? CENTRE - 1 : index <= CENTRE + 1 ? CENTRE : CENTRE + 1;
    }

    /** Moves all behind an entry of a full node to a new node; the entry itself is for the caller to take. */
    static void split(long node, int middle, long right) {
        int moved = MOST_ENTRIES - middle - 1;
        int level = BTreeLayout.level(node);
        BTreeLayout.initialise(right, level);
        copyEntries(node, middle + 1, right, 0, moved);
        if (level > 0) {
            copyChildren(node, middle + 1, right, 0, moved + 1);
        }
        setCount(right, moved);
        setCount(node, middle);
    }

    /** Takes an entry out of a node, and in an inner node the child behind it. */
    static void remove(long node, int index) {
        int count = count(node);
        copyEntries(node, index + 1, node, index, count - index - 1);
        if (BTreeLayout.level(node) > 0) {
            copyChildren(node, index + 2, node, index + 1, count - index - 1);
        }
        setCount(node, count - 1);
    }

    /** Tells whether two neighbours and the entry between them fit into one node. */
    static boolean fitTogether(long left, long right) {
        return count(left) + 1 + count(right) <= MOST_ENTRIES;
    }

    /** Joins the child behind an entry to the one before it, with the entry between them; the caller frees it. */
    static void merge(long parent, int index) {
        long left = BTreeLayout.child(parent, index);
        long right = BTreeLayout.child(parent, index + 1);
        int before = count(left);
        int after = count(right);
        copyEntries(parent, index, left, before, 1);
        copyEntries(right, 0, left, before + 1, after);
        if (BTreeLayout.level(left) > 0) {
            copyChildren(right, 0, left, before + 1, after + 1);
        }
        setCount(left, before + 1 + after);
        remove(parent, index);
    }

    /** Moves one entry over a parent's entry, from the child before it to the one behind. */
    static void moveRight(long parent, int index) {
        long left = BTreeLayout.child(parent, index);
        long right = BTreeLayout.child(parent, index + 1);
        int before = count(left);
        int after = count(right);
        copyEntries(right, 0, right, 1, after);
        copyEntries(parent, index, right, 0, 1);
        copyEntries(left, before - 1, parent, index, 1);
        if (BTreeLayout.level(right) > 0) {
            copyChildren(right, 0, right, 1, after + 1);
            copyChildren(left, before, right, 0, 1);
        }
        setCount(left, before - 1);
        setCount(right, after + 1);
    }

    /** Moves one entry over a parent's entry, from the child behind it to the one before. */
    static void moveLeft(long parent, int index) {
        long left = BTreeLayout.child(parent, index);
        long right = BTreeLayout.child(parent, index + 1);
        int before = count(left);
        int after = count(right);
        copyEntries(parent, index, left, before, 1);
        copyEntries(right, 0, parent, index, 1);
        copyEntries(right, 1, right, 0, after - 1);
        if (BTreeLayout.level(left) > 0) {
            copyChildren(right, 0, left, before + 1, 1);
            copyChildren(right, 1, right, 0, after);
        }
        setCount(left, before + 1);
        setCount(right, after - 1);
    }
}
