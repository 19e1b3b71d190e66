/**
 * Memory with one user at a time, into which anybody may free.
 *
 * <h2>Parts</h2>
 *
 * <ul>
 *   <li>{@link org.allotment.core.switching.owner.LocalHeap}: an engine, its user, and the frees of others.
 *   <li>{@link org.allotment.core.switching.owner.Territory}: a range that belongs to a heap; a
 *       {@linkplain org.allotment.core.pagemap.PageMap map} of them finds a block's heap from its address.
 *   <li>{@link org.allotment.core.switching.owner.HeapUser}: who may call the engine.
 *   <li>{@link org.allotment.core.switching.owner.Routes}: frees and resizes, each where its block is.
 * </ul>
 *
 * <h2>The word that says who</h2>
 *
 * <pre>
 *            claim                       release, abandon
 *   none ───────────▶ a user ─────────────────────────────▶ none
 *    │ ▲                │ its thread has ended: claim ─▶ another user
 *    │ └── release ── visitor      one call for somebody who is passing by; others wait for its end
 *    └──── close ───▶ closed       for good
 * </pre>
 *
 * <p>All steps are compare-and-sets or volatile writes of one word. So of two that want a heap one gets it; who gets it
 * sees all that the last user did; and the user itself, which only compares the word with itself, needs no order at all.
 * A thread that ends without releasing is noticed by whoever wants its heap next: that {@code isAlive} is false orders
 * all it did before, and no finalizer or cleaner is needed.
 *
 * <h2>A free from elsewhere</h2>
 *
 * <ol>
 *   <li>No user: the freeing thread becomes the visitor, frees, and leaves. The engine checks it at once.
 *   <li>A user: address, size and alignment are left in an array. The user takes them before its next allocation,
 *       resize or report, and before it leaves. The engine checks them then; refused ones are counted.
 *   <li>Between: the user took what was there, then left; the free was added after it looked and before it left. Adding
 *       comes before looking for a user, leaving before looking for frees, and all four are volatile: one of the two
 *       sees the other and takes the free as the visitor.
 * </ol>
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>H1: every territory of a heap names it.
 *   <li>H2: the map knows each granule of each territory. It is entered before a block of it goes out and struck off
 *       before the memory goes back, so no address leads to a heap that no longer has it.
 *   <li>H3: bytes are conserved in the engine.
 *   <li>H4: the place of the last block, which spares a look-up, is in the map and no mapping.
 *   <li>H5: a mapping is one block of the engine, and all of it.
 * </ul>
 */
package org.allotment.core.switching.owner;
