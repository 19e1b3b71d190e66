/**
 * The allocator that every thread can use, under all that is allowed at once.
 *
 * <p>Eight lanes work at a time, each with slots of its own and a thread that soon ends and leaves the lane to another,
 * platform or virtual. A lane allocates sizes of a mix in which small ones are common and large ones happen, resizes,
 * frees with and without the size, and swaps blocks with the other lanes, so that a good part is freed by threads that
 * did not allocate it, and by threads that came after the one that did.
 *
 * <p>Every byte of a block is written when it is allocated and compared when it is resized or freed. The words depend on
 * the block, so blocks that overlap, are handed out twice or lose bytes are found. At the end nothing may be live, and
 * every byte must be accounted for.
 */
@NullMarked
package org.allotment.stress.campaign.shared;

import org.jspecify.annotations.NullMarked;
