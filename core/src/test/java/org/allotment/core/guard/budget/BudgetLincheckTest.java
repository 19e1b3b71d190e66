package org.allotment.core.guard.budget;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.allotment.core.AllocationException;
import org.allotment.core.LincheckForm;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Linearizability of a tree of three budgets, with itself run by one thread as the specification. */
@SuppressWarnings("missing-explicit-ctor") // public because the checker instantiates the scenarios
public class BudgetLincheckTest {
    /** Each child has a limit of its own, and both together more than the parent. */
    @Param(name = "bytes", gen = IntGen.class, conf = "1:6")
    public static class Tree {
        private final Budget root = Budget.root("root", 10);
        private final Budget left = root.child("left", 7);
        private final Budget right = root.child("right", 8);

        @Operation
        public boolean chargeLeft(@Param(name = "bytes") int bytes) {
            return left.tryCharge(bytes);
        }

        @Operation
        public boolean chargeRight(@Param(name = "bytes") int bytes) {
            return right.tryCharge(bytes);
        }

        @Operation
        public boolean releaseLeft(@Param(name = "bytes") int bytes) {
            return isReleased(left, bytes);
        }

        @Operation
        public boolean releaseRight(@Param(name = "bytes") int bytes) {
            return isReleased(right, bytes);
        }

        @Operation
        public String usage() {
            return root.usage().toString();
        }

        @Operation
        public long usedLeft() {
            return left.used();
        }

        private static boolean isReleased(Budget budget, int bytes) {
            try {
                budget.release(bytes);
                return true;
            } catch (AllocationException moreThanWasCharged) {
                return false;
            }
        }
    }

    /** Room is given up, taken and measured while another budget is opened and closed. */
    @Param(name = "bytes", gen = IntGen.class, conf = "1:6")
    public static class Life {
        private final Budget root = Budget.root("root", 6);
        private final Budget child = root.child("child", 5);

        @Operation
        public boolean charge(@Param(name = "bytes") int bytes) {
            try {
                return child.tryCharge(bytes);
            } catch (IllegalStateException closed) {
                return false;
            }
        }

        @Operation
        public boolean changeLimit(@Param(name = "bytes") int bytes) {
            try {
                root.changeLimit(bytes);
                return true;
            } catch (AllocationException used) {
                return false;
            }
        }

        @Operation
        public boolean close() {
            try {
                child.close();
                return true;
            } catch (IllegalStateException inUse) {
                return false;
            }
        }

        @Operation
        public void abandon() {
            child.abandon();
        }

        @Operation
        public long used() {
            return root.used();
        }
    }

    /** A compare-and-set for each level, undone when a level above is full: the checker sees who is locked out. */
    @Param(name = "bytes", gen = IntGen.class, conf = "1:6")
    public static class Weakened {
        private final AtomicLong root = new AtomicLong();
        private final AtomicLong child = new AtomicLong();

        @Operation
        public boolean charge(@Param(name = "bytes") int bytes) {
            if (!isAdded(child, bytes, 7)) {
                return false;
            }
            if (isAdded(root, bytes, 4)) {
                return true;
            }
            child.addAndGet(-bytes);
            return false;
        }

        private static boolean isAdded(AtomicLong used, int bytes, int limit) {
            while (true) {
                long before = used.get();
                if (before + bytes > limit) {
                    return false;
                }
                if (used.compareAndSet(before, before + bytes)) {
                    return true;
                }
            }
        }
    }

    @Test
    void chargesAndReleasesAreLinearizable() {
        LincheckForm.options().check(Tree.class);
    }

    @Test
    void limitsAndEndsAreLinearizable() {
        LincheckForm.options().check(Life.class);
    }

    @Test
    void theCheckerSeesFalseRefusalsOfOneStepForEachLevel() {
        assertThatThrownBy(() -> LincheckForm.options().check(Weakened.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Invalid execution results");
    }
}
