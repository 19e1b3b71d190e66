package org.allotment.core.guard.budget;

import org.allotment.core.AllocationException;
import org.allotment.core.Movement;
import org.allotment.core.Requests;
import org.allotment.core.SizeAware;
import org.allotment.core.memory.RawAccess;

/**
 * A {@link BudgetedAllocator} around an allocator that knows its blocks, which is asked for their bytes.
 *
 * <p>How it rounds is known only when a block is there. So a block is charged what was asked for, before it is made, and
 * the rest after; when the rest is refused it is freed again. For the same reason a block that has to move is moved here,
 * by an allocation, a copy and a free, and not by the allocator: up to the copy all can be undone. An allocator that
 * moves large blocks by remapping them does so in place only.
 *
 * <p>One slack: a growth in place that the allocator rounds up past the limit is taken back by a shrinkage. Should the
 * allocator not be able to do that, the block stays as large as it is, that is charged, limit or not, and the call
 * succeeds. No engine of this library does it.
 */
public final class BudgetedSizeAware extends BudgetedAllocator implements SizeAware {
    /** No alignment is asked for but the one that the block has. */
    private static final long ANY = 0;

    private final SizeAware allocator;

    /**
     * Puts a budget around an allocator.
     *
     * @param allocator what to charge for; closed together with this one, empty as yet
     * @param budget where to charge; this object makes a budget of its own below it, and closes that with itself
     * @param creditBytes the quantum to draw at once, from 1 to 2^40, or 0 for none
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the credit is out of range
     * @throws IllegalStateException if the budget is closed
     */
    public BudgetedSizeAware(SizeAware allocator, Budget budget, long creditBytes) {
        super(allocator, size -> size, budget, creditBytes);
        this.allocator = allocator;
    }

    @Override
    public void free(long address) {
        long bytes = allocator.usableSize(address);
        allocator.free(address);
        account().give(bytes);
    }

    @Override
    public long usableSize(long address) {
        return allocator.usableSize(address);
    }

    @Override
    long leastBytes(long size) {
        return size;
    }

    @Override
    long blockBytes(long address, long size) {
        return allocator.usableSize(address);
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        Requests.checkGrowth(size, newSize);
        return grows(address, size, newSize, ANY);
    }

    private boolean grows(long address, long size, long newSize, long alignment) {
        long before = allocator.usableSize(address);
        long held = Math.max(0, newSize - before);
        if (!account().take(held, false)) {
            return false;
        }
        boolean done = false;
        try {
            done = alignment == ANY
                    ? allocator.tryGrowInPlace(address, size, newSize)
                    : isDone(() -> allocator.grow(address, size, newSize, alignment, Movement.MUST_NOT_MOVE));
        } finally {
            if (!done) {
                account().give(held);
            }
        }
        return done && isPaid(address, before, newSize, before + held);
    }

    /** Charges a growth that was made, as far as it is not; or takes it back. */
    private boolean isPaid(long address, long before, long newSize, long charged) {
        boolean paid = false;
        try {
            paid = account().take(allocator.usableSize(address) - charged, false);
        } finally {
            // A hook may also have thrown.
            paid = paid || !isUndone(address, before, newSize, charged);
        }
        return paid;
    }

    /** Back to all that the block had, which may be more than its owner named. */
    private boolean isUndone(long address, long before, long newSize, long charged) {
        boolean undone = allocator.tryShrinkInPlace(address, newSize, before);
        long over = allocator.usableSize(address) - charged;
        if (over > 0) {
            account().overdraw(over);
        } else {
            account().give(-over);
        }
        return undone;
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        Requests.checkShrinkage(size, newSize);
        return shrinks(address, size, newSize, ANY);
    }

    private boolean shrinks(long address, long size, long newSize, long alignment) {
        long before = allocator.usableSize(address);
        boolean done = alignment == ANY
                ? allocator.tryShrinkInPlace(address, size, newSize)
                : isDone(() -> allocator.shrink(address, size, newSize, alignment, Movement.MUST_NOT_MOVE));
        if (done) {
            account().give(before - allocator.usableSize(address));
        }
        return done;
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        Requests.checkGrowth(size, newSize);
        Requests.checkBlock(newSize, alignment);
        if (grows(address, size, newSize, alignment)) {
            return address;
        }
        return moved(address, size, newSize, alignment, movement);
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        Requests.checkShrinkage(size, newSize);
        Requests.checkBlock(newSize, alignment);
        if (shrinks(address, size, newSize, alignment)) {
            return address;
        }
        return moved(address, size, newSize, alignment, movement);
    }

    /** Whether a resize in place was done; what is refused for another reason than room is refused here too. */
    private static boolean isDone(Runnable resize) {
        try {
            resize.run();
            return true;
        } catch (AllocationException refusal) {
            if (refusal.kind() == AllocationException.Kind.NO_MEMORY) {
                return false;
            }
            throw refusal;
        }
    }

    private long moved(long address, long size, long newSize, long alignment, Movement movement) {
        long before = allocator.usableSize(address);
        // A growth by nothing changes nothing: the allocator refuses what is no such block.
        allocator.tryGrowInPlace(address, size, size);
        long held = Math.max(0, newSize - before);
        boolean mayTry = movement == Movement.MAY_MOVE && account().take(held, true);
        long target = mayTry ? allocateHeld(newSize, alignment, held, before) : NULL;
        if (target == NULL) {
            throw noMemory("no room for a resize, address=" + address, newSize, alignment);
        }
        RawAccess.copy(address, target, Math.min(size, newSize));
        allocator.free(address);
        return target;
    }
}
