package org.allotment.core.guard.budget;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.allotment.core.AllocationException;
import org.allotment.core.concurrent.HeapLock;
import org.allotment.core.concurrent.SpinLock;
import org.jspecify.annotations.Nullable;

/**
 * A limit on bytes, one of a tree: what is charged to a budget is charged to all above it, or to none.
 *
 * <p>The package documentation has the invariants, and why a tree has one lock of one word rather than a compare-and-set
 * for each level. No user code runs under that lock.
 *
 * <p>A decorator makes itself a budget below the one that it is given: an <em>account</em>, which has no children and no
 * hooks. Accounts are listed among the {@link #children}, so that sums can be made, and can be read by everybody; whatever
 * would change one is refused with {@link IllegalStateException}, since what is charged there is the decorator's business.
 *
 * <p><b>Threading:</b> any thread, platform or virtual. Charges, releases and figures of one tree are linearizable: a
 * charge is refused only if, at one moment during the call, it would have passed a limit.
 *
 * <p>Charging is O(depth) with a single atomic step whatever the depth, and makes no garbage as long as no hook is asked.
 */
public final class Budget implements AutoCloseable {
    /** The limit of a budget that only counts. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** Is asked before each charge to a budget or below it. */
    @FunctionalInterface
    public interface Veto {
        /**
         * Says whether a charge may be made. Called by the charging thread, outside of all locks of this library, before
         * limits are looked at; other threads may charge between the answer and the charge.
         *
         * @param budget the budget that has this veto
         * @param bytes what is to be charged, from 1 up
         * @return false to refuse the charge
         */
        boolean allows(Budget budget, long bytes);
    }

    /** Is asked for help when a limit has been reached, or an allocator under a budget is exhausted. */
    @FunctionalInterface
    public interface Rescue {
        /**
         * Tries to make room, by freeing blocks that are charged to the budget or below it for example. Called by the
         * thread that ran short, outside of all locks of this library, at most once for each shortage.
         *
         * @param budget the budget that has this rescue
         * @param bytes what was to be charged, from 1 up
         * @return true when it is worth one more try
         */
        boolean rescue(Budget budget, long bytes);
    }

    private final String name;
    private final @Nullable Budget parent;

    /** One for the whole tree. */
    private final SpinLock lock;

    private final Hooks hooks;

    /** Whether a decorator made it for itself: then nobody else may change it. */
    private final boolean account;

    private final Ledger ledger;
    private final Children children = new Children();
    private final Children.Place place = new Children.Place();
    private volatile @Nullable Veto veto;
    private volatile @Nullable Rescue rescue;

    /** Written under the lock; read without it only to refuse early. */
    private volatile boolean closed;

    /** A root. */
    private Budget(String name, long limit) {
        this.name = Objects.requireNonNull(name, "name");
        this.parent = null;
        this.lock = new SpinLock();
        this.hooks = new Hooks();
        this.account = false;
        this.ledger = new Ledger(this, null, limit);
    }

    private Budget(String name, Budget parent, long limit, boolean account) {
        this.name = Objects.requireNonNull(name, "name");
        this.parent = parent;
        this.lock = parent.lock;
        this.hooks = parent.hooks;
        this.account = account;
        this.ledger = new Ledger(this, parent.ledger, limit);
    }

    /**
     * Makes the first budget of a tree.
     *
     * @param name for messages
     * @param limit most bytes that may be charged at once, from 0 to {@link #UNLIMITED}
     * @return a budget without children or charges
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the limit is negative
     */
    public static Budget root(String name, long limit) {
        requireLimit(limit);
        return new Budget(name, limit);
    }

    /**
     * Makes a budget below this one.
     *
     * @param name for messages
     * @param limit most bytes that may be charged to it at once, from 0 to {@link #UNLIMITED}; may be above this one's,
     *     whose limit holds all the same
     * @return a budget without children or charges
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the limit is negative
     * @throws IllegalStateException if this budget is closed or an account
     */
    public Budget child(String name, long limit) {
        requireLimit(limit);
        return grownUp(new Budget(name, this, limit, false));
    }

    /** Makes an account below this budget. */
    Budget account(String accountName) {
        return grownUp(new Budget(accountName, this, UNLIMITED, true));
    }

    private Budget grownUp(Budget child) {
        requireNoAccount();
        lock.lock();
        try {
            requireOpen();
            children.add(child);
        } finally {
            lock.unlock();
        }
        return child;
    }

    private static void requireLimit(long limit) {
        if (limit < 0) {
            throw AllocationException.invalidParameter("a limit is a number of bytes, limit=" + limit);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the budget is closed, name=" + name);
        }
    }

    private void requireNoAccount() {
        if (account) {
            throw new IllegalStateException("the budget is an allocator's account, name=" + name);
        }
    }

    /**
     * Has every charge to this budget or below it asked about first. Charges that are under way may not be.
     *
     * @param asked whom to ask, instead of who was asked before; null for nobody
     * @throws IllegalStateException if this budget is an account
     */
    public void askBeforeCharges(@Nullable Veto asked) {
        requireNoAccount();
        hooks.expectVetoes();
        veto = asked;
    }

    /**
     * Has somebody asked for help when this budget, or an ancestor of one that is charged, is used up.
     *
     * @param asked whom to ask, instead of who was asked before; null for nobody
     * @throws IllegalStateException if this budget is an account
     */
    public void askWhenShort(@Nullable Rescue asked) {
        requireNoAccount();
        rescue = asked;
    }

    @Nullable
    Veto veto() {
        return veto;
    }

    @Nullable
    Rescue rescue() {
        return rescue;
    }

    @Nullable
    Budget above() {
        return parent;
    }

    /**
     * Charges bytes to this budget and all above it, or to none of them. Asks the vetoes upwards, then looks at the
     * limits; where one is reached the rescues up to it are asked, and the charge is tried once more.
     *
     * @param bytes from 1 up
     * @return false when it was vetoed or a limit is reached; nothing is changed then
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the number is not positive
     * @throws IllegalStateException if this budget is closed or an account
     */
    public boolean tryCharge(long bytes) {
        requireNoAccount();
        requireAmount(bytes);
        return attempt(bytes, true, true) == null;
    }

    /**
     * Charges bytes to this budget and all above it, like {@link #tryCharge}.
     *
     * @param bytes from 1 up
     * @throws AllocationException of kind {@code NO_MEMORY} if it was vetoed or a limit is reached, and of kind
     *     {@code INVALID_PARAMETER} if the number is not positive; nothing is changed then
     * @throws IllegalStateException if this budget is closed or an account
     */
    public void charge(long bytes) {
        requireNoAccount();
        requireAmount(bytes);
        Budget refuser = attempt(bytes, true, true);
        if (refuser != null) {
            throw refuser.refusal(bytes);
        }
    }

    /**
     * Charges, or returns who vetoed it or is full.
     *
     * @param kept false to set the bytes aside only, until the ledger is told to keep or to cancel them
     */
    @Nullable
    Budget attempt(long bytes, boolean mayRescue, boolean kept) {
        requireOpen();
        Budget vetoer = hooks.vetoer(this, bytes);
        if (vetoer != null) {
            return vetoer;
        }
        Budget full = add(bytes, kept);
        if (full != null && mayRescue && hooks.rescue(this, full, bytes)) {
            full = add(bytes, kept);
        }
        return full;
    }

    /** Asks the rescues up to the root, for an allocator that has nothing left although no limit is reached. */
    boolean isRescued(long bytes) {
        return hooks.rescue(this, null, bytes);
    }

    /** Whether nobody would be asked about a charge as things look without the lock. */
    boolean looksFree(long bytes) {
        return !hooks.mayVeto(this) && ledger.looksFree(bytes);
    }

    /** Adds on all levels if all have room, else returns the nearest that has not. */
    @Nullable
    Budget add(long bytes, boolean kept) {
        lock.lock();
        try {
            requireOpen();
            Budget full = ledger.full(bytes);
            if (full == null && kept) {
                ledger.add(bytes);
            } else if (full == null) {
                ledger.reserve(bytes);
            }
            return full;
        } finally {
            lock.unlock();
        }
    }

    private static void requireAmount(long bytes) {
        if (bytes < 1) {
            throw AllocationException.invalidParameter("a charge or release is at least one byte, bytes=" + bytes);
        }
    }

    private AllocationException refusal(long bytes) {
        BudgetUsage usage = usage();
        return AllocationException.noMemory("the charge was vetoed or would pass the limit, budget=" + name + ", used="
                + usage.used() + ", limit=" + usage.limit() + ", bytes=" + bytes);
    }

    /**
     * Takes a charge back, here and on all levels above.
     *
     * @param bytes from 1 to what was charged to this budget itself and not taken back
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if the number is outside that range; nothing is
     *     changed then
     * @throws IllegalStateException if this budget is closed or an account
     */
    public void release(long bytes) {
        requireNoAccount();
        requireAmount(bytes);
        lock.lock();
        try {
            requireOpen();
            if (bytes > ledger.own()) {
                throw AllocationException.invalidParameter(
                        "more than was charged, budget=" + name + ", own=" + ledger.own() + ", bytes=" + bytes);
            }
            ledger.subtract(bytes);
        } finally {
            lock.unlock();
        }
    }

    /** Like {@link #release}, but after {@link #abandon} there is nothing left to take back. */
    void giveBack(long bytes) {
        lock.lock();
        try {
            if (!closed) {
                ledger.subtract(bytes);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes all own charges back and closes; for a budget that never has children. A second call does nothing. */
    void abandon() {
        lock.lock();
        try {
            if (!closed) {
                ledger.clear();
                leave();
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        closed = true;
        if (parent != null) {
            parent.children.remove(this);
        }
    }

    /**
     * Sets another limit.
     *
     * @param newLimit bytes, from what is used now to {@link #UNLIMITED}
     * @throws AllocationException of kind {@code INVALID_PARAMETER} if it is negative or below what is used; the old
     *     limit stays
     * @throws IllegalStateException if this budget is closed or an account
     */
    public void changeLimit(long newLimit) {
        requireNoAccount();
        requireLimit(newLimit);
        lock.lock();
        try {
            requireOpen();
            if (newLimit < ledger.used()) {
                throw AllocationException.invalidParameter("more than that is in use, budget=" + name + ", used="
                        + ledger.used() + ", newLimit=" + newLimit);
            }
            ledger.changeLimit(newLimit);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads all figures of one moment.
     *
     * @return a snapshot; of a closed budget the last one
     */
    public BudgetUsage usage() {
        lock.lock();
        try {
            return ledger.usage();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns what is charged, here and below.
     *
     * @return bytes
     */
    public long used() {
        lock.lock();
        try {
            return ledger.used();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lists the budgets right below this one. O(children), during which charges wait.
     *
     * @return those that are open, oldest first; among them the accounts of decorators, which can only be read
     */
    public List<Budget> children() {
        lock.lock();
        try {
            return children.toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the budget above this one.
     *
     * @return nothing for a root
     */
    public Optional<Budget> parent() {
        return Optional.ofNullable(parent);
    }

    /**
     * Returns what this budget is called in messages.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /** For those who look at several figures at once, or change them. */
    HeapLock lock() {
        return lock;
    }

    /** For the walk, under the lock. */
    Children liveChildren() {
        return children;
    }

    /** Under the lock. */
    Ledger ledger() {
        return ledger;
    }

    /** Where this budget stands among its siblings; changed by their list alone. */
    Children.Place place() {
        return place;
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Ends the use of this budget and takes it out of its parent. O(1), however many siblings there are. A second call
     * does nothing.
     *
     * @throws IllegalStateException if something is still charged to it, it has open children, or it is an account; nothing
     *     is changed then
     */
    @Override
    public void close() {
        requireNoAccount();
        lock.lock();
        try {
            if (ledger.used() > 0 || !children.isEmpty()) {
                throw new IllegalStateException("the budget is in use, name=" + name + ", children=" + children.count()
                        + ", used=" + ledger.used());
            }
            if (!closed) {
                leave();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "Budget[name=" + name + ", " + usage() + "]";
    }
}
