package org.allotment.core.concurrent.heap;

import org.allotment.core.AllocatorStatistics;
import org.allotment.core.OwnerThread;
import org.jspecify.annotations.Nullable;

/**
 * A heap of a {@link SharedAllocator} for one user at a time: the fastest way in, since nobody is looked up.
 *
 * <p>Blocks are those of the shared allocator: whoever has one may free it anywhere, here or there, and a block of another
 * heap that is freed here goes home. The checked form belongs to the thread that opened it, platform or virtual, and
 * refuses others; {@linkplain SharedAllocator#openHeapWithoutOwner without an owner}, and in the trusting form, it is for
 * one caller at a time, which nobody checks.
 *
 * <p>Closing it gives the heap up, not its blocks: they stay allocated, are freed as before, and their pages serve the
 * next user. A heap of the checked form whose owner has ended is given up by itself.
 *
 * <p>Statistics and {@link #contains} speak of the shared allocator as a whole.
 */
public final class OwnedHeap extends BlockOperations {
    private final HeapRegistry registry;
    private final @Nullable Thread owner;

    /** Whether there is no other way into its allocator, which then ends with it. */
    private final boolean sole;

    private @Nullable ThreadHeap heap;

    OwnedHeap(HeapRegistry registry, PageSupply supply, @Nullable Thread owner) {
        this(registry, supply, owner, false);
    }

    private OwnedHeap(HeapRegistry registry, PageSupply supply, @Nullable Thread owner, boolean sole) {
        super(supply);
        this.registry = registry;
        this.sole = sole;
        this.owner = supply.checked ? owner : null;
        this.heap = registry.open(this.owner);
    }

    /**
     * Makes a heap with an allocator of its own, for one user and nobody else; closing it gives everything back. Free
     * memory is not purged but when it is asked for.
     *
     * @param options how it is to be; the delay of purges has no meaning here
     * @param owned whether it belongs, in the checked form, to the calling thread, or else to one caller at a time
     * @return the heap
     */
    public static OwnedHeap sole(HeapOptions options, boolean owned) {
        PageSupply supply = new PageSupply(options);
        Thread owner = owned ? Thread.currentThread() : null;
        return new OwnedHeap(new HeapRegistry(supply, options.stripes()), supply, owner, true);
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
        return open().allocate(size, alignment);
    }

    @Override
    public void free(long address, long size, long alignment) {
        open().free(address, size, alignment);
    }

    @Override
    public void free(long address) {
        open().free(address);
    }

    /** Brings home what others freed and gives all pages back that hold no live block; O(pages of this heap). */
    public void trim() {
        open().pages.tidy(true);
        if (sole) {
            supply.purge(System.nanoTime(), true);
        }
    }

    @Override
    public AllocatorStatistics statistics() {
        enter();
        return registry.statistics();
    }

    /** Gives this heap up; its blocks stay allocated. A second call does nothing. */
    @Override
    public void close() {
        OwnerThread.check(owner);
        ThreadHeap closing = heap;
        if (closing != null) {
            heap = null;
            end(closing);
        }
    }

    private void end(ThreadHeap closing) {
        if (sole) {
            registry.close();
        } else {
            registry.giveUp(closing);
        }
    }

    @Override
    void enter() {
        open();
        supply.checkOpen();
    }

    HeapRegistry registry() {
        return registry;
    }

    private ThreadHeap open() {
        OwnerThread.check(owner);
        ThreadHeap mine = heap;
        if (mine == null) {
            throw closed();
        }
        return mine;
    }

    private static IllegalStateException closed() {
        return new IllegalStateException(
                "the heap is closed, caller=" + Thread.currentThread().threadId());
    }
}
