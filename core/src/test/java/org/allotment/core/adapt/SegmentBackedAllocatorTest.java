package org.allotment.core.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.junit.jupiter.api.Test;

/** Sources of every kind behind the adaptor, and what it says to those that misbehave. */
final class SegmentBackedAllocatorTest {
    private static Kind kindOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(AllocationException.class, call).kind();
    }

    @Test
    void memoryOfAnAutomaticArenaIsUsableForAsLongAsTheBlockLives() {
        try (SegmentBackedAllocator allocator = SegmentBackedAllocator.checked(Arena.ofAuto(), 1 << 20)) {
            long address = allocator.allocate(1_000, 256);
            assertThat(address % 256).isZero();
            long grown = allocator.grow(address, 1_000, 3_000, 8, Movement.MAY_MOVE);
            allocator.free(grown);
            assertThat(allocator.statistics().liveBlocks()).isZero();
            assertThat(allocator.statistics().lostBytes()).isEqualTo(4_000);
            assertThat(allocator.statistics().isConserved()).isTrue();
        }
    }

    @Test
    void eachSegmentIsReleasedOnceAndAsTheSourceMadeIt() {
        List<MemorySegment> released = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            SegmentBackedAllocator allocator = SegmentBackedAllocator.checked(arena, released::add, 10_000);
            long first = allocator.allocate(100, 8);
            long second = allocator.allocate(200, 8);
            long third = allocator.allocate(300, 8);
            allocator.tryShrinkInPlace(second, 200, 50);
            allocator.free(first, 100, 8);
            allocator.free(second, 50, 8);
            assertThat(released).extracting(MemorySegment::address).containsExactly(first, second);
            assertThat(released).extracting(MemorySegment::byteSize).containsExactly(100L, 200L);
            allocator.close();
            allocator.close();
            assertThat(released).extracting(MemorySegment::address).containsExactly(first, second, third);
        }
    }

    @Test
    void aSegmentThatBreaksTheContractIsReleasedToo() {
        List<MemorySegment> released = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment odd = arena.allocate(128, 8).asSlice(1, 100);
            SegmentBackedAllocator allocator =
                    SegmentBackedAllocator.checked((size, alignment) -> odd, released::add, 10_000);
            assertThat(kindOf(() -> allocator.allocate(64, 64))).isEqualTo(Kind.INVALID_PARAMETER);
            assertThat(released).containsExactly(odd);
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
    }

    @Test
    void aMoveWhoseCopyFailsLeavesTheBlockAlone() {
        try (Arena second = Arena.ofConfined()) {
            Arena first = Arena.ofConfined();
            SegmentAllocator[] source = {first};
            SegmentBackedAllocator allocator = SegmentBackedAllocator.checked(
                    (size, alignment) -> source[0].allocate(size, alignment), segment -> {}, 10_000);
            long block = allocator.allocate(100, 8);
            first.close();
            source[0] = second;
            assertThat(catchThrowable(() -> allocator.grow(block, 100, 200, 8, Movement.MAY_MOVE)))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(allocator.statistics().liveBlocks()).isEqualTo(1);
            assertThat(allocator.usableSize(block)).isEqualTo(100);
            allocator.blocks.check();
        }
    }

    @Test
    void theLimitCountsForgottenBytesUntilTheRestart() {
        try (Arena arena = Arena.ofConfined();
                SegmentBackedAllocator allocator = SegmentBackedAllocator.checked(arena, 1_000)) {
            long address = allocator.allocate(600, 8);
            allocator.free(address);
            assertThat(allocator.tryAllocate(401, 8)).isEqualTo(Allocator.NULL);
            assertThat(kindOf(() -> allocator.allocate(401, 8))).isEqualTo(Kind.NO_MEMORY);
            allocator.allocate(400, 8);
            allocator.restart(arena);
            assertThat(allocator.statistics().sourceBytes()).isZero();
            allocator.allocate(1_000, 8);
        }
    }

    @Test
    void aSourceThatHandsOutALiveBlockAgainIsAnOverlap() {
        try (Arena arena = Arena.ofConfined()) {
            SegmentAllocator prefix = SegmentAllocator.prefixAllocator(arena.allocate(100, 8));
            SegmentBackedAllocator allocator = SegmentBackedAllocator.checked(prefix, Long.MAX_VALUE);
            long address = allocator.allocate(10, 1);
            AllocatorStatistics before = allocator.statistics();
            assertThat(kindOf(() -> allocator.allocate(20, 1))).isEqualTo(Kind.MEMORY_OVERLAP);
            assertThat(kindOf(() -> allocator.grow(address, 10, 20, 1, Movement.MAY_MOVE)))
                    .isEqualTo(Kind.MEMORY_OVERLAP);
            assertThat(allocator.statistics()).isEqualTo(before);
            allocator.blocks.check();
        }
    }

    @Test
    void heapMemoryAndBrokenSourcesAreBadParameters() {
        SegmentBackedAllocator onHeap = SegmentBackedAllocator.checked(
                (size, alignment) -> MemorySegment.ofArray(new long[(int) size]), Long.MAX_VALUE);
        assertThat(kindOf(() -> onHeap.allocate(8, 8))).isEqualTo(Kind.INVALID_PARAMETER);
        try (Arena arena = Arena.ofConfined()) {
            SegmentBackedAllocator tooSmall = SegmentBackedAllocator.checked(
                    (size, alignment) -> arena.allocate(size - 1, alignment), Long.MAX_VALUE);
            assertThat(kindOf(() -> tooSmall.allocate(8, 8))).isEqualTo(Kind.INVALID_PARAMETER);
            SegmentBackedAllocator misaligned = SegmentBackedAllocator.checked(
                    (size, alignment) -> arena.allocate(size + 1, 64).asSlice(1), Long.MAX_VALUE);
            assertThat(kindOf(() -> misaligned.allocate(8, 8))).isEqualTo(Kind.INVALID_PARAMETER);
            assertThat(misaligned.statistics().liveBlocks()).isZero();
        }
        for (long limit : new long[] {0, -1}) {
            assertThat(kindOf(() -> SegmentBackedAllocator.checked(Arena.global(), limit)))
                    .isEqualTo(Kind.INVALID_PARAMETER);
        }
    }

    @Test
    void anExhaustedSourceIsNoMemory() {
        try (Arena arena = Arena.ofConfined()) {
            SegmentAllocator slices = SegmentAllocator.slicingAllocator(arena.allocate(1_000, 8));
            SegmentBackedAllocator allocator = SegmentBackedAllocator.checked(slices, Long.MAX_VALUE);
            long address = allocator.allocate(900, 8);
            AllocatorStatistics before = allocator.statistics();
            assertThat(allocator.tryAllocate(200, 8)).isEqualTo(Allocator.NULL);
            assertThat(kindOf(() -> allocator.allocate(200, 8))).isEqualTo(Kind.NO_MEMORY);
            assertThat(kindOf(() -> allocator.grow(address, 900, 2_000, 8, Movement.MAY_MOVE)))
                    .isEqualTo(Kind.NO_MEMORY);
            assertThat(allocator.statistics()).isEqualTo(before);
        }
    }

    @Test
    void aClosedArenaBelowSpeaksForItself() {
        Arena arena = Arena.ofConfined();
        SegmentBackedAllocator allocator = SegmentBackedAllocator.checked(arena, Long.MAX_VALUE);
        long address = allocator.allocate(64, 8);
        arena.close();
        assertThatIllegalStateException().isThrownBy(() -> allocator.allocate(64, 8));
        assertThatIllegalStateException().isThrownBy(() -> allocator.grow(address, 64, 128, 8, Movement.MAY_MOVE));
        assertThat(allocator.statistics().liveBlocks()).isEqualTo(1);
        allocator.free(address);
        allocator.close();
        assertThatIllegalStateException().isThrownBy(() -> allocator.restart(Arena.global()));
    }

    @Test
    void aReleaseThatThrowsLeavesTheBlock() {
        try (Arena arena = Arena.ofConfined()) {
            boolean[] broken = {true};
            SegmentBackedAllocator allocator = SegmentBackedAllocator.checked(
                    arena,
                    segment -> {
                        if (broken[0]) {
                            throw new IllegalArgumentException("no, size=" + segment.byteSize());
                        }
                    },
                    Long.MAX_VALUE);
            long address = allocator.allocate(64, 8);
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> allocator.free(address));
            assertThat(allocator.statistics().liveBlocks()).isEqualTo(1);
            broken[0] = false;
            allocator.free(address);
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
    }

    @Test
    void closingGoesOnBehindAReleaseThatThrows() {
        try (Arena arena = Arena.ofConfined()) {
            List<Long> offered = new ArrayList<>();
            SegmentBackedAllocator allocator = refusing(arena, offered);
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(allocator::close)
                    .satisfies(first -> assertThat(first.getSuppressed()).hasSize(1));
            assertThat(offered).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
            assertThatIllegalStateException().isThrownBy(() -> allocator.allocate(1, 1));
            allocator.close();
            assertThat(offered).hasSize(5);
        }
    }

    @Test
    void aRestartThatIsRefusedKeepsWhatWasRefused() {
        try (Arena arena = Arena.ofConfined()) {
            List<Long> offered = new ArrayList<>();
            SegmentBackedAllocator allocator = refusing(arena, offered);
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> allocator.restart(arena));
            assertThat(offered).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
            assertThat(allocator.statistics().liveBlocks()).isEqualTo(2);
            assertThat(allocator.statistics().liveBlockBytes()).isEqualTo(2 + 4);
            allocator.free(allocator.allocate(7, 1));
        }
    }

    /** With blocks of 1 to 5 bytes, of which nobody takes 2 and 4 back. */
    private static SegmentBackedAllocator refusing(Arena arena, List<Long> offered) {
        SegmentBackedAllocator allocator = SegmentBackedAllocator.checked(
                arena,
                segment -> {
                    offered.add(segment.byteSize());
                    if (segment.byteSize() % 2 == 0) {
                        throw new IllegalArgumentException("no, size=" + segment.byteSize());
                    }
                },
                Long.MAX_VALUE);
        for (int size = 1; size <= 5; size++) {
            allocator.allocate(size, 1);
        }
        return allocator;
    }
}
