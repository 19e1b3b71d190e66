/**
 * Multiple red-black trees: blocks of powers of two, and for each power a tree of the free ones, ordered by address.
 *
 * <h2>Vocabulary</h2>
 *
 * <dl>
 *   <dt>region<dd>one piece of a memory source; its blocks and nothing else, but for less than 32 bytes at its end
 *   <dt>granule<dd>32 bytes: blocks start at one and are multiples
 *   <dt>class<dd>a power of two from 32 bytes to 1 MiB; class c has blocks of {@code 32 << c} bytes
 *   <dt>free block<dd>one that stands in the tree of its class
 *   <dt>spare<dd>one of the blocks of a class that were freed last: free, but in no tree
 *   <dt>run<dd>free blocks that follow each other, of whatever classes
 * </dl>
 *
 * <h2>Picture</h2>
 *
 * <p>A region of 256 bytes, after two blocks of 32 and one of 64 bytes were allocated and the second was freed; the
 * spare and the free blocks are what an allocation can have:
 *
 * <pre>
 *   offset    0        32       64                128                                 256
 *             ├────────┼────────┼─────────────────┼───────────────────────────────────┤
 *             │ live   │ spare  │ live            │ free: left, right, parent|colour  │
 *             ├────────┼────────┼────────┬────────┼────────┬───────── … ─────┬────────┤
 *   map       │ 1      │ -128   │ 2      │ 0      │ 34     │ 0               │ 66     │
 *             └────────┴────────┴────────┴────────┴────────┴───────── … ─────┴────────┘
 * </pre>
 *
 * <p>Nothing of a live block is ours: no header, which is why frees carry the size. A free block holds its node in its
 * first 24 bytes, a spare the address of the one freed before it in its first 8. The map has a byte for each granule,
 * on the Java heap: what starts there, and for a free block of more than one granule what ends there. So both
 * neighbours of a block are known by one read each.
 *
 * <h2>Algorithms</h2>
 *
 * <ul>
 *   <li><b>allocate</b>: the last spare of the class. Else the first block, by address, of the smallest class that has
 *       one; what it has too much is put back in halves. For an alignment above 32 the first eight blocks of each
 *       class are looked at for an aligned place, which is computed and not stepped to. For more than 1 MiB the tree
 *       of the largest blocks is walked for enough of them in a row. Before a refusal all spares are put into the
 *       trees, the search is done again, and then every run is looked at, whatever blocks it is made of: what is
 *       refused fits nowhere.
 *   <li><b>free</b>: the block becomes a spare of its class; with 1,024 of them, or 1 MiB, it is put into its tree. On
 *       the way it is joined with a neighbour of its class, below or above, as long as there is one; the half it was
 *       split from is preferred, so that blocks tend to be aligned to their size. The largest never join.
 *   <li><b>grow</b>: into the run behind the block, spares included; else a new place first, and only then the old one
 *       is freed. <b>shrink</b>: the tail is put back in pieces.
 * </ul>
 *
 * <p>Joining neighbours of one class is not enough to get every shape back: with blocks of 1, 2 and 1 granules in a row
 * no two are equal, though four granules are free. Such a run waits until a request needs it; taken as a whole and
 * freed it is one block again. So no free byte is ever out of reach.
 *
 * <h2>Invariants</h2>
 *
 * <dl>
 *   <dt>I1<dd>Live blocks, free blocks and spares tile the region from its base to its end.
 *   <dt>I2<dd>The map has a code where a live or free block or a spare starts and where a free block of several
 *       granules ends, and for a live block of several largest ones where each of them starts; anything else is zero,
 *       both ends included.
 *   <dt>I3<dd>A block stands in the tree of its class, once, iff it is free.
 *   <dt>I4<dd>Each tree is a search tree by address: left of a node are lower ones, right of it higher ones.
 *   <dt>I5<dd>Each tree is red-black: its root is black, no red node has a red child, and each way down has the same
 *       number of black nodes.
 *   <dt>I6<dd>Each child names its parent, and the first node of a tree is its lowest.
 *   <dt>I7<dd>A bit says which classes have free blocks.
 *   <dt>I8<dd>No two free blocks of one class, below the largest, follow each other.
 *   <dt>I9<dd>No run has as many bytes as the least request that is known to be hopeless.
 *   <dt>I10<dd>The counters equal the walk, and source bytes = live + free + lost; lost are the bytes behind the last
 *       granule.
 *   <dt>I11<dd>The list of a class holds its spares, each once; they and the room add up to what the class may have.
 * </dl>
 *
 * <p>{@code TreeCheck} walks them.
 *
 * <h2>What it costs</h2>
 *
 * <p>A byte of the Java heap for 32 of the region. Rounding to powers of two costs a quarter of the memory on average
 * over evenly spread sizes. A block that is freed and taken again costs O(1), with one write and one read of its first
 * word. Otherwise an allocation takes the first node of a tree, amortised O(1), and a free searches a place, O(log n),
 * unless it is the first one.
 *
 * <h2>Where it comes from</h2>
 *
 * <p>{@code MultipleBinarySearchTreeAllocator} of context-allocator, with its two planned extensions: requests above the
 * largest block, and doubling in place. There joining lost a block each time, the largest class reached beyond the last
 * tree, the search for an aligned place could go on for ever, and removal broke the trees. R. Bayer, "Symmetric binary
 * B-trees", Acta Informatica 1, 1972; L. J. Guibas and R. Sedgewick, "A dichromatic framework for balanced trees", FOCS
 * 1978. Address order among equals: P. R. Wilson, M. S. Johnstone, M. Neely, D. Boles, "Dynamic Storage Allocation: A
 * Survey and Critical Review", IWMM 1995.
 */
package org.allotment.core.tree;
