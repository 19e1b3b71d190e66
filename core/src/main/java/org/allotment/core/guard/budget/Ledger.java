package org.allotment.core.guard.budget;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one budget, linked to those of the budgets above it. Every method that changes something changes it on
 * all levels, or finds out first that it cannot.
 *
 * <p>All but {@link #looksFree} needs the lock of the tree.
 */
final class Ledger {
    private static final VarHandle LIMIT = handle("limit");
    private static final VarHandle USED = handle("used");

    private final Budget budget;
    private final @Nullable Ledger above;
    private long limit;
    private long used;
    private long own;

    /** The part of what is used, here and below, of which nobody has anything yet. */
    private long reserved;

    private long peak;

    /** How far above the limit overdrafts have brought the use at most, since the limit was set. */
    private long overdrawn;

    Ledger(Budget budget, @Nullable Ledger above, long limit) {
        this.budget = budget;
        this.above = above;
        this.limit = limit;
    }

    /** Whether all levels had room at the moment each was looked at: a guess that spares others the lock. */
    boolean looksFree(long bytes) {
        for (Ledger at = this; at != null; at = at.above) {
            if (bytes > (long) LIMIT.getOpaque(at) - (long) USED.getOpaque(at)) {
                return false;
            }
        }
        return true;
    }

    /** The nearest budget that has no room, or null. */
    @Nullable
    Budget full(long bytes) {
        for (Ledger at = this; at != null; at = at.above) {
            if (bytes > at.limit - at.used) {
                return at.budget;
            }
        }
        return null;
    }

    /** Charges, limit or not. */
    void add(long bytes) {
        own += bytes;
        for (Ledger at = this; at != null; at = at.above) {
            USED.setOpaque(at, at.used + bytes);
            at.notePeak();
        }
    }

    /** Sets aside: what counts against the limits already and is held by nobody yet. */
    void reserve(long bytes) {
        own += bytes;
        for (Ledger at = this; at != null; at = at.above) {
            USED.setOpaque(at, at.used + bytes);
            at.reserved += bytes;
        }
    }

    /** Turns what was set aside into a charge. */
    void keep(long bytes) {
        for (Ledger at = this; at != null; at = at.above) {
            at.reserved -= bytes;
            at.notePeak();
        }
    }

    /** Gives back what was set aside. */
    void cancel(long bytes) {
        own -= bytes;
        for (Ledger at = this; at != null; at = at.above) {
            USED.setOpaque(at, at.used - bytes);
            at.reserved -= bytes;
        }
    }

    /** Takes a charge back. */
    void subtract(long bytes) {
        own -= bytes;
        for (Ledger at = this; at != null; at = at.above) {
            USED.setOpaque(at, at.used - bytes);
        }
    }

    /** Takes everything back that was charged or set aside here; for a budget without children. */
    void clear() {
        cancel(reserved);
        subtract(own);
    }

    /** Charges what is there already and cannot be undone. */
    void overdraw(long bytes) {
        add(bytes);
        for (Ledger at = this; at != null; at = at.above) {
            at.overdrawn = Math.max(at.overdrawn, at.used - at.limit);
        }
    }

    private void notePeak() {
        long held = used - reserved;
        if (held > peak) {
            peak = held;
        }
    }

    void changeLimit(long newLimit) {
        LIMIT.setOpaque(this, newLimit);
        overdrawn = 0;
    }

    long used() {
        return used;
    }

    long own() {
        return own;
    }

    long reserved() {
        return reserved;
    }

    long overdrawn() {
        return overdrawn;
    }

    BudgetUsage usage() {
        return new BudgetUsage(limit, used, own, peak);
    }

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup()
                    .findVarHandle(Ledger.class, field, long.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
