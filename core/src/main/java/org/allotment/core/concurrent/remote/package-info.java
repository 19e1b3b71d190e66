/**
 * Remote frees: how a block comes home when another thread than its owner frees it.
 *
 * <h2>Vocabulary</h2>
 *
 * <p>A <em>page</em> holds blocks of one size and has one <em>owner</em>, who takes from it and returns to it without
 * atomics. Others <em>push</em> freed blocks onto the page's {@link org.allotment.core.concurrent.remote.RemoteFrees}, a
 * <em>chain</em> at a time; the owner <em>takes</em> the whole chain when it runs out. A
 * {@link org.allotment.core.concurrent.remote.RemoteBatches} gathers chains on the freeing side.
 *
 * <h2>Why batches</h2>
 *
 * <p>A compare-and-set has to wait until the stores before it have left the core. One after each link written into a block
 * that another core had last costs the whole journey of that block's cache line, each time; one after 64 links lets the
 * journeys overlap. The owner takes a chain of any length with one compare-and-set and walks nothing.
 *
 * <h2>The word</h2>
 *
 * <pre>
 *  63      48 47                          4 3 2   1      0
 * |  count   |  address of the head, / 16  | 0 | RUNG | PARKED |
 * </pre>
 *
 * <h2>The protocol</h2>
 *
 * <pre>
 *                 push                         push (ring!)
 *   0 ──────────────────────▶ chain      PARKED ─────────────▶ chain + RUNG
 *   0 ◀────────────────────── chain         ▲  │ unpark          │ take
 *                 take                 park │  ▼                 ▼
 *                                           0 ◀──────────────── RUNG
 *                                                   answer
 * </pre>
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>R1: the word counts the blocks of its chain, and the last of them links to 0.
 *   <li>R2: a parked word has no chain: whoever adds the first block takes the flag away and rings, so that exactly one
 *       thread rings, once, for each parking.
 *   <li>R3: RUNG stays until the owner has found the page where the bell put it. An owner gives no page away while it is
 *       set, hence the page's owner cannot change under the thread that rings.
 *   <li>R4: a page of which no block is out has no chain, and nobody can push to it.
 * </ul>
 *
 * <p>There is no reuse problem: only the owner takes, and it takes everything, so a head that comes back after a
 * {@code take} belongs to a chain that is complete in itself; a pusher that was overtaken fails its compare-and-set or
 * links to blocks that are again on the list.
 *
 * <h2>Where it comes from</h2>
 *
 * <p>Lists of frees by page are mimalloc's ("free list sharding", 2019), whose third list, for full pages, became our bell;
 * batches are snmalloc's (P. Liétar et al., "snmalloc: a message passing allocator", ISMM 2019), kept by page instead of
 * by allocator, so that the receiver need not sort them.
 */
package org.allotment.core.concurrent.remote;
