package org.allotment.core.guard.budget;

import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.concurrent.HeapLock;

/**
 * What one decorator has charged: a budget of its own, and credit, which is charged but used by no block.
 *
 * <p>There are two ways to a charge. {@link #charge} makes it at once and asks nobody: for a block that is there already.
 * {@link #reserve} asks the hooks and sets bytes aside, to be {@linkplain #keep kept} or {@linkplain #cancel given back}:
 * for what may yet come to nothing, which must not show in the peak. Credit is in it from the moment that it is drawn.
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

    /** Whether a charge would ask no hook and meet no limit, as things look: changes nothing and promises nothing. */
    boolean looksFree(long bytes) {
        return quantum == 0 ? budget.looksFree(bytes) : credit >= bytes;
    }

    /** Lets the allocator refuse a stranger, and anybody once it is closed, before a hook is asked. */
    static void requireUser(Allocator allocator) {
        allocator.contains(Allocator.NULL);
    }

    /**
     * Charges for a block that is there, without a question to a hook.
     *
     * @param bytes from 1 up
     * @return false when there is no room; nothing is changed then
     */
    boolean charge(long bytes) {
        if (quantum == 0) {
            return budget.add(bytes, true) == null;
        }
        if (credit < bytes) {
            return false;
        }
        credit -= bytes;
        return true;
    }

    /**
     * Sets bytes aside, after the vetoes, within the limits.
     *
     * @param bytes any number; nothing is done where it is not positive
     * @param mayRescue whether to ask for help at a limit
     * @return false when there is no room; nothing is changed then
     */
    boolean reserve(long bytes, boolean mayRescue) {
        if (bytes <= 0) {
            return true;
        }
        if (quantum == 0) {
            return budget.attempt(bytes, mayRescue, false) == null;
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

    /** Charges what was set aside; credit is charged already. */
    void keep(long bytes) {
        if (quantum == 0 && bytes > 0) {
            move(bytes, true);
        }
    }

    /** Gives back what was set aside. */
    void cancel(long bytes) {
        if (quantum == 0 && bytes > 0) {
            move(bytes, false);
        } else {
            give(bytes);
        }
    }

    private void move(long bytes, boolean kept) {
        HeapLock lock = budget.lock();
        lock.lock();
        try {
            if (budget.isClosed()) {
                return;
            }
            if (kept) {
                budget.ledger().keep(bytes);
            } else {
                budget.ledger().cancel(bytes);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends a change of one block: of what was set aside as much is kept as the block has more than before, and the rest
     * given back. What it has more than that is charged, limit or not.
     *
     * @param before bytes that the block had, and that are charged
     * @param now bytes that it has
     * @param reserved bytes that were set aside
     */
    void settle(long before, long now, long reserved) {
        long more = now - before;
        long kept = Math.clamp(more, 0, reserved);
        keep(kept);
        cancel(reserved - kept);
        if (more > kept) {
            overdraw(more - kept);
        } else if (more < 0) {
            give(-more);
        }
    }

    private void overdraw(long bytes) {
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
    void settle(Allocator allocator) {
        if (quantum > 0) {
            requireUser(allocator);
            if (credit > 0) {
                giveBack(credit);
            }
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
