package org.allotment.core.guard.budget;

import java.util.HashSet;
import java.util.Objects;
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

    /**
     * Walks the tree that a decorator charges, and compares the decorator's charge with its blocks. Meant for moments at
     * which nobody is within a call of it; within one the two may differ for good reasons.
     *
     * @param allocator open
     * @throws AssertionError if an invariant is broken; its message begins with the number
     */
    public static void checkAtRest(BudgetedAllocator allocator) {
        Budget account = allocator.account().budget();
        check(account);
        long live = allocator.statistics().liveBlockBytes();
        require(account.used() == live + allocator.credit(), "B5 charged is live and credit, live=" + live, account);
        require(reserved(account) == 0, "B5 nothing is set aside at rest", account);
    }

    private static long reserved(Budget account) {
        account.lock().lock();
        try {
            return account.ledger().reserved();
        } finally {
            account.lock().unlock();
        }
    }

    private long walk(Budget budget) {
        require(seen.add(budget), "B4 a budget has one place", budget);
        require(!budget.isClosed(), "B4 a closed budget has no place", budget);
        long below = 0;
        int count = 0;
        Budget older = null;
        for (Budget child = budget.liveChildren().oldest(); child != null; child = child.place().younger) {
            require(budget.equals(child.above()), "B4 a child knows its parent", child);
            require(Objects.equals(older, child.place().older), "B4 siblings are linked both ways", child);
            below += walk(child);
            older = child;
            count++;
        }
        require(Objects.equals(older, budget.liveChildren().youngest()), "B4 the last child is the youngest", budget);
        require(count == budget.liveChildren().count(), "B4 all children are counted", budget);
        requireFigures(budget, below);
        return budget.ledger().used();
    }

    private static void requireFigures(Budget budget, long below) {
        BudgetUsage figures = budget.ledger().usage();
        long reserved = budget.ledger().reserved();
        require(figures.own() >= 0 && figures.used() == figures.own() + below, "B1 own and below is used", budget);
        require(figures.used() - budget.ledger().overdrawn() <= figures.limit(), "B2 the limit holds", budget);
        require(reserved >= 0 && reserved <= figures.used(), "B3 what is set aside is used", budget);
        require(figures.used() - reserved <= figures.peak(), "B3 no more than the peak", budget);
    }

    private static void require(boolean holds, String invariant, Budget at) {
        if (!holds) {
            throw new AssertionError(
                    invariant + ", at=" + at.name() + ", found=" + at.ledger().usage());
        }
    }
}
