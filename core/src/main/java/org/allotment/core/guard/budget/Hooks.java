package org.allotment.core.guard.budget;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks the hooks of one tree, never under its lock. While a thread is inside a hook its own charges ask none: so a hook
 * may allocate, and cannot call itself for ever.
 */
final class Hooks {
    /** Threads inside a hook; touched only where there is one to be asked. */
    private final Set<Thread> inside = ConcurrentHashMap.newKeySet();

    /** Whether a veto was ever set in this tree: most have none, and need not be searched for one. */
    private volatile boolean vetoes;

    void expectVetoes() {
        vetoes = true;
    }

    /** Whether a veto of a budget from {@code from} upwards would be asked about a charge. */
    boolean mayVeto(Budget from) {
        if (vetoes) {
            for (Budget at = from; at != null; at = at.above()) {
                if (at.veto() != null) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The nearest budget from {@code from} upwards whose veto does not allow a charge, or null. */
    @Nullable
    Budget vetoer(Budget from, long bytes) {
        if (!vetoes) {
            return null;
        }
        for (Budget at = from; at != null; at = at.above()) {
            Budget.Veto veto = at.veto();
            if (veto != null && !isAllowed(veto, at, bytes)) {
                return at;
            }
        }
        return null;
    }

    private boolean isAllowed(Budget.Veto veto, Budget at, long bytes) {
        Thread caller = Thread.currentThread();
        if (!inside.add(caller)) {
            return true;
        }
        try {
            return veto.allows(at, bytes);
        } finally {
            inside.remove(caller);
        }
    }

    /** Asks the rescues from {@code from} up to the one who is full, or to the root, until one can help. */
    boolean rescue(Budget from, @Nullable Budget full, long bytes) {
        for (Budget at = from; at != null; at = at.equals(full) ? null : at.above()) {
            Budget.Rescue rescue = at.rescue();
            if (rescue != null && isRescued(rescue, at, bytes)) {
                return true;
            }
        }
        return false;
    }

    private boolean isRescued(Budget.Rescue rescue, Budget at, long bytes) {
        Thread caller = Thread.currentThread();
        if (!inside.add(caller)) {
            return false;
        }
        try {
            return rescue.rescue(at, bytes);
        } finally {
            inside.remove(caller);
        }
    }
}
