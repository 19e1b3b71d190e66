package org.allotment.core.guard.budget;

import org.allotment.core.AllocationException;
import org.allotment.core.Movement;
import org.allotment.core.Requests;
import org.allotment.core.SizeAware;
import org.allotment.core.memory.RawAccess;

/**
 * A {@link BudgetedAllocator} around an allocator that knows its blocks, which is asked for their bytes.
 *
 * <p>How it rounds is known only when a block is there. So a limit is looked at with what was asked for, before there is a
 * block, and the block is charged with what it has; when that is refused it is freed again. For the same reason a block
 * that has to move is moved here, by an allocation, a copy and a free, and not by the allocator: up to the copy all can be
 * undone. An allocator that moves large blocks by remapping them does so in place only.
 *
 * <p>A growth that may move is tried in place first, also after a rescue; a rescue is asked once for the bytes of it, and
 * another time only if those were there and the allocator is exhausted all the same, or gives a larger block than was
 * asked for.
 *
 * <p>One slack: a growth in place that the allocator rounds up past the limit is taken back by a shrinkage. Should the
 * allocator not be able to do that, the block stays as large as it is, that is charged, limit or not, and the call
 * succeeds. No engine of this library does it.
 */
public final class BudgetedSizeAware extends BudgetedAllocator implements SizeAware {
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

    /**
     * Puts a budget around an allocator that threads use one at a time, and draws from it by quanta of {@link
     * #DEFAULT_CREDIT} bytes: right for whatever has an owner. Where several threads call at once name a credit of 0.
     *
     * @param allocator what to charge for; closed together with this one, empty as yet
     * @param budget where to charge; this object makes an account below it, and closes that with itself
     * @throws IllegalStateException if the budget is closed
     */
    public BudgetedSizeAware(SizeAware allocator, Budget budget) {
        this(allocator, budget, DEFAULT_CREDIT);
    }

    @Override
    public void free(long address) {
        long bytes = allocator.usableSize(address);
        allocator.free(address);
        account().give(bytes);
    }

    @Override
    public void free(long address, long size, long alignment) {
        long bytes = blockBytes(address, size, alignment);
        allocator.free(address, size, alignment);
        account().give(bytes);
    }

    @Override
    public long bytesFor(long size, long alignment) {
        return allocator.bytesFor(size, alignment);
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
    long blockBytes(long address, long size, long alignment) {
        long known = allocator.bytesFor(size, alignment);
        return known != 0 ? known : allocator.usableSize(address);
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        Requests.checkGrowth(size, newSize);
        long before = allocator.usableSize(address);
        requireBlock(address, size);
        long held = Math.max(0, newSize - before);
        if (!account().reserve(held, false)) {
            return false;
        }
        boolean done = false;
        try {
            done = allocator.tryGrowInPlace(address, size, newSize);
        } finally {
            if (!done) {
                account().cancel(held);
            }
        }
        return done && isPaid(address, before, newSize, held, false);
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        Requests.checkGrowth(size, newSize);
        Requests.checkBlock(newSize, alignment);
        long before = allocator.usableSize(address);
        requireBlock(address, size);
        boolean mayMove = movement == Movement.MAY_MOVE;
        long held = Math.max(0, newSize - before);
        if (!account().reserve(held, mayMove)) {
            throw noMemory("no room in the budget for a growth, address=" + address, newSize, alignment);
        }
        long target = NULL;
        try {
            target = grown(address, size, newSize, alignment, mayMove);
        } finally {
            if (target == NULL) {
                account().cancel(held);
            }
        }
        if (target == address && isPaid(address, before, newSize, held, mayMove)) {
            return address;
        }
        if (target == NULL || target == address) {
            throw noMemory("no room for a growth, address=" + address, newSize, alignment);
        }
        return moved(new Move(address, before, size, target, newSize), alignment, held);
    }

    /**
     * Charges a growth in place that was made, as far as it is more than what was set aside; or takes it back, to all that
     * the block had, which may be more than its owner named.
     */
    private boolean isPaid(long address, long before, long newSize, long held, boolean mayRescue) {
        long rest = allocator.usableSize(address) - before - held;
        boolean paid = false;
        boolean stays = true;
        try {
            paid = account().reserve(rest, mayRescue);
        } finally {
            // A hook may also have thrown.
            stays = paid || !allocator.tryShrinkInPlace(address, newSize, before);
            account().settle(before, allocator.usableSize(address), paid ? held + Math.max(0, rest) : held);
        }
        return stays;
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        long before = allocator.usableSize(address);
        boolean done = allocator.tryShrinkInPlace(address, size, newSize);
        if (done) {
            account().settle(before, allocator.usableSize(address), 0);
        }
        return done;
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        Requests.checkShrinkage(size, newSize);
        Requests.checkBlock(newSize, alignment);
        long before = allocator.usableSize(address);
        if (isDone(() -> allocator.shrink(address, size, newSize, alignment, Movement.MUST_NOT_MOVE))) {
            account().settle(before, allocator.usableSize(address), 0);
            return address;
        }
        long target = movement == Movement.MAY_MOVE ? allocateOrRescue(newSize, alignment) : NULL;
        if (target == NULL) {
            throw noMemory("no room for a shrinkage, address=" + address, newSize, alignment);
        }
        return moved(new Move(address, before, size, target, newSize), alignment, 0);
    }

    /** The block, grown where it is; or another one that is large enough; or 0. */
    private long grown(long address, long size, long newSize, long alignment, boolean mayMove) {
        if (isGrownInPlace(address, size, newSize, alignment)) {
            return address;
        }
        long target = mayMove ? allocator.tryAllocate(newSize, alignment) : NULL;
        if (target != NULL || !mayMove || !account().isRescued(newSize)) {
            return target;
        }
        return isGrownInPlace(address, size, newSize, alignment) ? address : allocator.tryAllocate(newSize, alignment);
    }

    private boolean isGrownInPlace(long address, long size, long newSize, long alignment) {
        return isDone(() -> allocator.grow(address, size, newSize, alignment, Movement.MUST_NOT_MOVE));
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

    /** A block, the bytes it has, the size its owner names, and the new block that is to take its place. */
    private record Move(long address, long before, long size, long target, long newSize) {}

    /** Charges what the new block has more than the old one, copies, and frees the old; or frees the new. */
    private long moved(Move move, long alignment, long held) {
        long now = allocator.usableSize(move.target());
        long rest = now - move.before() - held;
        boolean paid = false;
        try {
            paid = account().reserve(rest, true);
        } finally {
            // A hook may also have thrown.
            if (!paid) {
                allocator.free(move.target());
                account().cancel(held);
            }
        }
        if (!paid) {
            throw noMemory("no room for a resize, address=" + move.address(), move.newSize(), alignment);
        }
        RawAccess.copy(move.address(), move.target(), Math.min(move.size(), move.newSize()));
        allocator.free(move.address());
        account().settle(move.before(), now, held + Math.max(0, rest));
        return move.target();
    }
}
