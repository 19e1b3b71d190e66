package org.allotment.core.source;

import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.buddy.BuddyAllocator;
import org.allotment.core.buddy.BuddyOptions;
import org.junit.jupiter.api.Test;

final class RegionSourceTest {
    /** Nothing touches the memory, so any address will do. */
    private final RegionSource source = new RegionSource(1L << 40, 1 << 20, 4_096);

    @Test
    void dividesTheRegionAndMergesWhatComesBack() {
        Random random = new Random(5);
        for (int round = 0; round < 20; round++) {
            List<Long> pieces = new ArrayList<>();
            for (long piece = source.obtain(10_000, 1); piece != 0; piece = source.obtain(10_000, 1)) {
                pieces.add(piece);
            }
            assertThat(pieces).hasSize((1 << 20) / 12_288).doesNotHaveDuplicates();
            assertThat(source.obtainedBytes()).isEqualTo(pieces.size() * 12_288L);
            Collections.shuffle(pieces, random);
            pieces.forEach(piece -> source.release(piece, 10_000));
            assertThat(source.obtainedBytes()).isZero();
            long whole = source.obtain(1 << 20, 1);
            assertThat(whole).isEqualTo(1L << 40);
            source.release(whole, 1 << 20);
        }
    }

    @Test
    void alignsPiecesAndKeepsTheGapUsable() {
        RegionSource odd = new RegionSource((1L << 40) + 4_096, 1 << 20, 4_096);
        long aligned = odd.obtain(4_096, 1 << 16);
        assertThat(aligned % (1 << 16)).isZero();
        assertThat(odd.obtain(15 * 4_096, 1)).isEqualTo((1L << 40) + 4_096);
    }

    @Test
    void trimsARegionThatDoesNotStartAtAUnit() {
        RegionSource odd = new RegionSource((1L << 40) + 5, 3 * 4_096, 4_096);
        assertThat(odd.obtain(2 * 4_096, 1)).isEqualTo((1L << 40) + 4_096);
        assertThat(odd.obtain(1, 1)).isZero();
    }

    @Test
    void refusesBadRegionsAndRequests() {
        assertKind(Kind.INVALID_PARAMETER, () -> new RegionSource(0, 4_096, 4_096));
        assertKind(Kind.INVALID_PARAMETER, () -> new RegionSource(4_096, 0, 4_096));
        assertKind(Kind.INVALID_PARAMETER, () -> new RegionSource(4_096, 4_096, 1_000));
        assertKind(Kind.INVALID_PARAMETER, () -> new RegionSource(1, 4_097, 4_096));
        assertKind(Kind.INVALID_PARAMETER, () -> new RegionSource(1L << 62, 1L << 62, 4_096));
        assertKind(Kind.INVALID_PARAMETER, () -> source.obtain(0, 1));
        assertKind(Kind.INVALID_PARAMETER, () -> source.obtain(1, 3));
        assertKind(Kind.INVALID_PARAMETER, () -> source.obtain(Long.MAX_VALUE, 1));
        assertThat(source.obtain(Long.MAX_VALUE - 4_096, 1)).isZero();
        assertThat(source.obtain(1, 1L << 62)).isZero();
    }

    @Test
    void refusesToTakeBackWhatIsNotOut() {
        long piece = source.obtain(10_000, 1);
        assertKind(Kind.NOT_ALLOCATED, () -> source.release(piece + 4_096, 4_096));
        assertKind(Kind.INVALID_PARAMETER, () -> source.release(piece, 8_192));
        assertKind(Kind.INVALID_PARAMETER, () -> source.release(piece, 12_289));
        source.release(piece, 12_288);
        assertKind(Kind.NOT_ALLOCATED, () -> source.release(piece, 12_288));
    }

    @Test
    void aPieceGrowsOverTheHoleBehindIt() {
        growsOverTheHoleBehindIt(source);
    }

    @Test
    void handlesAndSlicesGrowPiecesAsWhatTheyStandOn() {
        RegionSource below = new RegionSource(1L << 40, 1 << 20, 4_096);
        try (CountedSource handle = CountedSource.shared(below, () -> {})) {
            growsOverTheHoleBehindIt(handle);
            long left = handle.obtain(4_096, 1);
            assertThat(handle.tryGrowInPlace(left, 4_096, 8_192)).isTrue();
            assertKind(Kind.NOT_ALLOCATED, () -> handle.tryGrowInPlace(left + 4_096, 4_096, 8_192));
        }
        assertThat(below.obtainedBytes()).isZero();
        BuddyAllocator buddies = BuddyAllocator.over(1L << 40, 1 << 20, BuddyOptions.DEFAULT);
        AllocatorSource slices = new AllocatorSource(buddies, 4_096);
        long slice = slices.obtain(4_096, 1);
        assertThat(slices.tryGrowInPlace(slice, 4_096, 16_384)).isTrue();
        assertThat(slices.obtainedBytes()).isEqualTo(16_384);
        assertThat(slices.tryGrowInPlace(slice, 16_384, 2 << 20)).isFalse();
        assertKind(Kind.INVALID_PARAMETER, () -> slices.tryGrowInPlace(slice, 4_096, 16_384));
        slices.release(slice, 16_384);
        assertThat(buddies.statistics().liveBlocks()).isZero();
    }

    @Test
    void theEmptySourceNeverHasAnything() {
        assertThat(MemorySource.EMPTY.obtain(1, 1)).isEqualTo(MemorySource.NONE);
        assertThat(MemorySource.EMPTY.obtainedBytes()).isZero();
        assertKind(Kind.NOT_ALLOCATED, () -> MemorySource.EMPTY.release(4_096, 4_096));
        assertKind(Kind.INVALID_PARAMETER, () -> MemorySource.EMPTY.obtain(0, 1));
    }

    private static void growsOverTheHoleBehindIt(MemorySource from) {
        long piece = from.obtain(10_000, 1);
        long next = from.obtain(4_096, 1);
        assertThat(from.tryGrowInPlace(piece, 10_000, 12_288)).isTrue();
        assertThat(from.tryGrowInPlace(piece, 12_288, 12_289)).isFalse();
        from.release(next, 4_096);
        long rest = (1 << 20) - 12_288;
        assertThat(from.tryGrowInPlace(piece, 12_288, 12_288 + rest + 1)).isFalse();
        assertThat(from.obtainedBytes()).isEqualTo(12_288);
        assertThat(from.tryGrowInPlace(piece, 12_288, 20_000)).isTrue();
        assertThat(from.obtainedBytes()).isEqualTo(20_480);
        assertKind(Kind.INVALID_PARAMETER, () -> from.tryGrowInPlace(piece, 12_288, 30_000));
        assertKind(Kind.INVALID_PARAMETER, () -> from.tryGrowInPlace(piece, 20_480, 20_000));
        assertKind(Kind.NOT_ALLOCATED, () -> from.tryGrowInPlace(next, 4_096, 8_192));
        assertThat(from.tryGrowInPlace(piece, 20_480, 1 << 20)).isTrue();
        assertThat(from.obtain(1, 1)).isEqualTo(MemorySource.NONE);
        from.release(piece, 1 << 20);
        assertThat(from.obtainedBytes()).isZero();
    }

    @Test
    void refusesSegmentsOnTheJavaHeapAndClosedOnes() {
        assertKind(Kind.INVALID_PARAMETER, () -> RegionSource.of(MemorySegment.ofArray(new byte[8_192])));
        Arena arena = Arena.ofConfined();
        RegionSource closing = RegionSource.of(arena.allocate(8_192, 4_096));
        assertThat(closing.obtain(1, 1)).isNotZero();
        arena.close();
        assertThatIllegalStateException().isThrownBy(() -> closing.obtain(1, 1));
    }
}
