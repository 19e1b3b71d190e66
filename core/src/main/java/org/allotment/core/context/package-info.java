/**
 * Allocation for one context, a request or a coroutine or a phase of a program: a region of its own, served by the
 * engine that fits how long its blocks live.
 *
 * <table class="striped">
 *   <caption>What a hint chooses</caption>
 *   <tr><th>blocks</th><th>engine</th><th>a block has</th><th>a free block serves again</th></tr>
 *   <tr><td>short-lived</td><td>{@link org.allotment.core.bump.BumpAllocator bump}</td><td>exactly its size</td>
 *       <td>in reverse order</td></tr>
 *   <tr><td>medium-lived</td><td>{@link org.allotment.core.bitset.BitSetAllocator bit set}</td>
 *       <td>whole granules</td><td>always, in runs</td></tr>
 *   <tr><td>long-lived</td><td>{@link org.allotment.core.tree.TreeAllocator trees}</td>
 *       <td>a power of two</td><td>always, joined with its neighbours</td></tr>
 * </table>
 *
 * <p>A granule of the bit set is the power of two at or above the hinted block size, from 8 bytes to 4,096 and never
 * above the region; the other engines have no use for that hint.
 *
 * <h2>Whose is an address?</h2>
 *
 * <p>The region is one range and never grows, so {@code memoryRange()} routes a free to its context without a look at
 * the block. All of the region belongs to the engine; it is taken from the source when the context is made and goes
 * back when it is closed, whatever is still live.
 *
 * <h2>Cost</h2>
 *
 * <p>Allocating and freeing test the engine's class, which is one compare, and then are the engine's own. A virtual
 * call would cost more: three classes at one call site are more than the compiler inlines. Resizing is a virtual call.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>I1: the engine is the one that the hint chooses.
 *   <li>I2: the range is the region of the engine: its first address is contained, the ones before it and behind it are
 *       not.
 *   <li>I3: the source bytes of the engine's statistics are the bytes of the range.
 * </ul>
 *
 * <p>Where it comes from: {@code ContextAllocator}, {@code LocalAllocator} and {@code LifetimeHint} of
 * context-allocator. Unlike the seed, a shrinkage is one (C1), and zero bytes are refused instead of being given the
 * odd address 2^64 − 1 (C8). {@code UsageTrackingAllocator} of the package beside counts what a context uses.
 */
package org.allotment.core.context;
