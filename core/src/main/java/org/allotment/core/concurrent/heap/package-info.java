/**
 * The general-purpose allocator that every thread can use: pages of equal blocks, each page with one owner.
 *
 * <h2>Vocabulary</h2>
 *
 * <p>A <em>heap</em> has one user at a time: a platform thread, the holder of an
 * {@link org.allotment.core.concurrent.heap.OwnedHeap}, or, for one call, a virtual thread that <em>claimed</em> it, and
 * then it is a <em>stripe</em>; a claim may be <em>biased</em> ({@link org.allotment.core.concurrent.claim}). A
 * <em>page</em> is a run of slices ({@link org.allotment.core.concurrent.slice}) cut into blocks of one size class; it
 * belongs to one heap, its <em>owner</em>. The pages of a class form a <em>ring</em>, of
 * which one is <em>current</em>. A page without a free block is <em>parked</em>: it leaves the ring until a block comes
 * back. A block that another than the owner frees goes <em>away</em>: into a <em>batch</em> of its page, from there onto
 * the page's list of remote frees ({@link org.allotment.core.concurrent.remote}), and comes home when the owner
 * <em>collects</em>. A heap whose user has ended is <em>abandoned</em> until somebody <em>adopts</em> it.
 *
 * <h2>Picture</h2>
 *
 * <pre>
 *  SharedAllocator ── table by thread id ──▶ heap ◀── OwnedHeap
 *        │        ├── biases by id ──────▶ heap
 *        │        └── stripes ─────────────▶ heap
 *        │                                   │ current[class]            batches, by page
 *        ▼                                   ▼                                 │ 64 at a time
 *   page map ──── address ─────────────▶  page ⇄ page ⇄ page  (ring)           ▼
 *                                          │ free: block → block → 0     remote frees of a page
 *                                          │ marks: 1 byte per 16, checked form
 *  PageSupply ── one lock ── slices ───────┘
 * </pre>
 *
 * <h2>The paths</h2>
 *
 * <ul>
 *   <li><em>Allocate</em>: class of the size, current page, its first free block; one read off-heap. Nothing is counted:
 *       a page that runs dry while current has exactly as many used blocks as it has blocks.
 *   <li><em>Free, with size</em>: class of the size, current page; if the address lies in it, one write off-heap. Else the
 *       page map tells the page.
 *   <li><em>Free</em>: page map, page; if the page is this heap's, one write off-heap and a countdown, whose end says that
 *       a listed page is empty or a parked one is not full any more.
 *   <li><em>Free of a block of another heap</em>: one write off-heap, into the block, and a batch.
 *   <li><em>The current page runs dry</em>: collect what came home; else carve more of it; else turn the ring, parking the
 *       pages that have nothing; else answer the bell; else take a page from the supply.
 *   <li><em>A page falls empty</em>: back to the supply at once, unless it is current. What the system gave is kept there
 *       for the delay.
 * </ul>
 *
 * <p>Pages are carved a system page at a time, so that memory is touched when it is used. The first page of a class has 16
 * KiB, so that a thread that needs few blocks of many sizes costs little; further ones have 64 or 512 KiB.
 *
 * <h2>Invariants, while nobody is within a call</h2>
 *
 * <ul>
 *   <li>H1: the page map knows each slice of each page; pages and the slices taken add up.
 *   <li>H2: each carved block of a page is on its free list or used; the count of used ones follows from the state: the
 *       countdown of a listed page, all of a parked one.
 *   <li>H3: free, remote and batch lists hold starts of blocks of their page; a block is on one of them, once.
 *   <li>H4 (checked form): a granule is marked live iff a live block starts there, away iff one that is away does.
 *   <li>H5: current, listed, parked say where a page is; rings lead both ways and hold pages of one heap and class, which
 *       the heap counts.
 *   <li>H6: only a current page is not fully carved; a parked page has no free block and its countdown at one, and is
 *       parked for others too, or was rung for: no free to it goes unnoticed.
 *   <li>H7: live + free + lost = source bytes, where lost are the bytes behind the last block of each page; blocks that are
 *       away are free.
 *   <li>H8: a heap in the table, or that is looked at before it, has a thread that finds it there.
 * </ul>
 *
 * <h2>Why it is right</h2>
 *
 * <ul>
 *   <li>A heap's state is written by its user only, and users follow each other in order: by the claim's release and
 *       acquire, by the registry's lock, or because the former one was seen to be no longer alive.
 *   <li>Whoever reads the owner of a page finds itself there only if it is the owner, since it wrote that itself; any other
 *       answer, however old, sends it the remote way, which is right for everybody.
 *   <li>A page changes hands only when no block of it is out and no ring is under way: nobody can be about to push to it.
 *   <li>A block is marked away by a compare-and-set, so of several strangers one frees it. Owners do not pay for that: a
 *       stranger and the owner who free one block at once both return. The block is then on two lists, and when it comes
 *       home with another mark than away, it and what hangs on it are dropped: lost, not served twice.
 *   <li>Statistics of moving heaps may follow a free list that changes under them. They follow it only within the page, at
 *       most as far as it has blocks, and under the lock that keeps the page from being given away.
 * </ul>
 *
 * <h2>Threads that end</h2>
 *
 * <p>No finalizer, no thread-local, no hook: the registry knows the thread of each heap, and the caretaker asks now and then
 * whether it is alive, as does every thread that needs a heap, of a few others. Its heap hands over its batches, gives back
 * what is empty, and waits, blocks and all, for the next user. A virtual thread has nothing that could be left.
 *
 * <h2>What it costs</h2>
 *
 * <p>Java heap: about 1 KiB a page, in the checked form a sixteenth of the pages' bytes, 1.6 KiB and 1 KiB of batches a
 * heap, and the page map's 512 KiB for each 2 GiB of addresses touched.
 *
 * <h2>Where it comes from</h2>
 *
 * <p>D. Leijen, B. Zorn, L. de Moura, "Mimalloc: free list sharding in action" (2019), for free lists by page and the remote
 * list beside them; P. Liétar et al., "snmalloc: a message passing allocator" (ISMM 2019), for batches of remote frees; E.
 * Berger et al., "Hoard" (ASPLOS 2000), for heaps that own what they hand out, which bounds the blow-up; J. Bonwick and J.
 * Adams, "Magazines and vmem" (USENIX 2001), for caches by user in front of slabs. Not counting blocks of the current page,
 * and parking instead of a list of full pages, are ours. The seed's {@code GlobalThreadAndCoroutineSwitchableAllocator}
 * frees a block of another thread into the global allocator (defect C3) and forgets the blocks of a thread that ends (C4);
 * here the page map takes each block home.
 */
package org.allotment.core.concurrent.heap;
