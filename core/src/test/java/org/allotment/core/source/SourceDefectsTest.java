package org.allotment.core.source;

import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.defects.Defect;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.FaultyMemory;
import org.allotment.core.os.LowAddresses;
import org.allotment.core.os.NodeMask;
import org.allotment.core.os.NumaPolicy;
import org.allotment.core.os.NumaPolicy.Mode;
import org.allotment.core.os.NumaPolicy.Numbering;
import org.allotment.core.os.NumaPolicy.Residents;
import org.allotment.core.os.Smaps;
import org.allotment.core.os.VirtualMemory;
import org.allotment.core.source.FixedBlockSource.Plan;
import org.allotment.core.source.MappingOptions.Wish;
import org.allotment.core.source.MappingReport.Outcome;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The seeds' defects that touch memory sources, by their numbers. */
final class SourceDefectsTest {
    private static final long BYTES = 64 << 10;
    private static final MappingOptions OFF = MappingOptions.DEFAULT;

    private final VirtualMemory system = VirtualMemory.system();
    private final FaultyMemory memory = new FaultyMemory();

    /** A21, first half: a failed growth was "given back" by unmapping the error value. */
    @Defect("A21")
    @Test
    void a21AFailedMappingUnmapsNothing() {
        MemoryMapSource source = MemoryMapSource.over(memory);
        long piece = source.obtain(BYTES, 1);
        List<String> journal = memory.journal();
        memory.failAlways("reserve", "remap");
        assertThat(source.obtain(BYTES, 1)).isZero();
        assertThat(source.grow(piece, BYTES, 2 * BYTES, 1)).isZero();
        assertThat(journal).containsOnly("reserve failed", "remap failed");
        assertThat(memory.mappedBytes()).isEqualTo(source.obtainedBytes()).isEqualTo(BYTES);
        memory.heal();
        assertThat(source.obtain(BYTES, 1)).isPositive();
    }

    /** A21, second half: a reallocation always moved, also when the block could have stayed. */
    @Defect("A21")
    @Test
    void a21AGrowthStaysWhereItIsWhenItCan() {
        assumeTrue(Smaps.isSupported() && system.isNative());
        MemoryMapSource source = MemoryMapSource.over(memory);
        // Another thread of the JVM may map into the gap; it will hardly do so time and again.
        boolean stayed = IntStream.range(0, 20).anyMatch(_ -> {
            long piece = source.obtain(2 * BYTES, 1);
            assertThat(source.tryShrinkInPlace(piece, 2 * BYTES, BYTES)).isTrue();
            long grown = source.grow(piece, BYTES, 2 * BYTES, 1);
            source.release(grown, 2 * BYTES);
            return grown == piece;
        });
        assertThat(stayed).isTrue();
    }

    /** C24: a node mask of 9 bits, one of which the kernel drops, kept nodes 0 to 7 and lost the rest silently. */
    @Defect("C24")
    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9, 31, 62, 63})
    void c24NodesAboveSevenReachTheKernel(int node) {
        assumeNodes();
        NumaPolicy policy = NumaPolicy.of(Mode.BIND, 0, node).numbered(Numbering.STATIC);
        MemoryMapSource source = MemoryMapSource.over(memory, OFF.withPolicy(policy));
        long piece = source.obtain(BYTES, 1);
        Outcome outcome = source.report(piece).answer(Wish.NUMA_POLICY).outcome();
        assumeTrue(outcome != Outcome.REFUSED, "the kernel is built for fewer nodes");
        assertThat(system.policyAt(piece)).isEqualTo(new NumaPolicy.Reading(0, policy));
        assertThat(outcome).isEqualTo(Outcome.GRANTED);
        source.release(piece, BYTES);
    }

    /**
     * C24: what the kernel does with a high node tells whether it saw its bit. A kernel built for so many nodes takes
     * it in a relative mask, and another refuses it in both; one that never saw it takes the static mask, which has
     * node 0 as well, and refuses the relative one as empty.
     */
    @Defect("C24")
    @ParameterizedTest
    @ValueSource(ints = {8, 64, 65, 127, 128, 1_000, 5_000})
    void c24MasksOfMoreThanSixtyFourNodesReachTheKernel(int node) {
        assumeNodes();
        long page = system.map(system.pageSize());
        NumaPolicy alone = NumaPolicy.of(Mode.BIND, node).numbered(Numbering.RELATIVE);
        NumaPolicy withAnother = NumaPolicy.of(Mode.BIND, 0, node).numbered(Numbering.STATIC);
        assertThat(system.bind(page, system.pageSize(), alone))
                .isEqualTo(system.bind(page, system.pageSize(), withAnother))
                .isIn(0, VirtualMemory.EINVAL);
        assertThat(system.unmap(page, system.pageSize())).isZero();
        assertThat(NodeMask.of(node).maxNode()).isEqualTo((node / 64 + 1) * 64L + 1);
    }

    /** C25: two advices or-ed into one number are a third, or none. */
    @Defect("C25")
    @Test
    void c25EachAdviceIsACallOfItsOwn() {
        assumeTrue(Smaps.isSupported() && system.transparentHugePageSize() > 0);
        List<String> journal = memory.journal();
        MemoryMapSource source =
                MemoryMapSource.over(memory, OFF.with(Wish.EXCLUDE_FROM_DUMPS, Wish.TRANSPARENT_HUGE_PAGES));
        long piece = source.obtain(4 << 20, 1);
        assertThat(journal).containsSubsequence("commit", "HUGE_PAGES", "EXCLUDE_FROM_DUMPS");
        assertThat(Smaps.at(piece).flags()).contains("dd", "hg");
        source.release(piece, 4 << 20);
    }

    /** C26, first half: the policy was bound when the pages were there already. */
    @Defect("C26")
    @Test
    void c26ThePolicyIsBoundBeforeAnythingBringsPages() {
        List<String> journal = memory.journal();
        NumaPolicy policy = NumaPolicy.of(Mode.BIND, 0).withResidents(Residents.MOVE_ALL);
        MemoryMapSource source = MemoryMapSource.over(
                memory, OFF.withPolicy(policy).with(Wish.LOCK, Wish.POPULATE, Wish.EXCLUDE_FROM_DUMPS));
        long piece = source.obtain(BYTES, 1);
        assertThat(journal)
                .doesNotHaveDuplicates()
                .containsSubsequence("reserve", "bind", "commit", "EXCLUDE_FROM_DUMPS", "lock", "POPULATE");
        source.release(piece, BYTES);
    }

    /** C26, second half: locking and prefaulting were the default. */
    @Defect("C26")
    @Test
    void c26NothingIsLockedOrPresentUnlessItIsWishedFor() {
        assumeTrue(Smaps.isSupported() && system.isNative());
        MemoryMapSource source = MemoryMapSource.create();
        long piece = source.obtain(16 << 20, 1);
        assertThat(Smaps.at(piece).flags()).doesNotContain("lo", "nr");
        assertThat(Smaps.residentBytes(piece, 16 << 20)).isZero();
        source.release(piece, 16 << 20);
    }

    /** C27: MAP_32BIT was offered as the first 32 GiB; it is the first 2. */
    @Defect("C27")
    @Test
    void c27LowAddressesAreWithinTwoGibibytes() throws IOException {
        MemoryMapSource source = MemoryMapSource.over(memory, OFF.with(Wish.FIRST_2_GIB));
        boolean room = LowAddresses.haveRoomFor(64 << 20);
        for (int i = 0; i < 16; i++) {
            long piece = source.obtain(1 << 20, 1 << 20);
            boolean granted = source.report(piece).isGranted();
            assertThat(granted).isEqualTo(piece + (1 << 20) <= 1L << 31);
            assertThat(granted || !room).as("what there is room for is granted").isTrue();
        }
    }

    /** C27: what does not fit low is said to be elsewhere. */
    @Defect("C27")
    @Test
    void c27WhatDoesNotFitThereIsReported() {
        MemoryMapSource source = MemoryMapSource.over(memory, OFF.with(Wish.FIRST_2_GIB, Wish.NO_RESERVE));
        long piece = source.obtain(3L << 30, 1);
        assumeTrue(piece != 0, "the system counts every mapping in full");
        assertThat(source.report(piece).answer(Wish.FIRST_2_GIB).outcome()).isEqualTo(Outcome.FELL_BACK);
        source.release(piece, 3L << 30);
    }

    /** C28: an arena by amount was rounded up beyond it. */
    @Defect("C28")
    @Test
    void c28AnArenaNeverTakesMoreThanItsBytes() {
        RegionSource region = new RegionSource(1L << 40, 1 << 20, 1);
        for (long bytes : new long[] {1_000, 1_999, 2_000, 999_999}) {
            FixedBlockSource arena = FixedBlockSource.over(region, Plan.within(1_000, bytes));
            assertThat(region.obtainedBytes()).isLessThanOrEqualTo(bytes).isEqualTo(bytes / 1_000 * 1_000);
            assertThat(arena.blocks()).isEqualTo((int) (bytes / 1_000));
            arena.close();
        }
        assertKind(Kind.INVALID_PARAMETER, () -> Plan.within(1_000, 999));
    }

    /** C28: size, ownership and double release were not looked at. */
    @Defect("C28")
    @Test
    void c28AnArenaLooksAtWhatComesBack() {
        RegionSource region = new RegionSource(1L << 40, 1 << 20, 64);
        FixedBlockSource arena = FixedBlockSource.over(region, Plan.of(1_024, 4));
        FixedBlockSource other = FixedBlockSource.over(region, Plan.of(1_024, 4));
        long block = arena.obtain(1_024, 1);
        long kept = arena.obtain(1, 1);
        refused(arena, Kind.NOT_ALLOCATED, () -> arena.release(other.obtain(1_024, 1), 1_024));
        refused(arena, Kind.NOT_ALLOCATED, () -> arena.release(block + 64, 1_024));
        refused(arena, Kind.NOT_ALLOCATED, () -> arena.release(kept + 1_024, 1_024));
        refused(arena, Kind.INVALID_PARAMETER, () -> arena.release(block, 1_025));
        refused(arena, Kind.INVALID_PARAMETER, () -> arena.release(block, 0));
        arena.release(block, 1_024);
        refused(arena, Kind.NOT_ALLOCATED, () -> arena.release(block, 1_024));
        assertThat(arena.outCount()).isEqualTo(1);
    }

    /** C28: the arena's memory went back while blocks were out. */
    @Defect("C28")
    @Test
    void c28AnArenaWithBlocksOutKeepsItsMemory() {
        MemoryMapSource source = MemoryMapSource.over(memory);
        FixedBlockSource arena = FixedBlockSource.over(source, Plan.of(4_096, 2));
        long block = arena.obtain(4_096, 1);
        assertThatIllegalStateException().isThrownBy(arena::close).withMessageEndingWith("outCount=1");
        assertThat(arena.retire()).isFalse();
        RawAccess.putLong(block, 1);
        assertThat(memory.mappedBytes()).isPositive();
        arena.release(block, 4_096);
        assertThat(memory.mappedBytes()).isZero();
    }

    private static void refused(FixedBlockSource arena, Kind kind, ThrowingCallable call) {
        int before = arena.outCount();
        assertKind(kind, call);
        assertThat(arena.outCount()).isEqualTo(before);
        FixedBlockCheck.check(arena);
    }

    private void assumeNodes() {
        assumeTrue(system.isNative());
        long probe = system.map(system.pageSize());
        int errno = system.policyAt(probe).errno();
        system.unmap(probe, system.pageSize());
        assumeTrue(errno == 0, "no policies for nodes here");
    }
}
