package org.allotment.core.id;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.allotment.core.AllocationException.Kind.NOT_ALLOCATED;
import static org.allotment.core.AllocationException.Kind.NO_MEMORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.IdAllocator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule of {@link IdAllocator}, held by each implementation. */
abstract class IdAllocatorContract {
    /** Makes an allocator of the numbers from {@code first} on, all free. */
    abstract IdAllocator of(long first, long count);

    /** The same, without an owner. */
    abstract IdAllocator ofWithoutOwner(long first, long count);

    /** How many numbers a run of a count takes. */
    abstract long rounded(long count);

    /** Walks the invariants of what lies below. */
    abstract void check(IdAllocator ids);

    @Test
    void onlyTheOwnerMayUseIt() {
        IdAllocator ids = of(5, 64);
        long run = ids.allocateId(4, 4);
        inAnotherThread(() -> {
            assertThatIllegalStateException().isThrownBy(() -> ids.allocateId(1, 1));
            assertThatIllegalStateException().isThrownBy(() -> ids.tryAllocateId(1, 1));
            assertThatIllegalStateException().isThrownBy(() -> ids.freeId(run, 4));
            assertThatIllegalStateException().isThrownBy(() -> ids.allocateFixedId(60));
            assertThatIllegalStateException().isThrownBy(() -> ids.isAllocated(run));
            assertThatIllegalStateException().isThrownBy(() -> ids.isFixed(run));
            assertThatIllegalStateException().isThrownBy(ids::used);
            assertThatIllegalStateException().isThrownBy(ids::available);
            assertThat(ids.size()).isEqualTo(64);
            assertThat(ids).asString().contains("first=5");
        });
        assertThat(ids.used()).isEqualTo(4);
        assertThat(ids.isFixed(60)).isFalse();
        check(ids);
    }

    @Test
    void withoutAnOwnerAnyThreadMayUseItUnderALock() {
        IdAllocator ids = ofWithoutOwner(5, 64);
        long run = ids.allocateId(4, 4);
        inAnotherThread(() -> {
            ids.allocateFixedId(60);
            ids.freeId(run, 4);
        });
        assertThat(ids.isFixed(60)).isTrue();
        assertThat(ids.used()).isEqualTo(1);
        check(ids);
    }

    private static void inAnotherThread(Runnable calls) {
        CompletableFuture.runAsync(calls, Thread.ofPlatform()::start).join();
    }

    @ParameterizedTest
    @CsvSource({"0, 300, 1", "5, 1000, 2", "1048571, 4096, 3", "144115188075855000, 800, 4"})
    void behavesAsAMapOfRunsDoes(long first, long count, long seed) {
        IdAllocator ids = of(first, count);
        Model model = new Model(ids, first, count);
        SplittableRandom random = new SplittableRandom(Long.getLong("allotment.seed", seed));
        int step = 0;
        try {
            for (; step < 4_000; step++) {
                step(model, random, step);
                model.compare(random);
                check(ids);
            }
            model.freeAll();
            check(ids);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("seed=" + seed + ", step=" + step, failure);
        }
    }

    private void step(Model model, SplittableRandom random, int step) {
        boolean growing = step / 500 % 2 == 0;
        if (step % 400 == 399) {
            model.fix(random);
        } else if (model.runs.isEmpty() || random.nextInt(10) < (growing ? 6 : 3)) {
            model.allocate(1 + random.nextLong(1 + random.nextLong(40)), 1L << random.nextInt(6));
        } else {
            model.free(random);
        }
    }

    /** Which numbers are taken, one by one. */
    private final class Model {
        private final IdAllocator ids;
        private final long first;
        private final long count;
        private final TreeMap<Long, Long> runs = new TreeMap<>();
        private final TreeMap<Long, Long> taken = new TreeMap<>();
        private final List<Long> fixed = new ArrayList<>();

        private Model(IdAllocator ids, long first, long count) {
            this.ids = ids;
            this.first = first;
            this.count = count;
        }

        private void allocate(long wanted, long alignment) {
            long start = ids.tryAllocateId(wanted, alignment);
            if (start == IdAllocator.NONE) {
                assertRefused(ids, NO_MEMORY, () -> ids.allocateId(wanted, alignment));
                return;
            }
            assertThat(start % alignment).isZero();
            assertThat(start).isBetween(first, first + count - wanted);
            assertThat(takenUpTo(start + rounded(wanted) - 1)).isLessThanOrEqualTo(start);
            runs.put(start, wanted);
            taken.put(start, rounded(wanted));
        }

        private void free(SplittableRandom random) {
            List<Long> starts = new ArrayList<>(runs.keySet());
            long start = starts.get(random.nextInt(starts.size()));
            long length = runs.getOrDefault(start, 0L);
            ids.freeId(start, length);
            runs.remove(start);
            taken.remove(start);
            assertRefused(ids, NOT_ALLOCATED, () -> ids.freeId(start, length));
        }

        private void fix(SplittableRandom random) {
            long id = first + random.nextLong(count);
            if (ids.isAllocated(id)) {
                assertRefused(ids, NO_MEMORY, () -> ids.allocateFixedId(id));
                return;
            }
            ids.allocateFixedId(id);
            fixed.add(id);
            taken.put(id, 1L);
            assertRefused(ids, NOT_ALLOCATED, () -> ids.freeId(id, 1));
        }

        private void compare(SplittableRandom random) {
            long used = taken.values().stream().mapToLong(Long::longValue).sum();
            assertThat(ids.used()).isEqualTo(used);
            assertThat(ids.available()).isEqualTo(count - used);
            assertThat(ids.size()).isEqualTo(count);
            long id = first - 3 + random.nextLong(count + 6);
            assertThat(ids.isAllocated(id)).as("id %d", id).isEqualTo(takenUpTo(id) > id);
            assertThat(ids.isFixed(id)).isEqualTo(fixed.contains(id));
        }

        /** End of the taken run that starts at a number or below it. */
        private long takenUpTo(long id) {
            Map.Entry<Long, Long> below = taken.floorEntry(id);
            return below == null ? Long.MIN_VALUE : below.getKey() + below.getValue();
        }

        private void freeAll() {
            runs.forEach(ids::freeId);
            assertThat(ids.used()).isEqualTo(fixed.size());
            fixed.forEach(id -> assertThat(ids.isAllocated(id)).isTrue());
        }
    }

    @Test
    void everyNumberCanBeHadOnce() {
        IdAllocator ids = of(100, 200);
        TreeMap<Long, Boolean> seen = new TreeMap<>();
        for (int i = 0; i < 200; i++) {
            assertThat(seen.put(ids.allocateId(1, 1), true)).isNull();
        }
        assertThat(seen.firstKey()).isEqualTo(100);
        assertThat(seen.lastKey()).isEqualTo(299);
        assertThat(ids.available()).isZero();
        assertThat(ids.tryAllocateId(1, 1)).isEqualTo(IdAllocator.NONE);
        assertRefused(ids, NO_MEMORY, () -> ids.allocateId(1, 1));
    }

    @Test
    void aFixedNumberIsNeverHandedOutNorFreed() {
        IdAllocator ids = of(0, 8);
        ids.allocateFixedId(3);
        assertThat(ids.isAllocated(3)).isTrue();
        assertThat(ids.isFixed(3)).isTrue();
        assertThat(ids.used()).isEqualTo(1);
        for (int i = 0; i < 7; i++) {
            assertThat(ids.allocateId(1, 1)).isNotEqualTo(3);
        }
        assertThat(ids.tryAllocateId(1, 1)).isEqualTo(IdAllocator.NONE);
        assertRefused(ids, NOT_ALLOCATED, () -> ids.freeId(3, 1));
        assertRefused(ids, NOT_ALLOCATED, () -> ids.freeId(2, 2));
        assertRefused(ids, NOT_ALLOCATED, () -> ids.freeId(0, 8));
        assertRefused(ids, NO_MEMORY, () -> ids.allocateFixedId(3));
        assertRefused(ids, NO_MEMORY, () -> ids.allocateFixedId(4));
        assertThat(ids.isFixed(4)).isFalse();
        ids.freeId(4, 1);
        ids.allocateFixedId(4);
        assertThat(ids.isFixed(4)).isTrue();
    }

    @Test
    void runsAreAlignedByTheNumberAndNotByThePlace() {
        IdAllocator ids = of(3, 200);
        for (long alignment = 1; alignment <= 64; alignment <<= 1) {
            long start = ids.allocateId(3, alignment);
            assertThat(start % alignment).isZero();
        }
        assertThat(ids.tryAllocateId(1, 1L << 40)).isEqualTo(IdAllocator.NONE);
        check(ids);
    }

    @Test
    void badArgumentsAreRefused() {
        IdAllocator ids = of(10, 100);
        long start = ids.allocateId(4, 1);
        for (long bad : new long[] {0, -1, Long.MIN_VALUE}) {
            assertRefused(ids, INVALID_PARAMETER, () -> ids.allocateId(bad, 1));
            assertRefused(ids, INVALID_PARAMETER, () -> ids.tryAllocateId(bad, 1));
            assertRefused(ids, INVALID_PARAMETER, () -> ids.tryAllocateId(1, bad));
            assertRefused(ids, INVALID_PARAMETER, () -> ids.freeId(start, bad));
            assertRefused(ids, INVALID_PARAMETER, () -> ids.allocateFixedId(bad));
        }
        for (long bad : new long[] {3, 6, 12, Long.MAX_VALUE}) {
            assertRefused(ids, INVALID_PARAMETER, () -> ids.allocateId(1, bad));
        }
        for (long foreign : new long[] {9, 0, -1, 110, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertRefused(ids, NOT_ALLOCATED, () -> ids.freeId(foreign, 1));
            assertRefused(ids, INVALID_PARAMETER, () -> ids.allocateFixedId(foreign));
            assertThat(ids.isAllocated(foreign)).isFalse();
            assertThat(ids.isFixed(foreign)).isFalse();
        }
        for (long huge : new long[] {101, 1L << 36, 1L << 62, Long.MAX_VALUE - 1}) {
            assertThat(ids.tryAllocateId(huge, 1)).isEqualTo(IdAllocator.NONE);
            assertThatThrownBy(() -> ids.freeId(start, huge)).isInstanceOf(AllocationException.class);
        }
        ids.freeId(start, 4);
        assertThat(ids.used()).isZero();
    }

    @Test
    void allocatorsThatCannotBeAreRefused() {
        for (long count : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 36) + 1}) {
            assertNotMade(0, count);
        }
        for (long first : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 57}) {
            assertNotMade(first, 8);
        }
    }

    private void assertNotMade(long first, long count) {
        assertThatThrownBy(() -> of(first, count))
                .isInstanceOfSatisfying(
                        AllocationException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(INVALID_PARAMETER));
    }

    void assertRefused(IdAllocator ids, Kind kind, ThrowingCallable call) {
        long used = ids.used();
        assertThatThrownBy(call).isInstanceOfSatisfying(AllocationException.class, refusal -> {
            assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
            assertThat(refusal.getMessage()).matches(".*, \\w+=\\S+");
        });
        assertThat(ids.used()).isEqualTo(used);
        check(ids);
    }
}
