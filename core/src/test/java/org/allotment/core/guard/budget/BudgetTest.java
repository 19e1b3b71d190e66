package org.allotment.core.guard.budget;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.NO_MEMORY;
import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.allotment.core.AllocationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One tree, without allocators. */
@Timeout(60)
final class BudgetTest {
    private final Budget root = Budget.root("root", 100);
    private final Budget left = root.child("left", 80);
    private final Budget right = root.child("right", Budget.UNLIMITED);
    private final Budget leaf = left.child("leaf", 50);

    @Test
    void aChargeCountsOnAllLevels() {
        leaf.charge(30);
        right.charge(20);
        left.charge(5);
        assertThat(leaf.usage()).isEqualTo(new BudgetUsage(50, 30, 30, 30));
        assertThat(left.usage()).isEqualTo(new BudgetUsage(80, 35, 5, 35));
        assertThat(right.usage()).isEqualTo(new BudgetUsage(Budget.UNLIMITED, 20, 20, 20));
        assertThat(root.usage()).isEqualTo(new BudgetUsage(100, 55, 0, 55));
        assertThat(root.usage().room()).isEqualTo(45);
        leaf.release(30);
        assertThat(root.usage()).isEqualTo(new BudgetUsage(100, 25, 0, 55));
        BudgetCheck.check(leaf);
    }

    @Test
    void aLimitOnAnyLevelRefusesAndLeavesAllLevelsAsTheyWere() {
        leaf.charge(40);
        right.charge(30);
        refusedUntouched(NO_MEMORY, () -> leaf.charge(11));
        refusedUntouched(NO_MEMORY, () -> left.charge(41));
        refusedUntouched(NO_MEMORY, () -> right.charge(31));
        refusedUntouched(NO_MEMORY, () -> right.charge(Long.MAX_VALUE));
        assertThat(right.tryCharge(31)).isFalse();
        assertThat(right.tryCharge(30)).isTrue();
        refusedUntouched(NO_MEMORY, () -> leaf.charge(1));
        assertThatThrownBy(() -> leaf.charge(1)).hasMessageEndingWith("budget=root, used=100, limit=100, bytes=1");
    }

    @Test
    void badNumbersAreRefused() {
        leaf.charge(10);
        for (long bad : new long[] {0, -1, Long.MIN_VALUE}) {
            refusedUntouched(INVALID_PARAMETER, () -> leaf.charge(bad));
            refusedUntouched(INVALID_PARAMETER, () -> leaf.tryCharge(bad));
            refusedUntouched(INVALID_PARAMETER, () -> leaf.release(bad));
        }
        for (long bad : new long[] {-1, Long.MIN_VALUE}) {
            assertKind(INVALID_PARAMETER, () -> Budget.root("bad", bad));
            refusedUntouched(INVALID_PARAMETER, () -> root.child("bad", bad));
            refusedUntouched(INVALID_PARAMETER, () -> root.changeLimit(bad));
        }
        refusedUntouched(INVALID_PARAMETER, () -> leaf.release(11));
        refusedUntouched(INVALID_PARAMETER, () -> root.release(1));
    }

    @Test
    void aLimitMayNotGoBelowWhatIsUsedBelowIt() {
        leaf.charge(30);
        right.charge(20);
        refusedUntouched(INVALID_PARAMETER, () -> root.changeLimit(49));
        root.changeLimit(50);
        assertThat(leaf.tryCharge(1)).isFalse();
        root.changeLimit(51);
        assertThat(leaf.tryCharge(1)).isTrue();
        BudgetCheck.check(root);
    }

    @Test
    void aLimitOfNothingLetsNothingIn() {
        Budget none = root.child("none", 0);
        refusedUntouched(NO_MEMORY, () -> none.charge(1));
        assertThat(none.used()).isZero();
    }

    @Test
    void aBudgetInUseCannotBeClosed() {
        leaf.charge(1);
        for (Budget inUse : List.of(leaf, left, root)) {
            assertThatIllegalStateException().isThrownBy(inUse::close).withMessageEndingWith("used=1");
            BudgetCheck.check(root);
        }
        leaf.release(1);
        assertThatIllegalStateException().isThrownBy(left::close).withMessageContaining("children=1");
        assertThat(root.children()).containsExactly(left, right);
        leaf.close();
        leaf.close();
        left.close();
        assertThat(root.children()).containsExactly(right);
        assertThat(leaf.parent()).contains(left);
        BudgetCheck.check(root);
    }

    /** The oldest child is made its own successor: who searches the siblings never comes to an end. */
    @Test
    void closingLooksAtNoSiblingButItsNeighbours() {
        List<Budget> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(root.child("many", 1));
        }
        left.place().younger = left;
        many.subList(20, 80).reversed().forEach(Budget::close);
        left.place().younger = right;
        assertThat(root.children())
                .hasSize(42)
                .startsWith(left, right)
                .doesNotContainAnyElementsOf(many.subList(20, 80));
        BudgetCheck.check(root);
    }

    @Test
    void childrenLeaveInAnyOrderAndTheRestStayInTheirs() {
        Budget middle = root.child("middle", 1);
        Budget last = root.child("last", 1);
        right.close();
        assertThat(root.children()).containsExactly(left, middle, last);
        last.close();
        BudgetCheck.check(root);
        Budget later = root.child("later", 1);
        assertThat(root.children()).containsExactly(left, middle, later);
        leaf.close();
        left.close();
        assertThat(root.children()).containsExactly(middle, later);
        BudgetCheck.check(root);
        middle.close();
        later.close();
        assertThat(root.children()).isEmpty();
        BudgetCheck.check(root);
        root.close();
    }

    @Test
    void aClosedBudgetIsRefused() {
        leaf.charge(10);
        leaf.release(10);
        leaf.close();
        AtomicInteger asked = new AtomicInteger();
        left.askBeforeCharges((budget, bytes) -> asked.incrementAndGet() > 0);
        List<ThrowingCallable> calls = List.of(
                () -> leaf.charge(1),
                () -> leaf.tryCharge(1),
                () -> leaf.release(1),
                () -> leaf.changeLimit(1),
                () -> leaf.child("late", 1));
        for (ThrowingCallable call : calls) {
            assertThatIllegalStateException().isThrownBy(call).withMessageEndingWith("name=leaf");
        }
        assertThat(asked).as("nobody is asked about it").hasValue(0);
        assertThat(leaf.usage()).isEqualTo(new BudgetUsage(50, 0, 0, 10));
        BudgetCheck.check(root);
    }

    @Test
    void aVetoRefusesWhatTheLimitWouldAllow() {
        List<String> asked = new ArrayList<>();
        root.askBeforeCharges((budget, bytes) -> asked.add(budget.name() + " " + bytes) && bytes < 10);
        left.askBeforeCharges((budget, bytes) -> asked.add(budget.name() + " " + bytes));
        leaf.charge(9);
        assertThat(asked).containsExactly("left 9", "root 9");
        refusedUntouched(NO_MEMORY, () -> leaf.charge(10));
        assertThat(right.tryCharge(10)).isFalse();
        assertThat(asked).hasSize(5).endsWith("root 10");
        root.askBeforeCharges(null);
        left.askBeforeCharges(null);
        leaf.charge(10);
        assertThat(asked).hasSize(5);
    }

    @Test
    void aRescueIsAskedForWhatCountsAndOnceOnly() {
        List<String> asked = new ArrayList<>();
        for (Budget budget : List.of(leaf, left, root, right)) {
            budget.askWhenShort((at, bytes) -> {
                asked.add(at.name() + " " + bytes);
                return false;
            });
        }
        leaf.charge(50);
        assertThat(asked).isEmpty();
        assertThat(leaf.tryCharge(1)).isFalse();
        assertThat(asked)
                .as("those above the full one can free nothing that counts")
                .containsExactly("leaf 1");
        asked.clear();
        assertThat(left.tryCharge(31)).isFalse();
        assertThat(asked).containsExactly("left 31");
        asked.clear();
        assertThat(right.tryCharge(51)).isFalse();
        assertThat(asked).containsExactly("right 51", "root 51");
    }

    @Test
    void aRescueThatHelpsIsFollowedByOneMoreTry() {
        leaf.charge(50);
        right.charge(50);
        AtomicInteger asked = new AtomicInteger();
        root.askWhenShort((budget, bytes) -> {
            asked.incrementAndGet();
            leaf.release(10);
            return true;
        });
        right.charge(10);
        assertThat(asked).hasValue(1);
        refusedUntouchedBut(10, () -> right.charge(11));
        assertThat(asked).hasValue(2);
        assertThat(root.usage()).isEqualTo(new BudgetUsage(100, 90, 0, 100));
    }

    /** The rescue gave something back, which was not enough: that much is gone, and nothing else has changed. */
    private void refusedUntouchedBut(long released, ThrowingCallable call) {
        long before = root.used();
        assertKind(NO_MEMORY, call);
        assertThat(root.used()).isEqualTo(before - released);
        BudgetCheck.check(root);
    }

    @Test
    void hooksAreAskedOutsideTheLockAndMayCharge() {
        AtomicInteger asked = new AtomicInteger();
        root.askBeforeCharges((budget, bytes) -> {
            asked.incrementAndGet();
            assertThat(root.lock().tryLock()).isTrue();
            root.lock().unlock();
            assertThat(budget.tryCharge(1)).isTrue();
            budget.release(1);
            return true;
        });
        root.askWhenShort((budget, bytes) -> {
            asked.incrementAndGet();
            assertThat(root.lock().tryLock()).isTrue();
            root.lock().unlock();
            assertThat(budget.tryCharge(101)).as("not rescued again").isFalse();
            return false;
        });
        assertThat(left.tryCharge(10)).isTrue();
        assertThat(asked).as("the veto's own charge asks nobody").hasValue(1);
        assertThat(root.tryCharge(91)).isFalse();
        assertThat(asked).hasValue(3);
    }

    @Test
    void whatAHookThrowsReachesTheCallerAndNothingIsCharged() {
        root.askBeforeCharges((budget, bytes) -> {
            throw new UnsupportedOperationException("veto");
        });
        for (int round = 0; round < 2; round++) {
            assertThatThrownBy(() -> leaf.tryCharge(1)).hasMessage("veto");
        }
        root.askBeforeCharges(null);
        leaf.charge(50);
        leaf.askWhenShort((budget, bytes) -> {
            throw new UnsupportedOperationException("rescue");
        });
        for (int round = 0; round < 2; round++) {
            assertThatThrownBy(() -> leaf.tryCharge(1)).hasMessage("rescue");
        }
        assertThat(root.used()).isEqualTo(50);
        BudgetCheck.check(root);
    }

    @Test
    void manyThreadsNeverPassALimitAndLeaveNothingBehind() throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(6);
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int seed = i;
            Thread.Builder builder = i < 3 ? Thread.ofPlatform() : Thread.ofVirtual();
            threads.add(builder.start(() -> {
                try {
                    start.await();
                    chargeAndRelease(new SplittableRandom(seed), seed % 2 == 0 ? leaf : right);
                } catch (Throwable failure) {
                    synchronized (failures) {
                        failures.add(failure);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        BudgetCheck.check(root);
        assertThat(root.used()).isZero();
        assertThat(root.usage().peak()).isBetween(1L, 100L);
    }

    private static void chargeAndRelease(SplittableRandom random, Budget budget) {
        long held = 0;
        for (int i = 0; i < 5_000; i++) {
            long bytes = random.nextLong(1, 40);
            if (budget.tryCharge(bytes)) {
                held += bytes;
            }
            if (random.nextBoolean() && held > 0) {
                long back = random.nextLong(1, held + 1);
                budget.release(back);
                held -= back;
            }
            if (i % 100 == 0) {
                BudgetCheck.check(budget);
            }
        }
        if (held > 0) {
            budget.release(held);
        }
    }

    private void refusedUntouched(AllocationException.Kind kind, ThrowingCallable call) {
        List<BudgetUsage> before = all();
        assertKind(kind, call);
        assertThat(all()).isEqualTo(before);
        BudgetCheck.check(root);
    }

    private List<BudgetUsage> all() {
        return List.of(root.usage(), left.usage(), right.usage(), leaf.usage());
    }
}
