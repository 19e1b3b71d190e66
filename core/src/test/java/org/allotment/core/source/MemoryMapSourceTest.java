package org.allotment.core.source;

import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.VirtualMemory;
import org.allotment.core.slab.SlabAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MemoryMapSourceTest {
    private final FaultyMemory memory = new FaultyMemory();
    private final MemoryMapSource source = MemoryMapSource.over(memory);

    private record Piece(long address, long byteSize) {}

    @Test
    void piecesAreAlignedAndTheRestIsUnmapped() {
        for (long alignment = 1; alignment <= 1 << 24; alignment <<= 1) {
            long piece = source.obtain(10_000, alignment);
            assertThat(piece % alignment).isZero();
            RawAccess.putLong(piece + 9_992, 7);
            assertThat(memory.mappedBytes()).isEqualTo(source.obtainedBytes());
            source.release(piece, 10_000);
            assertThat(memory.mappedBytes()).isZero();
        }
    }

    @Test
    void refusesBadRequests() {
        assertKind(Kind.INVALID_PARAMETER, () -> source.obtain(0, 1));
        assertKind(Kind.INVALID_PARAMETER, () -> source.obtain(1, 24));
        assertKind(Kind.INVALID_PARAMETER, () -> source.obtain(Long.MAX_VALUE, 1));
        assertThat(source.obtain(Long.MAX_VALUE - 1, 1)).isZero();
        assertThat(source.obtain(1L << 55, 1)).isZero();
        assertThat(source.obtain(1, 1L << 62)).isZero();
        assertThat(source.lastError()).isEqualTo(VirtualMemory.ENOMEM);
        assertThat(source.obtainedBytes()).isZero();
    }

    @Test
    void refusesToTakeBackWhatIsNotOut() {
        long piece = source.obtain(10_000, 1);
        assertKind(Kind.NOT_ALLOCATED, () -> source.release(piece + source.granularity(), 1));
        assertKind(Kind.INVALID_PARAMETER, () -> source.release(piece, 1 << 20));
        assertKind(Kind.INVALID_PARAMETER, () -> source.release(piece, 0));
        assertThat(source.obtainedBytes()).isEqualTo(memory.mappedBytes()).isPositive();
        source.release(piece, 10_000);
        assertKind(Kind.NOT_ALLOCATED, () -> source.release(piece, 10_000));
    }

    @Test
    void saysWhereItsPiecesComeFrom() {
        assertThat(MemoryMapSource.create().isMapped())
                .isEqualTo(VirtualMemory.system().isNative());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 11})
    void nothingLeaksWhenEveryKthCallFails(int every) {
        Random random = new Random(every);
        Deque<Piece> pieces = new ArrayDeque<>();
        memory.failEvery(every);
        for (int step = 0; step < 400; step++) {
            if (random.nextInt(3) > 0 || pieces.isEmpty()) {
                long bytes = 1 + random.nextLong(100_000);
                long address = source.obtain(bytes, 1L << random.nextInt(18));
                if (address != MemorySource.NONE) {
                    pieces.add(new Piece(address, bytes));
                }
            } else {
                Piece piece = pieces.remove();
                source.release(piece.address(), piece.byteSize());
            }
            assertThat(source.obtainedBytes()).isEqualTo(memory.mappedBytes());
        }
        memory.failEvery(Integer.MAX_VALUE);
        pieces.forEach(piece -> source.release(piece.address(), piece.byteSize()));
        long next = source.obtain(1, 1);
        assertThat(next).isPositive();
        source.release(next, 1);
        assertThat(source.obtainedBytes()).isZero();
        assertThat(memory.mappedBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void anAllocatorOverAFailingSourceSaysNoMemoryAndGoesOn(int every) {
        SlabAllocator slab = SlabAllocator.checked(source);
        memory.failEvery(every);
        long refused = 0;
        for (int i = 0; i < 100; i++) {
            try {
                RawAccess.putLong(slab.allocate(500_000, 1 << 16), i);
            } catch (AllocationException full) {
                assertThat(full.kind()).isEqualTo(Kind.NO_MEMORY);
                refused++;
            }
            assertThat(slab.statistics().isConserved()).isTrue();
            assertThat(slab.statistics().liveBlocks()).isEqualTo(i + 1 - refused);
        }
        assertThat(refused == 100).isEqualTo(every == 1);
        memory.failEvery(Integer.MAX_VALUE);
        assertThat(slab.allocate(500_000, 1)).isPositive();
        slab.close();
        source.release(source.obtain(1, 1), 1);
        assertThat(memory.mappedBytes()).isZero();
    }

    @Test
    void aBumpRegionThatCannotBeHadIsNoMemory() {
        memory.failEvery(1);
        assertKind(Kind.NO_MEMORY, () -> BumpAllocator.checked(source, 1 << 20));
        memory.failEvery(Integer.MAX_VALUE);
        BumpAllocator.checked(source, 1 << 20).close();
        assertThat(memory.mappedBytes()).isZero();
    }
}
