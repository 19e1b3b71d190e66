package org.allotment.core.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@code SegmentAllocator}, over an engine that knows its sizes and one that does not. */
final class SegmentViewTest {
    static Stream<Allocator> engines() {
        MemoryMapSource source = MemoryMapSource.create();
        return Stream.of(
                BumpAllocator.checked(source, 1 << 20), SlabAllocator.checked(source), SlabAllocator.trusting(source));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void segmentsHaveExactlyTheSizeAndAlignmentAskedFor(Allocator engine) {
        SegmentView view = SegmentView.of(engine);
        for (long alignment = 1; alignment <= 4_096; alignment <<= 1) {
            MemorySegment segment = view.allocate(100, alignment);
            assertThat(segment.byteSize()).isEqualTo(100);
            assertThat(segment.address() % alignment).isZero();
            assertThat(segment.isNative()).isTrue();
            assertThat(segment.isReadOnly()).isFalse();
            assertThat(segment.scope().isAlive()).isTrue();
            assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 100))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            view.free(segment, alignment);
        }
        assertThat(engine.statistics().liveBlocks()).isZero();
        engine.close();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void segmentsDoNotOverlapWhileTheyLive(Allocator engine) {
        SegmentView view = SegmentView.of(engine);
        MemorySegment[] segments = new MemorySegment[200];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = view.allocate(i + 1).fill((byte) i);
        }
        for (int i = 0; i < segments.length; i++) {
            assertThat(segments[i].get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) i);
            assertThat(segments[i].get(ValueLayout.JAVA_BYTE, i)).isEqualTo((byte) i);
            view.free(segments[i]);
        }
        assertThat(engine.statistics().liveBlocks()).isZero();
        engine.close();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theInheritedMethodsWriteTheirValues(Allocator engine) {
        SegmentView view = SegmentView.of(engine);
        assertThat(view.allocateFrom("alloté").getString(0)).isEqualTo("alloté");
        assertThat(view.allocateFrom(ValueLayout.JAVA_LONG, 1, 2, 3).get(ValueLayout.JAVA_LONG, 16))
                .isEqualTo(3);
        MemorySegment numbers = view.allocate(ValueLayout.JAVA_DOUBLE, 5);
        assertThat(numbers.byteSize()).isEqualTo(40);
        assertThat(numbers.address() % 8).isZero();
        MemoryLayout layout = MemoryLayout.structLayout(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
        assertThat(view.allocate(layout).byteSize()).isEqualTo(16);
        engine.close();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void zeroBytesAreASegmentAtTheAlignmentThatFreesToNothing(Allocator engine) {
        SegmentView view = SegmentView.of(engine);
        for (long alignment = 1; alignment <= 4_096; alignment <<= 1) {
            MemorySegment empty = view.allocate(0, alignment);
            assertThat(empty.byteSize()).isZero();
            assertThat(empty.address()).isEqualTo(alignment);
            assertThat(empty.isNative()).isTrue();
            view.free(empty);
            view.free(empty, alignment);
            view.free(empty);
        }
        assertThat(engine.statistics().liveBlocks()).isZero();
        engine.close();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void badArgumentsAreIllegalAndFullIsNoMemory(Allocator engine) {
        SegmentView view = SegmentView.of(engine);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> view.allocate(-1, 1))
                .withMessageContaining("byteSize=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> view.allocate(1, 3))
                .withMessageEndingWith("byteAlignment=3");
        assertThatIllegalArgumentException().isThrownBy(() -> view.allocate(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> view.allocate(0, -8));
        assertThatIllegalArgumentException().isThrownBy(() -> view.allocate(Long.MAX_VALUE, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> view.free(MemorySegment.ofArray(new byte[8])));
        AllocationException full = catchThrowableOfType(AllocationException.class, () -> view.allocate(1L << 50, 8));
        assertThat(full.kind()).isEqualTo(Kind.NO_MEMORY);
        assertThat(engine.statistics().liveBlocks()).isZero();
        engine.close();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void foreignSegmentsAreRefused(Allocator engine) {
        SegmentView view = SegmentView.of(engine);
        MemorySegment segment = view.allocate(64, 8);
        try (Allocator other = SlabAllocator.trusting(MemoryMapSource.create())) {
            MemorySegment foreign = SegmentView.of(other).allocate(64, 8);
            AllocationException refusal = catchThrowableOfType(AllocationException.class, () -> view.free(foreign));
            assertThat(refusal.kind()).isEqualTo(Kind.NOT_ALLOCATED);
        }
        assertThat(engine.statistics().liveBlocks()).isEqualTo(1);
        view.free(segment);
        engine.close();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aSegmentThatOutgrewItsBlockIsRefused(Allocator engine) {
        SegmentView view = SegmentView.of(engine);
        MemorySegment segment = view.allocate(64, 8);
        MemorySegment wider = RawAccess.segment(segment.address(), 1 << 20);
        assertThatThrownBy(() -> view.free(wider)).isInstanceOf(AllocationException.class);
        assertThat(engine.statistics().liveBlocks()).isEqualTo(1);
        engine.close();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void resizingKeepsContentsBoundsAndAlignment(Allocator engine) {
        SegmentView view = SegmentView.of(engine);
        MemorySegment segment = view.allocate(100, 8).fill((byte) 5);
        for (long size : new long[] {100, 101, 300, 5_000, 4_999, 200, 100}) {
            segment = view.resize(segment, size, 64, Movement.MAY_MOVE);
            assertThat(segment.byteSize()).isEqualTo(size);
            assertThat(segment.address() % 64).isZero();
            for (long i = 0; i < 100; i++) {
                assertThat(segment.get(ValueLayout.JAVA_BYTE, i)).isEqualTo((byte) 5);
            }
            assertThat(engine.statistics().liveBlocks()).isEqualTo(1);
        }
        view.free(segment);
        assertThat(engine.statistics().liveBlocks()).isZero();
        engine.close();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void badResizesChangeNothing(Allocator engine) {
        SegmentView view = SegmentView.of(engine);
        MemorySegment segment = view.allocate(100, 8);
        MemorySegment neighbour = view.allocate(100, 8);
        AllocatorStatistics before = engine.statistics();
        assertThatIllegalArgumentException().isThrownBy(() -> view.resize(segment, -1, 8, Movement.MAY_MOVE));
        assertThatIllegalArgumentException().isThrownBy(() -> view.resize(segment, 50, 3, Movement.MAY_MOVE));
        assertThatIllegalArgumentException().isThrownBy(() -> view.resize(segment, 0, 0, Movement.MAY_MOVE));
        MemorySegment onHeap = MemorySegment.ofArray(new byte[100]);
        assertThatIllegalArgumentException().isThrownBy(() -> view.resize(onHeap, 0, 8, Movement.MAY_MOVE));
        for (long size : new long[] {0, 1L << 19, 1L << 50}) {
            AllocationException refusal = catchThrowableOfType(
                    AllocationException.class, () -> view.resize(segment, size, 8, Movement.MUST_NOT_MOVE));
            assertThat(refusal.kind()).isEqualTo(Kind.NO_MEMORY);
        }
        assertThat(engine.statistics()).isEqualTo(before);
        view.free(neighbour);
        view.free(segment);
        engine.close();
    }
}
