package org.allotment.core.tlsf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.defects.Defect;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Drawing memory from a source, and giving it back. */
final class TlsfGrowthTest {
    private static final String FORMS = "org.allotment.core.tlsf.TlsfFixture#FORMS";
    private static final long SOURCE = 1 << 20;

    private final TlsfFixture fixture = new TlsfFixture();
    private final RegionSource source = new RegionSource(fixture.memory(SOURCE), SOURCE, 4_096);

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void drawsWhenNeededAndReturnsEverythingWhenClosed(TlsfOptions options) {
        TlsfAllocator allocator = TlsfAllocator.create(source, options.growingBy(16_384));
        assertThat(source.obtainedBytes()).isZero();
        assertThat(allocator.statistics().sourceBytes()).isZero();
        allocator.allocate(100, 16);
        assertThat(source.obtainedBytes()).isEqualTo(16_384);
        allocator.allocate(100_000, 4_096);
        assertThat(source.obtainedBytes()).isGreaterThan(116_384);
        assertThat(allocator.statistics().sourceBytes()).isEqualTo(source.obtainedBytes());
        TlsfCheck.verify(allocator);
        allocator.close();
        assertThat(source.obtainedBytes()).isZero();
    }

    /** The move that a growth comes to lengthens the block's own region, because the source has no other. */
    @ParameterizedTest
    @FieldSource(FORMS)
    void aBlockIsFreedInTheRegionThatItsMoveMadeLonger(TlsfOptions options) {
        long bytes = 144 << 10;
        RegionSource little = new RegionSource(fixture.memory(bytes), bytes, 4_096);
        TlsfAllocator allocator = TlsfAllocator.create(little, options.growingBy(64 << 10));
        long block = allocator.allocate(70_000, 32);
        long behind = allocator.allocate(64, 16);
        long before = little.obtainedBytes();
        long moved = allocator.grow(block, 70_000, 75_000, 16, Movement.MAY_MOVE);
        assertThat(moved).isNotEqualTo(block);
        assertThat(little.obtainedBytes()).as("the region became longer").isGreaterThan(before);
        TlsfCheck.verify(allocator);
        allocator.free(moved, 75_000, 16);
        allocator.free(behind, 64, 16);
        TlsfCheck.verify(allocator);
        assertThat(allocator.statistics().liveBlocks()).isZero();
        if (options.checked()) {
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> allocator.free(block))
                    .matches(refusal -> refusal.kind() == Kind.NOT_ALLOCATED);
        }
        allocator.close();
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void usesTheWholeSourceBeforeItRefuses(TlsfOptions options) {
        TlsfAllocator allocator = TlsfAllocator.create(source, options.growingBy(300_000));
        List<Long> blocks = new ArrayList<>();
        for (long address = allocator.tryAllocate(3_000, 16);
                address != Allocator.NULL;
                address = allocator.tryAllocate(3_000, 16)) {
            blocks.add(address);
            assertThat(allocator.contains(address)).isTrue();
        }
        assertThat(source.obtainedBytes()).isEqualTo(SOURCE);
        TlsfCheck.verify(allocator);
        blocks.forEach(block -> allocator.free(block, 3_000, 16));
        TlsfCheck.verify(allocator);
        assertThat(allocator.trim()).isEqualTo(SOURCE);
        assertThat(source.obtainedBytes()).isZero();
        assertThat(allocator.statistics().sourceBytes()).isZero();
        assertThat(allocator.contains(blocks.getFirst())).isFalse();
        TlsfCheck.verify(allocator);
        allocator.allocate(3_000, 16);
        TlsfCheck.verify(allocator);
    }

    @ParameterizedTest
    @FieldSource(FORMS)
    void trimsOnlyDrawnRegionsThatAreFree(TlsfOptions options) {
        TlsfAllocator allocator = TlsfAllocator.create(source, options.growingBy(4_096));
        allocator.addRegion(fixture.memory(4_096), 4_096);
        allocator.allocate(4_000, 16);
        long second = allocator.allocate(4_000, 16);
        long third = allocator.allocate(4_000, 16);
        allocator.free(second, 4_000, 16);
        long before = source.obtainedBytes();
        assertThat(allocator.trim()).isEqualTo(before / 2);
        assertThat(source.obtainedBytes()).isEqualTo(before / 2);
        assertThatExceptionOfType(AllocationException.class)
                .isThrownBy(() -> allocator.free(second, 4_000, 16))
                .matches(refusal -> refusal.kind() == Kind.NOT_ALLOCATED);
        allocator.free(third, 4_000, 16);
        TlsfCheck.verify(allocator);
    }

    @Test
    void aPieceThatOverlapsAnAddedRegionGoesBack() {
        TlsfAllocator allocator = TlsfAllocator.create(source, TlsfOptions.DEFAULT.growingBy(4_096));
        long inside = source.obtain(4_096, 4_096);
        allocator.addRegion(inside + 4_096, 4_096);
        allocator.allocate(4_000, 16);
        assertThatExceptionOfType(AllocationException.class)
                .isThrownBy(() -> allocator.allocate(4_000, 16))
                .matches(refusal -> refusal.kind() == Kind.MEMORY_OVERLAP);
        assertThat(source.obtainedBytes()).isEqualTo(4_096);
        TlsfCheck.verify(allocator);
    }

    @Test
    void coalescesBeforeItDraws() {
        TlsfAllocator allocator = TlsfAllocator.create(source, TlsfOptions.DEFAULT.growingBy(65_536));
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            blocks.add(allocator.allocate(1_000, 16));
        }
        blocks.forEach(allocator::free);
        allocator.allocate(60_000, 16);
        assertThat(source.obtainedBytes()).isEqualTo(65_536);
        TlsfCheck.verify(allocator);
    }

    @Defect("A21")
    @ParameterizedTest
    @FieldSource(FORMS)
    void a21ASourceThatRefusesChangesNothingAndIsAskedAgain(TlsfOptions options) {
        TlsfAllocator allocator = TlsfAllocator.create(source, options.growingBy(4_096));
        long address = allocator.allocate(4_000, 16);
        long taken = source.obtain(SOURCE - 4_096, 4_096);
        AllocatorStatistics before = allocator.statistics();
        assertThatExceptionOfType(AllocationException.class)
                .isThrownBy(() -> allocator.allocate(4_000, 16))
                .matches(refusal -> refusal.kind() == Kind.NO_MEMORY);
        assertThat(allocator.tryAllocate(4_000, 16)).isEqualTo(Allocator.NULL);
        assertThat(allocator.statistics()).isEqualTo(before);
        source.release(taken, SOURCE - 4_096);
        assertThat(allocator.allocate(4_000, 16)).isNotEqualTo(address);
        TlsfCheck.verify(allocator);
    }
}
