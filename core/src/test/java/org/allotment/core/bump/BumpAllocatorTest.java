package org.allotment.core.bump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.source.MemoryMapSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BumpAllocatorTest {
    private final MemoryMapSource source = MemoryMapSource.create();
    private final BumpAllocator bump = BumpAllocator.checked(source, 4_096);
    private final long base = bump.allocate(1, 1);

    BumpAllocatorTest() {
        bump.reset();
    }

    @AfterEach
    void walkTheInvariantsAndGiveTheRegionBack() {
        BumpCheck.check(bump);
        bump.close();
        assertThat(source.obtainedBytes()).isZero();
    }

    @Test
    void theExampleOfThePackageAddsUp() {
        long first = bump.allocate(100, 8);
        long second = bump.allocate(24, 64);
        bump.allocate(40, 8);
        bump.free(second, 24, 64);
        assertThat(first).isEqualTo(base);
        assertThat(second).isEqualTo(base + 128);
        assertThat(bump.statistics().liveBlockBytes()).isEqualTo(140);
        assertThat(bump.statistics().lostBytes()).isEqualTo(52);
        assertThat(bump.statistics().freeBytes()).isEqualTo(3_904);
        assertThat(bump.statistics().sourceBytes()).isEqualTo(4_096);
    }

    @Test
    void freeingTheMostRecentBlockGivesItsGapBackToo() {
        bump.allocate(1, 1);
        long aligned = bump.allocate(10, 1_024);
        bump.free(aligned, 10, 1_024);
        assertThat(bump.statistics().lostBytes()).isZero();
        assertThat(bump.allocate(1, 1)).isEqualTo(base + 1);
    }

    @Test
    void freesInReverseOrderTakeEverythingBack() {
        long[] blocks = new long[20];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = bump.allocate(32, 8);
        }
        for (int i = blocks.length - 1; i >= 0; i--) {
            bump.free(blocks[i], 32, 8);
            assertThat(bump.statistics().freeBytes()).isEqualTo(4_096 - 32L * i);
        }
    }

    @Test
    void buriedBlocksAreLostUntilReset() {
        long first = bump.allocate(50, 1);
        bump.allocate(50, 1);
        bump.free(first, 50, 1);
        assertThat(bump.statistics().lostBytes()).isEqualTo(50);
        bump.reset();
        assertThat(bump.statistics().lostBytes()).isZero();
        assertThat(bump.statistics().freeBytes()).isEqualTo(4_096);
    }

    @Test
    void fillsItsRegionToTheLastByte() {
        assertThat(bump.allocate(4_095, 1)).isEqualTo(base);
        assertThat(bump.allocate(1, 1)).isEqualTo(base + 4_095);
        assertThat(bump.tryAllocate(1, 1)).isZero();
    }

    @Test
    void theMostRecentBlockGrowsAndShrinksWhereItIs() {
        long first = bump.allocate(10, 1);
        long last = bump.allocate(10, 1);
        assertThat(bump.tryGrowInPlace(first, 10, 11)).isFalse();
        assertThat(bump.tryGrowInPlace(last, 10, 4_086)).isTrue();
        assertThat(bump.statistics().freeBytes()).isZero();
        assertThat(bump.tryShrinkInPlace(last, 4_086, 1)).isTrue();
        assertThat(bump.statistics().freeBytes()).isEqualTo(4_085);
    }

    @Test
    void aMarkFreesEverythingSinceAndKeepsEverythingBefore() {
        long before = bump.allocate(100, 4);
        long mark = bump.mark();
        bump.allocate(200, 4);
        long inner = bump.mark();
        bump.allocate(300, 4);
        bump.free(before, 100, 4);
        BumpCheck.check(bump);
        bump.reset(inner);
        assertThat(bump.statistics().liveBlockBytes()).isEqualTo(200);
        bump.reset(mark);
        assertThat(bump.statistics().liveBlocks()).isZero();
        assertThat(bump.statistics().lostBytes()).isEqualTo(100);
        assertThat(bump.allocate(1, 1)).isEqualTo(base + 100);
    }

    @Test
    void anOuterMarkTakesTheInnerOnesWithIt() {
        long outer = bump.mark();
        bump.allocate(10, 1);
        long inner = bump.mark();
        bump.allocate(10, 1);
        bump.reset(outer);
        assertThat(bump.statistics().freeBytes()).isEqualTo(4_096);
        assertThatIllegalStateException().isThrownBy(() -> bump.reset(inner)).withMessageEndingWith("mark=" + inner);
        assertThatIllegalStateException().isThrownBy(() -> bump.reset(outer));
        assertThatIllegalStateException().isThrownBy(() -> bump.reset(0));
    }

    @Test
    void topNeverMovesBelowAMark() {
        long block = bump.allocate(10, 1);
        long mark = bump.mark();
        assertThat(bump.tryGrowInPlace(block, 10, 20)).isFalse();
        bump.free(block, 10, 1);
        assertRefusedUnchanged(Kind.NOT_ALLOCATED, () -> bump.tryGrowInPlace(block, 10, 20));
        assertThat(bump.allocate(10, 1)).isEqualTo(base + 10);
        bump.reset(mark);
        assertThat(bump.statistics().freeBytes()).isEqualTo(4_086);
    }

    @Test
    void marksGrowWithoutBound() {
        long[] serials = new long[100];
        for (int i = 0; i < serials.length; i++) {
            bump.allocate(3, 1);
            serials[i] = bump.mark();
        }
        assertThat(bump.statistics().liveBlocks()).isEqualTo(100);
        bump.reset(serials[50]);
        assertThat(bump.statistics().liveBlocks()).isEqualTo(51);
    }

    @Test
    void aFreeThatWouldMakeTheCountsImpossibleIsRefused() {
        long block = bump.allocate(10, 1);
        bump.allocate(10, 1);
        assertThatThrownBy(() -> bump.free(block, 20, 1)).isInstanceOf(AllocationException.class);
        bump.free(block, 10, 1);
        assertThatThrownBy(() -> bump.tryShrinkInPlace(block, 20, 1)).isInstanceOf(AllocationException.class);
    }

    @Test
    void aRefusedMoveHasNotAllocated() {
        bump.allocate(10, 1);
        bump.allocate(10, 1);
        bump.allocate(10, 1);
        assertRefusedUnchanged(Kind.INVALID_PARAMETER, () -> bump.shrink(base + 1, 29, 1, 1_024, Movement.MAY_MOVE));
        assertRefusedUnchanged(Kind.INVALID_PARAMETER, () -> bump.grow(base + 1, 29, 30, 2_048, Movement.MAY_MOVE));
    }

    @Test
    void aRefusedMoveOfAStaleBlockHasNotAllocated() {
        long first = bump.allocate(10, 1);
        long second = bump.allocate(10, 1);
        bump.free(first, 10, 1);
        bump.free(second, 10, 1);
        assertRefusedUnchanged(Kind.NOT_ALLOCATED, () -> bump.grow(first + 1, 9, 100, 2_048, Movement.MAY_MOVE));
    }

    @Test
    void aRefusedMoveOfAStaleBlockBelowAMarkHasNotAllocated() {
        long below = bump.allocate(10, 1);
        bump.mark();
        bump.allocate(10, 1);
        bump.free(below, 10, 1);
        assertRefusedUnchanged(Kind.NOT_ALLOCATED, () -> bump.grow(below, 10, 100, 8, Movement.MAY_MOVE));
        assertRefusedUnchanged(Kind.NOT_ALLOCATED, () -> bump.shrink(below + 1, 9, 1, 2_048, Movement.MAY_MOVE));
    }

    @Test
    void whatIsNoLongerLiveIsNotResized() {
        long first = bump.allocate(10, 1);
        long second = bump.allocate(10, 1);
        bump.free(first, 10, 1);
        bump.free(second, 10, 1);
        for (long newSize : new long[] {10, 100}) {
            assertRefusedUnchanged(Kind.NOT_ALLOCATED, () -> bump.tryGrowInPlace(first, 10, newSize));
        }
        for (long newSize : new long[] {10, 1}) {
            assertRefusedUnchanged(Kind.NOT_ALLOCATED, () -> bump.tryShrinkInPlace(first, 10, newSize));
        }
    }

    @Test
    void noBlockReachesIntoTheMostRecentOne() {
        long first = bump.allocate(10, 1);
        bump.allocate(100, 1);
        assertRefusedUnchanged(Kind.INVALID_PARAMETER, () -> bump.tryShrinkInPlace(first + 5, 105, 1));
        assertRefusedUnchanged(Kind.INVALID_PARAMETER, () -> bump.tryGrowInPlace(first + 5, 105, 200));
        assertRefusedUnchanged(Kind.INVALID_PARAMETER, () -> bump.free(first + 5, 105, 1));
    }

    @Test
    void aLiveBlockWithASizePastTopIsAMismatchAndAnAddressOutsideIsNotAllocated() {
        long first = bump.allocate(10, 1);
        long last = bump.allocate(10, 1);
        for (long tooLarge : new long[] {21, 4_096, Long.MAX_VALUE - 1}) {
            assertRefusedUnchanged(Kind.INVALID_PARAMETER, () -> bump.free(first, tooLarge, 1));
            assertRefusedUnchanged(Kind.INVALID_PARAMETER, () -> bump.free(last, tooLarge, 1));
            assertRefusedUnchanged(Kind.INVALID_PARAMETER, () -> bump.tryGrowInPlace(last, tooLarge, tooLarge));
        }
        for (long outside : new long[] {base - 1, base + 20, base + 4_095, base + 4_096}) {
            assertRefusedUnchanged(Kind.NOT_ALLOCATED, () -> bump.free(outside, 10, 1));
            assertRefusedUnchanged(Kind.NOT_ALLOCATED, () -> bump.tryShrinkInPlace(outside, 10, 1));
        }
    }

    private void assertRefusedUnchanged(Kind kind, ThrowingCallable call) {
        AllocatorStatistics before = bump.statistics();
        AllocationException refusal = catchThrowableOfType(AllocationException.class, call);
        assertThat(refusal).as("the call must be refused as %s", kind).isNotNull();
        assertThat(bump.statistics()).isEqualTo(before);
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        BumpCheck.check(bump);
    }

    @Test
    void growingTheMostRecentBlockDoesNotCopy() {
        long block = bump.allocate(10, 8);
        assertThat(bump.grow(block, 10, 1_000, 8, Movement.MUST_NOT_MOVE)).isEqualTo(block);
    }
}
