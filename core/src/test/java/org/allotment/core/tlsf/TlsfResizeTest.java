package org.allotment.core.tlsf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.Movement;
import org.allotment.core.memory.RawAccess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Growing to the right, to the left and elsewhere; shrinking. */
final class TlsfResizeTest {
    private static final String FORMS = "org.allotment.core.tlsf.TlsfFixture#FORMS";

    private final TlsfFixture fixture = new TlsfFixture();

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    private static void fill(long address, long size) {
        for (long i = 0; i < size; i++) {
            RawAccess.putByte(address + i, (byte) (i * 31));
        }
    }

    private static void assertFilled(long address, long size) {
        for (long i = 0; i < size; i++) {
            assertThat(RawAccess.getByte(address + i)).as("offset=%d", i).isEqualTo((byte) (i * 31));
        }
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void growsIntoTheFreeBlockBehindAndTakesNoMoreThanItNeeds(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(1 << 16, options);
        long address = allocator.allocate(100, 16);
        assertThat(allocator.tryGrowInPlace(address, 100, 1_000)).isTrue();
        assertThat(allocator.usableSize(address)).isEqualTo(TlsfLayout.blockBytes(1_000) - 16);
        TlsfCheck.verify(allocator);
        assertThat(allocator.tryGrowInPlace(address, 1_000, 1 << 16)).isFalse();
        long rest = (1 << 16) - 32 - TlsfLayout.blockBytes(1_000);
        assertThat(allocator.tryGrowInPlace(address, 1_000, 1_008 + rest)).isTrue();
        assertThat(allocator.statistics().freeBytes()).isZero();
        TlsfCheck.verify(allocator);
        allocator.free(address, 1_008 + rest, 16);
        TlsfCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void growsIntoABlockThatWaitsInAQuickList(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(1 << 16, options);
        long address = allocator.allocate(100, 16);
        long behind = allocator.allocate(500, 16);
        long after = allocator.allocate(100, 16);
        assertThat(allocator.tryGrowInPlace(address, 100, 400)).isFalse();
        allocator.free(behind, 500, 16);
        assertThat(allocator.tryGrowInPlace(address, 100, 400)).isTrue();
        allocator.free(after, 100, 16);
        assertThat(allocator.grow(address, 400, 700, 16, Movement.MUST_NOT_MOVE))
                .isEqualTo(address);
        TlsfCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void growsToTheLeftAndBringsTheContents(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(1 << 16, options);
        long before = allocator.allocate(1_000, 16);
        long address = allocator.allocate(500, 16);
        allocator.allocate(1, 16);
        allocator.free(before, 1_000, 16);
        long all = allocator.largestFree();
        allocator.allocate(all, 16);
        fill(address, 500);
        assertThat(allocator.grow(address, 500, 1_400, 16, Movement.MAY_MOVE)).isEqualTo(before);
        assertFilled(before, 500);
        assertThat(allocator.usableSize(before)).isEqualTo(TlsfLayout.blockBytes(1_400) - 16);
        TlsfCheck.verify(allocator);
        allocator.free(before, 1_400, 16);
        TlsfCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void growsToBothSidesAtOnce(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(4_096, options);
        long before = allocator.allocate(1_000, 16);
        long address = allocator.allocate(500, 16);
        allocator.free(before, 1_000, 16);
        fill(address, 500);
        long all = 4_096 - 48;
        assertThat(allocator.grow(address, 500, all, 16, Movement.MAY_MOVE)).isEqualTo(before);
        assertFilled(before, 500);
        assertThat(allocator.statistics().freeBytes()).isZero();
        TlsfCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void aRefusedGrowthLeavesTheBlockAsItWas(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(4_096, options);
        long address = allocator.allocate(500, 16);
        allocator.allocate(500, 16);
        fill(address, 500);
        for (Movement movement : Movement.values()) {
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> allocator.grow(address, 500, 4_000, 16, movement))
                    .matches(refusal -> refusal.kind() == Kind.NO_MEMORY);
            assertFilled(address, 500);
            TlsfCheck.verify(allocator);
        }
        allocator.free(address, 500, 16);
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void movesForALargerAlignmentAndOnlyThen(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(1 << 16, options);
        long aligned = allocator.allocate(10, 4_096);
        allocator.free(aligned, 10, 4_096);
        long address = allocator.allocate(500, 16);
        while (address % 4_096 == 0) {
            address = allocator.allocate(500, 16);
        }
        long misaligned = address;
        fill(misaligned, 500);
        assertThatExceptionOfType(AllocationException.class)
                .isThrownBy(() -> allocator.shrink(misaligned, 500, 400, 4_096, Movement.MUST_NOT_MOVE))
                .matches(refusal -> refusal.kind() == Kind.NO_MEMORY);
        assertThat(allocator.shrink(misaligned, 500, 400, 16, Movement.MAY_MOVE))
                .isEqualTo(misaligned);
        long moved = allocator.shrink(misaligned, 400, 300, 4_096, Movement.MAY_MOVE);
        assertThat(moved % 4_096).isZero();
        assertFilled(moved, 300);
        long grown = allocator.grow(moved, 300, 600, 8_192, Movement.MAY_MOVE);
        assertThat(grown % 8_192).isZero();
        assertFilled(grown, 300);
        TlsfCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void aShrinkageGivesTheTailBackAtOnce(TlsfOptions options) {
        TlsfAllocator allocator = fixture.over(1 << 16, options);
        long address = allocator.allocate(10_000, 16);
        allocator.allocate(16, 16);
        long before = allocator.statistics().freeBytes();
        assertThat(allocator.tryShrinkInPlace(address, 10_000, 100)).isTrue();
        assertThat(allocator.usableSize(address)).isEqualTo(112);
        long tail = TlsfLayout.blockBytes(10_000) - TlsfLayout.blockBytes(100) - 16;
        assertThat(allocator.statistics().freeBytes() - before).isEqualTo(tail);
        TlsfCheck.verify(allocator);
    }
}
