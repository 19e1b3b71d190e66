package org.allotment.core.guard.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A decorator's own budget can be seen in the tree, and changed by the decorator alone. */
final class AccountTest {
    private final Budget root = Budget.root("root", 10_000);
    private final BitSetAllocator bits = BitSetAllocator.checked(MemoryMapSource.create(), 1 << 20, 64);

    @ParameterizedTest
    @ValueSource(longs = {0, 512})
    void anAccountCanBeReadButNotTouched(long credit) {
        BudgetedAllocator allocator = new BudgetedAllocator(bits, bits::usableBytes, root, credit);
        Budget account = root.children().getFirst();
        nobodyMayTouch(account);
        long block = allocator.allocate(100, 8);
        nobodyMayTouch(account);
        assertThat(account.usage()).isEqualTo(allocator.usage());
        assertThat(account.used()).isEqualTo(root.used()).isEqualTo(128 + allocator.credit());
        assertThat(account.parent()).contains(root);
        assertThat(account.children()).isEmpty();
        allocator.free(block, 100, 8);
        allocator.close();
        assertThat(root.usage().used()).isZero();
        assertThat(root.children()).isEmpty();
        nobodyMayTouch(account);
        root.close();
    }

    private void nobodyMayTouch(Budget account) {
        List<ThrowingCallable> calls = List.of(
                () -> account.charge(1),
                () -> account.tryCharge(1),
                () -> account.release(1),
                () -> account.changeLimit(Budget.UNLIMITED),
                () -> account.child("below", 1),
                () -> account.askBeforeCharges((_, _) -> false),
                () -> account.askWhenShort(null),
                account::close);
        for (ThrowingCallable call : calls) {
            BudgetUsage before = root.usage();
            List<Budget> siblings = root.children();
            assertThatIllegalStateException().isThrownBy(call).withMessageEndingWith("account, name=root/allocator");
            assertThat(root.usage()).isEqualTo(before);
            assertThat(root.children()).isEqualTo(siblings);
            BudgetCheck.check(root);
        }
    }

    @Test
    void noAllocatorIsPutBelowAnAccount() {
        BudgetedAllocator allocator = new BudgetedAllocator(bits, bits::usableBytes, root, 0);
        Budget account = root.children().getFirst();
        assertThatIllegalStateException()
                .isThrownBy(() -> new BudgetedAllocator(bits, bits::usableBytes, account, 0))
                .withMessageEndingWith("name=root/allocator");
        allocator.close();
        assertThat(root.children()).isEmpty();
    }
}
