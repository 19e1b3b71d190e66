/**
 * Memory sources: where allocators take large pieces from.
 *
 * <h2>Vocabulary</h2>
 *
 * <p>A {@link org.allotment.core.source.MemorySource} deals in <em>pieces</em>, whole address ranges rounded to its
 * <em>granularity</em>; it answers {@link org.allotment.core.source.MemorySource#NONE} when it has nothing. A
 * <em>wish</em> is what a piece should be like beyond being memory; an <em>answer</em> says whether it was granted,
 * fell back or was refused, with the system's error number. A <em>block</em> here is a piece of an arena of equal ones.
 *
 * <h2>Which is which</h2>
 *
 * <pre>
 * MemoryMapSource   asks the operating system; MappingOptions are its wishes, MappingReport the answers
 * RegionSource      divides a region that somebody else owns
 * FixedBlockSource  takes one piece and hands out blocks of one size, initialised once
 * ContextMemory     takes one piece that a context owns: a heap or a stack; divides it
 * AllocatorSource   takes blocks of an allocator for pieces
 * CountedSource     is one of several handles to a source; the last gives everything back
 * </pre>
 *
 * <h2>The order of a mapping</h2>
 *
 * <p>Steps that were not wished for are left out:
 *
 * <pre>
 * reserve    address space without access: huge pages, first 2 GiB, no reserve; what lies beside the piece is unmapped
 * bind       the NUMA policy, read back at once: the system leaves out nodes it has not got, and says nothing
 * commit     pages may be accessed
 * advise     transparent huge pages; then no core dumps: advices are no flags, each is a call
 * lock
 * populate   last: a page that came before the policy would stay where it is
 * </pre>
 *
 * <p>A failed reservation is tried without the low address, without the huge pages, and without both. A piece that
 * cannot be committed, or lacks something that is <em>required</em>, is unmapped again and the answer is
 * {@code NONE}. Whatever the system refuses to unmap stays counted and is tried again.
 *
 * <h2>Invariants of an arena of fixed blocks</h2>
 *
 * <ul>
 *   <li>B1: from the head, links lead from block to block, to each at most once, and end.
 *   <li>B2: a block is out iff it is not on that list.
 *   <li>B3: the count kept is the number of blocks out.
 *   <li>B4: of a closed arena nothing is out.
 * </ul>
 *
 * <h2>Where it comes from</h2>
 *
 * <p>{@code MemoryMapSource}, {@code ArenaMemorySource}, {@code RcMemorySource}, {@code CoroutineHeapMemorySource} and
 * {@code CoroutineStackMemory} of context-allocator. Unlike those, nothing is locked or populated unless it is wished
 * for, node masks have any length, an arena never takes more than its bytes, looks at what comes back and keeps its
 * memory while blocks are out, and no call succeeds silently without effect.
 */
package org.allotment.core.source;
