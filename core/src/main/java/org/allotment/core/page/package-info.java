/**
 * Pages by bitmap: runs of any length and alignment, at a chosen address, over address ranges of any size.
 *
 * <h2>Vocabulary</h2>
 *
 * <p>A <em>region</em> is a range of addresses; its <em>whole pages</em> lie entirely in it, and bytes before the first
 * and behind the last of them are lost. The <em>bitmap</em> of a region has a one for each free page; bit 0 is the
 * region's first whole page, wherever that lies. A <em>run</em> is a stretch of ones. A <em>leaf</em> is 512 bits, a
 * cache line; an upper <em>node</em> covers eight leaves or eight nodes below it. Each of them has three lengths: its
 * <em>prefix</em>, <em>longest</em> run and <em>suffix</em>. The <em>origin</em> is the number of the region's first
 * page, counted from address 0: alignments are of addresses, not of bits.
 *
 * <h2>Picture</h2>
 *
 * <p>A region of 16 MiB from 0x40000000 in pages of 4 KiB, fresh, after {@code allocatePages(600, 4096)} and the return
 * of pages 8 to 15; ones are free. The second leaf still claims to be free as a whole: it is looked at when it misleads.
 *
 * <pre>
 * top        0 3584 3584                             (prefix, longest, suffix) of 4,096 pages
 *            ├──────────────┬──────────────┬── …
 * leaves     0 8 0          512 512 512    512 512 512 …
 *            └ 8 words      └ 8 words
 * bits       00000000 11111111 0000 …      0 (88 times) 1111 …
 * page       0        8        16          512         600
 * </pre>
 *
 * <h2>Algorithm</h2>
 *
 * <ul>
 *   <li><b>one page</b>: lowest one of the lowest word that has any. Which word that is, is remembered; none below it
 *       has a one.
 *   <li><b>run of n</b>: the lowest that is long enough and aligned. The remembered word and the next are looked at
 *       first; else the tree is walked from there, low to high, or from the leaf remembered for the length. A node is passed over when neither its
 *       longest run nor the ones before it with its prefix come to n; a run across nodes is known by the ones carried
 *       over. What the tree promises is held against the bits.
 *   <li><b>bounds</b>: lengths in leaves are upper bounds. While a leaf claims to be free as a whole, as at first, its
 *       pages are taken and returned without a word to the tree. When a zero refutes a promise, the leaves that made it
 *       are computed anew, and so what stands above them. From then on runs taken and returned keep a leaf's bounds
 *       close; single pages taken do not, since that is the path to keep short, and each may mislead once.
 *   <li><b>return</b>: all bits of the range must be zeros, and are looked at before any is set (A4). Runs have no
 *       identity, so parts of them may be returned.
 *   <li><b>at an address</b>: all bits of the range must be ones.
 * </ul>
 *
 * <p>A search with an alignment looks at each run that is long enough until one has an aligned place, up to the first
 * that has. Alignments up to 64 pages are masks, a word at a time.
 *
 * <h2>Invariants</h2>
 *
 * <dl>
 *   <dt>I1<dd>No bit behind the capacity is one.
 *   <dt>I2<dd>The count of free pages is the number of ones.
 *   <dt>I3<dd>No word below the remembered one has a one.
 *   <dt>I4<dd>Prefix, longest and suffix of a leaf are not below those of its bits.
 *   <dt>I5<dd>Those of an upper node are exactly what those of its children make.
 *   <dt>I6<dd>No run of two to the power of k begins below the leaf remembered for k, as far as bounds tell; leaves
 *       below the remembered word do not count, since they have no ones.
 *   <dt>I7<dd>Regions are sorted and disjoint.
 *   <dt>I8<dd>A region has a bit for each whole page, at least one, none at address 0.
 *   <dt>I9<dd>Regions below the one tried first are full.
 *   <dt>I10<dd>Source bytes = pages allocated + pages free + bytes of pages that are not whole.
 * </dl>
 *
 * <p>{@link org.allotment.core.page.RunBitmapCheck} walks I1 to I6, {@link org.allotment.core.page.PageCheck} all.
 *
 * <h2>Cost</h2>
 *
 * <p>One bit a page, 4 bytes a leaf, 24 a node above: 1.14 bits a page, 35.7 MiB for 2^28 pages (1 TiB in pages of
 * 4 KiB). The walk takes up to eight nodes a level, seven levels for 2^28 pages; a leaf or a node takes some 30 ns to
 * compute anew. Runs cost a word for each 64 pages besides. Nothing but the bitmap is ever read or written, so regions
 * may be bare numbers; {@link org.allotment.core.page.RunBitmap} is offered for those that are.
 *
 * <h2>References</h2>
 *
 * <p>The tree is that of the page allocator of Go's run time (M. Knyszek and A. Clements, "Proposal: Scaling the Go page
 * allocator", 2019), which keeps it exact; that bounds suffice is our change. Its ancestor is the segment tree for the
 * longest stretch of ones. The seed calls this engine {@code BitmapPageAllocator}, over the crate
 * {@code bitmap-allocator}: defects A1 to A9, which this one does not have.
 */
package org.allotment.core.page;
