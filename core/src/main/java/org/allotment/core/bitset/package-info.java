/**
 * Bit set allocation: one region, divided into equal granules, and one bit on the Java heap for each.
 *
 * <h2>Vocabulary</h2>
 *
 * <dl>
 *   <dt>granule<dd>the unit: a power of two of at least 8 bytes, which the seed calls a block
 *   <dt>run<dd>neighbouring granules: what a block is made of
 *   <dt>head<dd>the first granule of a live run
 *   <dt>word<dd>64 bits of 64 neighbouring granules; bit 0 stands for the lowest address
 *   <dt>open word<dd>one with a free granule
 *   <dt>cursor<dd>the granule behind the run that was taken last
 * </dl>
 *
 * <h2>Picture</h2>
 *
 * <p>A region of 2,048 bytes in granules of 16 is two words. After {@code allocate(40, 8)}, {@code allocate(16, 8)},
 * {@code allocate(20, 64)} and a free of the second block:
 *
 * <pre>
 *  granule       0   1   2   3   4   5   6   7  …  63  64  …  127
 *              ├───────────┼───┼───────┼───┼───┼──   ──┼───     ──┤
 *              │  40 of 48 │   │20 of 32│       free              │
 *              ├───────────┼───┼───────┼───┼───┼──   ──┼───     ──┤
 *  free bit      0   0   0   1   0   0   1   1      1   1       1
 *  head          1   0   0   0   1   0   0   0      0   0       0   1   (the one behind the last)
 *  open word     1                                      1
 * </pre>
 *
 * <p>The region is all granules, but for what its alignment and size leave over at the two ends, which counts as lost.
 * A region of <i>n</i> bytes needs <i>n</i> / granule / 8 bytes of bits, twice that in the checked form, on the Java
 * heap.
 *
 * <h2>Algorithms</h2>
 *
 * <ul>
 *   <li><b>In one word.</b> Let S be the free bits. The bits at which a run of <i>n</i> begins are found in log2
 *       <i>n</i> steps: a run of <i>n</i> from a bit on is one of <i>n − h</i> from there and one of <i>n − h</i> from
 *       <i>h = n / 2</i> bits on, so S becomes {@code S & S >>> h}. The lowest bit left is the place.
 *   <li><b>Up to 64 granules.</b> If the run at the cursor is free, it is taken; that costs no search. Otherwise every
 *       open word from the cursor's on is tried together with the one behind it, to the end and then from the beginning
 *       up to the cursor. That finds a run wherever it lies: one that straddles the word a search starts at is found
 *       from the word before it, at the end of the second pass. The granules at aligned addresses form a pattern that
 *       is the same in all words, and one more {@code &}.
 *   <li><b>More than 64 granules, or an alignment above 64.</b> From run to run: the next free granule, the next
 *       aligned one, the next that is used. A run above 64 leaves its word at the upper end, so after each failure the
 *       search goes on with the free bits at the upper end of the word it failed in.
 *   <li><b>free</b> sets the bits of the run. Neighbours need no merging. A free of the run before the cursor moves it
 *       back, so that the same memory, still in the cache, serves next; when the last block is freed, the cursor goes
 *       to the beginning.
 *   <li><b>grow</b> takes the granules behind the block if all are free; otherwise it allocates, copies and frees, in
 *       that order. <b>shrink</b> gives the tail back. Both move for a larger alignment only if the block's address
 *       does not happen to have it.
 * </ul>
 *
 * <p>A bit set of the open words, one bit for each 64, lets searches pass full stretches 4,096 granules at a time.
 *
 * <h2>What is checked</h2>
 *
 * <p>The checked form marks the head of each live run. A live run ends before the next granule that is free or a head,
 * so two bit sets give the exact run that begins at any address, and one comparison in a word tells a right free from
 * an interior, double or mismatched one. The trusting form catches what lies outside of the region or would leave it.
 *
 * <h2>Invariants</h2>
 *
 * <dl>
 *   <dt>I1<dd>Granules tile the region from the first aligned address on, and leave less than one at each end.
 *   <dt>I2<dd>No bit behind the last granule is one; two words of zeros follow.
 *   <dt>I3<dd>The bit of an open word is one iff the word is not zero.
 *   <dt>I4<dd>The cursor is a granule, or the place behind the last.
 *   <dt>I5<dd>Live granules are those whose bits are zero; there are live blocks iff there are live granules, and not
 *       more of them.
 *   <dt>I6<dd>In the checked form every head is live, every live granule behind a free one is a head, there are as many
 *       heads as live blocks, and the granule behind the last is marked.
 *   <dt>I7<dd>Region = live granules + free granules + what is lost at the ends.
 * </dl>
 *
 * <p>{@link org.allotment.core.bitset.BitSetCheck} walks them.
 *
 * <h2>Where it comes from</h2>
 *
 * <p>{@code BitSetAllocator} of context-allocator; the step that halves is H. S. Warren, "Hacker's Delight", 2nd
 * edition 2013, section 6–3. Unlike the seed, bits live outside of the region, a free clears what an allocation set,
 * masks of 64 are whole, alignment is of the run's first byte, and a failed growth leaves the block (defects C10 to
 * C17).
 */
package org.allotment.core.bitset;
