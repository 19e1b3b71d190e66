/**
 * Slab allocation: a free list for each size class, over runs of pages, over chunks of a memory source.
 *
 * <h2>Vocabulary</h2>
 *
 * <p>A <em>chunk</em> is a piece of the memory source, 4 MiB unless the source has less or a block needs more; or a
 * <em>region</em> that was handed in, of any size. A
 * <em>page</em> has 4 KiB. A <em>run</em> is a range of pages of one chunk: a <em>class run</em> is cut into blocks of
 * one <em>size class</em>, any other run is one <em>block of whole pages</em>. The <em>page map</em> has one byte for
 * each page of the <em>window</em>, the address range that spans all chunks. A <em>sweep</em> gives runs back whose
 * blocks are all free. The <em>room</em>
 * of a class is the number of blocks that its list may grow by until a sweep is due.
 *
 * <h2>Picture</h2>
 *
 * <p>A fresh allocator after {@code allocate(100, 8)}, {@code allocate(5_000, 8)}, {@code allocate(200_000, 8)} and a
 * free of the first block; the chunk happens to be at 0x7F0000000000:
 *
 * <pre>
 * page        0 … 3              4 … 18               19 … 67             68 … 1023
 *        | 16 KiB run       | 60 KiB run         | 49 pages, one block | free
 * code     7  7  7  7         73 73 … 73           -1 -2 -2 … -2         0 0 0 …
 * blocks   146 of 112 B       12 of 5,120 B
 * free     146                11
 *
 * Java heap   head of class 7 = 0x7F0000000000       head of class 73 = 0x7F0000005400
 * off-heap    each free block begins with the address of the next; the last with 0
 *
 * 4,194,304 = live (5,120 + 200,704) + free (146·112 + 11·5,120 + 956·4,096) + lost (32 + 0)
 * </pre>
 *
 * <p>Finding the class of an address is {@code map[(address - base) >>> 12]}: a free without a size costs what one
 * with a size does. Nothing but the link of a free block is ever kept off-heap.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>I1: chunks are disjoint, sorted by address and inside the window; they add up to the source bytes; drawn ones
 *       that are wholly free add up to their sum, which is within the reserve.
 *   <li>I2: a page has a code above or below zero iff its bit says taken; free pages add up.
 *   <li>I3: runs tile the taken pages: the first page knows the length, all pages have the run's code, those of a class
 *       run know the first page.
 *   <li>I4: the blocks and bytes of all runs of a class are its totals.
 *   <li>I5: each block of a free list starts a block of a run of its class and is there once; the counters of the class
 *       tell the length of its list.
 *   <li>I6 (checked form): a granule is marked with a class iff a live block of that class starts there; each block is
 *       live or free.
 *   <li>I7: no class has less room than none: a sweep comes in time.
 *   <li>I8: live + free + lost = source bytes, where lost are the bytes behind the last block of each class run, and
 *       those at the ends of a region that are no whole page.
 * </ul>
 *
 * <h2>What it costs</h2>
 *
 * <p>Allocating and freeing up to 128 KiB: O(1); one read or one write off-heap, two words of a
 * Java array, in the checked form a byte of another. A refill
 * links a run of 16, 64 or 256 KiB, fewer pages when memory is short, down to one block. A sweep is O(free blocks of
 * the class) and comes after at least as many frees, so it is O(1) for each of them. Blocks of whole pages are found
 * first fit in a chunk, small ones in the first ordinary chunk, large ones in the largest: O(chunks + pages of a chunk).
 * An allocation that fails sweeps every list first, and asks the source for the pages that a chunk lacks at its end. A
 * block of whole pages that grows takes the free ones behind it, or moves down over those in front of it, before it goes
 * elsewhere.
 *
 * <p>On the Java heap: 13 bytes a page (0.3 %), and in the checked form 256 KiB a chunk (6.3 %).
 *
 * <h2>Which alignment a class gives</h2>
 *
 * <p>Runs begin at pages, so blocks are aligned to the lowest set bit of their size. A request is looked up by its size
 * rounded up to its alignment; alignments above a page are served by whole pages, which any power of two aligns.
 *
 * <h2>Where it comes from</h2>
 *
 * <p>J. Bonwick, "The slab allocator", USENIX Summer 1994, for runs of one size that go back when they are empty;
 * W. Weinstock and D. Wulf's quick lists (1988) for lists per exact size. {@code slab_allocator} and
 * {@code SlabByteAllocator} of arceos have seven classes from 64 to 4,096 bytes over a buddy system, grow by 64 blocks
 * at once, never shrink, and align to a page at most: defects A14 to A17, which this one does not have.
 */
package org.allotment.core.slab;
