package org.allotment.core.tree;

import org.allotment.core.bits.Alignment;

/**
 * Where everything stands in a node, and which class a size belongs to.
 *
 * <p>A free block holds its node in its first 24 bytes, of the 32 that the smallest block has:
 *
 * <pre>
 *  offset  0               8               16              24              32   (bytes)
 *          ├───────────────┼───────────────┼───────────────┼───────────────┼── …
 *  free    │ left          │ right         │ parent │ color│ unused ───────────
 *  live    │ payload, as long as the block ────────────────────────────────────
 *          └───────────────┴───────────────┴───────────────┴───────────────┴── …
 *
 *  third word, by bit    63 ────────────────────────── 1      0
 *                        │ address of the parent, or 0 │ BLACK │
 * </pre>
 *
 * <p>Class c holds blocks of {@code 32 << c} bytes.
 */
final class TreeLayout {
    /** No node, no block. */
    static final long NONE = 0;

    /** Offset of the address of the left child; the name of the left side. */
    static final int LEFT = 0;

    /** Offset of the address of the right child; the name of the right side. */
    static final int RIGHT = 8;

    /** Turns a side into the other one. */
    static final int OTHER = LEFT ^ RIGHT;

    /** Offset of the word of the parent's address and the colour. */
    static final int PARENT = 16;

    /** Bit of that word: set in black nodes, clear in red ones. */
    static final long BLACK = 1;

    static final int GRANULE_SHIFT = 5;

    /** Bytes of the smallest block, a node's; every block is a multiple and starts at one. */
    static final int GRANULE = 1 << GRANULE_SHIFT;

    private static final int LARGEST_SHIFT = 20;

    /** Bytes of the largest block; what is larger is made of several. */
    static final int LARGEST = 1 << LARGEST_SHIFT;

    static final int CLASSES = LARGEST_SHIFT - GRANULE_SHIFT + 1;
    static final int LARGEST_CLASS = CLASSES - 1;

    private static final int MOST_SPARES = 1024;

    private static final int CLASS_BASE = Long.SIZE - GRANULE_SHIFT;

    private TreeLayout() {}

    /** Class that serves a size from 1 to {@link #LARGEST}. */
    static int classOf(long size) {
        return CLASS_BASE - Long.numberOfLeadingZeros((size - 1) | (GRANULE - 1));
    }

    /** Spares that a class may have: together 1 MiB at most, and {@value #MOST_SPARES}. */
    static int sparesOf(int sizeClass) {
        return Math.min(MOST_SPARES, LARGEST >>> sizeClass >>> GRANULE_SHIFT);
    }

    static long bytesOf(int sizeClass) {
        return (long) GRANULE << sizeClass;
    }

    /** Bytes of the block, or of the run of largest blocks, that serves a size; the size is that of some region. */
    static long blockBytes(long size) {
        return size <= LARGEST ? bytesOf(classOf(size)) : Alignment.alignUp(size, LARGEST);
    }

    /** Tells by one branch that both are legal and that one block is large enough for the size. */
    static boolean isPlain(long size, long alignment) {
        long low = alignment - 1;
        return ((size - 1) >>> LARGEST_SHIFT | (alignment & low) | (alignment | low) >>> (Long.SIZE - 1)) == 0;
    }
}
