package org.allotment.core.context;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.NOT_ALLOCATED;
import static org.allotment.core.AllocationException.Kind.NO_MEMORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.LifetimeHint;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.RegionSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ContextAllocatorTest {
    private final MemoryMapSource source = MemoryMapSource.create();

    @ParameterizedTest
    @EnumSource
    void theRegionIsTheContextsUntilItIsClosed(LifetimeHint lifetime) {
        ContextAllocator context = ContextAllocator.checked(source, 100_000, lifetime, 64);
        ContextCheck.check(context);
        assertThat(context.memoryRange().byteSize()).isEqualTo(102_400);
        assertThat(source.obtainedBytes()).isEqualTo(102_400);
        long first = context.allocate(1_000, 8);
        long second = context.allocate(40, 64);
        assertThat(context.memoryRange().contains(first)).isTrue();
        assertThat(context.memoryRange().contains(second + 39)).isTrue();
        context.close();
        context.close();
        assertThat(source.obtainedBytes()).isZero();
        assertThat(context.toString()).contains(lifetime.name()).endsWith("closed=true]");
    }

    @ParameterizedTest
    @EnumSource
    void aBlockOfAnotherContextIsForeign(LifetimeHint lifetime) {
        try (ContextAllocator first = ContextAllocator.checked(source, 65_536, lifetime, 64);
                ContextAllocator second = ContextAllocator.checked(source, 65_536, lifetime, 64)) {
            long block = first.allocate(100, 8);
            AllocatorStatistics before = second.statistics();
            assertThat(second.memoryRange().contains(block)).isFalse();
            assertRefused(NOT_ALLOCATED, () -> second.free(block, 100, 8));
            assertThat(second.statistics()).isEqualTo(before);
            first.free(block, 100, 8);
            assertThat(first.statistics().liveBlocks()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatABlockOfSomeSizeHas(LifetimeHint lifetime) {
        try (ContextAllocator context = ContextAllocator.checked(source, 1 << 20, lifetime, 64)) {
            for (long size = 1; size <= 20_000; size = size * 3 / 2 + 1) {
                long block = context.allocate(size, 1);
                assertThat(context.statistics().liveBlockBytes()).isEqualTo(context.usableBytes(size));
                assertThat(context.usableBytes(context.usableBytes(size))).isEqualTo(context.usableBytes(size));
                context.free(block, context.usableBytes(size), 1);
                assertThat(context.statistics().liveBlocks()).isZero();
            }
            for (long bad : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
                assertRefused(INVALID_PARAMETER, () -> context.usableBytes(bad));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 8", "8, 8", "9, 16", "48, 64", "64, 64", "4096, 4096", "4097, 4096", "9223372036854775807, 4096"})
    void theHintedSizeBecomesTheGranule(long hint, long granule) {
        try (ContextAllocator context = ContextAllocator.checked(source, 1 << 20, LifetimeHint.MEDIUM_LIVED, hint)) {
            assertThat(context.usableBytes(1)).isEqualTo(granule);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSmallestRegionServesOneBlock(LifetimeHint lifetime) {
        MemorySegment memory = Arena.ofAuto().allocate(32, 32);
        RegionSource region = new RegionSource(memory.address(), 32, 8);
        try (ContextAllocator context = ContextAllocator.checked(region, 32, lifetime, 64)) {
            assertThat(context.usableBytes(32)).isEqualTo(32);
            ContextCheck.check(context);
        }
        assertRefused(INVALID_PARAMETER, () -> ContextAllocator.checked(region, 24, lifetime, 64));
        assertThat(region.obtainedBytes()).isZero();
        assertThat(memory.byteSize()).isEqualTo(32);
    }

    @ParameterizedTest
    @EnumSource
    void refusesBadArgumentsAndTakesNothing(LifetimeHint lifetime) {
        for (long bad : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertRefused(INVALID_PARAMETER, () -> ContextAllocator.checked(source, bad, lifetime, 64));
        }
        for (long bad : new long[] {0, -1, Long.MIN_VALUE}) {
            assertRefused(INVALID_PARAMETER, () -> ContextAllocator.checked(source, 65_536, lifetime, bad));
        }
        RegionSource small = new RegionSource(1L << 40, 65_536, 4_096);
        assertRefused(NO_MEMORY, () -> ContextAllocator.checked(small, 65_537, lifetime, 64));
        assertThat(small.obtainedBytes()).isZero();
        assertThat(source.obtainedBytes()).isZero();
    }

    @Test
    void givesTheRegionBackWhenTheEngineDoesNotWantIt() {
        RegionSource huge = new RegionSource(1L << 40, 1L << 40, 4_096);
        assertRefused(INVALID_PARAMETER, () -> ContextAllocator.checked(huge, 1L << 40, LifetimeHint.MEDIUM_LIVED, 8));
        assertRefused(INVALID_PARAMETER, () -> ContextAllocator.checked(huge, 1L << 40, LifetimeHint.LONG_LIVED, 8));
        assertThat(huge.obtainedBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnOwnerAnyThreadMayCallUnderALock(LifetimeHint lifetime) {
        try (ContextAllocator context = ContextAllocator.checkedWithoutOwner(source, 65_536, lifetime, 64)) {
            long block = context.allocate(100, 8);
            CompletableFuture.runAsync(() -> context.free(block, 100, 8), Thread.ofPlatform()::start)
                    .join();
            assertThat(context.statistics().liveBlocks()).isZero();
        }
    }

    private static void assertRefused(AllocationException.Kind kind, ThrowingCallable call) {
        AllocationException refusal = catchThrowableOfType(AllocationException.class, call);
        assertThat(refusal).as("the call must be refused as %s", kind).isNotNull();
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        assertThat(refusal.getMessage()).matches("(?s).*\\w+=\\S+$");
    }
}
