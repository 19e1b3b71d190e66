package org.allotment.core.catalog;

import org.allotment.core.Allocator;
import org.allotment.core.IdAllocator;
import org.allotment.core.PageAllocator;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.bitset.BitSetCheck;
import org.allotment.core.buddy.BuddyAllocator;
import org.allotment.core.buddy.BuddyCheck;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.bump.BumpCheck;
import org.allotment.core.concurrent.heap.HeapWalk;
import org.allotment.core.concurrent.heap.OwnedHeap;
import org.allotment.core.concurrent.heap.SharedAllocator;
import org.allotment.core.context.ContextAllocator;
import org.allotment.core.context.ContextCheck;
import org.allotment.core.id.BitmapIdAllocator;
import org.allotment.core.id.BuddyIdAllocator;
import org.allotment.core.id.IdCheck;
import org.allotment.core.mapped.MappedAllocator;
import org.allotment.core.mapped.MappedCheck;
import org.allotment.core.page.BitmapPageAllocator;
import org.allotment.core.page.PageCheck;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.slab.SlabCheck;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfCheck;
import org.allotment.core.tree.TreeAllocator;
import org.allotment.core.tree.TreeCheck;

/**
 * The walks over the numbered invariants of all engines, for tests, campaigns and the hunt for a stray write.
 *
 * <p>A walk takes time, and makes garbage, in proportion to what the engine holds. It must run where a call of the
 * engine itself may: in the owner thread, or under the lock.
 */
public final class Invariants {
    private Invariants() {}

    /**
     * Walks the invariants of an engine for blocks; of a decorator, that bytes are conserved.
     *
     * @param allocator open
     * @throws AssertionError if an invariant is broken; its message begins with the number
     * @throws IllegalStateException if the allocator is closed or another thread's
     */
    public static void check(Allocator allocator) {
        switch (allocator) {
            case BumpAllocator bump -> BumpCheck.check(bump);
            case SlabAllocator slab -> SlabCheck.check(slab);
            case TlsfAllocator tlsf -> TlsfCheck.verify(tlsf);
            case BuddyAllocator buddy -> BuddyCheck.verify(buddy);
            case BitSetAllocator bitSet -> BitSetCheck.check(bitSet);
            case TreeAllocator tree -> TreeCheck.check(tree);
            case ContextAllocator context -> ContextCheck.check(context);
            case MappedAllocator mapped -> MappedCheck.check(mapped);
            case SharedAllocator shared -> HeapWalk.check(shared);
            case OwnedHeap heap -> HeapWalk.check(heap);
            default -> {}
        }
        require(allocator.statistics().isConserved(), allocator.statistics());
    }

    /**
     * Walks the invariants of an engine for pages.
     *
     * @param allocator open
     * @throws AssertionError if an invariant is broken; its message begins with the number
     * @throws IllegalStateException if the allocator is closed or another thread's
     */
    public static void check(PageAllocator allocator) {
        if (allocator instanceof BitmapPageAllocator pages) {
            PageCheck.verify(pages);
        }
        require(allocator.statistics().isConserved(), allocator.statistics());
    }

    /**
     * Walks the invariants of what lies below an engine for numbers.
     *
     * @param allocator any
     * @throws AssertionError if an invariant is broken; its message begins with the number
     */
    public static void check(IdAllocator allocator) {
        switch (allocator) {
            case BitmapIdAllocator ids -> IdCheck.check(ids);
            case BuddyIdAllocator ids -> IdCheck.check(ids);
            default -> {}
        }
        require(allocator.used() + allocator.available() == allocator.size(), allocator);
    }

    private static void require(boolean conserved, Object found) {
        if (!conserved) {
            throw new AssertionError("nothing is lost, found=" + found);
        }
    }
}
