package org.allotment.core.concurrent.heap;

import org.allotment.core.AllocatorStatistics;
import org.allotment.core.concurrent.care.Caretaker;
import org.allotment.core.concurrent.claim.Bias;
import org.allotment.core.concurrent.claim.Stripes;
import org.jspecify.annotations.Nullable;

/**
 * The general-purpose allocator that every thread can use: a heap for each platform thread, stripes for virtual ones.
 *
 * <p>Any size and any alignment is served, and any thread may free any block, with its size or without. Up to 128 KiB
 * blocks come from pages of one size class that belong to a heap: allocating and freeing one's own blocks is O(1), without
 * atomics, with one read or one write of off-heap memory. A block of another heap is gathered with others of its page and
 * handed over, 64 at a time, with one compare-and-set. Larger blocks, and alignments above 16 KiB, are served under one
 * lock: in runs of slices up to 2 MiB, above that as mappings of their own.
 *
 * <p>Platform threads are told by a table of thread ids; a thread's heap is made with its first call and passes, with all
 * that is in it, to a later thread after its end, which the {@linkplain Caretaker caretaker} notices. Virtual threads have
 * no state of their own: for each call they claim one of some heaps that they share. Such a heap remembers one of them that
 * comes again and again, and lets it in without atomics until another wants the heap. {@link #openHeap} is the way in that
 * needs no looking up.
 *
 * <p>Both forms run the same algorithm. The checked one keeps a byte for each 16 bytes of pages on the Java heap and
 * catches foreign, interior, double and mismatched frees at the call: of several threads that free one block at once, at
 * most one other than the owner of its page succeeds. An owner that frees a block in the very moment another thread does
 * is told nothing; that the block came back twice is then noticed when it comes home, and it is not handed out twice. The
 * trusting form catches foreign frees only.
 *
 * <p>Memory that fell free is kept for the next user, and given back to the system when it stayed free for a delay; the
 * addresses are kept until the end. A thread that rests keeps up to one empty page of each class it used, and up to 64
 * blocks of others for each of 64 pages that it has not handed over; {@link #trim} gives both back.
 *
 * <p>Closing, while other threads are within a call, is an error of the caller that is not noticed.
 */
@SuppressWarnings("ReferenceEquality") // a thread is its identity
public final class SharedAllocator extends BlockOperations {
    private final HeapRegistry registry;
    private final Stripes<ThreadHeap> stripes;

    /** What a walk of the heap meets. */
    @FunctionalInterface
    public interface BlockVisitor {
        /**
         * Takes note of a live block.
         *
         * @param address its first byte
         * @param usableSize its bytes
         */
        void block(long address, long usableSize);
    }

    private SharedAllocator(PageSupply supply, HeapOptions options) {
        super(supply);
        this.registry = new HeapRegistry(supply, options.stripes());
        this.stripes = registry.claims();
    }

    /**
     * Makes an allocator; nothing is taken from the source yet.
     *
     * @param options how it is to be
     * @return the allocator
     */
    public static SharedAllocator create(HeapOptions options) {
        SharedAllocator allocator = new SharedAllocator(new PageSupply(options), options);
        Caretaker.tend(allocator.registry);
        return allocator;
    }

    /**
     * Makes a checked allocator over memory of the operating system.
     *
     * @return the allocator
     */
    public static SharedAllocator checked() {
        return create(HeapOptions.ofSystem());
    }

    /**
     * Makes a trusting allocator over memory of the operating system.
     *
     * @return the allocator
     */
    public static SharedAllocator trusting() {
        return create(HeapOptions.ofSystem().trusting());
    }

    /**
     * Opens a heap that belongs to the calling thread.
     *
     * @return the heap; to be closed, though the blocks allocated from it may live on
     * @throws IllegalStateException if this allocator is closed
     */
    public OwnedHeap openHeap() {
        return new OwnedHeap(registry, supply, Thread.currentThread());
    }

    /**
     * Opens a heap that belongs to nobody: for one caller at a time, who may be another each time if each happens before
     * the next.
     *
     * @return the heap; to be closed, though the blocks allocated from it may live on
     * @throws IllegalStateException if this allocator is closed
     */
    public OwnedHeap openHeapWithoutOwner() {
        return new OwnedHeap(registry, supply, null);
    }

    @Override
    public long allocate(long size, long alignment) {
        long address = tryAllocate(size, alignment);
        if (address == NULL) {
            throw full(size, alignment);
        }
        return address;
    }

    @Override
    public long tryAllocate(long size, long alignment) {
        Thread me = Thread.currentThread();
        if (me.isVirtual()) {
            return allocateFromStripe(me, size, alignment);
        }
        return heapOf(me).allocate(size, alignment);
    }

    @Override
    public void free(long address, long size, long alignment) {
        Thread me = Thread.currentThread();
        if (me.isVirtual()) {
            freeToStripe(me, address, size, alignment);
        } else {
            heapOf(me).free(address, size, alignment);
        }
    }

    @Override
    public void free(long address) {
        Thread me = Thread.currentThread();
        if (me.isVirtual()) {
            freeToStripe(me, address);
        } else {
            heapOf(me).free(address);
        }
    }

    /**
     * Gives back what rests: the empty pages and open batches of the calling thread, those of stripes and of ended
     * threads, and all free memory to the system. O(pages).
     */
    public void trim() {
        enter();
        Thread me = Thread.currentThread();
        if (!me.isVirtual()) {
            registry.heapOf(me).pages.tidy(true);
        }
        registry.reclaim();
        supply.purge(System.nanoTime(), true);
    }

    /**
     * Walks all live blocks. Exact only while no other thread is within a call; the visitor must not call this allocator.
     * O(pages + blocks), and it makes garbage.
     *
     * @param visitor who takes note
     */
    public void forEachBlock(BlockVisitor visitor) {
        enter();
        registry.undisturbed(() -> new HeapWalk(supply, registry).forEachBlock(visitor));
    }

    @Override
    public AllocatorStatistics statistics() {
        enter();
        return registry.statistics();
    }

    @Override
    public void close() {
        registry.close();
    }

    @Override
    void enter() {
        supply.checkOpen();
    }

    HeapRegistry registry() {
        return registry;
    }

    private ThreadHeap heapOf(Thread me) {
        ThreadHeap guess = registry.guess(me);
        return guess.thread == me ? guess : registry.heapOf(me);
    }

    private long allocateFromStripe(Thread me, long size, long alignment) {
        Bias<ThreadHeap> bias = stripes.biasOf(me);
        if (!bias.tryEnter(me.threadId())) {
            return allocateClaimed(me, size, alignment);
        }
        try {
            return bias.subject().allocate(size, alignment);
        } finally {
            bias.leave();
        }
    }

    private long allocateClaimed(Thread me, long size, long alignment) {
        ThreadHeap stripe = stripes.claim(me).subject();
        try {
            return stripe.allocate(size, alignment);
        } finally {
            stripe.claim.leave(me.threadId());
        }
    }

    private void freeToStripe(Thread me, long address, long size, long alignment) {
        Bias<ThreadHeap> bias = stripes.biasOf(me);
        if (!bias.tryEnter(me.threadId())) {
            freeClaimed(me, address, size, alignment);
            return;
        }
        try {
            bias.subject().free(address, size, alignment);
        } finally {
            bias.leave();
        }
    }

    private void freeClaimed(Thread me, long address, long size, long alignment) {
        ThreadHeap stripe = claimHome(me, address);
        try {
            stripe.free(address, size, alignment);
        } finally {
            stripe.claim.leave(me.threadId());
        }
    }

    private void freeToStripe(Thread me, long address) {
        Bias<ThreadHeap> bias = stripes.biasOf(me);
        if (!bias.tryEnter(me.threadId())) {
            freeClaimed(me, address);
            return;
        }
        try {
            bias.subject().free(address);
        } finally {
            bias.leave();
        }
    }

    private void freeClaimed(Thread me, long address) {
        ThreadHeap stripe = claimHome(me, address);
        try {
            stripe.free(address);
        } finally {
            stripe.claim.leave(me.threadId());
        }
    }

    /** A block of a stripe is best freed under the claim of that stripe. */
    private ThreadHeap claimHome(Thread me, long address) {
        Page page = supply.map.get(address);
        @Nullable ThreadHeap home = page == null ? null : page.heap;
        return home != null && home.stripe && home.claim.tryEnter(me.threadId())
                ? home
                : stripes.claim(me).subject();
    }
}
