package org.allotment.core.switching;

import static org.allotment.core.switching.SwitchingFixture.context;
import static org.allotment.core.switching.SwitchingFixture.elsewhere;
import static org.allotment.core.switching.SwitchingFixture.onVirtualThread;
import static org.allotment.core.switching.SwitchingFixture.region;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.guard.MemoryUsage;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.AllocatorSource;
import org.allotment.core.source.MemoryMapSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Selecting, swapping, saving, restoring, and what is refused. */
final class SwitchableAllocatorTest {
    private final Arena arena = Arena.ofShared();
    private final SwitchableAllocator allocator = SwitchingFixture.create(arena);
    private final Context first = context(allocator, arena);
    private final Context second = context(allocator, arena);

    @AfterEach
    void closeAll() {
        allocator.check();
        allocator.close();
        arena.close();
    }

    /** That a call is refused as an illegal state, and that nothing has changed. */
    private void assertIllegal(ThrowingCallable call) {
        SwitchState before = allocator.save();
        AllocatorStatistics bytes = allocator.statistics();
        assertThatIllegalStateException().isThrownBy(call).withMessageMatching("(?s).*, \\w+=\\S+$");
        assertThat(allocator.save()).isSameAs(before);
        assertThat(allocator.statistics()).isEqualTo(bytes);
        allocator.check();
    }

    private boolean isOf(Context context, long address) {
        return allocator.ownerOf(address) == context.heap();
    }

    @Test
    void blocksComeFromWhatIsSelectedAndGoHomeWhateverIs() {
        allocator.initializeThreadLocal(region(arena, 1 << 20), SwitchingFixture.TLSF);
        long ofGlobal = allocator.allocate(100, 8);
        long ofThread = allocator.withThreadLocal(() -> allocator.allocate(100, 8));
        long ofContext = allocator.withContext(first, () -> allocator.allocate(100, 8));
        assertThat(allocator.ownerOf(ofGlobal)).isNull();
        assertThat(allocator.ownerOf(ofThread)).isNotNull().isNotSameAs(first.heap());
        assertThat(isOf(first, ofContext)).isTrue();
        assertThat(allocator.threadLocalUsage().inUse()).isPositive();
        allocator.withContext(second, () -> {
            allocator.free(ofThread, 100, 8);
            allocator.free(ofGlobal, 100, 8);
            allocator.free(ofContext, 100, 8);
            return null;
        });
        assertThat(allocator.threadLocalUsage().inUse()).isZero();
        assertThat(first.usage().inUse()).isZero();
        assertThat(second.usage().allocated()).isZero();
        assertThat(allocator.statistics().liveBlocks()).isZero();
    }

    @Test
    void callbacksNestAndRestoreOnEveryWayOut() {
        assertThatThrownBy(() -> allocator.withContext(first, () -> {
                    assertThat(allocator.selected()).isEqualTo(Selected.CONTEXT_LOCAL);
                    allocator.withGlobal(() -> {
                        assertThat(allocator.selected()).isEqualTo(Selected.GLOBAL);
                        assertThat(allocator.save().context()).isSameAs(first);
                        return allocator.withContext(second, () -> {
                            assertThat(allocator.save()).isSameAs(second.state());
                            throw new UnsupportedOperationException("out");
                        });
                    });
                    return null;
                }))
                .hasMessage("out");
        assertThat(allocator.selected()).isEqualTo(Selected.GLOBAL);
        assertThat(allocator.save().context()).isNull();
        elsewhere(() -> allocator.withContext(first, () -> allocator.withContext(second, () -> null)));
    }

    @Test
    void aCallbackEndsWhatItsOperationForgotToEnd() {
        allocator.withGlobal(() -> {
            allocator.enter(Selected.GLOBAL);
            allocator.swap(first);
            return allocator.enter(Selected.CONTEXT_LOCAL);
        });
        assertThat(allocator.save()).isEqualTo(SwitchState.of(null, Selected.GLOBAL));
        elsewhere(() -> allocator.withContext(first, () -> null));
    }

    @Test
    void whatWasNeverSetCannotBeSelected() {
        assertIllegal(() -> allocator.enter(Selected.THREAD_LOCAL));
        assertIllegal(() -> allocator.enter(Selected.CONTEXT_LOCAL));
        assertIllegal(() -> allocator.withThreadLocal(() -> null));
        assertIllegal(allocator::dropThreadLocal);
        assertIllegal(allocator::abandonThreadLocal);
        assertIllegal(allocator::threadLocalUsage);
        allocator.restore(first.state());
        assertIllegal(() -> allocator.swap(null));
        allocator.enter(Selected.GLOBAL);
        assertThat(allocator.swap(null)).isSameAs(first);
    }

    @Test
    void aStateOfAThreadIsNotRestoredOnOneWithoutItsAllocator() {
        allocator.initializeThreadLocal(region(arena, 1 << 20), SwitchingFixture.TLSF);
        SwitchState state = allocator.withThreadLocal(allocator::save);
        allocator.restore(state);
        assertThat(allocator.selected()).isEqualTo(Selected.THREAD_LOCAL);
        elsewhere(() -> assertIllegal(() -> allocator.restore(state)));
        allocator.enter(Selected.GLOBAL);
    }

    @Test
    void switchesEndInReverseOrder() {
        long outer = allocator.enter(Selected.GLOBAL);
        long inner = allocator.enter(Selected.GLOBAL);
        assertIllegal(() -> allocator.leave(outer));
        allocator.leave(inner);
        assertIllegal(() -> allocator.leave(inner));
        elsewhere(() -> assertIllegal(() -> allocator.leave(outer)));
        allocator.withGlobal(() -> {
            assertIllegal(() -> allocator.leave(outer));
            return null;
        });
        allocator.leave(outer);
        assertIllegal(() -> allocator.leave(outer));
    }

    @Test
    void saveAndRestoreMoveASelectionAndAContextTogether() {
        allocator.restore(first.state());
        long mark = allocator.enter(Selected.GLOBAL);
        SwitchState suspended = allocator.save();
        allocator.leave(mark);
        allocator.restore(second.state());
        assertThat(isOf(second, allocator.allocate(8, 8))).isTrue();
        elsewhere(() -> {
            allocator.restore(suspended);
            assertThat(allocator.selected()).isEqualTo(Selected.GLOBAL);
            allocator.restore(first.state());
            assertThat(isOf(first, allocator.allocate(8, 8))).isTrue();
            allocator.restore(suspended);
            allocator.swap(null);
        });
        assertThat(allocator.swap(first)).isSameAs(second);
    }

    @Test
    void twoUsersOfOneContextAtOnceAreRefused() {
        allocator.withContext(first, () -> {
            allocator.withContext(first, () -> null);
            elsewhere(() -> {
                assertIllegal(() -> allocator.withContext(first, () -> null));
                assertIllegal(() -> allocator.swap(first));
                assertIllegal(() -> allocator.restore(first.state()));
                assertIllegal(first::usage);
                assertIllegal(first::close);
            });
            onVirtualThread(() -> assertIllegal(() -> allocator.withContext(first, () -> null)));
            assertIllegal(first::close);
            return null;
        });
        elsewhere(() -> allocator.withContext(first, () -> null));
    }

    @Test
    void anOuterContextStaysInUseWhileAnInnerOneIsSelected() {
        allocator.withContext(
                first,
                () -> allocator.withContext(second, () -> {
                    elsewhere(() -> assertIllegal(() -> allocator.swap(first)));
                    return null;
                }));
    }

    @Test
    @Timeout(30)
    void aContextWhoseSourceTakesNothingBackIsClosedAllTheSame() {
        Allocator gone = SwitchingFixture.global(arena, 1 << 20);
        Context context =
                allocator.newContext(new AllocatorSource(gone, SwitchingFixture.UNIT), LocalEngine.bump(1 << 14));
        gone.close();
        assertThatIllegalStateException().isThrownBy(context::close);
        context.close();
        assertIllegal(context::usage);
    }

    @Test
    void closedContextsAreRefused() {
        SwitchState state = first.state();
        long block = allocator.withContext(first, () -> allocator.allocate(100, 8));
        first.close();
        first.close();
        assertIllegal(() -> allocator.withContext(first, () -> null));
        assertIllegal(() -> allocator.swap(first));
        assertIllegal(() -> allocator.restore(state));
        assertIllegal(first::usage);
        assertThat(allocator.contains(block)).isFalse();
        assertRefused(Kind.NOT_ALLOCATED, () -> allocator.free(block, 100, 8));
    }

    @Test
    void contextsOfAnotherAllocatorAreRefused() {
        try (SwitchableAllocator other = SwitchingFixture.create(arena)) {
            Context foreign = context(other, arena);
            assertRefused(Kind.INVALID_PARAMETER, () -> allocator.swap(foreign));
            assertRefused(Kind.INVALID_PARAMETER, () -> allocator.restore(foreign.state()));
            assertRefused(Kind.INVALID_PARAMETER, () -> allocator.withContext(foreign, () -> null));
        }
    }

    private void assertRefused(Kind kind, ThrowingCallable call) {
        AllocatorStatistics bytes = allocator.statistics();
        AllocationException refusal = catchThrowableOfType(AllocationException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        assertThat(allocator.statistics()).isEqualTo(bytes);
    }

    @Test
    void aLimitReachedInAResizeLeavesTheBlock() {
        allocator.restore(first.state());
        long block = allocator.allocate(100, 8);
        RawAccess.fill(block, 100, (byte) 7);
        assertRefused(Kind.NO_MEMORY, () -> allocator.grow(block, 100, 2 << 20, 8, Movement.MAY_MOVE));
        assertThat(RawAccess.getByte(block + 99)).isEqualTo((byte) 7);
        allocator.free(block, 100, 8);
        assertThat(first.usage().inUse()).isZero();
    }

    @Test
    void closingIsRefusedWhileAnotherThreadIsInAContext() throws InterruptedException {
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch out = new CountDownLatch(1);
        Thread user = Thread.ofPlatform()
                .start(() -> allocator.withContext(first, () -> {
                    in.countDown();
                    await(out);
                    return null;
                }));
        in.await();
        assertIllegal(allocator::close);
        long block = allocator.allocate(10, 8);
        allocator.free(block, 10, 8);
        out.countDown();
        user.join();
    }

    @Test
    void everythingIsRefusedAfterClosing() {
        long block = allocator.withContext(first, () -> allocator.allocate(100, 8));
        allocator.restore(first.state());
        allocator.close();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> allocator.allocate(8, 8),
                () -> allocator.free(block, 100, 8),
                () -> allocator.globalHandle().allocate(8, 8),
                () -> allocator.withContext(second, () -> null),
                () -> allocator.newContext(region(arena, 1 << 16), SwitchingFixture.TLSF),
                () -> allocator.initializeThreadLocal(region(arena, 1 << 16), SwitchingFixture.TLSF))) {
            assertThatIllegalStateException().isThrownBy(call);
        }
        allocator.enter(Selected.GLOBAL);
        allocator.swap(null);
    }

    @Test
    void blocksOfAContextInUseElsewhereGoHomeByWayOfItsUser() throws InterruptedException {
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch freed = new CountDownLatch(1);
        AtomicLong given = new AtomicLong();
        List<MemoryUsage> seen = new ArrayList<>();
        Thread user = Thread.ofPlatform()
                .start(() -> allocator.withContext(first, seen::add, () -> {
                    given.set(allocator.allocate(5_000, 8));
                    in.countDown();
                    await(freed);
                    return null;
                }));
        in.await();
        assertThat(allocator.tryGrowInPlace(given.get(), 5_000, 6_000)).isFalse();
        assertRefused(Kind.NO_MEMORY, () -> allocator.grow(given.get(), 5_000, 6_000, 8, Movement.MUST_NOT_MOVE));
        RawAccess.putLong(given.get(), 42);
        long moved = allocator.grow(given.get(), 5_000, 6_000, 8, Movement.MAY_MOVE);
        assertThat(allocator.ownerOf(moved)).isNull();
        assertThat(RawAccess.getLong(moved)).isEqualTo(42);
        allocator.free(given.get(), 5_000, 8);
        freed.countDown();
        user.join();
        allocator.free(moved, 6_000, 8);
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().inUse()).isZero();
        assertThat(first.refusedFrees())
                .as("the block had been freed by moving it")
                .isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void theHandleAllocatesGloballyWhateverIsSelected() {
        GlobalHandle handle = allocator.globalHandle();
        allocator.withContext(first, () -> {
            long block = handle.allocate(100, 8);
            assertThat(allocator.ownerOf(block)).isNull();
            block = handle.grow(block, 100, 300, 8, Movement.MAY_MOVE);
            assertThat(allocator.ownerOf(block)).isNull();
            handle.free(block, 300, 8);
            long ofContext = allocator.allocate(100, 8);
            handle.free(ofContext, 100, 8);
            return null;
        });
        assertThat(first.usage().inUse()).isZero();
        assertThat(handle.statistics().liveBlocks()).isZero();
        handle.close();
        assertThatIllegalStateException().isThrownBy(() -> handle.allocate(1, 1));
        allocator.free(allocator.allocate(1, 1), 1, 1);
    }

    @Test
    void nearMemoryHasRoomForLargeBlocksOfTheirOwn() {
        MemoryMapSource maps = LocalEngine.numaLocalSource();
        allocator.initializeThreadLocal(maps, LocalEngine.numaLocal(maps));
        allocator.enter(Selected.THREAD_LOCAL);
        long small = allocator.allocate(100, 8);
        long large = allocator.allocate((3 << 20) - 5, 8);
        allocator.check();
        assertThat(allocator.contains(large)).isTrue();
        RawAccess.putLong(large, 5);
        long larger = allocator.grow(large, (3 << 20) - 5, 40 << 20, 8, Movement.MAY_MOVE);
        allocator.check();
        assertThat(RawAccess.getLong(larger)).isEqualTo(5);
        assertThat(allocator.contains(larger + (40 << 20) - 1)).isTrue();
        long crossed = allocator.grow(small, 100, 2 << 20, 8, Movement.MAY_MOVE);
        allocator.check();
        assertRefused(Kind.INVALID_PARAMETER, () -> allocator.free(larger, 1 << 20, 8));
        assertRefused(Kind.NOT_ALLOCATED, () -> allocator.free(larger + 64, 40 << 20, 8));
        allocator.check();
        elsewhere(() -> allocator.free(larger, 40 << 20, 8));
        long own = allocator.allocate(2 << 20, 8);
        allocator.check();
        allocator.free(own, 2 << 20, 8);
        assertThat(allocator.contains(own)).isFalse();
        long shrunk = allocator.shrink(crossed, 2 << 20, 50_000, 8, Movement.MAY_MOVE);
        allocator.check();
        allocator.free(shrunk, 50_000, 8);
        assertThat(allocator.threadLocalUsage().inUse()).isZero();
        assertThat(allocator.contains(larger)).isFalse();
        allocator.enter(Selected.GLOBAL);
    }
}
