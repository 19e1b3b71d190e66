package org.allotment.core.tlsf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The quick lists in front of the index. */
final class TlsfQuickTest {
    private final TlsfFixture fixture = new TlsfFixture();

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Test
    void aFreedBlockIsTheNextOfItsSize() {
        TlsfAllocator allocator = fixture.over(1 << 20, TlsfOptions.DEFAULT);
        for (long size : new long[] {1, 16, 17, 64, 1_024, 1_025, 8_192, 65_536}) {
            long address = allocator.allocate(size, 16);
            allocator.free(address, size, 16);
            assertThat(allocator.allocate(size, 16)).isEqualTo(address);
        }
    }

    @Test
    void aFullListOverflowsIntoTheIndex() {
        TlsfAllocator allocator = fixture.over(1 << 20, TlsfOptions.DEFAULT);
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            blocks.add(allocator.allocate(200, 16));
        }
        blocks.forEach(allocator::free);
        assertThat(TlsfQuick.count(allocator.heap().quick, 7)).isEqualTo(63);
        assertThat(allocator.heap().engine.usedBlocks).isEqualTo(63);
        assertThat(allocator.statistics().liveBlocks()).isZero();
        TlsfCheck.verify(allocator);
    }

    @Test
    void trimmingCoalescesWithoutASourceToo() {
        TlsfAllocator allocator = fixture.over(1 << 20, TlsfOptions.DEFAULT);
        for (long size : new long[] {16, 100, 1_000, 10_000}) {
            long address = allocator.allocate(size, 16);
            allocator.allocate(16, 16);
            allocator.free(address, size, 16);
        }
        assertThat(states(allocator)).contains(TlsfVisitor.State.QUICK);
        assertThat(allocator.trim()).isZero();
        assertThat(states(allocator))
                .contains(TlsfVisitor.State.LIVE, TlsfVisitor.State.FREE)
                .doesNotContain(TlsfVisitor.State.QUICK);
        TlsfCheck.verify(allocator);
    }

    private static Set<TlsfVisitor.State> states(TlsfAllocator allocator) {
        Set<TlsfVisitor.State> states = EnumSet.noneOf(TlsfVisitor.State.class);
        allocator.forEachBlock((address, usableBytes, state) -> states.add(state));
        return states;
    }

    @Test
    void waitingBlocksAreCoalescedBeforeARefusal() {
        TlsfAllocator allocator = fixture.over(1 << 20, TlsfOptions.DEFAULT);
        long whole = allocator.largestFree();
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            blocks.add(allocator.allocate(1_000, 16));
        }
        blocks.forEach(allocator::free);
        long address = allocator.allocate(whole, 16);
        allocator.free(address);
        TlsfCheck.verify(allocator);
    }

    @Test
    void theListsTogetherHoldNoMoreThanTheyPromise() {
        long most = 0;
        for (int granules = 1; granules < TlsfQuick.CLASSES; granules++) {
            assertThat(TlsfQuick.limit(granules)).isBetween(1, granules <= 4 ? 65_535 : 63);
            most += TlsfQuick.limit(granules);
        }
        assertThat(most).isEqualTo(142_999);
    }

    @Test
    void tinyBlocksWaitByTheTenThousand() {
        TlsfAllocator allocator = fixture.over(4 << 20, TlsfOptions.DEFAULT);
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 66_000; i++) {
            blocks.add(allocator.allocate(8, 8));
        }
        blocks.forEach(allocator::free);
        assertThat(TlsfQuick.count(allocator.heap().quick, 1)).isEqualTo(65_535);
        TlsfCheck.verify(allocator);
        assertThat(allocator.largestFree()).isGreaterThan(4_000_000);
        TlsfCheck.verify(allocator);
    }

    @Test
    void bareListsAreAlwaysEmptyAndFull() {
        TlsfAllocator allocator = fixture.over(1 << 20, TlsfOptions.DEFAULT.bare());
        for (int granules = 0; granules < TlsfQuick.CLASSES; granules++) {
            assertThat(allocator.heap().quick[granules]).isZero();
        }
        long address = allocator.allocate(100, 16);
        allocator.free(address, 100, 16);
        assertThat(allocator.heap().engine.usedBlocks).isZero();
    }

    @Test
    void aMistakenFreeOfAWaitingBlockIsCaught() {
        TlsfAllocator allocator = fixture.over(1 << 20, TlsfOptions.DEFAULT);
        long address = allocator.allocate(100, 16);
        allocator.free(address, 100, 16);
        assertThatExceptionOfType(AllocationException.class)
                .isThrownBy(() -> allocator.free(address))
                .matches(refusal -> refusal.kind() == Kind.NOT_ALLOCATED);
        assertThatExceptionOfType(AllocationException.class)
                .isThrownBy(() -> allocator.free(address, 100, 64))
                .matches(refusal -> refusal.kind() == Kind.NOT_ALLOCATED);
    }

    @Test
    void aFreeWithTheWrongSizeOrAlignmentIsCaught() {
        TlsfAllocator allocator = fixture.over(1 << 20, TlsfOptions.DEFAULT);
        long address = allocator.allocate(100, 16);
        while (address % 64 == 0) {
            address = allocator.allocate(100, 16);
        }
        long odd = address;
        for (long[] wrong : new long[][] {{80, 16}, {113, 16}, {70_000, 16}, {100, 64}}) {
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> allocator.free(odd, wrong[0], wrong[1]))
                    .matches(refusal -> refusal.kind() == Kind.INVALID_PARAMETER);
            TlsfCheck.verify(allocator);
        }
        allocator.free(odd, 112, 32);
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        for (long quickLimit : new long[] {-1, 65_537}) {
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> new TlsfOptions(true, true, quickLimit, 4_096))
                    .matches(refusal -> refusal.kind() == Kind.INVALID_PARAMETER);
        }
        for (long growth : new long[] {0, 4_095, (1L << 40) + 1}) {
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> TlsfOptions.DEFAULT.growingBy(growth))
                    .matches(refusal -> refusal.kind() == Kind.INVALID_PARAMETER);
        }
    }
}
