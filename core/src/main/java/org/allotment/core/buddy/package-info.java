/**
 * Binary buddies with all bookkeeping on the Java heap: an allocator of memory and one of numbers.
 *
 * <h2>Vocabulary</h2>
 *
 * <dl>
 *   <dt>unit<dd>the smallest block: 8 bytes unless the options say more; a frame, in {@link
 *       org.allotment.core.buddy.FrameAllocator}
 *   <dt>block of order k<dd>2^k units that start at a multiple of 2^k, counted from address 0
 *   <dt>shift<dd>log2 of a block's bytes: its order plus that of the unit
 *   <dt>buddy<dd>the one block of the same order that makes, with this one, a block of the next order
 *   <dt>region<dd>one run of memory, handed in or drawn from a source
 *   <dt>extent<dd>one region, or several handed in that touch
 *   <dt>live, waiting, free<dd>held by a caller; freed but not merged; in the map
 *   <dt>tag<dd>two bits per unit that say which block starts there
 * </dl>
 *
 * <h2>The picture</h2>
 *
 * <pre>
 *  address   96      104     112     120     128     136     144     152     160       units of 8 bytes
 *             ├───────┴───────┼───────┼───────┼───────┴───────┴───────┴───────┤
 *             │ live, 16      │live, 8│free, 8│ free, 32                      │
 *             ├───────────────┼───────┼───────┼───────────────────────────────┤
 *  unit       12      13      14      15      16      17      18      19
 *
 *  order 0    bit of block 15 is set       (unit 15 &gt;&gt;&gt; 0)
 *  order 2    bit of block  4 is set       (unit 16 &gt;&gt;&gt; 2)
 *  not empty  ...00101                     orders 2 and 0 have a free block
 *  tags       group 3: units 12 to 15: 2, 0, 1, 0       group 4: 0
 * </pre>
 *
 * Freeing 112 tests the bit of its buddy, block 14 ^ 1 of order 0: set, so both are block 7 of order 1. The bit of its
 * buddy, block 6, is not set: merging ends and bit 7 of order 1 is set.
 *
 * <h2>The map</h2>
 *
 * <p>One bit per block and order says whether that block is free. Above the bits of an order stand summaries, one bit
 * for each word below that is not zero, up to a single word; so the first free block of an order is found in one
 * trailing-zero count for each factor of 64, and a change is noted above only where a word becomes or ceases to be
 * zero. One more word has a bit for each order that is not empty.
 *
 * <ul>
 *   <li><b>take</b>: the lowest block of the smallest order that serves. Halving it leaves each upper half free.
 *   <li><b>give</b>: for as long as the buddy's bit is set, clear it and go up one order; set the bit. The original
 *       looked for the buddy in a list from front to back (seed defect A10).
 *   <li><b>grow where it is</b>: the rest of the larger block must be exactly one free buddy of each order in between;
 *       all are tested before any is taken. <b>Shrink</b>: the halves that are no longer needed are set free.
 * </ul>
 *
 * <p>Lists would be a little cheaper than summaries where they can live in the free blocks. Here free memory is not
 * touched: it may not even be mapped, and every free block would cost a cache line of it. Lists beside the memory need
 * two 32-bit links per unit, thirty-two times the bits. Stacks whose stale entries are skipped lose the bound on a call and the
 * lowest address.
 *
 * <p>The bits of an order are made when the first block of that order or of a smaller one is taken, so nothing is paid
 * for small orders that are never asked for. That happens before a call changes anything, so that running out of Java
 * heap changes nothing either; giving back never makes any.
 *
 * <h2>Waiting blocks</h2>
 *
 * <p>A freed block of up to 64 KiB is not merged at once: its address goes on a stack of its size, from where the next
 * request of that size takes it. A stack has room for 512 blocks up to 1 KiB, 256 up to 4 KiB, 64 up to 16 KiB and 16
 * above; what finds no room is merged. Before memory is refused or drawn, all that waits is merged. Waiting blocks
 * count as free. {@link org.allotment.core.buddy.BuddyOptions#bare} sets all limits to zero: the same code is then the
 * plain algorithm, in which splitting down from and merging up to the largest block costs each lone pair all orders.
 *
 * <h2>Extents and seams</h2>
 *
 * <p>A region is trimmed to units at both ends; the rest is lost and counted. Handed-in regions that touch become one
 * extent, so buddies merge across the seam, as in the seed. Drawn regions stay apart, because each must go back to its
 * source alone: each is one block. An allocation looks at each extent's word of orders; there are few.
 *
 * <h2>Sizes</h2>
 *
 * <p>A block has the largest of size, alignment and unit, rounded up to a power of two: naturally aligned, up to a
 * whole region, without a limit at 2 or 4 GiB. Rounded bytes are in the statistics. Requested bytes are known to the
 * caller of a sized free only, who may also give any size up to the rounded one; so they are counted exactly or not at
 * all: with {@link org.allotment.core.buddy.BuddyOptions#countingRequests} the size of each live block is noted.
 *
 * <h2>What is checked</h2>
 *
 * <p>A tag is one byte for a group of four units, read once to find a block's size from its address. In the checked
 * form it is there for live blocks only: foreign, interior, double and mismatched frees are refused at the call and
 * change nothing. In the trusting form a waiting block keeps its tag, which saves a write each way; a foreign free is
 * refused, and so is that of a block that was merged.
 *
 * <p>A sized free must name size and alignment as they were asked for, or any size that rounds to the same block. A
 * resize where it is does not know of a larger alignment that was asked for, so then the block may also be as large as
 * its size alone needs, or anything between.
 *
 * <h2>Invariants</h2>
 *
 * <dl>
 *   <dt>I1<dd>Extents are sorted and disjoint; handed-in ones that touch are one, unless that would be too large.
 *   <dt>I2<dd>Live, waiting and free blocks tile each extent; each starts at a multiple of its size.
 *   <dt>I3<dd>A summary bit is set iff its word is not zero; an order's bit iff a block of it is free.
 *   <dt>I4<dd>No two buddies are both free.
 *   <dt>I5<dd>A block has the tag of its size iff it is live or, when trusting, waiting; nothing else has a tag.
 *   <dt>I6<dd>A block waits once, in the stack of its size, and no stack is above its limit.
 *   <dt>I7<dd>The counters equal the walk.
 *   <dt>I8<dd>Source bytes = live + free and waiting + lost bytes; lost are the trimmed ends of regions.
 *   <dt>I9<dd>If requests are counted, none is above its block and their sum is the counter.
 * </dl>
 *
 * <p>{@link org.allotment.core.buddy.BuddyCheck} walks them.
 *
 * <h2>Cost</h2>
 *
 * <p>Time: a waiting block is taken and put back with two or three accesses to arrays. Otherwise O(orders), each with up
 * to six summary levels; the first refusal after frees merges up to 4,768 waiting blocks. Java heap, per unit: two bits
 * of tags and two bits of map, half of which is order 0's. Waste: a block is on average a third larger than a uniformly
 * drawn size; in return there are no headers.
 *
 * <h2>References</h2>
 *
 * <p>K. C. Knowlton, "A Fast Storage Allocator", CACM 8(10), 1965. D. E. Knuth, The Art of Computer Programming 1, 2.5.
 * Waiting: T. P. Lee and R. E. Barkley, "A Watermark-based Lazy Buddy System for Kernel Memory Allocation", USENIX
 * Summer 1989. The seeds call the two {@code BuddyByteAllocator}, over {@code buddy_system_allocator::Heap}, and {@code
 * FrameAllocator}.
 */
package org.allotment.core.buddy;
