package org.allotment.core.guard.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each invariant, broken on purpose, is found by the walk. */
final class BudgetCheckTest {
    private final Budget root = Budget.root("root", 100);
    private final Budget child = root.child("child", 60);

    @BeforeEach
    void charge() {
        child.charge(40);
        BudgetCheck.check(child);
    }

    @Test
    void aSumThatIsNotTheParentsBreaksB1() {
        set(root, "used", 39L);
        finds("B1");
    }

    @Test
    void aNegativeChargeBreaksB1() {
        set(child, "own", -1L);
        set(child, "used", -1L);
        set(root, "used", -1L);
        finds("B1");
    }

    @Test
    void moreThanTheLimitBreaksB2() {
        set(root, "limit", 39L);
        finds("B2");
    }

    @Test
    void anOverdraftDoesNot() {
        child.ledger().overdraw(30);
        BudgetCheck.check(root);
        set(root, "used", 71L);
        set(child, "used", 71L);
        set(child, "own", 71L);
        finds("B2");
    }

    @Test
    void moreThanThePeakBreaksB3() {
        set(child, "peak", 39L);
        finds("B3");
    }

    @Test
    void whatIsSetAsideIsNotHeld() {
        child.ledger().reserve(20);
        BudgetCheck.check(root);
        assertThat(root.usage()).isEqualTo(new BudgetUsage(100, 60, 0, 40));
        set(child, "reserved", -1L);
        finds("B3");
        set(child, "reserved", 61L);
        finds("B3");
        set(child, "reserved", 19L);
        finds("B3");
    }

    @Test
    void aChildThatIsSkippedBackwardsBreaksB4() {
        Budget second = root.child("second", 1);
        Budget third = root.child("third", 1);
        BudgetCheck.check(root);
        third.place().older = child;
        finds("B4");
        third.place().older = second;
        BudgetCheck.check(root);
    }

    @Test
    void aPlaceTooManyBreaksB4() {
        Budget empty = root.child("empty", 1);
        root.liveChildren().add(empty);
        finds("B4");
    }

    @Test
    void aClosedBudgetWithAPlaceBreaksB4() {
        Budget empty = root.child("empty", 1);
        empty.close();
        root.liveChildren().add(empty);
        finds("B4");
    }

    @Test
    void aStrangeChildBreaksB4() {
        root.liveChildren().add(Budget.root("other", 1));
        finds("B4");
    }

    private void finds(String invariant) {
        assertThatThrownBy(() -> BudgetCheck.check(child))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(invariant);
        if (!root.lock().tryLock()) {
            throw new AssertionError("the walk left the lock held");
        }
        root.lock().unlock();
    }

    private static void set(Budget budget, String name, long value) {
        try {
            Field field = Ledger.class.getDeclaredField(name);
            field.setAccessible(true);
            field.setLong(budget.ledger(), value);
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError("no such field, name=" + name, missing);
        }
    }
}
