package org.allotment.core.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.defects.Defect;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.NativeHeap;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.Test;

/** One test for each defect of the seeds' adaptors, named by its number in the defects register. */
final class AdaptDefectsTest {
    /** An allocator that must not be called. */
    private static Allocator untouchable() {
        return (Allocator) Proxy.newProxyInstance(
                AdaptDefectsTest.class.getClassLoader(), new Class<?>[] {Allocator.class}, (_, method, _) -> {
                    throw new AssertionError("a zero size reached the allocator, method=" + method.getName());
                });
    }

    /** A22: a zero size gave address 1 whatever the alignment, and its free was passed on, to be written to. */
    @Defect("A22")
    @Test
    void a22FreeingZeroBytesNeverReachesTheAllocator() {
        SegmentView view = SegmentView.of(untouchable());
        for (long alignment = 1; alignment <= 1 << 20; alignment <<= 1) {
            MemorySegment empty = view.allocate(0, alignment);
            assertThat(empty.address()).isEqualTo(alignment);
            view.free(empty);
            view.free(empty, alignment);
            assertThat(view.resize(empty, 0, alignment, Movement.MAY_MOVE).address())
                    .isEqualTo(alignment);
        }
    }

    /** A22: the shared handle was not safe for threads and said nothing about it. */
    @Defect("A22")
    @Test
    void a22SharedHandlesBearThreadsAndConfinedOnesRefuseThem() throws Exception {
        TlsfAllocator tlsf = TlsfAllocator.create(MemoryMapSource.create(), TlsfOptions.DEFAULT.withoutOwner());
        try (SizeAwareHandle shared = SizeAwareHandle.shared(tlsf, new SpinLock());
                ExecutorService workers = Executors.newFixedThreadPool(2)) {
            List<Future<?>> ends = new ArrayList<>();
            for (int worker = 0; worker < 2; worker++) {
                ends.add(workers.submit(() -> {
                    try (SizeAwareHandle own = shared.share()) {
                        for (int i = 0; i < 20_000; i++) {
                            own.free(own.allocate(1 + i % 300, 8));
                        }
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            assertThat(shared.statistics().liveBlocks()).isZero();
            assertThat(shared.statistics().isConserved()).isTrue();
            SizeAwareHandle confined = SizeAwareHandle.confined(SlabAllocator.checked(MemoryMapSource.create()));
            Future<?> refused =
                    workers.submit(() -> assertThatIllegalStateException().isThrownBy(() -> confined.allocate(8, 8)));
            refused.get();
            confined.close();
        }
    }

    /** A22: nothing tied the life of the pool to that of the allocator in it. */
    @Defect("A22")
    @Test
    void a22ThePoolLivesExactlyAsLongAsTheLastHandle() {
        Arena arena = Arena.ofConfined();
        long pool = arena.allocate(1 << 16, 64).address();
        SizeAwareHandle first = SizeAwareHandle.confined(TlsfAllocator.over(pool, 1 << 16, TlsfOptions.DEFAULT));
        first.tie(arena);
        SizeAwareHandle second = first.share();
        first.close();
        assertThat(arena.scope().isAlive()).isTrue();
        RawAccess.putLong(second.allocate(64, 8), 42);
        second.close();
        assertThat(arena.scope().isAlive()).isFalse();
    }

    /** C7: shrinking to zero bytes made an impossible size, because the checks for it were never compiled. */
    @Defect("C7")
    @Test
    void c7ResizingToAndFromZeroBytesFreesAndAllocates() {
        try (SlabAllocator slab = SlabAllocator.checked(MemoryMapSource.create())) {
            SegmentView view = SegmentView.of(slab);
            AllocatorStatistics empty = slab.statistics();
            for (long alignment = 1; alignment <= 4_096; alignment <<= 1) {
                MemorySegment segment = view.resize(view.allocate(0, alignment), 100, alignment, Movement.MAY_MOVE);
                assertThat(segment.byteSize()).isEqualTo(100);
                assertThat(segment.address() % alignment).isZero();
                assertThat(slab.statistics().liveBlocks()).isEqualTo(1);
                MemorySegment none = view.resize(segment, 0, alignment, Movement.MAY_MOVE);
                assertThat(none.byteSize()).isZero();
                assertThat(none.address()).isEqualTo(alignment);
                assertThat(slab.statistics().liveBlocks()).isEqualTo(empty.liveBlocks());
            }
            MemorySegment kept = view.allocate(100, 8);
            assertThat(kind(() -> view.resize(kept, 0, 8, Movement.MUST_NOT_MOVE)))
                    .isEqualTo(Kind.NO_MEMORY);
            assertThat(kind(() -> view.resize(view.allocate(0, 8), 1, 8, Movement.MUST_NOT_MOVE)))
                    .isEqualTo(Kind.NO_MEMORY);
            assertThat(slab.statistics().liveBlocks()).isEqualTo(1);
            view.free(kept);
        }
    }

    /** C8: the stand-in for zero bytes was 2^64 - 1, aligned to nothing. */
    @Defect("C8")
    @Test
    void c8TheStandInForZeroBytesIsAlignedInEveryAdaptor() {
        try (SlabAllocator slab = SlabAllocator.checked(MemoryMapSource.create());
                ArenaView confined = ArenaView.confined(slab);
                ArenaView shared = ArenaView.shared(slab)) {
            List<java.lang.foreign.SegmentAllocator> adaptors = List.of(SegmentView.of(slab), confined, shared);
            for (var adaptor : adaptors) {
                for (long alignment = 1; alignment <= 1L << 40; alignment <<= 1) {
                    MemorySegment empty = adaptor.allocate(0, alignment);
                    assertThat(empty.address()).isPositive();
                    assertThat(empty.address() % alignment).isZero();
                    assertThat(empty.byteSize()).isZero();
                }
            }
            assertThat(slab.statistics().liveBlocks()).isZero();
        }
    }

    /** C29: resizes that raise the alignment were refused; "must not move" was refused or ignored. */
    @Defect("C29")
    @Test
    void c29ResizesRaiseAlignmentsAndStayWhereTheyMust() {
        NativeHeap libc = NativeHeap.system().orElseThrow();
        try (Arena arena = Arena.ofConfined()) {
            List<Allocator> adaptors = List.of(
                    NativeAllocator.checked(libc, 1 << 24),
                    new TrustingNativeAllocator(libc),
                    SegmentBackedAllocator.checked(arena, 1 << 24),
                    AllocatorHandle.confined(SlabAllocator.checked(MemoryMapSource.create())));
            for (Allocator adaptor : adaptors) {
                raisesAlignments(adaptor);
                staysWhereItMust(adaptor);
                adaptor.close();
            }
        }
    }

    private static void raisesAlignments(Allocator adaptor) {
        for (long alignment = 2; alignment <= 1 << 16; alignment <<= 1) {
            long address = adaptor.allocate(100, 1);
            RawAccess.putLong(address + 92, alignment);
            long grown = adaptor.grow(address, 100, 200, alignment, Movement.MAY_MOVE);
            assertThat(grown % alignment).isZero();
            assertThat(RawAccess.getLong(grown + 92)).isEqualTo(alignment);
            long shrunk = adaptor.shrink(grown, 200, 100, 2 * alignment, Movement.MAY_MOVE);
            assertThat(shrunk % (2 * alignment)).isZero();
            assertThat(RawAccess.getLong(shrunk + 92)).isEqualTo(alignment);
            adaptor.free(shrunk, 100, 2 * alignment);
        }
        assertThat(adaptor.statistics().liveBlocks()).isZero();
    }

    private static void staysWhereItMust(Allocator adaptor) {
        long address = adaptor.allocate(1_000, 16);
        RawAccess.putLong(address, 42);
        assertThat(adaptor.shrink(address, 1_000, 995, 16, Movement.MUST_NOT_MOVE))
                .isEqualTo(address);
        assertThat(adaptor.grow(address, 995, 995, 16, Movement.MUST_NOT_MOVE)).isEqualTo(address);
        AllocatorStatistics before = adaptor.statistics();
        LongUnaryOperator far = size -> adaptor.grow(address, 995, size, 16, Movement.MUST_NOT_MOVE);
        assertThat(kind(() -> far.applyAsLong(1 << 20))).isEqualTo(Kind.NO_MEMORY);
        long tooAligned = Long.lowestOneBit(address) << 1;
        assertThat(kind(() -> adaptor.shrink(address, 995, 10, tooAligned, Movement.MUST_NOT_MOVE)))
                .isEqualTo(Kind.NO_MEMORY);
        assertThat(kind(() -> adaptor.grow(address, 995, 995, tooAligned, Movement.MUST_NOT_MOVE)))
                .isEqualTo(Kind.NO_MEMORY);
        assertThat(adaptor.statistics()).isEqualTo(before);
        assertThat(RawAccess.getLong(address)).isEqualTo(42);
        adaptor.free(address, 995, 16);
    }

    private static Kind kind(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(AllocationException.class, call).kind();
    }

    /** C30: the documentation named types that did not exist. */
    @Defect("C30")
    @Test
    void c30EveryTypeThatTheGlossaryCallsPresentExists() throws IOException {
        Pattern name = Pattern.compile("`([a-z]+)\\.([A-Z][A-Za-z]+)`");
        int found = 0;
        try (Stream<String> lines = Files.lines(Path.of("../docs/glossary.md"))) {
            for (String line :
                    lines.filter(line -> line.matches(".*\\| here[^|]*\\|")).toList()) {
                String ours = line.split("\\|", -1)[2];
                Matcher matcher = name.matcher(ours);
                while (matcher.find()) {
                    assertThat(exists(matcher.group(1), matcher.group(2)))
                            .as(line)
                            .isTrue();
                    found++;
                }
            }
        }
        assertThat(found).isGreaterThan(5);
    }

    private static boolean exists(String module, String type) {
        String root = "org.allotment.core.";
        Stream<String> places = module.equals("core")
                ? Stream.of(root + type)
                : Stream.of(root + module + "." + type, root + "adapt." + module + "." + type);
        return places.anyMatch(place ->
                AdaptDefectsTest.class.getClassLoader().getResource(place.replace('.', '/') + ".class") != null);
    }
}
