package org.allotment.core.adapt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.concurrent.LockedSizeAware;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code Arena} promises: zeroes, no overlap, life until close, and for whom. */
final class ArenaViewTest {
    private final Allocator allocator = new LockedSizeAware(
            TlsfAllocator.create(MemoryMapSource.create(), TlsfOptions.DEFAULT.withoutOwner()), new SpinLock());

    @AfterEach
    void allMemoryIsBack() {
        assertThat(allocator.statistics().liveBlocks()).isZero();
        allocator.close();
    }

    private ArenaView arena(boolean shared) {
        return shared ? ArenaView.shared(allocator) : ArenaView.confined(allocator);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void segmentsAreZeroedAlignedAndBounded(boolean shared) {
        for (int round = 0; round < 3; round++) {
            try (ArenaView arena = arena(shared)) {
                for (long alignment = 1; alignment <= 4_096; alignment <<= 1) {
                    MemorySegment segment = arena.allocate(333, alignment);
                    assertThat(segment.address() % alignment).isZero();
                    assertThat(segment.byteSize()).isEqualTo(333);
                    assertThat(segment.mismatch(MemorySegment.ofArray(new byte[333])))
                            .isEqualTo(-1);
                    assertThat(segment.scope()).isEqualTo(arena.scope());
                    assertThatExceptionOfType(IndexOutOfBoundsException.class)
                            .isThrownBy(() -> segment.get(JAVA_BYTE, 333));
                    segment.fill((byte) -1);
                }
                assertThat(arena.allocateFrom("text").getString(0)).isEqualTo("text");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void blocksAreRecycledAtCloseOnlyAndSegmentsAreDeadThen(boolean shared) {
        ArenaView arena = arena(shared);
        List<MemorySegment> segments = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            segments.add(arena.allocate(64 + i, 16));
        }
        assertThat(allocator.statistics().liveBlocks()).isEqualTo(500);
        segments.forEach(segment -> assertThat(segment.scope().isAlive()).isTrue());
        arena.close();
        assertThat(allocator.statistics().liveBlocks()).isZero();
        for (MemorySegment segment : segments) {
            assertThat(segment.scope().isAlive()).isFalse();
            assertThatIllegalStateException().isThrownBy(() -> segment.get(JAVA_BYTE, 0));
            assertThatIllegalStateException()
                    .isThrownBy(() -> segment.asSlice(1).get(JAVA_BYTE, 0));
        }
        assertThatIllegalStateException().isThrownBy(() -> arena.allocate(8, 8));
        assertThatIllegalStateException().isThrownBy(() -> arena.allocate(0, 8));
        assertThatIllegalStateException().isThrownBy(arena::close);
    }

    @Test
    void newestFirstLetsABumpAllocatorTakeEverythingBack() {
        try (BumpAllocator bump = BumpAllocator.checked(MemoryMapSource.create(), 1 << 16)) {
            for (int round = 0; round < 1_000; round++) {
                try (ArenaView arena = ArenaView.confined(bump)) {
                    for (int i = 0; i < 50; i++) {
                        arena.allocate(16, 16);
                    }
                }
            }
            assertThat(bump.statistics().lostBytes()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void zeroBytesAreASegmentOfTheArenaAtTheAlignment(boolean shared) {
        ArenaView arena = arena(shared);
        MemorySegment empty = arena.allocate(0, 64);
        assertThat(empty.address()).isEqualTo(64);
        assertThat(empty.byteSize()).isZero();
        assertThat(empty.isNative()).isTrue();
        assertThat(empty.scope()).isEqualTo(arena.scope());
        assertThat(allocator.statistics().liveBlocks()).isZero();
        arena.close();
        assertThat(empty.scope().isAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void badArgumentsAreIllegalAndFullIsNoMemory(boolean shared) {
        try (ArenaView arena = arena(shared)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> arena.allocate(-1, 8))
                    .withMessageContaining("byteSize=-1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> arena.allocate(8, 3))
                    .withMessageEndingWith("byteAlignment=3");
            assertThatIllegalArgumentException().isThrownBy(() -> arena.allocate(0, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> arena.allocate(Long.MAX_VALUE, 8));
            AllocationException full =
                    catchThrowableOfType(AllocationException.class, () -> arena.allocate(1L << 50, 8));
            assertThat(full.kind()).isEqualTo(AllocationException.Kind.NO_MEMORY);
            assertThat(allocator.statistics().liveBlocks()).isZero();
            arena.allocate(8, 8);
        }
    }

    @Test
    void aConfinedArenaIsItsThreadsAlone() throws Exception {
        try (ArenaView arena = ArenaView.confined(allocator);
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            MemorySegment segment = arena.allocate(64, 8);
            assertThat(other.submit(() -> catchThrowable(() -> arena.allocate(64, 8)))
                            .get())
                    .isInstanceOf(WrongThreadException.class)
                    .hasMessageMatching(".*owner=\\d+, caller=\\d+");
            assertThat(other.submit(() -> catchThrowable(arena::close)).get()).isInstanceOf(WrongThreadException.class);
            assertThat(other.submit(() -> catchThrowable(() -> segment.get(JAVA_BYTE, 0)))
                            .get())
                    .isInstanceOf(WrongThreadException.class);
            assertThat(segment.get(JAVA_BYTE, 0)).isZero();
            assertThat(allocator.statistics().liveBlocks()).isEqualTo(1);
        }
    }

    /** While C code has a segment, its arena stays: here {@code qsort} calls back, and the callback wants to close. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @SuppressWarnings("restricted")
    void aCloseThatTheJdkRefusesChangesNothing(boolean shared) throws Throwable {
        List<Throwable> refusals = new ArrayList<>();
        Linker linker = Linker.nativeLinker();
        try (ArenaView arena = arena(shared);
                Arena stubs = Arena.ofConfined()) {
            MethodHandle compare = MethodHandles.lookup()
                    .findStatic(
                            ArenaViewTest.class,
                            "closeInstead",
                            MethodType.methodType(int.class, ArenaView.class, List.class, long.class, long.class));
            MemorySegment callback = linker.upcallStub(
                    MethodHandles.insertArguments(compare, 0, arena, refusals),
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG),
                    stubs);
            MethodHandle qsort = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("qsort"),
                    FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));
            MemorySegment numbers = arena.allocateFrom(JAVA_LONG, 2, 1);
            qsort.invokeExact(numbers, 2L, 8L, callback);
            assertThat(refusals)
                    .isNotEmpty()
                    .allSatisfy(refusal -> assertThat(refusal).isInstanceOf(IllegalStateException.class));
            assertThat(numbers.scope().isAlive()).isTrue();
            assertThat(allocator.statistics().liveBlocks()).isEqualTo(1);
            arena.allocate(8, 8);
        }
        assertThat(allocator.statistics().liveBlocks()).isZero();
    }

    @SuppressWarnings("unused")
    private static int closeInstead(ArenaView arena, List<Throwable> refusals, long left, long right) {
        refusals.add(catchThrowable(arena::close));
        return 0;
    }

    @Test
    void aSharedArenaServesSeveralThreadsWithoutOverlap() throws Exception {
        int threads = 4;
        try (ArenaView arena = ArenaView.shared(allocator);
                ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<List<MemorySegment>>> answers = new ArrayList<>();
            for (int worker = 1; worker <= threads; worker++) {
                byte mark = (byte) worker;
                answers.add(workers.submit(() -> fillMany(arena, mark)));
            }
            for (int worker = 1; worker <= threads; worker++) {
                byte[] expected = new byte[40];
                java.util.Arrays.fill(expected, (byte) worker);
                for (MemorySegment segment : answers.get(worker - 1).get()) {
                    assertThat(segment.mismatch(MemorySegment.ofArray(expected)))
                            .isEqualTo(-1);
                }
            }
            assertThat(allocator.statistics().liveBlocks()).isEqualTo(4_000);
        }
    }

    private static List<MemorySegment> fillMany(ArenaView arena, byte mark) {
        List<MemorySegment> segments = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            segments.add(arena.allocate(40, 8).fill(mark));
        }
        return segments;
    }

    @Test
    void closingWhileOthersAllocateLosesNothing() throws Exception {
        for (int round = 0; round < 50; round++) {
            ArenaView arena = ArenaView.shared(allocator);
            CountDownLatch started = new CountDownLatch(1);
            CompletableFuture<Throwable> end =
                    CompletableFuture.supplyAsync(() -> catchThrowable(() -> allocateUntilRefused(arena, started)));
            started.await();
            arena.close();
            assertThat(end.get()).isInstanceOfAny(IllegalStateException.class, ManyAllocated.class);
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
    }

    /** The other thread was not scheduled for so long that this one stopped by itself. */
    private static final class ManyAllocated extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static void allocateUntilRefused(ArenaView arena, CountDownLatch started) {
        try {
            for (int i = 0; i < 100_000; i++) {
                arena.allocate(48, 16);
                started.countDown();
            }
        } finally {
            started.countDown();
        }
        throw new ManyAllocated();
    }

    @Test
    void aRefusedFreeKeepsNoOtherBlock() {
        try (SlabAllocator slab = SlabAllocator.checked(MemoryMapSource.create())) {
            ArenaView arena = ArenaView.confined(slab);
            arena.allocate(64, 8);
            long taken = arena.allocate(64, 8).address();
            arena.allocate(64, 8);
            slab.free(taken);
            assertThat(catchThrowable(arena::close)).isInstanceOf(AllocationException.class);
            assertThat(slab.statistics().liveBlocks()).isZero();
        }
    }

    @Test
    void anAllocatorClosedBeforeItsArenaIsReported() {
        SlabAllocator gone = SlabAllocator.checked(MemoryMapSource.create());
        ArenaView arena = ArenaView.confined(gone);
        MemorySegment segment = arena.allocate(64, 8);
        gone.close();
        assertThatIllegalStateException().isThrownBy(arena::close);
        assertThat(segment.scope().isAlive()).isFalse();
    }

    @Test
    void memoryOfAnArenaIsNotHandedOutTwiceWhileItLives() {
        try (ArenaView arena = ArenaView.confined(allocator)) {
            MemorySegment kept = arena.allocate(64, 8).fill((byte) 7);
            for (int round = 0; round < 100; round++) {
                try (ArenaView shortLived = ArenaView.confined(allocator)) {
                    shortLived.allocate(64, 8).fill((byte) 9);
                }
            }
            assertThat(RawAccess.getByte(kept.address() + 63)).isEqualTo((byte) 7);
        }
    }
}
