package org.allotment.core.guard.budget;

import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.concurrent.HeapLock;

/**
 * What one decorator has charged: a budget of its own, and credit, which is charged but used by no block.
 *
 * <p>Without credit any thread may call. With it one at a time, in plain fields: credit moves only after the allocator
 * has let the caller in, so that a stranger who is refused there has changed nothing here.
 */
final class Account {
    /** Most credit that can be asked for at once, so that twice as much is no trouble. */
    static final long MOST_CREDIT = 1L << 40;

    private final Budget budget;
    private final long quantum;
    private long credit;

    /** Makes an account with a budget of its own below the given one. */
    Account(Budget parent, long quantum) {
        if (quantum < 0 || quantum > MOST_CREDIT) {
            throw AllocationException.invalidParameter(
                    "credit is from 0 to 2^40 bytes, budget=" + parent.name() + ", creditBytes=" + quantum);
        }
        this.quantum = quantum;
        this.budget = parent.account(parent.name() + "/allocator");
    }

    /**
     * Makes sure of room before an allocation.
     *
     * @param allocator asked whether the caller may call, before credit moves
     * @param least bytes that the block will have at least
     * @return what is held for it, or -1 when there is no room
     */
    long hold(Allocator allocator, long least) {
        if (quantum == 0) {
            return budget.attempt(least, true, true) == null ? least : -1;
        }
        if (credit >= least) {
            return 0;
        }
        requireUser(allocator);
        return draw(least, true) ? 0 : -1;
    }

    /** Lets the allocator refuse a stranger before plain fields are touched. */
    void requireUser(Allocator allocator) {
        if (quantum > 0) {
            allocator.contains(Allocator.NULL);
        }
    }

    /**
     * Takes bytes for a block, or gives them back when the number is negative.
     *
     * @param bytes any number
     * @param mayRescue whether to ask for help at a limit
     * @return false when there is no room; nothing is changed then
     */
    boolean take(long bytes, boolean mayRescue) {
        if (bytes <= 0) {
            give(-bytes);
            return true;
        }
        if (quantum == 0) {
            return budget.attempt(bytes, mayRescue, true) == null;
        }
        if (credit < bytes && !draw(bytes, mayRescue)) {
            return false;
        }
        credit -= bytes;
        return true;
    }

    /** Raises the credit to the given bytes, by a quantum where that is possible and enough. Hooks may move it too. */
    private boolean draw(long bytes, boolean mayRescue) {
        long missing = bytes - credit;
        if (missing < quantum && budget.attempt(quantum, false, true) == null) {
            credit += quantum;
        } else if (budget.attempt(missing, mayRescue, true) == null) {
            credit += missing;
        }
        return credit >= bytes;
    }

    /** Takes a block's bytes back; above two quanta of credit all but one go back to the budget. */
    void give(long bytes) {
        if (quantum == 0) {
            if (bytes > 0) {
                budget.giveBack(bytes);
            }
            return;
        }
        credit += bytes;
        if (credit > 2 * quantum) {
            giveBack(credit - quantum);
        }
    }

    private void giveBack(long bytes) {
        credit -= bytes;
        budget.giveBack(bytes);
    }

    /** Gives all credit back. */
    void settle() {
        if (credit > 0) {
            giveBack(credit);
        }
    }

    void overdraw(long bytes) {
        HeapLock lock = budget.lock();
        lock.lock();
        try {
            if (!budget.isClosed()) {
                budget.ledger().overdraw(bytes);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isRescued(long bytes) {
        return budget.isRescued(bytes);
    }

    long credit() {
        return credit;
    }

    Budget budget() {
        return budget;
    }

    void close() {
        credit = 0;
        budget.abandon();
    }
}
