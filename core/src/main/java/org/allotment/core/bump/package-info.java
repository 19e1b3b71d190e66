/**
 * Bump allocation: one pointer that moves up through one region.
 *
 * <h2>Vocabulary</h2>
 *
 * <p>The <em>region</em> is one piece of a memory source. <em>Top</em> is the address of the first byte never handed
 * out, or given back. A <em>gap</em> is what alignment skips. A block is <em>buried</em> when it is freed while other
 * blocks lie above it. A <em>mark</em> remembers a top to which everything can be reset at once.
 *
 * <h2>Picture</h2>
 *
 * <p>A region of 4,096 bytes at 0x10000 after {@code allocate(100, 8)}, {@code allocate(24, 64)}, {@code allocate(40,
 * 8)} and a free of the second block:
 *
 * <pre>
 * 0x10000       0x10064 0x10080        0x10098     0x100C0                0x11000
 *   |  100 live   | 28   | 24 buried     | 40 live   | 3,904 free             |
 *   base            gap                                ^ top                  end
 *   live = 140, lost = 28 + 24 = 52, free = 3,904; 140 + 52 + 3,904 = 4,096
 * </pre>
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>I1: base ≤ top ≤ end.
 *   <li>I2: each mark's top lies between the one below it and the current top; the lowest is the base.
 *   <li>I3: the live bytes between two marks are not negative and fit between their tops.
 *   <li>I4: live blocks are zero iff live bytes are zero, and never more than live bytes, per mark.
 *   <li>I5: the block that may give its gap back, if there is one, ends at top, and its gap begins at or above the
 *       last mark.
 * </ul>
 *
 * <h2>What it costs</h2>
 *
 * <p>Allocating, freeing and resizing in place are O(1) and touch no memory of the region (a free walks the marks,
 * of which there are few); nothing is stored in it. A buried block is lost until a reset, or until everything above
 * the last mark is freed in reverse order.
 *
 * <h2>Frees in reverse order</h2>
 *
 * <p>Frees carry their size and blocks are exact, so a freed block that ends at top moves top down to its start. Frees
 * in exact reverse order thus take everything back, except alignment gaps: only the most recent allocation remembers
 * the gap below it. Top never moves below the last mark.
 *
 * <h2>Where it comes from</h2>
 *
 * <p>{@code BumpAllocator} of context-allocator, the early allocator of arceos; regions as in D. R. Hanson, "Fast
 * allocation and deallocation of memory based on object lifetimes", Software: Practice and Experience 20(1), 1990.
 * Unlike the first, state changes only after the bounds check, and a resize is judged by where a block ends and by the
 * live bytes and blocks since its mark. So a stale pointer to a last block is refused when it lies at or above top,
 * when nothing is live any more, and whenever it would leave counts that no blocks can have.
 */
package org.allotment.core.bump;
