package org.allotment.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.Movement;
import org.allotment.core.SizeAware;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.defects.Defect;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** One test for each defect of the seed's usage tracking, named by its number in the defects register. */
final class UsageTrackingDefectsTest {
    private static UsageTrackingAllocator tracked() {
        BitSetAllocator allocator = BitSetAllocator.checked(MemoryMapSource.create(), 1 << 20, 64);
        return new UsageTrackingAllocator(allocator, allocator::usableBytes);
    }

    /** C5: usable bytes were added and requested ones subtracted, so that usage drifted up with every pair. */
    @Defect("C5")
    @Test
    void c5FreesTakeBackWhatAllocationsAdded() {
        try (UsageTrackingAllocator allocator = tracked()) {
            SplittableRandom random = new SplittableRandom(5);
            for (int i = 0; i < 10_000; i++) {
                long size = 1 + random.nextLong(500);
                long address = allocator.allocate(size, 8);
                long usable = (size + 63) / 64 * 64;
                assertThat(allocator.usage().inUse()).isEqualTo(usable);
                allocator.free(address, size + random.nextLong(usable - size + 1), 8);
                assertThat(allocator.usage().inUse()).isZero();
            }
            assertThat(allocator.usage().allocated())
                    .isEqualTo(allocator.usage().freed())
                    .isPositive();
        }
    }

    /** C5, the rest: a shrinkage from 40 to 33 bytes in a block of 64 counted 40 - 64, which wrapped around. */
    @Defect("C5")
    @Test
    void c5AShrinkageWithinABlockCountsNothing() {
        try (UsageTrackingAllocator allocator = tracked()) {
            long address = allocator.allocate(40, 8);
            assertThat(allocator.shrink(address, 40, 33, 8, Movement.MAY_MOVE)).isEqualTo(address);
            assertThat(allocator.tryShrinkInPlace(address, 33, 1)).isTrue();
            assertThat(allocator.usage()).isEqualTo(new MemoryUsage(64, 0, 0, 0));
            allocator.free(address, 64, 8);
            assertThat(allocator.usage()).isEqualTo(new MemoryUsage(64, 64, 0, 0));
        }
    }

    /** C6: the difference of two moments was unsigned and wrapped around when use had fallen. */
    @Defect("C6")
    @Test
    void c6DifferencesAreSigned() {
        try (UsageTrackingAllocator allocator = tracked()) {
            long address = allocator.allocate(640, 8);
            MemoryUsage before = allocator.usage();
            allocator.free(address, 640, 8);
            MemoryUsage after = allocator.usage();
            assertThat(after.since(before)).isEqualTo(new MemoryUsage(0, 640, 0, 0));
            assertThat(after.since(before).inUse()).isEqualTo(-640);
            assertThat(before.since(after)).isEqualTo(new MemoryUsage(0, -640, 0, 0));
            assertThat(before.since(after).inUse()).isEqualTo(640);
        }
    }

    @Test
    void theTableOfThePackageIsTrue() {
        try (UsageTrackingAllocator allocator = tracked()) {
            long address = allocator.allocate(100, 8);
            assertThat(allocator.usage()).isEqualTo(new MemoryUsage(128, 0, 0, 0));
            assertThat(allocator.tryGrowInPlace(address, 100, 120)).isTrue();
            assertThat(allocator.usage()).isEqualTo(new MemoryUsage(128, 0, 0, 0));
            address = allocator.grow(address, 120, 300, 8, Movement.MAY_MOVE);
            assertThat(allocator.usage()).isEqualTo(new MemoryUsage(128, 0, 192, 0));
            address = allocator.shrink(address, 300, 10, 8, Movement.MAY_MOVE);
            assertThat(allocator.usage()).isEqualTo(new MemoryUsage(128, 0, 192, 256));
            allocator.free(address, 64, 8);
            assertThat(allocator.usage()).isEqualTo(new MemoryUsage(128, 64, 192, 256));
            assertThat(allocator.usage().inUse()).isZero();
        }
    }

    @Test
    void refusedCallsCountNothing() {
        try (UsageTrackingAllocator allocator = tracked()) {
            long address = allocator.allocate(600_000, 8);
            MemoryUsage before = allocator.usage();
            assertThat(allocator.tryAllocate(600_000, 8)).isEqualTo(Allocator.NULL);
            assertThat(allocator.tryGrowInPlace(address, 600_000, 2_000_000)).isFalse();
            assertRefused(() -> allocator.allocate(600_000, 8));
            assertRefused(() -> allocator.allocate(0, 8));
            assertRefused(() -> allocator.free(address + 64, 64, 8));
            assertRefused(() -> allocator.free(address, 64, 8));
            assertRefused(() -> allocator.grow(address, 600_000, 2_000_000, 8, Movement.MUST_NOT_MOVE));
            assertRefused(() -> allocator.shrink(address, 600_000, 0, 8, Movement.MAY_MOVE));
            assertThat(allocator.usage()).isEqualTo(before);
        }
    }

    @Test
    void theWalkFindsBlocksThatWentPastTheCounters() {
        BitSetAllocator inner = BitSetAllocator.checked(MemoryMapSource.create(), 1 << 20, 64);
        try (UsageTrackingAllocator allocator = new UsageTrackingAllocator(inner, inner::usableBytes)) {
            allocator.allocate(100, 8);
            UsageTrackingContract.checkUsage(allocator);
            inner.allocate(100, 8);
            assertThatThrownBy(() -> UsageTrackingContract.checkUsage(allocator))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("I2");
        }
    }

    @Test
    void exactEnginesNeedNoRounding() {
        BumpAllocator bump = BumpAllocator.trusting(MemoryMapSource.create(), 1 << 20);
        try (UsageTrackingAllocator allocator = new UsageTrackingAllocator(bump, size -> size)) {
            long address = allocator.allocate(100, 8);
            address = allocator.grow(address, 100, 150, 8, Movement.MAY_MOVE);
            allocator.free(address, 150, 8);
            assertThat(allocator.usage()).isEqualTo(new MemoryUsage(100, 150, 50, 0));
        }
    }

    @Test
    void anAllocatorThatKnowsItsBlocksIsAskedForThem() {
        try (UsageTrackingSizeAware allocator =
                new UsageTrackingSizeAware(SlabAllocator.checked(MemoryMapSource.create()))) {
            long first = allocator.allocate(33, 8);
            long second = allocator.allocate(5_000, 8);
            long usable = allocator.usableSize(first) + allocator.usableSize(second);
            assertThat(allocator.usage().inUse()).isEqualTo(usable);
            assertThat(allocator.contains(first)).isTrue();
            allocator.free(first);
            allocator.free(second, 5_000, 8);
            assertThat(allocator.usage()).isEqualTo(new MemoryUsage(usable, usable, 0, 0));
        }
    }

    /** A slab's classes follow from size and alignment: neither a pair nor its refusals look a block up. */
    @Test
    void blocksAreNotLookedUpWhereTheirBytesFollowFromTheCall() {
        SlabAllocator slab = SlabAllocator.checked(MemoryMapSource.create());
        AtomicInteger lookUps = new AtomicInteger();
        SizeAware watched = (SizeAware) Proxy.newProxyInstance(
                SizeAware.class.getClassLoader(), new Class<?>[] {SizeAware.class}, (_, method, arguments) -> {
                    lookUps.addAndGet(method.getName().equals("usableSize") ? 1 : 0);
                    try {
                        return method.invoke(slab, arguments);
                    } catch (InvocationTargetException refused) {
                        throw refused.getCause();
                    }
                });
        try (UsageTrackingSizeAware allocator = new UsageTrackingSizeAware(watched)) {
            long address = allocator.allocate(33, 8);
            assertThat(allocator.usage()).isEqualTo(new MemoryUsage(48, 0, 0, 0));
            assertRefused(() -> allocator.free(address, 64, 8));
            assertRefused(() -> allocator.free(address + 16, 33, 8));
            assertThat(allocator.usage()).isEqualTo(new MemoryUsage(48, 0, 0, 0));
            allocator.free(address, 40, 8);
            assertRefused(() -> allocator.free(address, 40, 8));
            assertThat(allocator.usage()).isEqualTo(new MemoryUsage(48, 48, 0, 0));
            assertThat(lookUps).hasValue(0);
            allocator.free(allocator.allocate(33, 64), 33, 64);
            assertThat(lookUps).as("an alignment above the granule's").hasValue(2);
            assertThat(allocator.usage()).isEqualTo(new MemoryUsage(112, 112, 0, 0));
        }
    }

    /** The rule is not asked about a size that the engine has not accepted. */
    @Test
    void theEngineRefusesAFreeBeforeItsSizeIsLookedAt() {
        BitSetAllocator bits = BitSetAllocator.checked(MemoryMapSource.create(), 1 << 20, 64);
        UsageTrackingAllocator allocator = new UsageTrackingAllocator(bits, bits::usableBytes);
        long address = allocator.allocate(100, 8);
        allocator.close();
        assertThatThrownBy(() -> allocator.free(address, 0, 8)).isInstanceOf(IllegalStateException.class);
        assertThat(allocator.usage()).isEqualTo(new MemoryUsage(128, 0, 0, 0));
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThat(catchThrowableOfType(AllocationException.class, call)).isNotNull();
    }
}
