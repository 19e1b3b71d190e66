package org.allotment.core.ending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.buddy.BuddyAllocator;
import org.allotment.core.buddy.BuddyOptions;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.concurrent.heap.HeapOptions;
import org.allotment.core.concurrent.heap.SharedAllocator;
import org.allotment.core.concurrent.slice.SliceDepot;
import org.allotment.core.concurrent.striped.StripedAllocator;
import org.allotment.core.mapped.MappedAllocator;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.ComplainingSource;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.MemorySource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An allocator that is closed gives every piece back, though its source complains of each. */
final class CloseFailureTest {
    private static final int BLOCKS = 4;
    private static final long SMALL = 64;
    /** Most of a chunk of 4 MiB. */
    private static final int SLICES = 200;

    private static final long LARGE = 5L << 20;

    static Stream<Function<MemorySource, Allocator>> engines() {
        return Stream.of(
                SlabAllocator::checked,
                SlabAllocator::trusting,
                source -> TlsfAllocator.create(source, TlsfOptions.DEFAULT),
                source -> BuddyAllocator.create(source, BuddyOptions.DEFAULT),
                source -> SharedAllocator.create(HeapOptions.of(source).withPurgeDelay(Duration.ofDays(1))));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void everyPieceGoesBack(Function<MemorySource, Allocator> engine) throws Exception {
        ComplainingSource source = new ComplainingSource();
        Allocator allocator = engine.apply(source);
        for (int i = 0; i < BLOCKS; i++) {
            allocator.allocate(LARGE, 8);
        }
        allocator.allocate(SMALL, 8);
        allocator.free(allocator.allocate(SMALL, 8), SMALL, 8);
        closesThoughItComplains(allocator, source);
        assertThatIllegalStateException().isThrownBy(() -> allocator.allocate(SMALL, 8));
    }

    /** Each of them draws its one piece when it is made. */
    @Test
    void everyStripeIsClosed() throws Exception {
        ComplainingSource source = new ComplainingSource();
        Allocator striped = new StripedAllocator(
                BLOCKS, SpinLock::new, source, memory -> BitSetAllocator.checked(memory, 1 << 16, 64));
        closesThoughItComplains(striped, source);
    }

    @Test
    void stripesThatCannotAllBeMadeAreClosed() {
        ComplainingSource source = new ComplainingSource();
        AtomicInteger made = new AtomicInteger();
        Function<MemorySource, Allocator> maker = memory -> {
            if (made.getAndIncrement() == 2) {
                throw new IllegalStateException("no third");
            }
            return BitSetAllocator.checked(memory, 1 << 16, 64);
        };
        assertThatIllegalStateException()
                .isThrownBy(() -> new StripedAllocator(BLOCKS, SpinLock::new, source, maker))
                .withMessage("no third")
                .satisfies(first -> assertThat(first.getSuppressed()).hasSize(2));
        assertThat(source.pieces()).isZero();
    }

    /** The first does not know its piece any more. */
    @Test
    void everyMappingGoesBack() {
        MemoryMapSource source = MemoryMapSource.create();
        MappedAllocator mapped = MappedAllocator.create(source);
        long first = mapped.allocate(LARGE, 8);
        mapped.allocate(LARGE, 8);
        mapped.allocate(LARGE, 8);
        source.release(first, LARGE);
        assertThatExceptionOfType(AllocationException.class).isThrownBy(mapped::close);
        assertThat(source.obtainedBytes()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> mapped.allocate(SMALL, 8));
        mapped.close();
    }

    @Test
    void everyChunkGoesBack() throws Exception {
        ComplainingSource source = new ComplainingSource();
        SliceDepot depot = new SliceDepot(source);
        for (int i = 0; i < BLOCKS; i++) {
            depot.take(SLICES, 1);
        }
        closesThoughItComplains(depot::close, source);
    }

    private static void closesThoughItComplains(AutoCloseable allocator, ComplainingSource source) throws Exception {
        int pieces = source.pieces();
        assertThat(pieces).isGreaterThan(1);
        assertThatThrownBy(allocator::close)
                .isInstanceOf(UncheckedIOException.class)
                .satisfies(first -> assertThat(first.getSuppressed()).hasSize(pieces - 1));
        assertThat(source.pieces()).isZero();
        allocator.close();
    }

    @Test
    void whatEndedWellIsNotReported() {
        Endings endings = new Endings();
        endings.end(() -> {});
        endings.report();
    }

    @Test
    void theFirstThatFailedIsThrownAndCarriesTheOthers() {
        Endings endings = new Endings();
        Error first = new AssertionError("first");
        RuntimeException second = new IllegalStateException("second");
        endings.end(() -> {
            throw first;
        });
        endings.end(() -> {
            throw second;
        });
        endings.end(() -> {
            throw first;
        });
        assertThatThrownBy(endings::report).isSameAs(first).hasSuppressedException(second);
        assertThat(first.getSuppressed()).hasSize(1);
    }
}
