package org.allotment.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

/** The rules of closing. */
public interface LifecycleContract extends ContractSubject {
    @Test
    default void everyCallAfterCloseIsAnIllegalState() {
        Allocator allocator = create(1 << 20);
        long address = allocator.allocate(100, 8);
        long large = allocator.allocate(150_000, 8);
        allocator.close();
        assertThatIllegalStateException().isThrownBy(() -> allocator.allocate(100, 8));
        assertThatIllegalStateException().isThrownBy(() -> allocator.allocate(5_000, 8));
        assertThatIllegalStateException().isThrownBy(() -> allocator.tryAllocate(100, 8));
        assertThatIllegalStateException().isThrownBy(() -> allocator.tryAllocate(150_000, 8));
        assertThatIllegalStateException().isThrownBy(() -> allocator.free(address, 100, 8));
        assertThatIllegalStateException().isThrownBy(() -> allocator.free(large, 150_000, 8));
        assertThatIllegalStateException().isThrownBy(() -> allocator.tryGrowInPlace(address, 100, 101));
        assertThatIllegalStateException().isThrownBy(() -> allocator.tryShrinkInPlace(address, 100, 99));
        assertThatIllegalStateException().isThrownBy(() -> allocator.grow(address, 100, 101, 8, Movement.MAY_MOVE));
        assertThatIllegalStateException().isThrownBy(() -> allocator.shrink(address, 100, 99, 8, Movement.MAY_MOVE));
        assertThatIllegalStateException().isThrownBy(() -> allocator.contains(address));
        assertThatIllegalStateException().isThrownBy(allocator::statistics);
        if (allocator instanceof SizeAware aware) {
            assertThatIllegalStateException().isThrownBy(() -> aware.free(address));
            assertThatIllegalStateException().isThrownBy(() -> aware.usableSize(address));
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
