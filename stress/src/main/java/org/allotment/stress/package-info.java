/**
 * Litmus tests for every structure of the core that threads share, and the grading of their outcomes.
 *
 * <p>Packages mirror the core's: a test of {@code org.allotment.core.concurrent} is in {@code
 * org.allotment.stress.concurrent}, and belongs to that entry of {@link org.allotment.core.catalog.EngineCatalog} which
 * has the package: so {@code --only concurrent} means here what it means elsewhere. Broken twins ({@code Weakened}, {@link org.allotment.stress.MustFail}) stand beside
 * them and must be seen to fail: a green test of a kind that never fails would say nothing. They show what this machine
 * can see, not that it would see every such fault in the class under test.
 *
 * <p>The free list (J30), the last bytes of a budget (J73), the claim of a stripe and the bias of one (J42) have all three: {@code Model} (the bare protocol), {@code Weakened} (the protocol without its
 * point) and {@code Actual} (the class that users get). Elsewhere the test of the class has a twin alone: the pool's
 * last block, double free and counters (J01, J90, J70), both properties of heap locks (J40, J41), the bump allocator
 * without its lock (J01), the description of a block (J23), and an owner
 * whose address is handed over (J20); the twin of word publication (J20) fails on x86 only
 * by luck and is not run there. These have none: two pops (J05) and a free against an allocation (J03), which race for
 * the words of J01, J30 and J90; publication by a free (J21), and a look that races with the entering of an owner (J23), whose order x86 keeps by itself; statistics read while
 * they move (J70), whose twin failed too seldom for a gate; and TLSF and the slab allocator, which stand behind the
 * locks of J40 and would damage their memory without one.
 *
 * <p>Package {@code verdict} holds what outcomes mean, {@code grade} runs jcstress and writes the graded document.
 */
@NullMarked
package org.allotment.stress;

import org.jspecify.annotations.NullMarked;
