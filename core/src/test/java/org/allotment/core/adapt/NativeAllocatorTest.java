package org.allotment.core.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.TreeMap;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.Movement;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.os.NativeHeap;
import org.junit.jupiter.api.Test;

/** What the adaptors of the C heap do beyond the contract: zeroes, limits, failures, the form without a table. */
final class NativeAllocatorTest {
    private static final NativeHeap LIBC = NativeHeap.system().orElseThrow();

    /** The C heap, counted, and refusing from a chosen request on. */
    private static final class CountedHeap implements NativeHeap {
        final TreeMap<Long, Long> out = new TreeMap<>();
        long requestsLeft = Long.MAX_VALUE;
        boolean tellsSizes = true;

        private boolean refuses() {
            return requestsLeft-- <= 0;
        }

        private long note(long address, long byteSize) {
            if (address != 0) {
                assertThat(out.put(address, byteSize)).isNull();
            }
            return address;
        }

        @Override
        public long allocate(long byteSize, long alignment) {
            return refuses() ? 0 : note(LIBC.allocate(byteSize, alignment), byteSize);
        }

        @Override
        public long allocateZeroed(long byteSize) {
            return refuses() ? 0 : note(LIBC.allocateZeroed(byteSize), byteSize);
        }

        @Override
        public long resize(long address, long byteSize, long newByteSize) {
            assertThat(out).containsEntry(address, byteSize);
            if (refuses()) {
                return 0;
            }
            long target = LIBC.resize(address, byteSize, newByteSize);
            out.remove(address);
            return note(target, newByteSize);
        }

        @Override
        public void free(long address, long byteSize) {
            assertThat(out.remove(address)).as("address=%d", address).isNotNull();
            LIBC.free(address, byteSize);
        }

        @Override
        public long usableSize(long address) {
            return tellsSizes ? LIBC.usableSize(address) : 0;
        }
    }

    private final CountedHeap heap = new CountedHeap();

    @Test
    void zeroedBlocksAreZeroedForEveryAlignment() {
        try (NativeAllocator allocator = NativeAllocator.checked(heap, Long.MAX_VALUE)) {
            for (long alignment = 1; alignment <= 4_096; alignment <<= 1) {
                for (long size : new long[] {1, 24, 1_000, 100_000}) {
                    long dirty = allocator.allocate(size, alignment);
                    RawAccess.fill(dirty, size, (byte) -1);
                    allocator.free(dirty, size, alignment);
                    long address = allocator.allocateZeroed(size, alignment);
                    assertThat(address % alignment).isZero();
                    for (long i = 0; i < size; i++) {
                        assertThat(RawAccess.getByte(address + i)).isZero();
                    }
                    allocator.free(address);
                }
            }
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
        assertThat(heap.out).isEmpty();
    }

    @Test
    void badArgumentsOfZeroedBlocksAreRefused() {
        try (NativeAllocator allocator = NativeAllocator.checked(heap, 100)) {
            for (long alignment : new long[] {0, 3, -8}) {
                assertThat(catchThrowableOfType(AllocationException.class, () -> allocator.allocateZeroed(1, alignment))
                                .kind())
                        .isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
            }
            assertThat(catchThrowableOfType(AllocationException.class, () -> allocator.allocateZeroed(0, 8))
                            .kind())
                    .isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
            assertThat(catchThrowableOfType(AllocationException.class, () -> allocator.allocateZeroed(101, 8))
                            .kind())
                    .isEqualTo(AllocationException.Kind.NO_MEMORY);
            assertThat(allocator.allocateZeroed(100, 8)).isNotZero();
        }
        for (long limit : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> NativeAllocator.checked(heap, limit))
                    .withMessageEndingWith("limit=" + limit);
        }
        assertThat(heap.out).isEmpty();
    }

    @Test
    void closeFreesWhatIsStillOut() {
        NativeAllocator allocator = NativeAllocator.checked(heap, Long.MAX_VALUE);
        for (int i = 1; i < 1_000; i++) {
            allocator.allocate(i, 1L << i % 10);
        }
        assertThat(heap.out).hasSize(999);
        allocator.close();
        allocator.close();
        assertThat(heap.out).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> allocator.allocateZeroed(1, 1));
        assertThatIllegalStateException().isThrownBy(() -> allocator.allocateZeroed(1, 64));
    }

    @Test
    void refusalsOfTheHeapAtEveryCallChangeNothing() {
        try (NativeAllocator allocator = NativeAllocator.checked(heap, Long.MAX_VALUE)) {
            long small = allocator.allocate(100, 8);
            long large = allocator.allocate(100_000, 4_096);
            RawAccess.putLong(small, 42);
            RawAccess.putLong(large, 43);
            AllocatorStatistics before = allocator.statistics();
            TreeMap<Long, Long> out = new TreeMap<>(heap.out);
            heap.requestsLeft = 0;
            assertThat(allocator.tryAllocate(8, 8)).isEqualTo(Allocator.NULL);
            refused(() -> allocator.allocate(8, 8));
            refused(() -> allocator.allocate(8, 4_096));
            refused(() -> allocator.allocateZeroed(8, 8));
            refused(() -> allocator.allocateZeroed(8, 4_096));
            refused(() -> allocator.grow(small, 100, 10_000, 8, Movement.MAY_MOVE));
            refused(() -> allocator.grow(small, 100, 10_000, 64, Movement.MAY_MOVE));
            refused(() -> allocator.grow(large, 100_000, 900_000, 4_096, Movement.MAY_MOVE));
            refused(() -> allocator.shrink(large, 100_000, 50_000, 1L << 40, Movement.MAY_MOVE));
            assertThat(allocator.statistics()).isEqualTo(before);
            assertThat(heap.out).isEqualTo(out);
            assertThat(RawAccess.getLong(small)).isEqualTo(42);
            assertThat(RawAccess.getLong(large)).isEqualTo(43);
            assertThat(allocator.shrink(large, 100_000, 50_000, 8, Movement.MAY_MOVE))
                    .isEqualTo(large);
            assertThat(allocator.statistics().lostBytes()).isEqualTo(50_000);
            heap.requestsLeft = Long.MAX_VALUE;
            allocator.free(allocator.grow(small, 100, 10_000, 64, Movement.MAY_MOVE), 10_000, 64);
        }
        assertThat(heap.out).isEmpty();
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        AllocationException refusal = catchThrowableOfType(AllocationException.class, call);
        assertThat(refusal.kind()).isEqualTo(AllocationException.Kind.NO_MEMORY);
    }

    @Test
    void growsWhereItIsOnlyAsFarAsTheHeapSays() {
        try (NativeAllocator allocator = NativeAllocator.checked(heap, Long.MAX_VALUE)) {
            long address = allocator.allocate(20, 8);
            long usable = LIBC.usableSize(address);
            assertThat(usable).isGreaterThanOrEqualTo(20);
            assertThat(allocator.tryGrowInPlace(address, 20, usable)).isTrue();
            assertThat(allocator.tryGrowInPlace(address, usable, usable + 1)).isFalse();
            assertThat(allocator.statistics().liveBlockBytes()).isEqualTo(usable);
            heap.tellsSizes = false;
            long other = allocator.allocate(20, 8);
            assertThat(allocator.tryGrowInPlace(other, 20, 21)).isFalse();
        }
    }

    @Test
    void blocksBeyondTheShortOnesKeepTheirContents() {
        try (NativeAllocator allocator = NativeAllocator.checked(heap, Long.MAX_VALUE)) {
            long size = NativeHeap.SHORT_BYTES - 8;
            long address = allocator.allocate(size, 8);
            RawAccess.putLong(address, 7);
            RawAccess.putLong(address + size - 8, 8);
            long more = 10 * NativeHeap.SHORT_BYTES;
            long grown = allocator.grow(address, size, more, 16, Movement.MAY_MOVE);
            assertThat(RawAccess.getLong(grown)).isEqualTo(7);
            assertThat(RawAccess.getLong(grown + size - 8)).isEqualTo(8);
            long shrunk = allocator.shrink(grown, more, 24, 16, Movement.MAY_MOVE);
            assertThat(RawAccess.getLong(shrunk)).isEqualTo(7);
            assertThat(allocator.statistics().sourceBytes()).isEqualTo(24);
        }
    }

    @Test
    void theTrustingFormCountsAndRefusesWhatItCannotHaveHandedOut() {
        TrustingNativeAllocator allocator = new TrustingNativeAllocator(heap);
        assertThat(allocator.contains(1)).isFalse();
        long first = allocator.allocate(100, 8);
        long second = allocator.allocate(5_000, 4_096);
        assertThat(second % 4_096).isZero();
        assertThat(allocator.statistics().liveBlockBytes()).isEqualTo(5_100);
        for (long address : new long[] {0, 1, -1, 4_096, Long.MIN_VALUE, Long.MAX_VALUE}) {
            AllocationException refusal =
                    catchThrowableOfType(AllocationException.class, () -> allocator.free(address, 100, 8));
            assertThat(refusal.kind()).isEqualTo(AllocationException.Kind.NOT_ALLOCATED);
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> allocator.grow(address, 100, 200, 8, Movement.MAY_MOVE));
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> allocator.tryShrinkInPlace(address, 100, 10));
        }
        assertThatExceptionOfType(AllocationException.class).isThrownBy(() -> allocator.allocate(0, 8));
        assertThatExceptionOfType(AllocationException.class).isThrownBy(() -> allocator.allocate(8, 3));
        assertThatExceptionOfType(AllocationException.class).isThrownBy(() -> allocator.allocate(1L << 60, 8));
        assertThat(allocator.statistics().liveBlocks()).isEqualTo(2);
        allocator.free(first, 100, 8);
        allocator.free(second, 5_000, 4_096);
        assertThat(allocator.statistics().liveBlockBytes()).isZero();
        assertThat(allocator.statistics().isConserved()).isTrue();
        assertThat(heap.out).isEmpty();
        allocator.close();
        allocator.close();
        assertThatIllegalStateException().isThrownBy(() -> allocator.allocate(1, 1));
        assertThatIllegalStateException().isThrownBy(() -> allocator.free(first, 1, 1));
        assertThatIllegalStateException().isThrownBy(allocator::statistics);
    }

    @Test
    void theTrustingFormResizesLikeTheCheckedOne() {
        try (TrustingNativeAllocator allocator = new TrustingNativeAllocator(heap)) {
            long address = allocator.allocate(100, 8);
            RawAccess.putLong(address, 42);
            long grown = allocator.grow(address, 100, 5_000, 512, Movement.MAY_MOVE);
            assertThat(grown % 512).isZero();
            assertThat(RawAccess.getLong(grown)).isEqualTo(42);
            refused(() -> allocator.grow(grown, 5_000, 1 << 20, 512, Movement.MUST_NOT_MOVE));
            assertThat(allocator.shrink(grown, 5_000, 50, 8, Movement.MUST_NOT_MOVE))
                    .isEqualTo(grown);
            heap.out.replace(grown, 50L);
            long shrunk = allocator.shrink(grown, 50, 8, 8, Movement.MAY_MOVE);
            assertThat(RawAccess.getLong(shrunk)).isEqualTo(42);
            heap.requestsLeft = 0;
            refused(() -> allocator.grow(shrunk, 8, 50_000, 8, Movement.MAY_MOVE));
            refused(() -> allocator.grow(shrunk, 8, 50_000, 256, Movement.MAY_MOVE));
            assertThat(allocator.statistics().liveBlockBytes()).isEqualTo(8);
            allocator.free(shrunk, 8, 8);
        }
        assertThat(heap.out).isEmpty();
    }
}
