/**
 * Who is inside: claims that are biased to a user who comes again and again.
 *
 * <h2>States</h2>
 *
 * <pre>
 *            compare-and-set            left, the streak is long enough
 *   FREE ───────────────────▶ CLAIMED ─────────────────────────────────▶ BIASED ◀──┐
 *     ▲                        │  ▲                                         │      │ no barrier
 *     └──────────── left ──────┘  │ compare-and-set, its user is not inside ▼      │
 *                                 └────────────── REVOKED ◀── barrier ── REVOKING ─┘
 * </pre>
 *
 * <p>The word of a claim holds the state and an <em>epoch</em>, which each bias raises. A <em>bias</em> is an object of its
 * own, made by its user when it leaves, and revoked for good at most once.
 *
 * <h2>Invariants, while nobody is within a call</h2>
 *
 * <ul>
 *   <li>C1: at most one user is inside: CLAIMED, or inside by its bias.
 *   <li>C2: a claim that is FREE or CLAIMED has the bias of nobody.
 *   <li>C3: a user finds itself in the field of the bias only in a bias that it made itself.
 *   <li>C4: a bias of which a barrier followed the revocation lets nobody in any more.
 * </ul>
 *
 * <h2>Why it is right</h2>
 *
 * <ul>
 *   <li>C4 is Dekker's argument with an asymmetric fence. The user writes <em>inside</em>, then reads <em>revoked</em>, with
 *       nothing between them but an order for the compiler; the revoker writes <em>revoked</em>, has each thread pass a full
 *       barrier, then reads <em>inside</em>. If the user's read came before its barrier, so did its write, and the revoker
 *       sees it inside; if it came after, the user sees that it was revoked. A thread that did not run passed a barrier when
 *       it stopped; a virtual thread is where its carrier is.
 *   <li>Only who has seen the state REVOKED, and then nobody inside, may take the claim, and what the user did there
 *       happens before: it left by a release. A user that looks in after that, finds itself revoked, and says for a moment
 *       that it is inside, keeps others out for that moment, and touches nothing.
 *   <li>The state REVOKED, seen under one bias, cannot be taken for that of the next, which has another epoch.
 *   <li>Why a bias is an object, and not a field of the claim: a user that was revoked may still be about to say that it is
 *       not inside, and must not say so in the name of the next.
 * </ul>
 *
 * <p>The Java memory model does not know barriers of other threads. What is needed beside it: the compiler keeps a write
 * before a fence and a read after it in order, which all compilers of HotSpot do; the litmus tests hold it.
 *
 * <h2>Where it comes from</h2>
 *
 * <p>K. Russell, D. Detlefs, "Eliminating synchronization-related atomic operations with biased locking and bulk rebiasing"
 * (OOPSLA 2006), for biases and for giving them up where they do not pay; D. Dice, H. Huang, M. Yang, "Asymmetric Dekker
 * synchronization" (2001), for the pair of fences; {@code membarrier(2)} for the dear one of them.
 */
package org.allotment.core.concurrent.claim;
