/**
 * Numbers in runs: process and address-space identifiers, slots, frames, whatever is counted and not touched.
 *
 * <p>Two allocators keep the rules of {@link org.allotment.core.IdAllocator}. Both know numbers only and keep all of
 * their bookkeeping on the Java heap; neither is safe for several threads.
 *
 * <table class="striped">
 *   <caption>Which one</caption>
 *   <tr><th></th><th>{@link org.allotment.core.id.BitmapIdAllocator}</th>
 *       <th>{@link org.allotment.core.id.BuddyIdAllocator}</th></tr>
 *   <tr><td>count</td><td>exact</td><td>rounded up to a power of two</td></tr>
 *   <tr><td>which run</td><td>the lowest that fits</td><td>the lowest of the smallest free block that serves</td></tr>
 *   <tr><td>free</td><td>any numbers that are all allocated</td><td>a whole run</td></tr>
 *   <tr><td>time</td><td>O(log size) and the words of the run</td><td>O(log size)</td></tr>
 *   <tr><td>Java heap</td><td>a bit per number, and a ninth of that</td><td>up to four bits per number</td></tr>
 * </table>
 *
 * <p>A number is free, allocated, or fixed. Fixed numbers are those that must never be handed out, such as 0 or those
 * that hardware or a protocol reserves. To what lies below they look allocated; they are kept besides in a sorted array,
 * in which each free looks, so that freeing one is refused.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>Fixed numbers are taken in the bitmap or the buddies, each as a run of its own, and listed once.
 *   <li>Used and available numbers add up to the size; what the bitmap and the buddies say of themselves is checked
 *       there.
 * </ul>
 *
 * <p>The seed has the trait {@code IdAllocator} ({@code alloc_id}, {@code dealloc_id}, {@code is_allocated}, {@code
 * alloc_fixed_id}) and no implementation (defect A23).
 */
package org.allotment.core.id;
