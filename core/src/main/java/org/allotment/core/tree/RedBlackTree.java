package org.allotment.core.tree;

import static org.allotment.core.tree.TreeLayout.BLACK;
import static org.allotment.core.tree.TreeLayout.LEFT;
import static org.allotment.core.tree.TreeLayout.NONE;
import static org.allotment.core.tree.TreeLayout.OTHER;
import static org.allotment.core.tree.TreeLayout.PARENT;
import static org.allotment.core.tree.TreeLayout.RIGHT;

import org.allotment.core.memory.RawAccess;

/**
 * A red-black tree whose nodes lie in the blocks they stand for, ordered by their addresses.
 *
 * <p>A side is the offset of the child's link, so that each case is written once for both sides. The first node is
 * kept, since it is the one that is taken, and the one next to which a block that was just taken comes back.
 *
 * <p>Insertion and removal are those of Cormen, Leiserson, Rivest, Stein: "Introduction to Algorithms", chapter 13,
 * with an absent node as the black leaf. What is short of a black after a removal is told by its parent, as an absent
 * node has none to tell.
 */
final class RedBlackTree {
    private long root;
    private long first;

    boolean isEmpty() {
        return root == NONE;
    }

    /** The node with the lowest address, or {@link TreeLayout#NONE}. */
    long first() {
        return first;
    }

    long root() {
        return root;
    }

    static long child(long node, int side) {
        return RawAccess.getLong(node + side);
    }

    static long parent(long node) {
        return RawAccess.getLong(node + PARENT) & ~BLACK;
    }

    /** Tells whether there is a node and it is red. */
    static boolean isRed(long node) {
        return node != NONE && (RawAccess.getLong(node + PARENT) & BLACK) == 0;
    }

    /** The node with the next higher address, or {@link TreeLayout#NONE}. Amortised O(1) over a walk. */
    static long next(long node) {
        long right = child(node, RIGHT);
        if (right != NONE) {
            return leftmost(right);
        }
        long below = node;
        long parent = parent(node);
        while (parent != NONE && child(parent, RIGHT) == below) {
            below = parent;
            parent = parent(below);
        }
        return parent;
    }

    private static long leftmost(long node) {
        long at = node;
        for (long left = child(at, LEFT); left != NONE; left = child(at, LEFT)) {
            at = left;
        }
        return at;
    }

    /** Adds a node that is not in any tree. O(log n); O(1) amortised when it comes before all others. */
    void insert(long node) {
        long parent = NONE;
        int side = LEFT;
        if (node < first) {
            parent = first;
        } else {
            for (long at = root; at != NONE; at = child(at, side)) {
                parent = at;
                side = node < at ? LEFT : RIGHT;
            }
        }
        RawAccess.putLong(node + LEFT, NONE);
        RawAccess.putLong(node + RIGHT, NONE);
        if (parent == NONE) {
            RawAccess.putLong(node + PARENT, BLACK);
            root = node;
            first = node;
            return;
        }
        RawAccess.putLong(node + PARENT, parent);
        RawAccess.putLong(parent + side, node);
        if (node < first) {
            first = node;
        }
        if (isRed(parent)) {
            separateReds(node, parent);
        }
    }

    /** Repairs a tree in which a red node has a red parent. */
    private void separateReds(long node, long parent) {
        long low = node;
        long red = parent;
        while (isRed(red)) {
            // A red node is never the root.
            long above = parent(red);
            int side = child(above, LEFT) == red ? LEFT : RIGHT;
            long uncle = child(above, side ^ OTHER);
            if (!isRed(uncle)) {
                lift(low, red, above, side);
                return;
            }
            blacken(red);
            blacken(uncle);
            redden(above);
            low = above;
            red = parent(low);
        }
        if (red == NONE) {
            blacken(low);
        }
    }

    /** Makes the middle one of three nodes the parent of the two others. */
    private void lift(long low, long red, long above, int side) {
        long middle = red;
        if (child(red, side) != low) {
            rotate(red, side);
            middle = low;
        }
        blacken(middle);
        redden(above);
        rotate(above, side ^ OTHER);
    }

    /** Takes a node of this tree out. Amortised O(1), with a walk of O(log n) for a node with two children. */
    void remove(long node) {
        long left = child(node, LEFT);
        long right = child(node, RIGHT);
        long word = RawAccess.getLong(node + PARENT);
        long parent = word & ~BLACK;
        if (node == first) {
            // It has no left child; a lone right child is a leaf.
            first = right != NONE ? right : parent;
        }
        if (left != NONE && right != NONE) {
            removeInner(node, left, right, word);
            return;
        }
        long only = left | right;
        replace(node, only, parent);
        if (only != NONE) {
            // A lone child is red and its parent black: the child takes the colour too.
            RawAccess.putLong(only + PARENT, word);
        } else if ((word & BLACK) != 0) {
            addBlack(parent);
        }
    }

    /** Puts the next node, which has no left child, in the place of one with two children. */
    private void removeInner(long node, long left, long right, long word) {
        long heir = leftmost(right);
        long orphan = child(heir, RIGHT);
        long heirWord = RawAccess.getLong(heir + PARENT);
        long gap = heirWord & ~BLACK;
        if (gap == node) {
            gap = heir;
        } else {
            RawAccess.putLong(gap + LEFT, orphan);
            RawAccess.putLong(heir + RIGHT, right);
            setParent(right, heir);
        }
        RawAccess.putLong(heir + LEFT, left);
        setParent(left, heir);
        RawAccess.putLong(heir + PARENT, word);
        replace(node, heir, word & ~BLACK);
        if (orphan != NONE) {
            RawAccess.putLong(orphan + PARENT, gap | BLACK);
        } else if ((heirWord & BLACK) != 0) {
            addBlack(gap);
        }
    }

    /** Repairs a tree in which the paths through an absent child of a node are short of one black node. */
    private void addBlack(long above) {
        long shortOf = NONE;
        long parent = above;
        while (parent != NONE) {
            int side = child(parent, LEFT) == shortOf ? LEFT : RIGHT;
            long sibling = child(parent, side ^ OTHER);
            if (isRed(sibling)) {
                blacken(sibling);
                redden(parent);
                rotate(parent, side);
                sibling = child(parent, side ^ OTHER);
            }
            if (isRed(child(sibling, LEFT)) || isRed(child(sibling, RIGHT))) {
                borrow(parent, sibling, side);
                return;
            }
            redden(sibling);
            if (isRed(parent)) {
                blacken(parent);
                return;
            }
            shortOf = parent;
            parent = parent(shortOf);
        }
    }

    /** Moves a black node to a side that is short of one from the other side, where a red one takes its place. */
    private void borrow(long parent, long sibling, int side) {
        long taken = sibling;
        long far = child(sibling, side ^ OTHER);
        if (!isRed(far)) {
            taken = child(sibling, side);
            far = sibling;
            rotate(sibling, side ^ OTHER);
        }
        // The three nodes get the colours of the place they come to.
        if (isRed(parent)) {
            redden(taken);
        } else {
            blacken(taken);
        }
        blacken(parent);
        blacken(far);
        rotate(parent, side);
    }

    /** Lets a node sink to a side; the child on the other side rises. Colours stay with the nodes. */
    private void rotate(long node, int side) {
        long rising = child(node, side ^ OTHER);
        long inner = child(rising, side);
        long parent = parent(node);
        RawAccess.putLong(node + (side ^ OTHER), inner);
        if (inner != NONE) {
            setParent(inner, node);
        }
        replace(node, rising, parent);
        setParent(rising, parent);
        RawAccess.putLong(rising + side, node);
        setParent(node, rising);
    }

    /** Lets the link to a node lead to another, or to none. */
    private void replace(long node, long other, long parent) {
        if (parent == NONE) {
            root = other;
        } else {
            RawAccess.putLong(parent + (child(parent, LEFT) == node ? LEFT : RIGHT), other);
        }
    }

    private static void setParent(long node, long parent) {
        RawAccess.putLong(node + PARENT, (RawAccess.getLong(node + PARENT) & BLACK) | parent);
    }

    private static void blacken(long node) {
        RawAccess.putLong(node + PARENT, RawAccess.getLong(node + PARENT) | BLACK);
    }

    private static void redden(long node) {
        RawAccess.putLong(node + PARENT, RawAccess.getLong(node + PARENT) & ~BLACK);
    }
}
