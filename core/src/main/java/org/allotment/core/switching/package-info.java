/**
 * One allocator for everything, which allocates where its caller has chosen and frees where the block belongs.
 *
 * <h2>Three places</h2>
 *
 * <ul>
 *   <li><em>Global</em>: any allocator that all threads may call.
 *   <li><em>Thread-local</em>: a platform thread's own, without a lock; see
 *       {@link org.allotment.core.switching.LocalEngine#numaLocal} for one on near memory.
 *   <li><em>Context-local</em>: a {@link org.allotment.core.switching.Context}'s, which goes where its task goes: with a
 *       virtual thread over its carriers, or by hand from thread to thread.
 * </ul>
 *
 * <h2>One cell, one write</h2>
 *
 * <pre>
 *                                                             ┌─────────── state ───────────┐
 *   thread ── table by thread number ──────────────▶ cell ───▶│ selected │ context │ memory │   immutable, prebuilt
 *               miss: ThreadLocal, or ScopedValue             └─────────────────────────────┘
 *                     on a virtual thread
 * </pre>
 *
 * <p>The cell is one thread's. It holds one reference to a {@link org.allotment.core.switching.SwitchState}, and a
 * context is made with a state for each selection; so a switch, a swap, a save and a restore are one read or one write
 * of that reference (with it goes a copy of the heap that it selects), make no garbage, and leave no moment in which a selection names a context that is not there
 * (defect C31 of the seeds). Nothing is kept for a carrier thread, and nothing for a virtual thread outside of a scope.
 *
 * <h2>Order</h2>
 *
 * <p>Callbacks restore what was selected before them on every way out. {@code enter} and {@code leave} are the same
 * without a lambda; a cell counts its frames, and to leave another than the innermost is refused. {@code save} and
 * {@code restore} are for schedulers, which run many tasks in turn on one thread: a saved state may be restored at any
 * time, on any thread, as long as nobody else is in its context.
 *
 * <h2>Frees</h2>
 *
 * <p>A {@linkplain org.allotment.core.pagemap.PageMap map} leads from an address to the heap it is of; what it does not
 * know is the global allocator's, who refuses what is foreign. No range of the calling thread is ever asked (defect C3).
 * If the caller uses the heap, the engine is called. If nobody does, the caller is its user for one call. If somebody
 * else does, the free is left for them: {@code owner} has the protocol. A block of memory that somebody else uses cannot
 * be resized in place; if it may move it goes to the global allocator, and what is left of it goes home as a free.
 *
 * <p>The map is at the start of five loads, each from what the one before it found, and the free list that the next
 * allocation wants would wait for all of them. So a free looks first whether the block is where the selected heap's last
 * one came from, and nothing is computed from what the map holds: no two heaps have the same memory. Who makes many calls in a context
 * spares the cell, too, with a {@link org.allotment.core.switching.ContextHandle}.
 *
 * <h2>Ends</h2>
 *
 * <p>A thread's allocator with live blocks cannot be dropped: the refusal says how many there are. It can be abandoned:
 * then its last free closes it, or another thread adopts it. An allocator of a thread that ended is an abandoned one.
 * Its blocks never become the global allocator's (defect C4). A context with live blocks can be closed, by nobody's
 * user only; its blocks end with it.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>S1: a cell is the user of the context of its state, of those of its frames, and of its thread's heap.
 *   <li>S2: the selection of a state has an allocator, and allocations go to it.
 *   <li>S3: a context has at most one user.
 *   <li>S4: a block is freed in the heap it was allocated in, or nowhere.
 * </ul>
 *
 * <p>S1 and S2 are walked by {@code SwitchableAllocator.check}, with H1 to H5 of each heap; S3 and S4 are the litmus
 * tests' and the script's.
 *
 * <h2>Where it comes from</h2>
 *
 * <p>The switchable allocator of the crate {@code context-allocator}, for coroutines on one thread. Owners,
 * visitors and remote frees are ours; the idea that a free finds its way from the address alone is that of snmalloc and
 * mimalloc.
 */
package org.allotment.core.switching;
