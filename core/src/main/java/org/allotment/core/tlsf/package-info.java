/**
 * Two-level segregated fit behind exact-size quick lists: a general allocator whose every call takes a bounded number
 * of steps.
 *
 * <h2>Vocabulary</h2>
 *
 * <dl>
 *   <dt>region<dd>one run of memory, handed in or drawn from a source, filled with blocks side by side
 *   <dt>block<dd>header and payload; named by its header's address inside, by its payload's address outside
 *   <dt>sentinel<dd>the header without payload that ends a region; it counts as used, so no merge passes it
 *   <dt>free block<dd>one that stands in a list of the index
 *   <dt>used block<dd>one with the used bit: live, or waiting in a quick list
 *   <dt>live block<dd>one that a caller holds
 *   <dt>good fit<dd>the first block of the first list in which every block is large enough
 * </dl>
 *
 * <h2>A block</h2>
 *
 * <pre>
 *            16              0   (address modulo 32)                              16
 *             ├───────┬───────┼───────┬───────┬─────── … ──────────────────────────┼───────┬── …
 *             │ size  │ prev  │ payload                                            │ size  │ prev
 *             │ flags │ phys. │ (free: next, previous of the list)                 │ flags │ phys.
 *             ├───────┴───────┼───────┴───────┴─────── … ──────────────────────────┼───────┴── …
 *  bytes      0       8      16      24      32                                    32 · n
 * </pre>
 *
 * <p>Sizes are multiples of a granule of 32 bytes and headers start 16 bytes before a multiple of 32. Granules of 16
 * would save 8 bytes a block on average. Granules of 32 give more:
 *
 * <ul>
 *   <li>the smallest block, a header and two links, is one granule, so every remainder can be split off. Hence the
 *       block size follows from the request alone, and a sized free finds its list without reading the header;
 *   <li>every payload is 32-byte aligned; the gap in front of a payload with a larger alignment is a block of its own,
 *       which stays free. No padding ever belongs to a block, so a free needs no alignment (seed defect A20);
 *   <li>the marks of the checked form take half the room: a byte for 32, 3 percent of the memory, on the Java heap.
 * </ul>
 *
 * <h2>The index</h2>
 *
 * <p>1,024 doubly linked lists of free blocks. The first level is the power of two, the second cuts it in 32 slices;
 * one int of bits says which first levels have anything, one int each says which slices. Two trailing-zero counts find
 * the first list that is not empty from any point up.
 *
 * <table class="striped">
 *   <caption>From request to list</caption>
 *   <tr><th>request</th><th>block</th><th>granules</th><th>its list</th><th>sizes in it</th><th>good fit from</th></tr>
 *   <tr><td>64</td><td>96</td><td>3</td><td>3 = (0, 3)</td><td>96</td><td>list 3</td></tr>
 *   <tr><td>1,000</td><td>1,024</td><td>32</td><td>32 = (1, 0)</td><td>1,024</td><td>list 32</td></tr>
 *   <tr><td>5,000</td><td>5,024</td><td>157</td><td>103 = (3, 7)</td><td>4,992 to 5,088</td><td>list 104, 5,120 and more</td></tr>
 *   <tr><td>1,048,528</td><td>1,048,544</td><td>32,767</td><td>351 = (10, 31)</td><td>1,032,192 to 1,048,544</td><td>list 352, 1,048,576 and more</td></tr>
 * </table>
 *
 * <p>The last line is the whole of a fresh 1 MiB region. Good fit alone looks in list 352 and refuses it (seed defect
 * A19). So before a refusal up to 64 blocks from list 351 on are looked at one by one. What is refused after that does
 * not fit, or fits only blocks behind 64 smaller ones of the same 3 percent of size. For an alignment above 32 the 64
 * are spread over the lists from the block's own to the one that good fit was asked for. The bound keeps the call
 * O(1); {@code largestFree} looks at the same 64 and so never promises more than a request gets.
 *
 * <h2>Quick lists</h2>
 *
 * <p>A freed block of up to 65,568 bytes is not merged at once: it is pushed, still marked used, on a stack of its
 * exact size, from where the next request of that size takes it with one read off the heap. A stack holds 2 MiB in
 * blocks up to 128 bytes, 63 blocks up to 1,088 bytes, 16 to 4,096, 4 to 16,384 and 1 above; what does not fit is merged
 * at once. The deep stacks are for the nodes of trees and lists, which are freed by the ten thousand to be made anew.
 * Before memory is refused or drawn, all stacks are emptied into the index and so coalesced. Blocks that wait count as
 * free.
 * {@code TlsfOptions.bare} sets all limits to zero: the same code is then the plain algorithm.
 *
 * <h2>Algorithms</h2>
 *
 * <ul>
 *   <li><b>allocate</b>: quick list; good fit and split; scan of 64; drain and both again; growth. An alignment above
 *       32 asks good fit for a block that is larger by {@code alignment - 32}, and the scan for one that happens to do.
 *   <li><b>free</b>: quick list, else merge with the block behind and the one before, found through the header.
 *   <li><b>grow</b>: in place; into the block behind (taken out of its quick list if it is among the last 63 there);
 *       into the one before it, moving the contents down; else a new place. <b>shrink</b>: the tail is freed at once.
 *   <li><b>regions</b>: blocks never span two. A source is asked for the configured growth or half of what is held;
 *       when it has no such piece, for what the request needs; when it has not even that, for what a drawn region lacks
 *       at its end. A region that was handed in grows at either end by hand: its sentinel becomes the header of a block
 *       behind, or its first header gets one in front, and the new block is freed. It goes when no block of it is live.
 * </ul>
 *
 * <p>A split or a merge leaves a free block in its list when that stays the right one. Bits are not touched then and
 * the next search need not wait for them.
 *
 * <h2>What is checked</h2>
 *
 * <p>Both forms look up the region of each freed address. The checked form keeps one byte per granule on the
 * Java heap, out of reach of stray writes: the size of the live block that starts there, or zero. Foreign, interior,
 * double and mismatched frees are refused at the call and change nothing; and a free of up to 8,112 bytes, sized or
 * not, needs no look at the header, which often lies in another cache line than the payload. A header magic would not
 * do: payloads can hold any bytes. It refuses every thread but its owner, too. The trusting form believes address, size
 * and thread; a wrong one breaks the heap.
 *
 * <h2>Invariants</h2>
 *
 * <dl>
 *   <dt>I1<dd>Regions are sorted and disjoint. Blocks tile a region from its first header to its sentinel; sizes are
 *       multiples of 32 from 32 up; no flag is set but used, and in sentinels used and sentinel.
 *   <dt>I2<dd>Each header, the sentinel's included, names the block before it; the first names none.
 *   <dt>I3<dd>No two neighbours are both free. (Waiting blocks are used ones.)
 *   <dt>I4<dd>A block stands in the list of its size, once, iff it is free.
 *   <dt>I5<dd>The links of a list agree in both directions; the first block's previous link is undefined.
 *   <dt>I6<dd>A second-level bit is set iff its list is not empty, a first-level bit iff its second-level word is not
 *       zero.
 *   <dt>I7<dd>A quick list holds used blocks of one size, each once; blocks and room add up to its limit.
 *   <dt>I8<dd>In the checked form, the mark of a granule is min(255, granules of the live block whose payload starts
 *       there), zero if none does.
 *   <dt>I9<dd>The counters equal the walk.
 *   <dt>I10<dd>Source bytes = live payloads + headers and sentinels + free payloads + lost bytes; lost are those before
 *       a region's first header and behind its sentinel, at most 31 each.
 * </dl>
 *
 * <p>{@link org.allotment.core.tlsf.TlsfCheck} walks them.
 *
 * <h2>Cost</h2>
 *
 * <p>Quick paths: one read off the heap to allocate; one write to free; one read more when trusting and unsized, or
 * checked and above 8,112 bytes. Otherwise allocate and free touch at most some dozen words. The rare worst case is a
 * drain (142,999 blocks, of which 136,532 have at most 128 bytes) with two scans (64 blocks each) and, with a source,
 * one growth. A region found by address costs O(log regions), and only when it is not the one used last. A block costs
 * 16 bytes of header and 15.5 of rounding on average.
 *
 * <h2>References</h2>
 *
 * <p>M. Masmano, I. Ripoll, A. Crespo, J. Real: "TLSF: a New Dynamic Memory Allocator for Real-Time Systems", ECRTS
 * 2004. Quick lists: C. B. Weinstock and W. A. Wulf, "Quick Fit: An Efficient Algorithm for Heap Storage Allocation",
 * SIGPLAN Notices 23(10), 1988. The seed calls this engine {@code TlsfByteAllocator}, over the crate {@code rlsf}.
 */
package org.allotment.core.tlsf;
