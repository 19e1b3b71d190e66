package org.allotment.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.NumaPolicy;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.FixedBlockSource.Plan;
import org.allotment.core.source.MappingOptions.Wish;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every source, with every k-th call into the system failing. */
final class PieceSweepTest {
    private static final MappingOptions OFF = MappingOptions.DEFAULT;
    private static final MappingOptions EVERY_WISH = OFF.withPolicy(NumaPolicy.of(NumaPolicy.Mode.LOCAL))
            .withHugePages(64 << 10)
            .with(Wish.FIRST_2_GIB, Wish.TRANSPARENT_HUGE_PAGES, Wish.EXCLUDE_FROM_DUMPS, Wish.LOCK, Wish.POPULATE)
            .requiring(Wish.EXCLUDE_FROM_DUMPS);

    static final List<FaultSweep> SWEEPS = List.of(
            new FaultSweep("mapped pieces", OFF, Pieces::mapped),
            new FaultSweep("mapped pieces with every wish", EVERY_WISH, Pieces::mapped),
            new FaultSweep("counted pieces", OFF, Pieces::counted),
            new FaultSweep("slices of an allocator", OFF, Pieces::sliced),
            new FaultSweep("regions, heaps, stacks and arenas", OFF, Divided::new));

    @ParameterizedTest
    @FieldSource("SWEEPS")
    void everyFaultIsATypedErrorThatLeaksNothing(FaultSweep sweep) {
        sweep.run();
    }

    /** Pieces are obtained, written to, resized where possible, read and released. */
    private static final class Pieces implements FaultSweep.Session {
        private static final int MOST_PIECES = 6;

        private record Piece(long address, long byteSize) {}

        private final MemorySource source;
        private final long leastBytes;
        private final long moreBytes;
        private final Runnable atEnd;
        private final List<Piece> pieces = new ArrayList<>();

        private Pieces(MemorySource source, long leastBytes, long moreBytes, Runnable atEnd) {
            this.source = source;
            this.leastBytes = leastBytes;
            this.moreBytes = moreBytes;
            this.atEnd = atEnd;
        }

        static Pieces mapped(MemoryMapSource source) {
            return new Pieces(source, 16, 100_000, () -> {});
        }

        static Pieces counted(MemoryMapSource source) {
            CountedSource first = CountedSource.shared(source, () -> {});
            CountedSource second = first.share();
            first.close();
            return new Pieces(second, 16, 100_000, second::close);
        }

        /** Pieces are larger than an ordinary chunk, so that each asks the system. */
        static Pieces sliced(MemoryMapSource source) {
            SlabAllocator slab = SlabAllocator.checked(source);
            return new Pieces(new AllocatorSource(slab, 4_096), 4 << 20, 500_000, slab::close);
        }

        @Override
        public boolean step(SplittableRandom random) {
            if (pieces.isEmpty() || (pieces.size() < MOST_PIECES && random.nextInt(3) > 0)) {
                return !obtain(leastBytes + random.nextLong(moreBytes), 1L << random.nextInt(18));
            }
            Piece piece = pieces.remove(random.nextInt(pieces.size()));
            PieceSweepTest.verify(piece.address(), piece.byteSize());
            if (source instanceof MemoryMapSource map && random.nextBoolean()) {
                resize(map, piece, random);
            } else {
                source.release(piece.address(), piece.byteSize());
            }
            return false;
        }

        private boolean obtain(long byteSize, long alignment) {
            long address = source.obtain(byteSize, alignment);
            if (address != MemorySource.NONE) {
                assertThat(address % alignment).isZero();
                keep(address, byteSize);
            }
            return address != MemorySource.NONE;
        }

        /** Not counted as refused: a growth in place may be impossible without any fault. */
        private void resize(MemoryMapSource map, Piece piece, SplittableRandom random) {
            long newSize = leastBytes + random.nextLong(moreBytes);
            long address = piece.address();
            boolean done;
            if (newSize < piece.byteSize()) {
                done = map.tryShrinkInPlace(address, piece.byteSize(), newSize);
            } else if (random.nextBoolean()) {
                done = map.tryGrowInPlace(address, piece.byteSize(), newSize);
            } else {
                long moved = map.grow(address, piece.byteSize(), newSize, 1);
                done = moved != MemorySource.NONE;
                address = done ? moved : address;
            }
            assertThat(RawAccess.getLong(address)).isEqualTo(piece.byteSize());
            keep(address, done ? newSize : piece.byteSize());
        }

        private void keep(long address, long byteSize) {
            stamp(address, byteSize);
            pieces.add(new Piece(address, byteSize));
        }

        @Override
        public void verify() {
            pieces.forEach(piece -> PieceSweepTest.verify(piece.address(), piece.byteSize()));
        }

        @Override
        public void end() {
            pieces.forEach(piece -> source.release(piece.address(), piece.byteSize()));
            atEnd.run();
        }
    }

    /**
     * Sources that take one piece and divide it: each step makes one, uses it and gives it back.
     *
     * @param source where they take it from
     */
    private record Divided(MemoryMapSource source) implements FaultSweep.Session {
        @Override
        public boolean step(SplittableRandom random) {
            return switch (random.nextInt(3)) {
                case 0 -> divideRegion();
                case 1 -> divideHeap();
                default -> divideArena(random.nextBoolean());
            };
        }

        private boolean divideRegion() {
            long base = source.obtain(64 << 10, 1);
            if (base == MemorySource.NONE) {
                return true;
            }
            RegionSource region = new RegionSource(base, 64 << 10, 4_096);
            long piece = region.obtain(10_000, 1);
            stamp(piece, 10_000);
            region.release(piece, 10_000);
            source.release(base, 64 << 10);
            return false;
        }

        private boolean divideHeap() {
            try (ContextMemory heap = ContextMemory.heap(source, 16_384);
                    ContextMemory stack = ContextMemory.stack(source, 8_256)) {
                stamp(heap.address(), heap.byteSize());
                stamp(stack.address(), stack.byteSize());
            }
            return false;
        }

        private boolean divideArena(boolean retired) {
            FixedBlockSource arena =
                    FixedBlockSource.over(source, Plan.of(256, 32).initialisedBy(PieceSweepTest::stamp));
            long block = arena.obtain(256, 256);
            PieceSweepTest.verify(block, 256);
            FixedBlockCheck.check(arena);
            if (retired) {
                arena.retire();
            }
            arena.release(block, 256);
            arena.close();
            FixedBlockCheck.check(arena);
            return false;
        }

        @Override
        public void verify() {
            long unreturned = source.trim();
            assertThat(source.obtainedBytes()).isEqualTo(unreturned);
        }

        @Override
        public void end() {}
    }

    /** Writes the size at both ends. */
    private static void stamp(long address, long byteSize) {
        RawAccess.putLong(address, byteSize);
        RawAccess.putLong(address + byteSize - 8, byteSize);
    }

    private static void verify(long address, long byteSize) {
        if (RawAccess.getLong(address) != byteSize || RawAccess.getLong(address + byteSize - 8) != byteSize) {
            throw new AssertionError("contents changed, address=" + address + ", byteSize=" + byteSize);
        }
    }
}
