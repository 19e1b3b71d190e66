package org.allotment.core.source;

import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.BasicMemory;
import org.allotment.core.os.FaultyMemory;
import org.allotment.core.os.LowAddresses;
import org.allotment.core.os.NumaPolicy;
import org.allotment.core.os.Smaps;
import org.allotment.core.os.VirtualMemory;
import org.allotment.core.source.MappingOptions.Wish;
import org.allotment.core.source.MappingReport.Outcome;
import org.junit.jupiter.api.Test;

/** Pieces that become larger and smaller. */
final class MemoryMapGrowthTest {
    private static final long SMALL = 256 << 10;
    private static final long LARGE = 1 << 20;

    private final FaultyMemory memory = new FaultyMemory();
    private final MemoryMapSource source = MemoryMapSource.over(memory);

    @Test
    void aGrowthKeepsContentsFlagsAndPolicyWhereverThePieceGoes() {
        assumeTrue(Smaps.isSupported());
        NumaPolicy policy = NumaPolicy.of(NumaPolicy.Mode.BIND, 0);
        MemoryMapSource fussy = MemoryMapSource.over(
                memory, MappingOptions.DEFAULT.withPolicy(policy).with(Wish.EXCLUDE_FROM_DUMPS, Wish.POPULATE));
        long piece = fussy.obtain(SMALL, 1);
        assumeTrue(fussy.report(piece).isGranted());
        fill(piece, SMALL);
        for (long size = SMALL; size < 8 * LARGE; size += 300_000) {
            piece = fussy.grow(piece, size, size + 300_000, 1);
            assertThat(piece).isPositive();
            verify(piece, SMALL);
            Smaps kernel = Smaps.at(piece + size + 299_999);
            assertThat(kernel.flags()).contains("dd");
            assertThat(Smaps.residentBytes(piece, size + 300_000)).isGreaterThanOrEqualTo(size + 300_000);
            assertThat(VirtualMemory.system().policyAt(piece + size + 299_999).policy())
                    .isEqualTo(policy);
            assertThat(fussy.report(piece).isGranted()).isTrue();
            assertThat(fussy.report(piece).byteSize())
                    .isEqualTo(fussy.obtainedBytes())
                    .isEqualTo(memory.mappedBytes());
        }
        fussy.release(piece, fussy.obtainedBytes());
        assertThat(memory.mappedBytes()).isZero();
    }

    @Test
    void aGrowthThatCannotBeRemappedIsCopied() {
        memory.failAlways("remap");
        long piece = source.obtain(SMALL, 1);
        fill(piece, SMALL);
        long grown = source.grow(piece, SMALL, LARGE, 1);
        assertThat(grown).isPositive().isNotEqualTo(piece);
        verify(grown, SMALL);
        assertThat(source.obtainedBytes()).isEqualTo(memory.mappedBytes()).isEqualTo(LARGE);
        assertKind(Kind.NOT_ALLOCATED, () -> source.release(piece, SMALL));
        source.release(grown, LARGE);
    }

    @Test
    void alignmentAboveAPageSurvivesAGrowth() {
        long piece = source.obtain(SMALL, 1 << 21);
        fill(piece, SMALL);
        for (int shift = 21; shift < 26; shift++) {
            long size = source.obtainedBytes();
            piece = source.grow(piece, size, 2 * size, 1L << shift);
            assertThat(piece % (1L << shift)).isZero();
            verify(piece, SMALL);
        }
        source.release(piece, source.obtainedBytes());
        assertThat(memory.mappedBytes()).isZero();
    }

    @Test
    void aPieceThatLiesLowStaysLow() throws IOException {
        assumeTrue(LowAddresses.haveRoomFor(64 << 20), "room in the first 2 GiB");
        MemoryMapSource low = MemoryMapSource.over(memory, MappingOptions.DEFAULT.with(Wish.FIRST_2_GIB));
        long piece = low.obtain(SMALL, 1);
        assertThat(low.report(piece).isGranted()).isTrue();
        low.obtain(SMALL, 1);
        long grown = low.grow(piece, SMALL, 2 * LARGE, 1);
        assertThat(low.report(grown).isGranted()).isTrue();
        assertThat(grown + 2 * LARGE).isLessThanOrEqualTo(1L << 31);
    }

    @Test
    void aGrowthThatIsRefusedLeavesThePiece() {
        long piece = source.obtain(SMALL, 1);
        fill(piece, SMALL);
        MappingReport before = source.report(piece);
        memory.failAlways("remap", "reserve");
        assertThat(source.grow(piece, SMALL, LARGE, 1)).isZero();
        assertThat(source.tryGrowInPlace(piece, SMALL, LARGE)).isFalse();
        assertThat(source.lastError()).isEqualTo(VirtualMemory.ENOMEM);
        memory.failAlways("unmap");
        assertThat(source.tryShrinkInPlace(piece, SMALL, 1)).isFalse();
        memory.heal();
        assertThat(source.tryGrowInPlace(piece, SMALL, Long.MAX_VALUE)).isFalse();
        assertThat(source.grow(piece, SMALL, 1L << 60, 1)).isZero();
        verify(piece, SMALL);
        assertThat(source.report(piece)).isEqualTo(before);
        assertThat(source.obtainedBytes()).isEqualTo(memory.mappedBytes()).isEqualTo(SMALL);
        assertKind(Kind.INVALID_PARAMETER, () -> source.grow(piece, SMALL, SMALL - 1, 1));
        assertKind(Kind.INVALID_PARAMETER, () -> source.grow(piece, SMALL, LARGE, 3));
        assertKind(Kind.INVALID_PARAMETER, () -> source.grow(piece, LARGE, LARGE, 1));
        assertKind(Kind.INVALID_PARAMETER, () -> source.tryGrowInPlace(piece, 0, 1));
        assertKind(Kind.INVALID_PARAMETER, () -> source.tryShrinkInPlace(piece, SMALL, SMALL + 1));
        assertKind(Kind.INVALID_PARAMETER, () -> source.tryShrinkInPlace(piece, SMALL, 0));
        assertKind(Kind.NOT_ALLOCATED, () -> source.grow(piece + 4_096, 1, LARGE, 1));
        assertKind(Kind.NOT_ALLOCATED, () -> source.tryShrinkInPlace(piece + 4_096, 1, 1));
        source.release(piece, SMALL);
    }

    @Test
    void whatAGrowthCannotPopulateIsSaid() {
        MemoryMapSource eager = MemoryMapSource.over(memory, MappingOptions.DEFAULT.with(Wish.POPULATE));
        long piece = eager.obtain(SMALL, 1);
        assumeTrue(eager.report(piece).isGranted());
        memory.failAlways("POPULATE");
        long grown = eager.grow(piece, SMALL, LARGE, 1);
        assertThat(eager.report(grown).answer(Wish.POPULATE).outcome()).isEqualTo(Outcome.REFUSED);
        eager.release(grown, LARGE);
        assertThat(memory.mappedBytes()).isZero();
    }

    @Test
    void shrinkingGivesTheEndBack() {
        long piece = source.obtain(LARGE, 1);
        fill(piece, SMALL);
        assertThat(source.tryShrinkInPlace(piece, LARGE, SMALL - 1)).isTrue();
        assertThat(source.obtainedBytes()).isEqualTo(memory.mappedBytes()).isEqualTo(SMALL);
        assertThat(source.report(piece).byteSize()).isEqualTo(SMALL);
        verify(piece, SMALL);
        assertKind(Kind.INVALID_PARAMETER, () -> source.release(piece, LARGE));
        source.release(piece, SMALL);
    }

    @Test
    void aPieceWithAnEndThatDidNotGoIsNotResizedInPlace() {
        memory.failAlways("unmap");
        long piece = source.obtain(SMALL, 1 << 20);
        memory.heal();
        assumeTrue(source.obtainedBytes() > SMALL);
        assertThat(source.tryGrowInPlace(piece, SMALL, LARGE)).isFalse();
        assertThat(source.tryShrinkInPlace(piece, SMALL, 1)).isFalse();
        assertThat(source.tryGrowInPlace(piece, SMALL - 1, SMALL)).isTrue();
        source.release(piece, SMALL);
        assertThat(memory.mappedBytes()).isZero();
    }

    @Test
    void trimTriesAgain() {
        long piece = source.obtain(SMALL, 1);
        memory.failAlways("unmap");
        source.release(piece, SMALL);
        assertThat(source.trim()).isEqualTo(SMALL).isEqualTo(source.obtainedBytes());
        memory.heal();
        assertThat(source.trim()).isZero();
        assertThat(source.obtainedBytes()).isEqualTo(memory.mappedBytes()).isZero();
    }

    @Test
    void withoutSystemCallsPiecesGrowByCopying() {
        FaultyMemory basic = new FaultyMemory(new BasicMemory());
        MemoryMapSource arenas = MemoryMapSource.over(basic);
        long piece = arenas.obtain(SMALL, 1);
        fill(piece, SMALL);
        assertThat(arenas.tryGrowInPlace(piece, SMALL, LARGE)).isFalse();
        assertThat(arenas.tryShrinkInPlace(piece, SMALL, 1)).isFalse();
        long grown = arenas.grow(piece, SMALL, LARGE, 1);
        verify(grown, SMALL);
        assertThat(arenas.obtainedBytes()).isEqualTo(basic.mappedBytes()).isEqualTo(LARGE);
        arenas.release(grown, LARGE);
        assertThat(basic.mappedBytes()).isZero();
    }

    private static void fill(long address, long byteSize) {
        for (long at = 0; at < byteSize; at += 8) {
            RawAccess.putLong(address + at, at * 31);
        }
    }

    private static void verify(long address, long byteSize) {
        for (long at = 0; at < byteSize; at += 8) {
            if (RawAccess.getLong(address + at) != at * 31) {
                throw new AssertionError("contents changed, offset=" + at);
            }
        }
    }
}
