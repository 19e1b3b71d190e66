package org.allotment.core.source;

import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.allotment.core.AllocationException.Kind;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.FaultyMemory;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory that a context owns, and slices of an allocator. */
final class SmallSourcesTest {
    private static final long HEAP = 256 << 10;

    private final FaultyMemory memory = new FaultyMemory();
    private final MemoryMapSource source = MemoryMapSource.over(memory);

    @Test
    void aContextsHeapServesItsAllocatorsAndGoesBackWithIt() {
        ContextMemory heap = ContextMemory.heap(source, HEAP);
        assertThat(heap.address() % ContextMemory.HEAP_ALIGNMENT).isZero();
        assertThat(heap.end() - heap.address()).isEqualTo(HEAP).isEqualTo(heap.byteSize());
        assertThat(memory.mappedBytes()).isEqualTo(HEAP);
        BumpAllocator bump = BumpAllocator.checked(heap, HEAP);
        long block = bump.allocate(100, 8);
        assertThat(block).isBetween(heap.address(), heap.end() - 100);
        assertThatIllegalStateException().isThrownBy(heap::close).withMessageEndingWith("obtainedBytes=" + HEAP);
        RawAccess.putLong(block, 1);
        bump.close();
        heap.close();
        heap.close();
        assertThat(source.obtainedBytes()).isEqualTo(memory.mappedBytes()).isZero();
    }

    @Test
    void aClosedHeapHandsOutNothing() {
        ContextMemory heap = ContextMemory.heap(source, 4_096);
        long piece = heap.obtain(4_096, 1);
        heap.release(piece, 4_096);
        heap.close();
        assertThatIllegalStateException().isThrownBy(() -> heap.obtain(1, 1));
        assertThatIllegalStateException().isThrownBy(() -> heap.release(piece, 4_096));
        assertThatIllegalStateException().isThrownBy(heap::address);
        assertThatIllegalStateException().isThrownBy(heap::end);
    }

    @Test
    void aStackIsAlignedToALineAtBothEnds() {
        RegionSource region = new RegionSource((1L << 40) + 8, 1 << 20, 8);
        ContextMemory stack = ContextMemory.stack(region, 8_256);
        assertThat(stack.address() % ContextMemory.STACK_ALIGNMENT).isZero();
        assertThat(stack.end() % ContextMemory.STACK_ALIGNMENT).isZero();
        assertThat(stack.granularity()).isEqualTo(64);
        assertThat(region.obtainedBytes()).isEqualTo(8_256);
        stack.close();
        assertThat(region.obtainedBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -4_096, 1, 4_095, 4_097, Long.MAX_VALUE, Long.MIN_VALUE})
    void sizesOfHeapsAreWholePages(long byteSize) {
        assertKind(Kind.INVALID_PARAMETER, () -> ContextMemory.heap(source, byteSize));
        assertThat(memory.mappedBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -64, 1, 63, 65, Long.MAX_VALUE})
    void sizesOfStacksAreWholeLines(long byteSize) {
        assertKind(Kind.INVALID_PARAMETER, () -> ContextMemory.stack(source, byteSize));
        assertThat(memory.mappedBytes()).isZero();
    }

    @Test
    void aSourceThatIsEmptyIsNoMemory() {
        memory.failAlways("reserve");
        assertKind(Kind.NO_MEMORY, () -> ContextMemory.heap(source, 4_096));
        assertKind(Kind.NO_MEMORY, () -> ContextMemory.stack(source, 64));
    }

    @Test
    void oneAllocatorDividesASliceOfAnother() {
        SlabAllocator outer = SlabAllocator.checked(source);
        AllocatorSource slice = new AllocatorSource(outer, 4_096);
        TlsfAllocator inner = TlsfAllocator.create(slice, TlsfOptions.DEFAULT.growingBy(8_192));
        long[] blocks = new long[1_000];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = inner.allocate(1 + i, 16);
            RawAccess.putLong(blocks[i], i);
            assertThat(outer.contains(blocks[i])).isTrue();
            assertThat(outer.statistics().liveBlockBytes()).isEqualTo(slice.obtainedBytes());
        }
        inner.close();
        assertThat(slice.obtainedBytes()).isZero();
        assertThat(outer.statistics().liveBlocks()).isZero();
        outer.close();
        assertThat(memory.mappedBytes()).isZero();
    }

    @Test
    void piecesOfASliceAreRoundedAndAligned() {
        SlabAllocator outer = SlabAllocator.checked(source);
        AllocatorSource slice = new AllocatorSource(outer, 512);
        long piece = slice.obtain(513, 1);
        assertThat(piece % 512).isZero();
        assertThat(slice.obtainedBytes()).isEqualTo(1_024);
        assertThat(slice.obtain(1, 1 << 14) % (1 << 14)).isZero();
        slice.release(piece, 600);
        assertThat(slice.obtainedBytes()).isEqualTo(512);
    }

    @Test
    void aSliceRefusesWhatIsNotOutAndChangesNothing() {
        SlabAllocator outer = SlabAllocator.checked(source);
        AllocatorSource slice = new AllocatorSource(outer, 4_096);
        long foreign = outer.allocate(4_096, 4_096);
        long piece = slice.obtain(8_192, 1);
        AllocatorStatistics before = outer.statistics();
        assertKind(Kind.NOT_ALLOCATED, () -> slice.release(foreign, 4_096));
        assertKind(Kind.NOT_ALLOCATED, () -> slice.release(piece + 4_096, 4_096));
        assertKind(Kind.INVALID_PARAMETER, () -> slice.release(piece, 4_096));
        assertKind(Kind.INVALID_PARAMETER, () -> slice.release(piece, 8_193));
        assertKind(Kind.INVALID_PARAMETER, () -> slice.release(piece, -1));
        assertKind(Kind.INVALID_PARAMETER, () -> slice.obtain(0, 1));
        assertKind(Kind.INVALID_PARAMETER, () -> slice.obtain(1, 3));
        assertKind(Kind.INVALID_PARAMETER, () -> slice.obtain(Long.MAX_VALUE - 1, 1));
        assertKind(Kind.INVALID_PARAMETER, () -> new AllocatorSource(outer, 3));
        assertThat(slice.obtain(1L << 45, 1)).isZero();
        assertThat(outer.statistics().liveBlocks()).isEqualTo(before.liveBlocks());
        slice.release(piece, 8_192);
        assertKind(Kind.NOT_ALLOCATED, () -> slice.release(piece, 8_192));
        assertThat(slice.obtainedBytes()).isZero();
    }
}
