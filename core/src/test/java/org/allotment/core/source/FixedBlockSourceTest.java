package org.allotment.core.source;

import static org.allotment.core.Refusals.assertKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.FaultyMemory;
import org.allotment.core.source.FixedBlockSource.Plan;
import org.allotment.core.source.FixedBlockSource.View;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FixedBlockSourceTest {
    private final FaultyMemory memory = new FaultyMemory();
    private final MemoryMapSource source = MemoryMapSource.over(memory);

    @ParameterizedTest
    @ValueSource(longs = {1, 12, 64, 100, 4_096, 12_288})
    void handsOutEveryBlockOnceAligned(long blockSize) {
        FixedBlockSource arena = FixedBlockSource.over(source, Plan.of(blockSize, 33));
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 33; i++) {
            long block = arena.obtain(blockSize, arena.granularity());
            assertThat(seen.add(block)).isTrue();
            assertThat(block % arena.granularity()).isZero();
            assertThat(arena.obtainedBytes()).isEqualTo((i + 1) * blockSize);
            FixedBlockCheck.check(arena);
        }
        assertThat(arena.obtain(1, 1)).isZero();
        long lowest = seen.stream().min(Long::compare).orElseThrow();
        assertThat(seen).allMatch(block -> (block - lowest) % blockSize == 0 && block < lowest + 33 * blockSize);
        seen.forEach(block -> arena.release(block, blockSize));
        FixedBlockCheck.check(arena);
        arena.close();
        assertThat(source.obtainedBytes()).isEqualTo(memory.mappedBytes()).isZero();
    }

    @Test
    void everyBlockIsInitialisedOnceBeforeTheFirstIsHandedOutAndKeepsWhatIsInIt() {
        List<Long> initialised = new ArrayList<>();
        FixedBlockSource arena = FixedBlockSource.over(source, Plan.of(256, 16).initialisedBy((address, byteSize) -> {
            assertThat(byteSize).isEqualTo(256);
            initialised.add(address);
            for (long at = 0; at < byteSize; at += 8) {
                RawAccess.putLong(address + at, address);
            }
        }));
        assertThat(initialised).hasSize(16).isSorted().doesNotHaveDuplicates();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 16; i++) {
                long block = arena.obtain(256, 1);
                for (long at = 0; at < 256; at += 8) {
                    assertThat(RawAccess.getLong(block + at)).isEqualTo(block);
                }
            }
            initialised.forEach(block -> arena.release(block, 256));
        }
        assertThat(initialised).hasSize(16);
        arena.close();
    }

    @Test
    void anInitialiserThatFailsLeavesNothingBehind() {
        Plan plan = Plan.of(256, 16).initialisedBy((address, byteSize) -> {
            if (address % 4_096 == 1_024) {
                throw new IllegalArgumentException("planted");
            }
        });
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> FixedBlockSource.over(source, plan))
                .withMessage("planted");
        assertThat(source.obtainedBytes()).isEqualTo(memory.mappedBytes()).isZero();
    }

    @Test
    void theBlockReleasedLastIsObtainedFirst() {
        FixedBlockSource arena = FixedBlockSource.over(source, Plan.of(64, 8));
        long first = arena.obtain(64, 1);
        long second = arena.obtain(64, 1);
        assertThat(second).isEqualTo(first + 64);
        arena.release(first, 64);
        arena.release(second, 1);
        assertThat(arena.obtain(64, 64)).isEqualTo(second);
        assertThat(arena.obtain(64, 64)).isEqualTo(first);
    }

    @Test
    void agreesWithASetInASeededScript() {
        long seed = Long.getLong("allotment.seed", 4_711);
        Random random = new Random(seed);
        FixedBlockSource arena = FixedBlockSource.over(source, Plan.of(48, 50));
        List<Long> out = new ArrayList<>();
        for (int step = 0; step < 10_000; step++) {
            if (random.nextInt(100) < (step / 500 % 2 == 0 ? 70 : 30)) {
                long block = arena.obtain(1 + random.nextInt(48), 1L << random.nextInt(5));
                assertThat(block == 0).as("seed=%d, step=%d", seed, step).isEqualTo(out.size() == 50);
                if (block != 0) {
                    assertThat(out).as("seed=%d, step=%d", seed, step).doesNotContain(block);
                    out.add(block);
                }
            } else if (!out.isEmpty()) {
                arena.release(out.remove(random.nextInt(out.size())), 48);
            }
            assertThat(arena.outCount()).as("seed=%d, step=%d", seed, step).isEqualTo(out.size());
            FixedBlockCheck.check(arena);
        }
    }

    @Test
    void saysNoneToWhatNoBlockIsLike() {
        FixedBlockSource arena = FixedBlockSource.over(source, Plan.of(96, 4));
        assertThat(arena.granularity()).isEqualTo(32);
        assertThat(arena.obtain(97, 1)).isZero();
        assertThat(arena.obtain(1, 64)).isZero();
        assertKind(Kind.INVALID_PARAMETER, () -> arena.obtain(0, 1));
        assertKind(Kind.INVALID_PARAMETER, () -> arena.obtain(1, 3));
        assertThat(arena.outCount()).isZero();
        FixedBlockCheck.check(arena);
    }

    @Test
    void refusesPlansThatMakeNoSense() {
        assertKind(Kind.INVALID_PARAMETER, () -> Plan.of(0, 1));
        assertKind(Kind.INVALID_PARAMETER, () -> Plan.of(1, 0));
        assertKind(Kind.INVALID_PARAMETER, () -> Plan.of(Long.MAX_VALUE, 2));
        assertKind(Kind.INVALID_PARAMETER, () -> Plan.within(0, 100));
        assertKind(Kind.INVALID_PARAMETER, () -> Plan.within(1, 1L << 32));
        memory.failAlways("reserve");
        assertKind(Kind.NO_MEMORY, () -> FixedBlockSource.over(source, Plan.of(64, 4)));
        assertThat(memory.mappedBytes()).isZero();
    }

    @Test
    void onlyTheOwnerMayCall() throws InterruptedException {
        FixedBlockSource arena = FixedBlockSource.over(source, Plan.of(64, 4));
        long block = arena.obtain(64, 1);
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> arena.obtain(64, 1), () -> arena.release(block, 64), arena::retire, arena::close)) {
            assertThat(onAnotherThread(call)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(arena.outCount()).isEqualTo(1);
        FixedBlockSource anybodys = FixedBlockSource.over(source, Plan.of(64, 4).withoutOwner());
        assertThat(onAnotherThread(anybodys::close)).isNull();
    }

    @Test
    void aRetiredArenaClosesWithItsLastBlock() {
        FixedBlockSource arena = FixedBlockSource.over(source, Plan.of(64, 4));
        long block = arena.obtain(64, 1);
        long other = arena.obtain(64, 1);
        assertThat(arena.retire()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> arena.obtain(64, 1));
        arena.release(other, 64);
        assertThatIllegalStateException().isThrownBy(arena::close);
        assertThat(source.obtainedBytes()).isPositive();
        arena.release(block, 64);
        assertThat(source.obtainedBytes()).isZero();
        FixedBlockCheck.check(arena);
        assertThat(arena.retire()).isTrue();
        arena.close();
        assertThatIllegalStateException().isThrownBy(() -> arena.release(block, 64));
        assertThatIllegalStateException().isThrownBy(() -> arena.obtain(64, 1));
        assertThat(source.obtainedBytes()).isZero();
    }

    @Test
    void theCheckFindsWhatIsBroken() {
        assertBroken("B1", new View(List.of(1, 0), 0, 0, false));
        assertBroken("B1", new View(List.of(1, 7), 0, 0, false));
        assertBroken("B2", new View(List.of(-1, -1), 0, 1, false));
        assertBroken("B3", new View(List.of(-1, -2), 0, 0, false));
        assertBroken("B4", new View(List.of(-1, -2), 0, 1, true));
        FixedBlockCheck.check(new View(List.of(-1, -2), 0, 1, false));
    }

    private static void assertBroken(String invariant, View view) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> FixedBlockCheck.check(view))
                .withMessageStartingWith(invariant);
    }

    private static @Nullable Throwable onAnotherThread(ThrowingCallable call) throws InterruptedException {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> thrown.set(catchThrowable(call)));
        thread.start();
        thread.join();
        return thrown.get();
    }
}
