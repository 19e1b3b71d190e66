package org.allotment.core.guard.budget;

import java.util.HashSet;
import java.util.Set;
import org.allotment.core.concurrent.HeapLock;

/** Walks the invariants of a tree of budgets, as the package numbers them. */
public final class BudgetCheck {
    private final Set<Budget> seen = new HashSet<>();

    private BudgetCheck() {}

    /**
     * Walks a whole tree at one moment: charges wait meanwhile. O(budgets).
     *
     * @param budget any open one of the tree
     * @throws AssertionError if an invariant is broken; its message begins with the number
     */
    public static void check(Budget budget) {
        Budget root = budget;
        for (Budget above = root.above(); above != null; above = root.above()) {
            root = above;
        }
        HeapLock lock = root.lock();
        lock.lock();
        try {
            new BudgetCheck().walk(root);
        } finally {
            lock.unlock();
        }
    }

    private long walk(Budget budget) {
        require(seen.add(budget), "B4 a budget has one place", budget);
        require(!budget.isClosed(), "B4 a closed budget has no place", budget);
        BudgetUsage figures = budget.figures();
        long below = 0;
        for (Budget child : budget.liveChildren()) {
            require(budget.equals(child.above()), "B4 a child knows its parent", child);
            below += walk(child);
        }
        require(figures.own() >= 0 && figures.used() == figures.own() + below, "B1 own and below is used", budget);
        require(figures.used() - budget.overdrawn() <= figures.limit(), "B2 the limit holds", budget);
        require(figures.used() <= figures.peak(), "B3 no more than the peak", budget);
        return figures.used();
    }

    private static void require(boolean holds, String invariant, Budget at) {
        if (!holds) {
            throw new AssertionError(invariant + ", at=" + at.name() + ", found=" + at.figures());
        }
    }
}
