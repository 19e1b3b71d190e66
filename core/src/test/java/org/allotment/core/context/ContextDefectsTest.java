package org.allotment.core.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.SplittableRandom;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.LifetimeHint;
import org.allotment.core.Movement;
import org.allotment.core.defects.Defect;
import org.allotment.core.guard.MemoryUsage;
import org.allotment.core.guard.UsageTrackingAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One test for each defect of the seed's contexts, named by its number in the defects register. */
final class ContextDefectsTest {
    private static ContextAllocator context(LifetimeHint lifetime) {
        return ContextAllocator.checked(MemoryMapSource.create(), 1 << 20, lifetime, 64);
    }

    /** C1: a shrinkage was dispatched to growing. */
    @Defect("C1")
    @ParameterizedTest
    @EnumSource
    void c1AShrinkageShrinks(LifetimeHint lifetime) {
        try (ContextAllocator context = context(lifetime)) {
            long address = context.allocate(100_000, 8);
            assertThat(context.shrink(address, 100_000, 1_000, 8, Movement.MUST_NOT_MOVE))
                    .isEqualTo(address);
            assertThat(context.statistics().liveBlockBytes()).isEqualTo(context.usableBytes(1_000));
            assertThat(context.tryShrinkInPlace(address, 1_000, 10)).isTrue();
            assertThat(context.statistics().liveBlockBytes()).isEqualTo(context.usableBytes(10));
            assertThat(context.grow(address, 10, 50_000, 8, Movement.MUST_NOT_MOVE))
                    .isEqualTo(address);
            assertThat(context.statistics().liveBlockBytes()).isEqualTo(context.usableBytes(50_000));
            context.free(address, 50_000, 8);
            assertThat(context.statistics().liveBlocks()).isZero();
        }
    }

    /** C5: usage drifted, since usable bytes were added and requested ones subtracted. */
    @Defect("C5")
    @ParameterizedTest
    @EnumSource
    void c5UsageIsWhatIsLiveWhateverTheEngine(LifetimeHint lifetime) {
        ContextAllocator context = context(lifetime);
        try (UsageTrackingAllocator tracked = new UsageTrackingAllocator(context, context::usableBytes)) {
            SplittableRandom random = new SplittableRandom(5);
            for (int i = 0; i < 300; i++) {
                long size = 1 + random.nextLong(700);
                long address = tracked.allocate(size, 8);
                long next = 1 + random.nextLong(700);
                address = next < size
                        ? tracked.shrink(address, size, next, 8, Movement.MAY_MOVE)
                        : tracked.grow(address, size, next, 8, Movement.MAY_MOVE);
                assertThat(tracked.usage().inUse())
                        .isEqualTo(context.statistics().liveBlockBytes());
                if (i % 3 > 0) {
                    tracked.free(address, context.usableBytes(next), 8);
                }
                assertThat(tracked.usage().inUse())
                        .isEqualTo(context.statistics().liveBlockBytes());
            }
            MemoryUsage usage = tracked.usage();
            assertThat(usage.allocated() + usage.grown()).isGreaterThan(usage.freed() + usage.shrunk());
            assertThat(usage.grown()).isPositive();
            assertThat(usage.shrunk()).isPositive();
        }
    }

    /** C8: zero bytes were given the address 2^64 - 1, which is aligned to nothing. */
    @Defect("C8")
    @ParameterizedTest
    @EnumSource
    void c8ZeroBytesAreRefusedAndNullIsAligned(LifetimeHint lifetime) {
        try (ContextAllocator context = context(lifetime)) {
            for (long alignment = 1; alignment > 0; alignment <<= 1) {
                long asked = alignment;
                assertThat(Allocator.NULL % alignment).isZero();
                assertThat(context.tryAllocate(1L << 40, alignment)).isEqualTo(Allocator.NULL);
                AllocationException refusal =
                        catchThrowableOfType(AllocationException.class, () -> context.tryAllocate(0, asked));
                assertThat(refusal.kind()).isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
            }
            assertThat(context.statistics().liveBlocks()).isZero();
        }
    }

    /** A24: rounding up wrapped around. */
    @Defect("A24")
    @ParameterizedTest
    @EnumSource
    void a24SizesThatOverflowWhenRoundedAreInvalid(LifetimeHint lifetime) {
        try (ContextAllocator context = context(lifetime)) {
            for (long alignment = 1; alignment > 0; alignment <<= 1) {
                long size = Long.MAX_VALUE - alignment + 1;
                long asked = alignment;
                AllocationException refusal =
                        catchThrowableOfType(AllocationException.class, () -> context.tryAllocate(size, asked));
                assertThat(refusal.kind()).isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
                assertThat(context.tryAllocate(size - 1, alignment)).isZero();
            }
            assertThat(context.statistics().freeBytes()).isEqualTo(1 << 20);
        }
    }
}
