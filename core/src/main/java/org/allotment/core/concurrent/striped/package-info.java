/**
 * Several single-owner engines as one allocator for all threads.
 *
 * <h2>Picture</h2>
 *
 * <pre>
 *   allocate: hint of the thread ──▶ stripe 0 | lock | engine |──┐
 *             else any free one      stripe 1 | lock | engine |──┼──▶ one source
 *             else wait              stripe 2 | lock | engine |──┘
 *                                        ▲
 *   free, resize: page map (address ─────┘
 * </pre>
 *
 * <p>{@link org.allotment.core.concurrent.striped.StripedAllocator} is for engines whose calls are short, where a lock
 * around one of them would be waited for and a heap for each thread ({@code concurrent.heap}) would be too many heaps.
 * Claiming costs the compare-and-set of the lock and nothing else: a claim <em>is</em> the lock, taken with {@code
 * tryLock} where a choice is left. So a thread that loses its processor in the middle of a call keeps one stripe from the
 * others, and not all.
 *
 * <p>A hint, where the thread with this number was last, sits in a table of fixed size. It is nothing but a hint: any
 * value in it is right. Virtual threads leave nothing behind, no carrier is asked for, and a thread that moves to another
 * carrier in the middle of a call holds what it held.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>T1: each granule of a stripe's pieces is that stripe's in the map, and no two pieces overlap.
 *   <li>T2: the sum of a stripe's pieces is what it has obtained.
 *   <li>T3: an engine's source bytes lie in its stripe's pieces.
 *   <li>T4: bytes are conserved in each stripe, and so in the sum.
 *   <li>T5: a thread holds one stripe's lock at a time, or all, taken in order; and the source's, if so, last.
 * </ul>
 *
 * <p>A resize that finds no room in the stripe of its block is moved to another that has some, and a lock that is given
 * for two stripes is refused: {@code statistics}, which takes all, would wait for itself.
 *
 * <p>T1 to T4 are walked by {@link org.allotment.core.concurrent.striped.StripedCheck} under all locks. T5 keeps it free
 * of deadlocks.
 *
 * <h2>Where it comes from</h2>
 *
 * <p>The arenas of ptmalloc (W. Gloger), which are tried in turn and waited for last, and {@code LongAdder}'s cells; the
 * way home by a map of addresses is that of TCMalloc.
 */
package org.allotment.core.concurrent.striped;
