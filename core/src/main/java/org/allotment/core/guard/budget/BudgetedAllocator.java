package org.allotment.core.guard.budget;

import java.util.Objects;
import java.util.function.LongUnaryOperator;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.Requests;

/**
 * Charges the usable bytes of an allocator's blocks to a budget, and refuses what the budget has no room for.
 *
 * <p>Each call is the same call on the allocator; what that promises, checks and refuses is promised, checked and
 * refused here, before any hook is asked. Besides, a block or a growth that would pass a limit, or is vetoed, is refused
 * as {@link AllocationException.Kind#NO_MEMORY} ({@link #NULL}, false), and nothing has changed then. {@link #close} gives
 * everything back, also when it fails.
 *
 * <p>A block is charged before its caller has it, and a growth before it is made; a free comes off after it is done. What
 * is set aside for a growth that the allocator then refuses counts against the limits meanwhile, but not for the peak: that
 * is what blocks have really had.
 *
 * <p>The rescues of the budget and those above it are asked, outside of all locks, when a limit is reached, and also when
 * the allocator is exhausted; then there is one more try. Resizes that must not move are not rescued.
 *
 * <p><b>Two ways to charge.</b> <em>Without credit</em> each allocation and each free goes to the tree: any thread may
 * call that may call the allocator, several at once, and a limit is exact. <em>With credit</em> the decorator draws a
 * quantum from the tree and lets blocks come and go within it in plain fields, a nanosecond or two for each; it holds at
 * most two quanta that no block uses, which count as used in the tree, so that its sums are exact at any time, but may
 * be missing elsewhere: {@link #settle} gives them back. Vetoes are asked about quanta then, and about what is missing
 * where there is no quantum to have. What was drawn counts in the peak, whether or not a block came of it. Threads may
 * call one at a time, as with most engines.
 *
 * <p>The hooks are user code: put locks within, as in {@code new BudgetedSizeAware(new LockedSizeAware(engine, lock),
 * budget, 0)}, never around. The allocator must be used through this object alone.
 */
public sealed class BudgetedAllocator implements Allocator permits BudgetedSizeAware {
    /** The quantum of those who name none: enough for a thousand small blocks, and little beside any limit worth having. */
    public static final long DEFAULT_CREDIT = 1 << 16;

    /** Above this a size can have no block, as below 1, and rules for block sizes need not have an answer. */
    private static final long LARGEST = 1L << 60;

    private final Allocator allocator;
    private final LongUnaryOperator usableBytes;
    private final Account account;

    /**
     * Puts a budget around an allocator of which blocks follow from their sizes alone.
     *
     * @param allocator what to charge for; closed together with this one, empty as yet
     * @param usableBytes the bytes of a block that a legal size names: the size itself for an engine that does not
     *     round, the engine's own rounding for one that does
     * @param budget where to charge; this object makes a budget of its own below it, and closes that with itself
     * @param creditBytes the quantum to draw at once, from 1 to 2^40, or 0 for none
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the credit is out of range
     * @throws IllegalStateException if the budget is closed
     */
    public BudgetedAllocator(Allocator allocator, LongUnaryOperator usableBytes, Budget budget, long creditBytes) {
        this.allocator = Objects.requireNonNull(allocator, "allocator");
        this.usableBytes = Objects.requireNonNull(usableBytes, "usableBytes");
        this.account = new Account(budget, creditBytes);
    }

    final Account account() {
        return account;
    }

    /**
     * Reads what this decorator has charged.
     *
     * @return a snapshot: used is the bytes of live blocks, and {@link #credit}
     */
    public final BudgetUsage usage() {
        return account.budget().usage();
    }

    /**
     * Returns what is charged but used by no block.
     *
     * @return bytes, from 0 to two quanta, or to what a hook has left in the middle of a call
     */
    public final long credit() {
        return account.credit();
    }

    /**
     * Gives unused credit back to the budget. Does nothing without credit.
     *
     * @throws IllegalStateException if the allocator is closed or refuses this thread
     */
    public final void settle() {
        account.settle(allocator);
    }

    @Override
    public final long allocate(long size, long alignment) {
        long address = tryAllocate(size, alignment);
        if (address == NULL) {
            throw noMemory("neither budget nor allocator may be short", size, alignment);
        }
        return address;
    }

    @Override
    public final long tryAllocate(long size, long alignment) {
        if (!account.looksFree(leastBytes(size))) {
            return allocateSlowly(size, alignment);
        }
        // The allocator first: what it refuses is refused as it does, and what it gives is charged in one step.
        long address = allocateOrRescue(size, alignment);
        if (address == NULL || account.charge(blockBytes(address, size, alignment))) {
            return address;
        }
        return paidOrFreed(address, size, alignment, 0);
    }

    /** Where somebody is to be asked first, or there is no room as it looks: room is made sure of before there is a block. */
    private long allocateSlowly(long size, long alignment) {
        Account.requireUser(allocator);
        Requests.checkBlock(size, alignment);
        long least = leastBytes(size);
        if (!account.reserve(least, true)) {
            return NULL;
        }
        long address = NULL;
        try {
            address = allocateOrRescue(size, alignment);
        } finally {
            if (address == NULL) {
                account.cancel(least);
            }
        }
        return address == NULL ? NULL : paidOrFreed(address, size, alignment, least);
    }

    final long allocateOrRescue(long size, long alignment) {
        long address = allocator.tryAllocate(size, alignment);
        return address == NULL ? allocateRescued(size, alignment) : address;
    }

    private long allocateRescued(long size, long alignment) {
        return account.isRescued(size) ? allocator.tryAllocate(size, alignment) : NULL;
    }

    /** Charges for a new block of which some bytes are set aside already, or frees it. Asks hooks about the rest. */
    private long paidOrFreed(long address, long size, long alignment, long reserved) {
        long bytes = blockBytes(address, size, alignment);
        boolean paid = false;
        try {
            paid = account.reserve(bytes - reserved, true);
        } finally {
            // A hook may also have thrown.
            if (paid) {
                account.settle(0, bytes, Math.max(bytes, reserved));
            } else {
                allocator.free(address, size, alignment);
                account.cancel(reserved);
            }
        }
        return paid ? address : NULL;
    }

    @Override
    public void free(long address, long size, long alignment) {
        allocator.free(address, size, alignment);
        account.give(leastBytes(size));
    }

    @Override
    public boolean tryGrowInPlace(long address, long size, long newSize) {
        Requests.checkGrowth(size, newSize);
        long more = leastBytes(newSize) - leastBytes(size);
        if (more > 0) {
            requireBlock(address, size);
        }
        if (!account.reserve(more, false)) {
            return false;
        }
        boolean done = false;
        try {
            done = allocator.tryGrowInPlace(address, size, newSize);
        } finally {
            end(done, more);
        }
        return done;
    }

    /** A growth by nothing changes nothing: the allocator refuses what is no such block, as it refuses everything else. */
    final void requireBlock(long address, long size) {
        allocator.tryGrowInPlace(address, size, size);
    }

    private void end(boolean done, long reserved) {
        if (done) {
            account.keep(reserved);
        } else {
            account.cancel(reserved);
        }
    }

    @Override
    public boolean tryShrinkInPlace(long address, long size, long newSize) {
        boolean done = allocator.tryShrinkInPlace(address, size, newSize);
        if (done) {
            account.give(leastBytes(size) - leastBytes(newSize));
        }
        return done;
    }

    @Override
    public long grow(long address, long size, long newSize, long alignment, Movement movement) {
        Requests.checkGrowth(size, newSize);
        Requests.checkBlock(newSize, alignment);
        long more = leastBytes(newSize) - leastBytes(size);
        if (more > 0) {
            requireBlock(address, size);
        }
        if (!account.reserve(more, movement == Movement.MAY_MOVE)) {
            throw noMemory("no room in the budget for a resize, address=" + address, newSize, alignment);
        }
        boolean done = false;
        try {
            long target = resizeOrRescue(address, size, newSize, alignment, movement);
            done = true;
            return target;
        } finally {
            end(done, more);
        }
    }

    @Override
    public long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        Requests.checkShrinkage(size, newSize);
        long target = resizeOrRescue(address, size, newSize, alignment, movement);
        account.give(leastBytes(size) - leastBytes(newSize));
        return target;
    }

    private long resizeOrRescue(long address, long size, long newSize, long alignment, Movement movement) {
        try {
            return engineResize(address, size, newSize, alignment, movement);
        } catch (AllocationException refusal) {
            boolean mayHelp = refusal.kind() == AllocationException.Kind.NO_MEMORY && movement == Movement.MAY_MOVE;
            if (!mayHelp || !account.isRescued(newSize)) {
                throw refusal;
            }
        }
        return engineResize(address, size, newSize, alignment, movement);
    }

    private long engineResize(long address, long size, long newSize, long alignment, Movement movement) {
        return newSize >= size
                ? allocator.grow(address, size, newSize, alignment, movement)
                : allocator.shrink(address, size, newSize, alignment, movement);
    }

    @Override
    public final boolean contains(long address) {
        return allocator.contains(address);
    }

    @Override
    public final AllocatorStatistics statistics() {
        return allocator.statistics();
    }

    /**
     * {@inheritDoc} What was charged here goes back to the budget, also if the allocator ends but could not give all its
     * memory back and says so: its blocks have ended. One that refuses to be closed, and is open, keeps them and their
     * charge.
     */
    @Override
    public final void close() {
        boolean wasOpen = isOpenToCaller();
        boolean done = false;
        try {
            allocator.close();
            done = true;
        } finally {
            if (done || (wasOpen && !isOpenToCaller())) {
                account.close();
            }
        }
    }

    /** False for a stranger too, whose refused call must change nothing. */
    private boolean isOpenToCaller() {
        try {
            Account.requireUser(allocator);
            return true;
        } catch (IllegalStateException refusal) {
            return false;
        }
    }

    /** The bytes that a block of this size has at least: all of them where they follow from the size. */
    long leastBytes(long size) {
        return size < 1 || size > LARGEST ? size : usableBytes.applyAsLong(size);
    }

    /** The bytes of a block that was just allocated. */
    long blockBytes(long address, long size, long alignment) {
        return usableBytes.applyAsLong(size);
    }

    final AllocationException noMemory(String what, long size, long alignment) {
        BudgetUsage above = account.budget().parent().orElseThrow().usage();
        return AllocationException.noMemory(
                what + ", budget=" + account.budget().name() + ", used=" + above.used() + ", limit=" + above.limit()
                        + ", size=" + size + ", alignment=" + alignment);
    }
}
