/**
 * Collections whose memory comes from an {@link org.allotment.core.Allocator}: rows, rows of blocks, ordered maps.
 *
 * <p>They are what the allocators are measured and tested with: each does to its allocator what the collection of the
 * same shape does in Rust's standard library. They are of use beyond that, but small: no iterators, no views.
 *
 * <h2>Vocabulary</h2>
 *
 * <p>A <em>row</em> is one block of equal elements. A <em>node</em> is a block of up to eleven <em>entries</em>; a
 * <em>leaf</em> has no children, an <em>inner</em> node one more than entries. The <em>level</em> of a node is its
 * distance to the leaves.
 *
 * <h2>Rows</h2>
 *
 * <p>{@link org.allotment.core.adapt.collection.OffHeapVector} doubles its block by {@code Allocator.grow} and so
 * moves only when the allocator cannot grow it where it is. {@link
 * org.allotment.core.adapt.collection.OffHeapBlockVector} is a row of addresses of blocks allocated one by one.
 *
 * <h2>The tree</h2>
 *
 * <p>{@link org.allotment.core.adapt.collection.OffHeapBTreeMap} is a B-tree with B = 6: a node has from 5 to 11
 * entries, the root from 1 (none in a map that was emptied). A full node is split beside the place of the new entry,
 * so that keys put in order leave nodes half full or better; a node with too few entries is joined with a neighbour if
 * the two fit into one, else it borrows one entry. A key's bytes are a block of their own, a multiple of eight bytes
 * long, and the first sixteen stand in the entry too: most comparisons stay in the node. No node knows its parent: a
 * path of nodes and indices is kept on the Java heap for the duration of a call.
 *
 * <pre>
 *                     inner, level 1, 504 bytes
 *              | "key_3" → 7 | "key_8" → 2 |
 *             /              |              \
 *   leaf, 408 bytes        leaf             leaf
 *   | key_1 … key_2 |      | key_4 … key_7 |   | key_81 … key_9 |     keys: blocks of 8, 16, … bytes
 * </pre>
 *
 * <h2>Invariants of the tree</h2>
 *
 * <ul>
 *   <li>I1: the keys ascend strictly in the order of the walk.
 *   <li>I2: a node has at most 11 entries; at least 5 unless it is the root; an inner root at least 1.
 *   <li>I3: a child's level is its parent's less one; leaves have level 0.
 *   <li>I4: an entry's first two words are the first sixteen bytes of its key, as big-endian numbers filled up with
 *       zeroes.
 *   <li>I5: the map's size equals the entries of the walk.
 *   <li>I6: the live blocks that the map holds are its nodes and its keys that are not empty, each once.
 * </ul>
 *
 * <h2>Failure</h2>
 *
 * <p>Each call that can need memory gets all of it before it changes anything: a put allocates every node it is going
 * to split into while it can still be refused. So a refusal leaves a collection as it was, and nothing leaks.
 *
 * <h2>Where it comes from</h2>
 *
 * <p>R. Bayer and E. McCreight, "Organization and maintenance of large ordered indices", Acta Informatica 1(3), 1972;
 * the sizes and the choice of the place to split follow {@code BTreeMap} of Rust. The seed's benchmarks {@code
 * vec_push}, {@code vec_rand_free} and {@code btree_map} run on these classes.
 */
package org.allotment.core.adapt.collection;
