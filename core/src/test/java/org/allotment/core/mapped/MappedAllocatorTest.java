package org.allotment.core.mapped;

import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.FaultyMemory;
import org.allotment.core.os.NumaPolicy;
import org.allotment.core.os.VirtualMemory;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MappingOptions;
import org.allotment.core.source.MemoryMapSource;
import org.junit.jupiter.api.Test;

/** Over the real system: what it is asked, and what becomes of policy, figures and memory. */
final class MappedAllocatorTest {
    private static final long MIB = 1 << 20;

    private final FaultyMemory memory = new FaultyMemory();
    private final MemoryMapSource source = MemoryMapSource.over(memory);
    private final MappedAllocator mapped = MappedAllocator.create(source);

    @Test
    void eachBlockIsAMappingOfWholePages() {
        long page = source.granularity();
        long block = mapped.allocate(5_000, 1);
        long other = mapped.allocate(page, 4 * page);
        assertThat(mapped.usableSize(block)).isEqualTo(2 * page);
        assertThat(other % (4 * page)).isZero();
        assertThat(memory.mappedBytes()).isEqualTo(3 * page);
        assertThat(mapped.statistics().liveBlockBytes()).isEqualTo(3 * page);
        assertThat(mapped.owns(block)).isTrue();
        assertThat(mapped.owns(block + 1)).isFalse();
        assertThat(mapped.contains(block + 4_999)).isTrue();
        mapped.free(block, 5_000, 1);
        assertThat(memory.mappedBytes()).isEqualTo(page);
        mapped.close();
        assertThat(memory.mappedBytes()).isZero();
    }

    @Test
    void growthAsksTheSystemToRemap() {
        long block = mapped.allocate(MIB, 1);
        RawAccess.putLong(block, 42);
        List<String> journal = memory.journal();
        long grown = mapped.grow(block, MIB, 64 * MIB, 1, Movement.MAY_MOVE);
        assertThat(journal).containsOnly("remap");
        assertThat(RawAccess.getLong(grown)).isEqualTo(42);
        RawAccess.putLong(grown + 64 * MIB - 8, 1);
        assertThat(mapped.statistics().liveBlockBytes()).isEqualTo(64 * MIB).isEqualTo(memory.mappedBytes());
        assertThat(mapped.shrink(grown, 64 * MIB, 1, 1, Movement.MUST_NOT_MOVE)).isEqualTo(grown);
        assertThat(memory.mappedBytes()).isEqualTo(source.granularity());
        mapped.close();
        assertThat(memory.mappedBytes()).isZero();
    }

    @Test
    void thePolicyHoldsForBlocksThatGrew() {
        VirtualMemory system = VirtualMemory.system();
        NumaPolicy policy = NumaPolicy.of(NumaPolicy.Mode.INTERLEAVE, 0);
        MemoryMapSource bound = MemoryMapSource.over(memory, MappingOptions.DEFAULT.withPolicy(policy));
        MappedAllocator allocator = MappedAllocator.create(bound);
        long block = allocator.allocate(MIB, 1);
        assumeTrue(bound.report(block).isGranted());
        long grown = allocator.grow(block, MIB, 8 * MIB, 1, Movement.MAY_MOVE);
        assertThat(system.policyAt(grown).policy()).isEqualTo(policy);
        assertThat(system.policyAt(grown + 8 * MIB - 1).policy()).isEqualTo(policy);
        allocator.close();
    }

    @Test
    void aRefusalOfTheSystemIsNoMemoryAndChangesNothing() {
        long block = mapped.allocate(MIB, 1);
        AllocatorStatistics before = mapped.statistics();
        memory.failAlways("reserve", "remap");
        assertThat(mapped.tryAllocate(MIB, 1)).isZero();
        assertThatExceptionOfType(AllocationException.class)
                .isThrownBy(() -> mapped.allocate(MIB, 1))
                .matches(refusal -> refusal.kind() == Kind.NO_MEMORY)
                .withMessageEndingWith("errno=12");
        assertKind(Kind.NO_MEMORY, () -> mapped.grow(block, MIB, 2 * MIB, 1, Movement.MAY_MOVE));
        assertKind(Kind.NO_MEMORY, () -> mapped.shrink(block, MIB, 1, 1L << 40, Movement.MAY_MOVE));
        assertThat(mapped.statistics()).isEqualTo(before);
        memory.failAlways("unmap");
        assertThat(mapped.tryShrinkInPlace(block, MIB, 1)).isFalse();
        assertKind(Kind.NO_MEMORY, () -> mapped.shrink(block, MIB, 1, 1, Movement.MUST_NOT_MOVE));
        assertThat(mapped.statistics()).isEqualTo(before);
        memory.heal();
        mapped.free(block);
        assertThat(memory.mappedBytes()).isZero();
    }

    @Test
    void onlyTheOwnerMayCallUnlessThereIsNone() throws InterruptedException {
        MappedAllocator anybodys = MappedAllocator.withoutOwner(source);
        List<Throwable> thrown = new ArrayList<>();
        Thread other = new Thread(() -> {
            thrown.add(catchThrowable(() -> mapped.tryAllocate(1, 1)));
            thrown.add(catchThrowable(mapped::statistics));
            thrown.add(catchThrowable(mapped::close));
            anybodys.free(anybodys.allocate(1, 1));
        });
        other.start();
        other.join();
        assertThat(thrown).hasSize(3).allMatch(IllegalStateException.class::isInstance);
        assertThat(anybodys.statistics().liveBlocks()).isZero();
    }

    @Test
    void requestsAboveTheThresholdOfAnAllocatorAreMapped() {
        SlabAllocator slab = SlabAllocator.checked(source);
        OversizeSizeAware both = new OversizeSizeAware(slab, mapped, 64 << 10);
        long small = both.allocate(64 << 10, 8);
        long large = both.allocate((64 << 10) + 1, 8);
        assertThat(both.isMapped(small)).isFalse();
        assertThat(both.isMapped(large)).isTrue();
        AllocatorStatistics statistics = both.statistics();
        assertThat(statistics.isConserved()).isTrue();
        assertThat(statistics.liveBlocks()).isEqualTo(2);
        assertThat(statistics.sourceBytes()).isEqualTo(source.obtainedBytes()).isEqualTo(memory.mappedBytes());
        RawAccess.putLong(small, 7);
        long grown = both.grow(small, 64 << 10, 32 * MIB, 8, Movement.MAY_MOVE);
        assertThat(both.isMapped(grown)).isTrue();
        assertThat(RawAccess.getLong(grown)).isEqualTo(7);
        assertThat(slab.statistics().liveBlocks()).isZero();
        long shrunk = both.shrink(grown, 32 * MIB, 100, 8, Movement.MAY_MOVE);
        assertThat(both.isMapped(shrunk)).isTrue();
        both.free(shrunk, 100, 8);
        both.free(large);
        both.close();
        assertThat(memory.mappedBytes()).isZero();
    }

    @Test
    void aSizedAllocatorWithLittleMemoryServesLargeRequestsToo() {
        BumpAllocator bump = BumpAllocator.checked(source, 4_096);
        OversizeAllocator both = new OversizeAllocator(bump, mapped, 1_000);
        long first = both.allocate(600, 8);
        long second = both.allocate(600, 8);
        RawAccess.putLong(first, 9);
        long moved = both.grow(first, 600, MIB, 8, Movement.MAY_MOVE);
        assertThat(both.isMapped(moved)).isTrue();
        assertThat(RawAccess.getLong(moved)).isEqualTo(9);
        assertThat(both.grow(second, 600, 2_000, 8, Movement.MAY_MOVE))
                .as("the last block grows where it is")
                .isEqualTo(second);
        assertKind(Kind.NO_MEMORY, () -> both.grow(second, 2_000, MIB, 8, Movement.MUST_NOT_MOVE));
        assertThat(both.statistics().liveBlocks()).isEqualTo(2);
        both.close();
        assertThat(memory.mappedBytes()).isZero();
    }

    @Test
    void aMoveThatTheInnerAllocatorRefusesIsUndone() {
        SlabAllocator slab = SlabAllocator.checked(source);
        OversizeAllocator both = new OversizeAllocator(slab, mapped, 1_000);
        long block = both.allocate(100, 1_024);
        AllocatorStatistics before = both.statistics();
        // The slab finds a block's class by its alignment too, and is told another one here.
        assertKind(Kind.INVALID_PARAMETER, () -> both.grow(block, 100, MIB, 8_192, Movement.MAY_MOVE));
        assertThat(both.statistics()).isEqualTo(before);
        long moved = both.grow(block, 100, MIB, 1_024, Movement.MAY_MOVE);
        assertThat(both.isMapped(moved)).isTrue();
        assertThat(both.statistics().liveBlocks()).isEqualTo(1);
        both.free(moved, MIB, 1_024);
        both.close();
        assertThat(memory.mappedBytes()).isZero();
    }

    @Test
    void aThresholdIsASize() {
        assertThatExceptionOfType(AllocationException.class)
                .isThrownBy(() -> new OversizeAllocator(mapped, MappedAllocator.create(source), -1))
                .withMessageEndingWith("threshold=-1");
    }

    @Test
    void theCheckFindsWhatIsBroken() {
        assertBroken("I1", table -> {
            table.add(4_096, 8_192);
            table.add(8_192, 4_096);
        });
        assertBroken("I1", table -> table.add(0, 4_096));
        assertBroken("I2", table -> table.add(4_096, 4_097));
        assertBroken("I2", table -> table.add(4_096, 0));
        assertBroken("I3 the sum", table -> {
            table.add(4_096, 4_096);
            table.add(8_192, 8_192);
            table.add(20_480, 4_096);
            table.remove(2);
            // Removed a second time, it is no entry any more, and its size is taken off all the same.
            assertThat(catchThrowable(() -> table.remove(2))).isInstanceOf(IndexOutOfBoundsException.class);
        });
        MappingTable table = new MappingTable();
        for (long i = 100; i > 0; i--) {
            table.reserve();
            table.add(i * 8_192, 4_096);
        }
        MappedCheck.check(table, 4_096);
        assertThat(table.find(8_192 * 50)).isEqualTo(49);
        assertThat(table.find(8_193)).isEqualTo(MappingTable.NONE);
        assertThat(table.covers(8_192 + 4_095)).isTrue();
        assertThat(table.covers(8_192 + 4_096)).isFalse();
        assertThat(table.covers(0)).isFalse();
        assertThat(table.covers(Long.MIN_VALUE)).isFalse();
        assertThat(table.heapBytes()).isEqualTo(2 * 128 * 8);
    }

    @Test
    void theCheckFindsEntriesThatAreNoPieces() {
        long block = mapped.allocate(5_000, 1);
        MappedCheck.check(mapped);
        MappingTable table = mapped.table();
        table.replace(0, block, 4_096);
        assertNoPiece();
        table.replace(0, block + 4_096, 8_192);
        assertNoPiece();
        table.replace(0, block, 8_192);
        MappedCheck.check(mapped);
        source.release(block, 5_000);
        assertNoPiece();
    }

    private void assertNoPiece() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> MappedCheck.check(mapped))
                .withMessageStartingWith("I3 each entry");
    }

    private interface Breaking {
        void apply(MappingTable table);
    }

    private static void assertBroken(String invariant, Breaking breaking) {
        MappingTable table = new MappingTable();
        breaking.apply(table);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> MappedCheck.check(table, 4_096))
                .withMessageStartingWith(invariant);
    }
}
