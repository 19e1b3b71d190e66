package org.allotment.core.concurrent.heap;

import org.allotment.core.AllocationException;
import org.allotment.core.Movement;
import org.allotment.core.Requests;
import org.allotment.core.SizeAware;
import org.allotment.core.bits.Alignment;
import org.allotment.core.concurrent.slice.SizeClasses;
import org.allotment.core.memory.RawAccess;

/** What the shared entry and a held heap do alike: everything about a block but getting and freeing it. */
abstract sealed class BlockOperations implements SizeAware permits OwnedHeap, SharedAllocator {
    final PageSupply supply;

    BlockOperations(PageSupply supply) {
        this.supply = supply;
    }

    /** Refuses whom this form refuses, and everybody once closed. */
    abstract void enter();

    @Override
    public final long usableSize(long address) {
        return usableSize(livePage(address));
    }

    @Override
    public final boolean tryGrowInPlace(long address, long size, long newSize) {
        Requests.checkGrowth(size, newSize);
        Page page = livePage(address, size);
        return page.sizeClass != SizeClasses.NONE ? newSize <= page.blockSize : supply.resizeLarge(address, newSize);
    }

    @Override
    public final boolean tryShrinkInPlace(long address, long size, long newSize) {
        Requests.checkShrinkage(size, newSize);
        Page page = livePage(address, size);
        if (page.sizeClass != SizeClasses.NONE) {
            return size == newSize || SizeClasses.ofRequest(newSize, 1) == page.sizeClass;
        }
        boolean staysLarge = newSize > SizeClasses.LARGEST || supply.fits(page, newSize);
        return staysLarge && supply.resizeLarge(address, newSize);
    }

    @Override
    public final long grow(long address, long size, long newSize, long alignment, Movement movement) {
        Requests.checkGrowth(size, newSize);
        return resize(address, size, newSize, alignment, movement);
    }

    @Override
    public final long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        Requests.checkShrinkage(size, newSize);
        return resize(address, size, newSize, alignment, movement);
    }

    @Override
    public final boolean contains(long address) {
        enter();
        return supply.contains(address);
    }

    private long resize(long address, long size, long newSize, long alignment, Movement movement) {
        Requests.checkBlock(newSize, alignment);
        Page page = livePage(address, size);
        if (staysInPlace(page, address, newSize, alignment)) {
            return address;
        }
        if (movement == Movement.MUST_NOT_MOVE) {
            throw AllocationException.noMemory("the block would have to move, address=" + address + ", size=" + size
                    + ", newSize=" + newSize + ", alignment=" + alignment);
        }
        long target = allocate(newSize, alignment);
        RawAccess.copy(address, target, Math.min(size, newSize));
        free(address);
        return target;
    }

    /** In place only what a later free with the new size and alignment is looked up the same way as. */
    private boolean staysInPlace(Page page, long address, long newSize, long alignment) {
        int sizeClass = SizeClasses.ofRequest(newSize, alignment);
        return sizeClass == page.sizeClass
                && Alignment.isAligned(address, alignment)
                && (sizeClass != SizeClasses.NONE || supply.resizeLarge(address, newSize));
    }

    /** The page of an allocated block, as far as the form can tell. */
    private Page livePage(long address) {
        enter();
        Page page = supply.map.get(address);
        if (page == null || !page.isLive(address)) {
            throw PageSupply.notAllocated(address);
        }
        return page;
    }

    private Page livePage(long address, long size) {
        Page page = livePage(address);
        if (supply.checked && size > usableSize(page)) {
            throw AllocationException.invalidParameter("the block has another size, address=" + address + ", size="
                    + size + ", usableSize=" + usableSize(page));
        }
        return page;
    }

    private static long usableSize(Page page) {
        return page.sizeClass != SizeClasses.NONE ? page.blockSize : page.span;
    }

    static AllocationException full(long size, long alignment) {
        return AllocationException.noMemory(
                "no room in the pages nor in the source, size=" + size + ", alignment=" + alignment);
    }
}
