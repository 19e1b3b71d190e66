package org.allotment.stress.guard.budget;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.allotment.core.guard.budget.Budget;
import org.allotment.stress.MustFail;
import org.allotment.stress.OnVirtualThreads;
import org.allotment.stress.VirtualThreads;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** J71 to J74 and J43 on a tree of budgets: sums, peak, limit, and rescues. */
public final class BudgetStress {
    private static final int ROUNDS = 16;

    private BudgetStress() {}

    /** What broken twins take between two steps, so that little time is enough to see them fail. */
    private static void moment() {
        for (int i = 0; i < ROUNDS; i++) {
            Thread.onSpinWait();
        }
    }

    /** A parent of ten bytes and two children without limits. */
    private static final class Tree {
        final Budget root = Budget.root("root", 10);
        final Budget left = root.child("left", Budget.UNLIMITED);
        final Budget right = root.child("right", Budget.UNLIMITED);

        static int charge(Budget budget, long bytes) {
            return budget.tryCharge(bytes) ? 1 : 0;
        }
    }

    /** J73. */
    @JCStressTest
    @Description("Two children are charged six of the parent's ten bytes each (J73)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first has them")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second has them")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Twelve of ten")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Each was refused for the other's sake")
    @State
    public static class Actual {
        private final Tree tree = new Tree();

        /** Charges. */
        @Actor
        public void first(II_Result r) {
            r.r1 = Tree.charge(tree.left, 6);
        }

        /** Charges. */
        @Actor
        public void second(II_Result r) {
            r.r2 = Tree.charge(tree.right, 6);
        }
    }

    /** J73 on virtual threads. */
    @JCStressTest
    @OnVirtualThreads
    @Description("Two virtual threads charge six of ten bytes each (J73, J44)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first has them")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second has them")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Both or none")
    @State
    public static class ActualOnVirtualThreads {
        private final Tree tree = new Tree();

        /** Charges. */
        @Actor
        public void first(II_Result r) {
            VirtualThreads.run(() -> r.r1 = Tree.charge(tree.left, 6));
        }

        /** Charges. */
        @Actor
        public void second(II_Result r) {
            VirtualThreads.run(() -> r.r2 = Tree.charge(tree.right, 6));
        }
    }

    /** A counter that is looked at and raised in one step. */
    @JCStressTest
    @Description("Six bytes of ten are charged to one counter by compare-and-set (J73)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first has them")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second has them")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Both or none")
    @State
    public static class Model {
        private final AtomicLong used = new AtomicLong();

        /** Charges. */
        @Actor
        public void first(II_Result r) {
            r.r1 = charge();
        }

        /** Charges. */
        @Actor
        public void second(II_Result r) {
            r.r2 = charge();
        }

        private int charge() {
            while (true) {
                long before = used.get();
                if (before + 6 > 10) {
                    return 0;
                }
                if (used.compareAndSet(before, before + 6)) {
                    return 1;
                }
            }
        }
    }

    /** A counter that is looked at and raised in two steps. */
    @JCStressTest
    @MustFail
    @Description("Six bytes of ten are charged in two steps, broken on purpose (J73)")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first has them")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second has them")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Twelve of ten")
    @State
    public static class Weakened {
        private final AtomicLong used = new AtomicLong();

        /** Charges. */
        @Actor
        public void first(II_Result r) {
            r.r1 = charge();
        }

        /** Charges. */
        @Actor
        public void second(II_Result r) {
            r.r2 = charge();
        }

        private int charge() {
            if (used.get() + 6 > 10) {
                return 0;
            }
            moment();
            used.addAndGet(6);
            return 1;
        }
    }

    /** A step for each level, undone when one above is full: why a tree has a lock. */
    @JCStressTest
    @MustFail
    @Description("Two charges of which one fits, a step for each level, broken on purpose (J72)")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Eight never fit, four do")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Four were refused for eight that failed themselves")
    @State
    public static class WeakenedLevels {
        private final AtomicLong root = new AtomicLong();
        private final AtomicLong child = new AtomicLong();

        /** Charges more than the root has. */
        @Actor
        public void first(II_Result r) {
            r.r1 = charge(8);
        }

        /** Charges what fits. */
        @Actor
        public void second(II_Result r) {
            r.r2 = charge(4);
        }

        private int charge(long bytes) {
            if (child.addAndGet(bytes) > 10) {
                child.addAndGet(-bytes);
                return 0;
            }
            if (root.addAndGet(bytes) > 5) {
                moment();
                root.addAndGet(-bytes);
                child.addAndGet(-bytes);
                return 0;
            }
            return 1;
        }
    }

    /** J72: what fits is not refused for a charge that fails. */
    @JCStressTest
    @Description("Two charges of which one fits, on two levels (J72)")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Eight never fit, four do")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Four were refused for eight that failed themselves")
    @State
    public static class OneFits {
        private final Budget root = Budget.root("root", 5);
        private final Budget child = root.child("child", 10);

        /** Charges more than the root has. */
        @Actor
        public void first(II_Result r) {
            r.r1 = Tree.charge(child, 8);
        }

        /** Charges what fits. */
        @Actor
        public void second(II_Result r) {
            r.r2 = Tree.charge(child, 4);
        }
    }

    /** J72 after all is done. */
    @JCStressTest
    @Description(
            "Two children are charged and released, again and again; then the parent is compared with their sum (J72)")
    @Outcome(id = "2, 3, 5", expect = ACCEPTABLE, desc = "What each left, and the sum")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A charge or a release was lost on the way up")
    @State
    public static class ParentIsSum {
        private final Tree tree = new Tree();

        /** Leaves two bytes. */
        @Actor
        public void first() {
            churn(tree.left, 2);
        }

        /** Leaves three bytes. */
        @Actor
        public void second() {
            churn(tree.right, 3);
        }

        private static void churn(Budget budget, long bytes) {
            for (int i = 0; i < ROUNDS; i++) {
                budget.charge(bytes);
                budget.release(bytes);
            }
            budget.charge(bytes);
        }

        /** Reads all three. */
        @Arbiter
        public void afterwards(JJJ_Result r) {
            r.r1 = tree.left.used();
            r.r2 = tree.right.used();
            r.r3 = tree.root.used();
        }
    }

    /** J72 and J74 in between. */
    @JCStressTest
    @Description("The parent is read while a child is charged to the limit and above, and released (J72, J74)")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Only moments without a charge")
    @Outcome(id = "6, 6", expect = ACCEPTABLE, desc = "Only moments with one")
    @Outcome(id = "0, 6", expect = ACCEPTABLE, desc = "Moments of both kinds")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "Negative, above the limit, or a charge that was refused")
    @State
    public static class ReadWhileMoving {
        private final Tree tree = new Tree();

        /** Charges six bytes, and six more in vain. */
        @Actor
        public void churner() {
            for (int i = 0; i < ROUNDS; i++) {
                if (tree.left.tryCharge(6)) {
                    tree.right.tryCharge(6);
                    tree.left.release(6);
                }
            }
        }

        /** Tells the least and the most that was read. */
        @Actor
        public void reader(JJ_Result r) {
            long least = Long.MAX_VALUE;
            long most = Long.MIN_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                long used = tree.root.used();
                least = Math.min(least, used);
                most = Math.max(most, used);
            }
            r.r1 = least;
            r.r2 = most;
        }
    }

    /** J71. */
    @JCStressTest
    @Description("Two threads charge and read; the peak is no less than either read (J71)")
    @Outcome(id = "3, 7, 7", expect = ACCEPTABLE, desc = "The first read before the second charged")
    @Outcome(id = "7, 4, 7", expect = ACCEPTABLE, desc = "The second read before the first charged")
    @Outcome(id = "7, 7, 7", expect = ACCEPTABLE, desc = "Both read both charges")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A charge or the peak was lost")
    @State
    public static class Peak {
        private final Tree tree = new Tree();

        /** Charges three bytes. */
        @Actor
        public void first(JJJ_Result r) {
            tree.left.charge(3);
            r.r1 = tree.root.used();
        }

        /** Charges four bytes. */
        @Actor
        public void second(JJJ_Result r) {
            tree.right.charge(4);
            r.r2 = tree.root.used();
        }

        /** Reads the peak, when all is released. */
        @Arbiter
        public void afterwards(JJJ_Result r) {
            tree.left.release(3);
            tree.right.release(4);
            r.r3 = tree.root.usage().peak();
        }
    }

    /** J73 against a release. */
    @JCStressTest
    @Description("A full budget is released while another is charged (J73)")
    @Outcome(id = "1, 10", expect = ACCEPTABLE, desc = "Released, then charged")
    @Outcome(id = "0, 4", expect = ACCEPTABLE, desc = "Refused, then released")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "The sum is wrong")
    @State
    public static class ReleaseAgainstCharge {
        private final Tree tree = new Tree();

        /** Fills it. */
        public ReleaseAgainstCharge() {
            tree.left.charge(10);
        }

        /** Releases. */
        @Actor
        public void releaser() {
            tree.left.release(6);
        }

        /** Charges. */
        @Actor
        public void charger(JJ_Result r) {
            r.r1 = Tree.charge(tree.right, 6);
        }

        /** Reads the sum. */
        @Arbiter
        public void afterwards(JJ_Result r) {
            r.r2 = tree.root.used();
        }
    }

    /** J62 of budgets. */
    @JCStressTest
    @Description("A budget is closed while it is charged (J62)")
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "Closed first; the charge is refused")
    @Outcome(id = "0, 1, 5", expect = ACCEPTABLE, desc = "Charged first; closing is refused")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "A charge without a budget, or both were refused")
    @State
    public static class CloseAgainstCharge {
        private final Tree tree = new Tree();

        /** Closes. */
        @Actor
        public void closer(III_Result r) {
            try {
                tree.left.close();
                r.r1 = 1;
            } catch (IllegalStateException inUse) {
                r.r1 = 0;
            }
        }

        /** Charges. */
        @Actor
        public void charger(III_Result r) {
            try {
                r.r2 = Tree.charge(tree.left, 5);
            } catch (IllegalStateException closed) {
                r.r2 = 0;
            }
        }

        /** Reads the sum. */
        @Arbiter
        public void afterwards(III_Result r) {
            r.r3 = (int) tree.root.used();
        }
    }

    /** J43. */
    @JCStressTest
    @Description("Two threads run short at once, and each is rescued, by a hook that charges and releases (J43)")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Each has what a rescue released")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first had what the second one's rescue released")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second had what the first one's rescue released")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "What was released reached nobody")
    @State
    public static class Rescues {
        private final Tree tree = new Tree();
        private final AtomicInteger hoard = new AtomicInteger(2);

        /** Fills it, with two hoards that rescues release. */
        public Rescues() {
            Budget hoards = tree.root.child("hoards", Budget.UNLIMITED);
            hoards.charge(10);
            tree.root.askWhenShort((budget, bytes) -> {
                boolean helped = hoard.getAndDecrement() > 0;
                if (helped) {
                    hoards.release(5);
                    budget.tryCharge(100);
                }
                return helped;
            });
        }

        /** Charges. */
        @Actor
        public void first(II_Result r) {
            r.r1 = Tree.charge(tree.left, 5);
        }

        /** Charges. */
        @Actor
        public void second(II_Result r) {
            r.r2 = Tree.charge(tree.right, 5);
        }
    }
}
