package org.allotment.core.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.concurrent.QueuedLock;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.RegionSource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose handle ends what, and which threads may. */
final class AllocatorHandleTest {
    private static SlabAllocator slab() {
        return SlabAllocator.checked(MemoryMapSource.create());
    }

    private static SizeAwareHandle first(SlabAllocator slab, boolean shared) {
        return shared ? SizeAwareHandle.shared(slab, new SpinLock()) : SizeAwareHandle.confined(slab);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theAllocatorEndsWithItsLastHandleInWhateverOrder(boolean shared) {
        for (int last = 0; last < 3; last++) {
            SlabAllocator slab = slab();
            List<SizeAwareHandle> handles = new ArrayList<>();
            handles.add(first(slab, shared));
            handles.add(handles.getFirst().share());
            handles.add(handles.getLast().share());
            SizeAwareHandle survivor = handles.remove(last);
            handles.forEach(SizeAwareHandle::close);
            assertThat(survivor.handles()).isEqualTo(1);
            survivor.free(survivor.allocate(64, 8));
            assertThat(slab.statistics().liveBlocks()).isZero();
            survivor.close();
            assertThatIllegalStateException().isThrownBy(slab::statistics);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anyHandleFreesWhatAnotherAllocated(boolean shared) {
        SlabAllocator slab = slab();
        try (SizeAwareHandle one = first(slab, shared);
                SizeAwareHandle other = one.share()) {
            long address = one.allocate(64, 8);
            assertThat(other.usableSize(address)).isGreaterThanOrEqualTo(64);
            other.free(address, 64, 8);
            assertThat(one.statistics().liveBlocks()).isZero();
        }
        assertThatIllegalStateException().isThrownBy(slab::statistics);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClosedHandleIsAnIllegalStateWhileOthersGoOn(boolean shared) {
        try (SizeAwareHandle open = first(slab(), shared)) {
            SizeAwareHandle closed = open.share();
            long address = closed.allocate(64, 8);
            closed.close();
            closed.close();
            assertThat(open.handles()).isEqualTo(1);
            assertThatIllegalStateException().isThrownBy(() -> closed.allocate(64, 8));
            assertThatIllegalStateException().isThrownBy(() -> closed.free(address));
            assertThatIllegalStateException().isThrownBy(() -> closed.free(address, 64, 8));
            assertThatIllegalStateException().isThrownBy(() -> closed.usableSize(address));
            assertThatIllegalStateException().isThrownBy(() -> closed.contains(address));
            assertThatIllegalStateException().isThrownBy(closed::statistics);
            assertThatIllegalStateException().isThrownBy(closed::share);
            assertThatIllegalStateException().isThrownBy(closed::handles);
            assertThatIllegalStateException().isThrownBy(() -> closed.tie(Arena.ofAuto()));
            assertThat(open.statistics().liveBlocks()).isEqualTo(1);
            open.free(address);
        }
    }

    @Test
    void aConfinedHandleRefusesOtherThreads() throws Exception {
        try (AllocatorHandle handle = AllocatorHandle.confined(BumpAllocator.checked(MemoryMapSource.create(), 4_096));
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            long address = handle.allocate(64, 8);
            List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> calls = List.of(
                    () -> handle.allocate(8, 8),
                    () -> handle.free(address, 64, 8),
                    handle::statistics,
                    handle::share,
                    handle::handles,
                    handle::close);
            for (var call : calls) {
                assertThat(other.submit(() -> catchThrowable(call)).get())
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageMatching(".*owner=\\d+, caller=\\d+");
            }
            assertThat(handle.handles()).isEqualTo(1);
            assertThat(handle.statistics().liveBlocks()).isEqualTo(1);
        }
    }

    @Test
    void sharedHandlesBearManyThreadsThatShareAndCloseThem() throws Exception {
        TlsfAllocator tlsf = TlsfAllocator.create(MemoryMapSource.create(), TlsfOptions.DEFAULT.withoutOwner());
        try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
            List<Future<?>> ends = new ArrayList<>();
            try (SizeAwareHandle first = SizeAwareHandle.shared(tlsf, new QueuedLock())) {
                for (int worker = 0; worker < 8; worker++) {
                    SizeAwareHandle own = first.share();
                    ends.add(workers.submit(() -> churn(own)));
                }
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
        assertThatIllegalStateException().isThrownBy(tlsf::statistics);
    }

    private static void churn(SizeAwareHandle own) {
        try (own) {
            for (int round = 0; round < 200; round++) {
                try (SizeAwareHandle another = own.share()) {
                    long[] blocks = new long[20];
                    for (int i = 0; i < blocks.length; i++) {
                        blocks[i] = own.allocate(1 + ThreadLocalRandom.current().nextInt(500), 8);
                    }
                    for (long block : blocks) {
                        another.free(block);
                    }
                }
            }
        }
    }

    @Test
    void theTiedArenaIsClosedAfterTheAllocatorEvenIfThatFails() {
        Arena arena = Arena.ofShared();
        RegionSource region = RegionSource.of(arena.allocate(1 << 16, 4_096));
        AllocatorHandle handle = AllocatorHandle.shared(SlabAllocator.checked(region), new SpinLock());
        AllocatorHandle other = handle.share();
        handle.tie(arena);
        assertThatIllegalStateException().isThrownBy(() -> other.tie(Arena.ofAuto()));
        other.allocate(100, 8);
        handle.close();
        assertThat(arena.scope().isAlive()).isTrue();
        other.close();
        assertThat(arena.scope().isAlive()).isFalse();
        assertThat(region.obtainedBytes()).isZero();
    }

    @Test
    void handlesOfSizedAllocatorsAreSizedOnly() {
        try (AllocatorHandle first = AllocatorHandle.confined(BumpAllocator.checked(MemoryMapSource.create(), 4_096));
                AllocatorHandle handle = first.share()) {
            assertThat(handle).isNotInstanceOf(SizeAwareHandle.class);
            assertThat(handle.handles()).isEqualTo(2);
        }
        try (Arena arena = Arena.ofConfined();
                SizeAwareHandle handle = SizeAwareHandle.confined(
                        TlsfAllocator.over(arena.allocate(1 << 16, 64).address(), 1 << 16, TlsfOptions.DEFAULT))) {
            assertThat(handle.usableSize(handle.allocate(10, 8))).isGreaterThanOrEqualTo(10);
        }
    }
}
