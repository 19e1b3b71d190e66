/**
 * Limits: a tree of budgets, and decorators that charge an allocator's blocks to it.
 *
 * <pre>
 *            process   used 900 of 1,000
 *            /      \
 *   service a        service b
 *   600 of 800       300 of 400
 *    /      \             \
 *  heap    context       heap          decorators: a budget each, made and closed with them
 *  500     100           300
 * </pre>
 *
 * <p>{@link org.allotment.core.guard.budget.Budget} is one node: a limit, what is used, the peak of that, and two hooks.
 * A <em>veto</em> is asked before a charge; a <em>rescue</em> when there is no room, to make some.
 * {@link org.allotment.core.guard.budget.BudgetedAllocator} charges the usable bytes of blocks, whatever the engine; what
 * was usable and what was asked for are never mixed (defect C5 of the seeds). It charges an <em>account</em>: a budget of
 * its own, without children or hooks, that everybody can read and nobody else can change or close.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>B1: used = own + the used of all children. So parent = sum of children where nothing is charged to the parent
 *       itself; decorators never charge to the budget that they are given, but to their account below it.
 *   <li>B2: used ≤ limit, but for overdrafts.
 *   <li>B3: 0 ≤ set aside ≤ used, and used − set aside ≤ peak.
 *   <li>B4: an open budget has one place in the tree, between its neighbours in both directions, a closed one none, and
 *       no charge.
 *   <li>B5: at rest, while nobody is within a call of a decorator, what it has charged = live block bytes of its allocator
 *       + credit, and nothing is set aside.
 * </ul>
 *
 * <p>B1 to B4 hold at any moment, and are walked by {@link org.allotment.core.guard.budget.BudgetCheck#check}; B5 is what
 * {@link org.allotment.core.guard.budget.BudgetCheck#checkAtRest} adds. Within a call the two sides of B5 differ either
 * way. A new block is there before it is charged, so that the allocator has the first word about a bad call, and that the
 * peak is what blocks had and not what was tried for: then the live bytes are more. A freed or smaller one is taken off
 * after it went, and a growth is set aside before it is made: then the charge is more. What callers <em>have</em> is
 * charged at any moment: no block is handed out, and no growth reported, before that.
 *
 * <h2>Why one lock of one word</h2>
 *
 * <p>A charge has to see several counters below their limits and raise them all. With one compare-and-set for each
 * level, as in the page counters of the Linux kernel, a charge that fails higher up has meanwhile raised counters further
 * down, and falsely locks out smaller ones that would fit; a release that is half done does the same. Then the refusal is
 * nobody's fault and cannot be explained, let alone be checked for linearizability. Here a tree has one
 * {@linkplain org.allotment.core.concurrent.SpinLock lock of one word}: a charge is one compare-and-set, plain additions
 * along the path, and one store, which is also less than two counters cost where nobody competes. What is held under it
 * is a handful of plain loads and stores, never a hook, an allocator or a copy.
 *
 * <p>Threads that share a tree compete for that word as they would for the root's counter. Who allocates at the speed of
 * an engine takes credit: then the tree is touched once in a quantum. Credit is charged, not promised: the sums of the
 * tree are exact, and the slack is that a decorator may hold up to two quanta which others are refused.
 *
 * <h2>Hooks</h2>
 *
 * <p>Hooks run in the thread that charges, outside the lock, and may allocate, free and charge like anybody: inside a hook
 * a thread's charges ask no hooks. Nobody is asked about a call that the allocator would refuse. For each shortage the
 * rescues are asked from the budget that is charged up to the one that is full, those that can free something that counts,
 * until one says that it helped; then there is one more try, of a growth in place as well. An exhausted allocator asks all
 * the way up. What a hook throws reaches the caller; nothing is charged then.
 *
 * <h2>Where it comes from</h2>
 *
 * <p>The seeds have usage counters without a limit, and a rescue hook under the heap's lock (A13). Trees of budgets: the
 * memory controllers of the Linux kernel, and Netty's and Arrow's child allocators.
 */
package org.allotment.core.guard.budget;
