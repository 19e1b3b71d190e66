package org.allotment.core.switching;

import static org.allotment.core.switching.SwitchingFixture.context;
import static org.allotment.core.switching.SwitchingFixture.elsewhere;
import static org.allotment.core.switching.SwitchingFixture.region;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.allotment.core.AllocationException;
import org.allotment.core.Movement;
import org.allotment.core.defects.Defect;
import org.allotment.core.guard.MemoryUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The seed's defects that touch switching, by their numbers. */
final class SwitchingDefectsTest {
    private final Arena arena = Arena.ofShared();
    private final SwitchableAllocator allocator = SwitchingFixture.create(arena);

    @AfterEach
    void closeAll() {
        allocator.close();
        arena.close();
    }

    private static AllocationException.Kind kindOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        AllocationException refusal = catchThrowableOfType(AllocationException.class, call);
        assertThat(refusal).isNotNull();
        return refusal.kind();
    }

    @Defect("C1")
    @Test
    void c1AShrinkageIsAShrinkageWhereverTheBlockIs() {
        Context context = context(allocator, arena);
        allocator.initializeThreadLocal(region(arena, 1 << 20), SwitchingFixture.TLSF);
        long ofContext = allocator.withContext(context, () -> allocator.allocate(10_000, 8));
        long ofThread = allocator.withThreadLocal(() -> allocator.allocate(10_000, 8));
        long ofGlobal = allocator.allocate(10_000, 8);
        for (long block : new long[] {ofContext, ofThread, ofGlobal}) {
            assertThat(kindOf(() -> allocator.shrink(block, 10_000, 20_000, 8, Movement.MAY_MOVE)))
                    .isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
            long smaller = allocator.shrink(block, 10_000, 100, 8, Movement.MAY_MOVE);
            allocator.free(smaller, 100, 8);
        }
        assertThat(context.usage().shrunk()).isPositive();
        assertThat(context.usage().grown()).isZero();
        assertThat(allocator.threadLocalUsage().shrunk()).isPositive();
        assertThat(allocator.statistics().liveBlocks()).isZero();
    }

    @Defect("C2")
    @Test
    void c2WhatWasSelectedIsSelectedAgainAfterAnException() {
        Context context = context(allocator, arena);
        allocator.initializeThreadLocal(region(arena, 1 << 20), SwitchingFixture.TLSF);
        List<ScopedValue.CallableOp<?, RuntimeException>> callbacks = List.of(
                () -> allocator.withGlobal(SwitchingDefectsTest::fail),
                () -> allocator.withThreadLocal(SwitchingDefectsTest::fail),
                () -> allocator.withContext(context, SwitchingDefectsTest::fail),
                () -> allocator.withThreadLocal(usage -> {}, SwitchingDefectsTest::fail),
                () -> allocator.withContext(context, usage -> {}, SwitchingDefectsTest::fail));
        SwitchState before = allocator.save();
        for (ScopedValue.CallableOp<?, RuntimeException> callback : callbacks) {
            assertThatThrownBy(callback::call).isInstanceOf(UnsupportedOperationException.class);
            assertThat(allocator.save()).isSameAs(before);
        }
        allocator.withThreadLocal(() -> {
            for (ScopedValue.CallableOp<?, RuntimeException> callback : callbacks) {
                assertThatThrownBy(callback::call).isInstanceOf(UnsupportedOperationException.class);
                assertThat(allocator.selected()).isEqualTo(Selected.THREAD_LOCAL);
            }
            return null;
        });
    }

    private static Void fail() {
        throw new UnsupportedOperationException("out of a callback");
    }

    @Defect("C3")
    @Test
    void c3BlocksOfOtherThreadsAndOfContextsThatAreOutGoHome() {
        Context context = context(allocator, arena);
        allocator.initializeThreadLocal(region(arena, 1 << 20), SwitchingFixture.TLSF);
        long ofContext = allocator.withContext(context, () -> allocator.allocate(64, 8));
        long ofThread = allocator.withThreadLocal(() -> allocator.allocate(64, 8));
        long globalBytes = allocator.globalHandle().statistics().liveBlockBytes();
        allocator.free(ofContext, 64, 8);
        elsewhere(() -> allocator.free(ofThread, 64, 8));
        assertThat(context.usage().inUse()).isZero();
        assertThat(allocator.threadLocalUsage().inUse()).isZero();
        assertThat(allocator.globalHandle().statistics().liveBlockBytes()).isEqualTo(globalBytes);
        assertThat(kindOf(() -> allocator.free(ofContext, 64, 8))).isEqualTo(AllocationException.Kind.NOT_ALLOCATED);
    }

    @Defect("C4")
    @Test
    void c4BlocksOfADroppedAllocatorNeverBecomeGlobal() {
        allocator.initializeThreadLocal(region(arena, 1 << 20), SwitchingFixture.TLSF);
        long block = allocator.withThreadLocal(() -> allocator.allocate(64, 8));
        assertThatIllegalStateException()
                .isThrownBy(allocator::dropThreadLocal)
                .withMessageMatching(".*, thread=\\d+, liveBlocks=1, liveBlockBytes=\\d+");
        assertThat(allocator.threadLocalUsage().inUse()).isPositive();
        allocator.abandonThreadLocal();
        assertThat(allocator.ownerOf(block)).isNotNull();
        allocator.free(block, 64, 8);
        assertThat(kindOf(() -> allocator.free(block, 64, 8))).isEqualTo(AllocationException.Kind.NOT_ALLOCATED);
    }

    @Defect("C5")
    @Test
    void c5UsageIsCountedInOneUnit() {
        Context context = context(allocator, arena);
        allocator.withContext(context, () -> {
            for (int size = 1; size < 2_000; size += 7) {
                long block = allocator.allocate(size, 8);
                block = allocator.shrink(block, size, (size + 1) / 2, 8, Movement.MAY_MOVE);
                allocator.free(block, (size + 1) / 2, 8);
            }
            return null;
        });
        assertThat(context.usage().inUse()).isZero();
        assertThat(context.usage().shrunk()).isNotNegative();
    }

    @Defect("C6")
    @Test
    void c6TheUsageOfACallbackIsSigned() {
        allocator.initializeThreadLocal(region(arena, 1 << 20), SwitchingFixture.TLSF);
        List<MemoryUsage> usages = new ArrayList<>();
        long block = allocator.withThreadLocal(usages::add, () -> allocator.allocate(1_000, 8));
        allocator.withThreadLocal(usages::add, () -> {
            allocator.free(block, 1_000, 8);
            return null;
        });
        assertThat(usages.getFirst().inUse()).isGreaterThanOrEqualTo(1_000);
        assertThat(usages.getLast().inUse()).isEqualTo(-usages.getFirst().inUse());
    }

    @Defect("C7")
    @Test
    void c7AShrinkageToNothingIsRefused() {
        Context context = context(allocator, arena);
        long block = allocator.withContext(context, () -> allocator.allocate(100, 8));
        for (long bad : new long[] {0, -1, 101}) {
            assertThat(kindOf(() -> allocator.shrink(block, 100, bad, 8, Movement.MAY_MOVE)))
                    .isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
            assertThat(kindOf(() -> allocator.tryShrinkInPlace(block, 100, bad)))
                    .isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
        }
        allocator.free(block, 100, 8);
    }

    @Defect("C8")
    @Test
    void c8NothingIsNoBlockInAnySelection() {
        Context context = context(allocator, arena);
        assertThat(kindOf(() -> allocator.allocate(0, 64))).isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
        allocator.withContext(context, () -> {
            assertThat(kindOf(() -> allocator.allocate(0, 64))).isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
            return null;
        });
        assertThat(kindOf(() -> allocator.free(-1, 1, 1))).isEqualTo(AllocationException.Kind.NOT_ALLOCATED);
    }

    @Defect("C31")
    @Test
    void c31SwappingLeavesNoMomentWithoutAnAllocator() {
        Context first = context(allocator, arena);
        Context second = context(allocator, arena);
        allocator.restore(first.state());
        for (int i = 0; i < 100; i++) {
            Context next = i % 2 == 0 ? second : first;
            SwitchState before = allocator.save();
            assertThat(allocator.swap(next)).isSameAs(before.context());
            SwitchState after = allocator.save();
            assertThat(after.selected()).isEqualTo(Selected.CONTEXT_LOCAL);
            assertThat(after.context()).isSameAs(next);
            assertThat(before.context()).isNotSameAs(next);
            assertThat(allocator.ownerOf(allocator.allocate(8, 8))).isSameAs(next.heap());
        }
        assertThatIllegalStateException().isThrownBy(() -> allocator.swap(null));
        assertThat(allocator.allocate(8, 8)).isPositive();
    }
}
