package org.allotment.core.source;

import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.allotment.core.AllocationException;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.BasicMemory;
import org.allotment.core.os.FaultyMemory;
import org.allotment.core.os.NumaPolicy;
import org.allotment.core.os.NumaPolicy.Mode;
import org.allotment.core.os.NumaPolicy.Residents;
import org.allotment.core.os.PickyMemory;
import org.allotment.core.os.Smaps;
import org.allotment.core.os.VirtualMemory;
import org.allotment.core.source.MappingOptions.Wish;
import org.allotment.core.source.MappingReport.Answer;
import org.allotment.core.source.MappingReport.Outcome;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wished for, what the kernel says of it, and what the report says: they must agree. */
final class WishesTest {
    private static final long BYTES = 256 << 10;
    private static final MappingOptions OFF = MappingOptions.DEFAULT;
    private static final MappingOptions EVERYTHING = OFF.withPolicy(NumaPolicy.of(Mode.LOCAL))
            .withHugePages(MappingOptions.POOLED)
            .with(Wish.FIRST_2_GIB, Wish.TRANSPARENT_HUGE_PAGES, Wish.EXCLUDE_FROM_DUMPS, Wish.LOCK, Wish.POPULATE);

    private final VirtualMemory system = VirtualMemory.system();
    private final FaultyMemory memory = new FaultyMemory();

    @Test
    void nothingIsWishedForByDefault() {
        assumeTrue(Smaps.isSupported());
        MemoryMapSource source = MemoryMapSource.over(memory);
        long piece = source.obtain(BYTES, 1);
        MappingReport report = source.report(piece);
        assertThat(report.answers()).isEmpty();
        assertThat(report.isGranted()).isTrue();
        assertThat(report.transparent()).isFalse();
        assertThat(report.pageSize()).isEqualTo(system.pageSize());
        Smaps kernel = Smaps.at(piece);
        assertThat(kernel.flags()).doesNotContain("lo", "dd", "hg", "ht", "nr");
        assertThat(Smaps.residentBytes(piece, BYTES)).isZero();
        release(source, piece, BYTES);
    }

    @Test
    void wishesWithAFlagInTheKernelAreGrantedIffItHasTheFlag() {
        assumeTrue(Smaps.isSupported() && system.transparentHugePageSize() > 0);
        Map<Wish, String> flags = Map.of(
                Wish.NO_RESERVE,
                "nr",
                Wish.EXCLUDE_FROM_DUMPS,
                "dd",
                Wish.LOCK,
                "lo",
                Wish.TRANSPARENT_HUGE_PAGES,
                "hg");
        flags.forEach((wish, flag) -> {
            MemoryMapSource source = MemoryMapSource.over(memory, OFF.with(wish));
            long piece = source.obtain(4 << 20, 1);
            Answer answer = source.report(piece).answer(wish);
            assertThat(Smaps.at(piece).flags().contains(flag))
                    .as("%s", answer)
                    .isEqualTo(answer.outcome() == Outcome.GRANTED);
            assertThat(source.report(piece).answers()).containsExactly(answer);
            release(source, piece, 4 << 20);
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Wish.class,
            names = {"LOCK", "POPULATE"})
    void lockingAndPopulatingBringEveryPage(Wish wish) {
        assumeTrue(Smaps.isSupported());
        MemoryMapSource source = MemoryMapSource.over(memory, OFF.with(wish));
        long piece = source.obtain(BYTES, 1);
        assumeTrue(source.report(piece).isGranted());
        assertThat(Smaps.residentBytes(piece, BYTES)).isGreaterThanOrEqualTo(BYTES);
        release(source, piece, BYTES);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void thePolicyIsTheOneThatTheKernelReadsBack(Mode mode) {
        assumeNodes();
        NumaPolicy policy = mode == Mode.DEFAULT || mode == Mode.LOCAL ? NumaPolicy.of(mode) : NumaPolicy.of(mode, 0);
        MemoryMapSource source = MemoryMapSource.over(memory, OFF.withPolicy(policy));
        long piece = source.obtain(BYTES, 1 << 20);
        MappingReport report = source.report(piece);
        assertThat(report.answers()).containsExactly(new Answer(Wish.NUMA_POLICY, Outcome.GRANTED, 0));
        assertThat(report.policy())
                .isEqualTo(policy)
                .isEqualTo(system.policyAt(piece).policy());
        RawAccess.putLong(piece, 1);
        release(source, piece, BYTES);
    }

    @Test
    void nodesThatTheMachineHasNotGotAreNoSilentSuccess() {
        assumeNodes();
        NumaPolicy policy = NumaPolicy.of(Mode.INTERLEAVE, 0, 1_000);
        MemoryMapSource source = MemoryMapSource.over(memory, OFF.withPolicy(policy));
        long piece = source.obtain(BYTES, 1);
        assertThat(source.report(piece).answer(Wish.NUMA_POLICY).outcome()).isNotEqualTo(Outcome.GRANTED);
        release(source, piece, BYTES);
    }

    @Test
    void aPolicyMayBeBoundLaterAndPagesMove() {
        assumeNodes();
        MemoryMapSource source = MemoryMapSource.over(memory, OFF.with(Wish.POPULATE));
        long piece = source.obtain(BYTES, 1);
        NumaPolicy policy = NumaPolicy.of(Mode.BIND, 0).withResidents(Residents.MOVE_ALL);
        assertThat(source.rebind(piece, policy)).isEqualTo(new Answer(Wish.NUMA_POLICY, Outcome.GRANTED, 0));
        assertThat(source.report(piece).options().policy()).isEqualTo(policy);
        assertThat(source.report(piece).answers()).hasSize(2);
        MappingReport before = source.report(piece);
        assertThat(source.rebind(piece, NumaPolicy.of(Mode.BIND, 32_767)))
                .isEqualTo(new Answer(Wish.NUMA_POLICY, Outcome.REFUSED, VirtualMemory.EINVAL));
        assertThat(source.report(piece)).isEqualTo(before);
        assertInvalid(() -> source.rebind(piece, NumaPolicy.of(Mode.BIND)));
        assertThat(system.policyAt(piece).policy()).isEqualTo(NumaPolicy.of(Mode.BIND, 0));
        release(source, piece, BYTES);
    }

    @ParameterizedTest
    @ValueSource(longs = {MappingOptions.POOLED, 2 << 20, 1 << 20, 1 << 30})
    void hugePagesAreThereOrTheReportSaysWhyNot(long pageSize) {
        assumeTrue(Smaps.isSupported());
        MemoryMapSource source = MemoryMapSource.over(memory, OFF.withHugePages(pageSize));
        long piece = source.obtain(1, 1);
        assertThat(piece % source.granularity()).isZero();
        MappingReport report = source.report(piece);
        Answer answer = report.answer(Wish.HUGE_PAGES);
        Smaps kernel = Smaps.at(piece);
        assertThat(kernel.flags().contains("ht")).isEqualTo(answer.outcome() == Outcome.GRANTED);
        if (answer.outcome() == Outcome.GRANTED) {
            assertThat(report.pageSize()).isEqualTo(source.granularity());
        } else {
            assertThat(answer.outcome()).isEqualTo(Outcome.FELL_BACK);
            assertThat(answer.errno()).isIn(VirtualMemory.ENOMEM, VirtualMemory.EINVAL, VirtualMemory.ENOSYS);
            assertThat(report.pageSize()).isEqualTo(system.pageSize());
            assertThat(kernel.flags().contains("hg")).isEqualTo(report.transparent());
        }
        RawAccess.putLong(piece, 1);
        release(source, piece, 1);
    }

    @Test
    void piecesOfHugePagesAreWholeAndAlignedAlsoWhenTheyFallBack() {
        MemoryMapSource source = MemoryMapSource.over(memory, OFF.withHugePages(64 << 10));
        for (int i = 1; i < 20; i++) {
            // A page between two pieces, so that the system does not align the next one by luck.
            memory.map(system.pageSize());
            long piece = source.obtain(i * 10_000L, 1);
            long byteSize = source.report(piece).byteSize();
            assertThat(piece % (64 << 10)).isZero();
            assertThat(byteSize % (64 << 10)).isZero();
            RawAccess.putLong(piece, 1);
            RawAccess.putLong(piece + byteSize - 8, 1);
        }
        assertThat(memory.mappedBytes()).isEqualTo(source.obtainedBytes() + 19 * system.pageSize());
    }

    @Test
    void theBlameGoesToTheWishThatFailed() {
        FaultyMemory picky = new FaultyMemory(new PickyMemory());
        MemoryMapSource source =
                MemoryMapSource.over(picky, OFF.withHugePages(2 << 20).with(Wish.FIRST_2_GIB));
        long piece = source.obtain(1, 1);
        assertThat(source.report(piece).answer(Wish.HUGE_PAGES))
                .isEqualTo(new Answer(Wish.HUGE_PAGES, Outcome.FELL_BACK, PickyMemory.NO_HUGE_PAGES));
        assertThat(source.report(piece).answer(Wish.FIRST_2_GIB))
                .isEqualTo(new Answer(Wish.FIRST_2_GIB, Outcome.FELL_BACK, PickyMemory.NO_LOW_ADDRESS));
        source.release(piece, 1);
        assertThat(picky.mappedBytes()).isZero();
    }

    @Test
    void transparentHugePagesAlignPiecesThatCanHoldOne() {
        long huge = system.transparentHugePageSize();
        assumeTrue(huge > 0, "switched off here");
        MemoryMapSource source = MemoryMapSource.over(memory, OFF.with(Wish.TRANSPARENT_HUGE_PAGES));
        long piece = source.obtain(huge, 1);
        assertThat(piece % huge).isZero();
        assertThat(source.report(piece).transparent()).isTrue();
        long small = source.obtain(BYTES, 1);
        assertThat(source.report(small).answer(Wish.TRANSPARENT_HUGE_PAGES).outcome())
                .isEqualTo(huge > BYTES ? Outcome.FELL_BACK : Outcome.GRANTED);
        source.release(small, BYTES);
        release(source, piece, huge);
    }

    @Test
    void aPlatformThatLacksItAllStillGivesMemoryAndSaysSo() {
        FaultyMemory basic = new FaultyMemory(new BasicMemory());
        MemoryMapSource source = MemoryMapSource.over(basic, EVERYTHING);
        long piece = source.obtain(BYTES, 1 << 16);
        MappingReport report = source.report(piece);
        assertThat(report.answers().stream().map(Answer::wish)).containsExactlyElementsOf(EVERYTHING.wishes());
        assertThat(report.answers()).allSatisfy(answer -> {
            assertThat(answer.outcome()).isNotEqualTo(Outcome.GRANTED);
            assertThat(answer.errno()).isEqualTo(VirtualMemory.ENOSYS);
        });
        assertThat(report.isGranted()).isFalse();
        assertThat(report.policy()).isNull();
        RawAccess.putLong(piece + BYTES - 8, 1);
        source.release(piece, BYTES);
        assertThat(basic.mappedBytes()).isZero();
    }

    @Test
    void aRequiredWishIsGrantedOrThereIsNoPiece() {
        memory.failAlways("lock");
        memory.failWith(11);
        List<String> journal = memory.journal();
        MemoryMapSource source =
                MemoryMapSource.over(memory, OFF.with(Wish.LOCK).requiring(Wish.LOCK));
        assertThat(source.obtain(BYTES, 1)).isZero();
        assertThat(source.lastError()).isEqualTo(11);
        assertThat(source.obtainedBytes()).isEqualTo(memory.mappedBytes()).isZero();
        assertThat(journal).containsExactly("reserve", "commit", "lock failed", "unlock", "unmap");
        MemoryMapSource nowhere = MemoryMapSource.over(
                new FaultyMemory(new BasicMemory()), OFF.withHugePages(2 << 20).requiring(Wish.HUGE_PAGES));
        assertThat(nowhere.obtain(1, 1)).isZero();
        assertThat(nowhere.lastError()).isEqualTo(VirtualMemory.ENOSYS);
    }

    @Test
    void pagesThatTheSystemCannotBringAreNotTouchedForIt() {
        assumeTrue(Smaps.isSupported());
        memory.failAlways("POPULATE");
        memory.failWith(VirtualMemory.ENOMEM);
        MemoryMapSource source = MemoryMapSource.over(memory, OFF.with(Wish.POPULATE));
        long piece = source.obtain(BYTES, 1);
        assertThat(source.report(piece).answers())
                .containsExactly(new Answer(Wish.POPULATE, Outcome.REFUSED, VirtualMemory.ENOMEM));
        assertThat(Smaps.residentBytes(piece, BYTES)).isZero();
        memory.failWith(VirtualMemory.EINVAL);
        long touched = source.obtain(BYTES, 1);
        assertThat(source.report(touched).answers())
                .containsExactly(new Answer(Wish.POPULATE, Outcome.FELL_BACK, VirtualMemory.EINVAL));
        assertThat(Smaps.residentBytes(touched, BYTES)).isGreaterThanOrEqualTo(BYTES);
        source.release(touched, BYTES);
        release(source, piece, BYTES);
    }

    @Test
    void memoryThatCannotBeCommittedGoesBack() {
        memory.failAlways("commit");
        MemoryMapSource source = MemoryMapSource.over(memory, EVERYTHING);
        assertThat(source.obtain(BYTES, 1)).isZero();
        assertThat(source.lastError()).isEqualTo(VirtualMemory.ENOMEM);
        assertThat(source.obtainedBytes()).isEqualTo(memory.mappedBytes()).isZero();
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        for (long size : new long[] {1, -2, 4_096, 3 << 20, 32L << 30}) {
            assertInvalid(() -> OFF.withHugePages(size));
        }
        assertInvalid(() -> OFF.withPolicy(NumaPolicy.of(Mode.BIND)));
        assertInvalid(() -> OFF.withPolicy(NumaPolicy.of(Mode.INTERLEAVE)));
        assertInvalid(() -> OFF.withPolicy(NumaPolicy.of(Mode.LOCAL, 0)));
        assertInvalid(() -> OFF.withPolicy(NumaPolicy.of(Mode.DEFAULT, 0)));
        assertInvalid(() -> OFF.with(Wish.HUGE_PAGES));
        assertInvalid(() -> OFF.with(Wish.NUMA_POLICY));
        assertInvalid(() -> OFF.requiring(Wish.LOCK));
        assertInvalid(() -> OFF.with(Wish.NO_RESERVE).withHugePages(2 << 20));
        assertThat(OFF.wishes()).isEmpty();
        assertThat(EVERYTHING.wishes()).isEqualTo(EnumSet.complementOf(EnumSet.of(Wish.NO_RESERVE)));
        assertThat(OFF.with(Wish.LOCK).requiring(Wish.LOCK).required()).isEqualTo(Set.of(Wish.LOCK));
        MemoryMapSource source = MemoryMapSource.over(memory);
        long piece = source.obtain(1, 1);
        assertInvalid(() -> source.report(piece).answer(Wish.LOCK));
        assertKind(AllocationException.Kind.NOT_ALLOCATED, () -> source.report(piece + 1));
        release(source, piece, 1);
    }

    private void assumeNodes() {
        assumeTrue(system.isNative());
        long probe = system.map(system.pageSize());
        int errno = system.policyAt(probe).errno();
        system.unmap(probe, system.pageSize());
        assumeTrue(errno == 0, "no policies for nodes here");
    }

    private void release(MemoryMapSource source, long piece, long byteSize) {
        source.release(piece, byteSize);
        assertThat(source.obtainedBytes()).isEqualTo(memory.mappedBytes()).isZero();
    }

    private static void assertInvalid(ThrowingCallable call) {
        assertKind(AllocationException.Kind.INVALID_PARAMETER, call);
    }
}
