/**
 * Allocators that any thread may use.
 *
 * <p>Two ways lead there. {@link org.allotment.core.concurrent.LockedAllocator} puts a {@link
 * org.allotment.core.concurrent.HeapLock} around a single-owner engine: every call is one section, so all that the
 * engine promises holds unchanged. {@link org.allotment.core.concurrent.FixedBlockPool} needs no lock, because blocks
 * of one size make the state small enough for single-word updates; the rest of this page is about it.
 *
 * <h2>The index pool: layout</h2>
 *
 * {@link org.allotment.core.concurrent.IndexPool} is Treiber's stack over the numbers {@code 0 … capacity - 1}, kept in
 * words ({@link org.allotment.core.memory.WordArray}), with a tag against reuse:
 *
 * <pre>
 *  word 0   HEAD   | 63 … 32: tag, takes so far mod 2^32 | 31 … 0: link |
 *  word 16  TAKEN  takes so far
 *  word 32  GIVEN  gives so far
 *  word 48+i STATE[i]  OUT (-1) while i is out, else the link to the next number listed
 * </pre>
 *
 * A link is 0 for the end of the list, else a number plus one. HEAD and the counters stand 128 bytes apart so that
 * they do not share cache lines or prefetched pairs.
 *
 * <h2>Invariants, while nobody is within a call</h2>
 *
 * <ul>
 *   <li>I1: following links from HEAD visits numbers below the capacity, each at most once, and ends in 0.
 *   <li>I2: STATE[i] = OUT iff i is not on that list.
 *   <li>I3: HEAD's tag = TAKEN mod 2^32.
 *   <li>I4: TAKEN - GIVEN = the number of i with STATE[i] = OUT.
 * </ul>
 *
 * And at every moment, calls in flight or not: I5: 0 ≤ TAKEN - GIVEN ≤ capacity. For each number the order of events
 * is: unlinked by a CAS on HEAD, counted in TAKEN, OUT, no longer OUT, counted in GIVEN, linked by a CAS on HEAD; so
 * it adds one to the difference only between its counts.
 *
 * <h2>Races, and why each is harmless</h2>
 *
 * <ul>
 *   <li>R1, a taker reads STATE[i] of the head i while another thread takes i and overwrites it. The value read may be
 *       old, OUT, or a link of a later stay on the list. It is used only if the CAS on HEAD succeeds, which needs the
 *       same link <em>and tag</em> as before. Every take raises the tag, and i can change its state only after a take
 *       of i; so success means that nobody took i in between and the value is the one its giver linked. An untagged
 *       head would accept i taken and given back in between, with another successor (the ABA problem).
 *   <li>R2, R4 and R1 together: could a taker see a <em>later</em> state of i and yet an <em>earlier</em> head? Every
 *       state written after a take of i follows that take's CAS on HEAD by a chain of releases: OUT by {@code
 *       setRelease} (R2), the giver's first link by the CAS that read OUT (R3), its further links by {@code
 *       setRelease} (R4). Reading any of them by {@code getAcquire} makes that CAS on HEAD happen before our own,
 *       which then meets at least its tag and fails.
 *   <li>R3, two threads give i at once. One CAS takes STATE[i] from OUT to a link; the other fails and changes
 *       nothing. This is the double-free test, and it is exact because OUT is written only by a take.
 *   <li>R4, a giver rewrites its link after losing a race on HEAD, while stale takers of R1 may read it: above.
 *   <li>R5, statistics read three words while others count. Gives only grow, so equal reads of GIVEN around the read
 *       of TAKEN make the pair that of one moment, to which I5 applies.
 * </ul>
 *
 * What the tag cannot exclude: a taker that sleeps between its read and its CAS while exactly a multiple of 2^32 takes
 * pass and the same number is on top again, with another successor. At 10^8 takes a second that is a sleep of 43 s to
 * the exact take; we accept it, and say so.
 *
 * <p>Publication of a block's contents: a giver's writes stand before its CAS on HEAD, the next taker's reads after
 * its own CAS on the same word (in between there may be other CAS operations on HEAD, which keep the chain). So a
 * block arrives with what its last owner wrote, as under a lock.
 *
 * <p>Sources: R. K. Treiber, "Systems Programming: Coping with Parallelism", IBM RJ 5118, 1986 (the stack and the
 * counted head). The pool of fixed blocks serves the seeds' pools of equal nodes.
 */
package org.allotment.core.concurrent;
