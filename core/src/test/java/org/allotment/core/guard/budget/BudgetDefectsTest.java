package org.allotment.core.guard.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.allotment.core.Movement;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.concurrent.HeapLock;
import org.allotment.core.concurrent.LockedAllocator;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.defects.Defect;
import org.allotment.core.source.MemoryMapSource;
import org.junit.jupiter.api.Test;

/** The faults of the seeds' rescue hook and usage counters, as budgets would have them. */
final class BudgetDefectsTest {
    private final Budget root = Budget.root("root", 4_096);
    private final BitSetAllocator bits = BitSetAllocator.checkedWithoutOwner(MemoryMapSource.create(), 1 << 20, 64);

    /** A13: the original ran its hook while it held the heap's lock. */
    @Defect("A13")
    @Test
    void a13HooksRunOutsideTheLocksOfHeapAndTree() {
        HeapLock lock = new SpinLock();
        BudgetedAllocator allocator =
                new BudgetedAllocator(new LockedAllocator(bits, lock), bits::usableBytes, root, 0);
        long hoard = allocator.allocate(4_000, 8);
        List<Boolean> free = new ArrayList<>();
        root.askBeforeCharges((budget, bytes) -> free.add(isFree(lock) && isFree(root.lock())));
        root.askWhenShort((budget, bytes) -> {
            free.add(isFree(lock) && isFree(root.lock()));
            allocator.free(hoard, 4_000, 8);
            return true;
        });
        assertThat(allocator.allocate(1_000, 8)).isPositive();
        assertThat(free).containsExactly(true, true);
    }

    private static boolean isFree(HeapLock lock) {
        boolean taken = lock.tryLock();
        if (taken) {
            lock.unlock();
        }
        return taken;
    }

    /** C5: usable bytes were added and requested ones subtracted: a limit would be reached by coming and going. */
    @Defect("C5")
    @Test
    void c5ComingAndGoingUsesNothingUp() {
        BudgetedAllocator allocator = new BudgetedAllocator(bits, bits::usableBytes, root, 0);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 10_000; i++) {
            long size = 1 + random.nextLong(500);
            long address = allocator.allocate(size, 8);
            long smaller = 1 + random.nextLong(size);
            address = allocator.shrink(address, size, smaller, 8, Movement.MAY_MOVE);
            assertThat(root.used()).isEqualTo(bits.usableBytes(smaller));
            allocator.free(address, smaller, 8);
            assertThat(root.used()).isZero();
        }
    }
}
