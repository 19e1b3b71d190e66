package org.allotment.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The rules of closing, and of whom an allocator belongs to. */
public interface LifecycleContract extends ContractSubject {
    @Test
    default void everyCallAfterCloseIsAnIllegalState() {
        Allocator allocator = create(1 << 20);
        long address = allocator.allocate(100, 8);
        long large = allocator.allocate(150_000, 8);
        allocator.close();
        assertThatIllegalStateException().isThrownBy(() -> allocator.free(large, 150_000, 8));
        everyCall(allocator, address)
                .forEach(call -> assertThatIllegalStateException().isThrownBy(call));
    }

    @Test
    default void everyCallFromAnotherThreadThanTheOwnersIsRefusedAndChangesNothing() {
        assumeTrue(hasOwner());
        try (Allocator allocator = create(1 << 20)) {
            long address = allocator.allocate(100, 8);
            AllocatorStatistics before = allocator.statistics();
            List<ThrowingCallable> calls = everyCall(allocator, address);
            calls.add(allocator::close);
            for (ThrowingCallable call : calls) {
                assertThat(thrownInAnotherThread(call))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageMatching(
                                ".*, owner=" + Thread.currentThread().threadId() + ", caller=\\d+");
                assertThat(allocator.statistics()).isEqualTo(before);
                check(allocator);
            }
            allocator.free(address, 100, 8);
        }
    }

    /** Each public operation once, with arguments that are right as long as {@code address} is a block of 100 bytes. */
    private static List<ThrowingCallable> everyCall(Allocator allocator, long address) {
        List<ThrowingCallable> calls = new ArrayList<>(List.of(
                () -> allocator.allocate(100, 8),
                () -> allocator.allocate(5_000, 8),
                () -> allocator.tryAllocate(100, 8),
                () -> allocator.tryAllocate(150_000, 8),
                () -> allocator.free(address, 100, 8),
                () -> allocator.tryGrowInPlace(address, 100, 101),
                () -> allocator.tryShrinkInPlace(address, 100, 99),
                () -> allocator.grow(address, 100, 101, 8, Movement.MAY_MOVE),
                () -> allocator.shrink(address, 100, 99, 8, Movement.MAY_MOVE),
                () -> allocator.contains(address)));
        calls.add(allocator::statistics);
        if (allocator instanceof SizeAware aware) {
            calls.add(() -> aware.free(address));
            calls.add(() -> aware.usableSize(address));
        }
        return calls;
    }

    private static Throwable thrownInAnotherThread(ThrowingCallable call) {
        FutureTask<Throwable> task = new FutureTask<>(() -> catchThrowable(call));
        Thread.ofPlatform().start(task);
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    default void closingTwiceDoesNothing() {
        Allocator allocator = create(1 << 20);
        allocator.allocate(100, 8);
        allocator.close();
        allocator.close();
        assertThatIllegalStateException().isThrownBy(() -> allocator.allocate(100, 8));
    }

    @Test
    default void allocatorsDoNotShareState() {
        try (Allocator first = create(1 << 20)) {
            Allocator second = create(1 << 20);
            long address = first.allocate(100, 8);
            assertThat(second.statistics().liveBlocks()).isZero();
            assertThat(second.contains(address)).isFalse();
            second.close();
            assertThat(first.statistics().liveBlocks()).isEqualTo(1);
            first.free(address, 100, 8);
            check(first);
        }
    }
}
