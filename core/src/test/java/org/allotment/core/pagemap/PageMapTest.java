package org.allotment.core.pagemap;

import static org.allotment.core.AllocationException.Kind.INVALID_PARAMETER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.allotment.core.Refusals;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PageMapTest {
    private static final long G = PageMap.GRANULE;
    private static final long LEAF = 1L << 31;
    private static final int LEAVES = 64;

    private final PageMap<String> map = new PageMap<>();

    /** The owner; the thread that entered it need not order anything to see it. */
    private static <T> @Nullable T ownerIn(PageMap<T> map, long address) {
        T owner = map.get(address);
        assertThat(map.peek(address)).as("address=%d", address).isSameAs(owner);
        return owner;
    }

    @Test
    void nobodyOwnsAnythingAtFirst() {
        for (long address : new long[] {0, 1, -1, 4_096, LEAF, PageMap.END, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(ownerIn(map, address)).as("address=%d", address).isNull();
        }
        assertThat(map.heapBytes()).isZero();
    }

    @Test
    void shortLeavesHoldTheFirstGranulesOfEach() {
        PageMap<String> cut = new PageMap<>(2);
        cut.set(3 * LEAF, 2 * G, "mine");
        assertThat(ownerIn(cut, 3 * LEAF + 2 * G - 1)).isEqualTo("mine");
        assertThat(ownerIn(cut, 3 * LEAF + 2 * G)).isNull();
        assertThat(ownerIn(cut, 4 * LEAF - 1)).isNull();
        assertThat(cut.heapBytes()).isEqualTo(2 * Integer.BYTES + 4 * Integer.BYTES);
    }

    @Test
    void everyByteOfARangeHasItsOwnerAndNoneBeside() {
        map.set(7 * G, 2 * G + 1, "mine");
        assertThat(ownerIn(map, 7 * G)).isEqualTo("mine");
        assertThat(ownerIn(map, 8 * G + 5)).isEqualTo("mine");
        assertThat(ownerIn(map, 10 * G - 1)).isEqualTo("mine");
        assertThat(ownerIn(map, 7 * G - 1)).isNull();
        assertThat(ownerIn(map, 10 * G)).isNull();
    }

    @Test
    void growsAcrossLeavesInBothDirectionsAndKeepsWhatItHad() {
        map.set(5 * LEAF, G, "middle");
        map.set(LEAF - G, 2 * G, "low");
        map.set(PageMap.END - G, G, "highest");
        assertThat(ownerIn(map, 5 * LEAF)).isEqualTo("middle");
        assertThat(ownerIn(map, LEAF - 1)).isEqualTo("low");
        assertThat(ownerIn(map, LEAF)).isEqualTo("low");
        assertThat(ownerIn(map, PageMap.END - 1)).isEqualTo("highest");
        assertThat(ownerIn(map, PageMap.END)).isNull();
    }

    @Test
    void anOwnerIsReplacedAndTakenOut() {
        map.set(G, 3 * G, "first");
        map.set(2 * G, G, "second");
        assertThat(ownerIn(map, 2 * G)).isEqualTo("second");
        map.set(G, 3 * G, null);
        assertThat(ownerIn(map, 2 * G)).isNull();
        assertThat(ownerIn(map, 3 * G)).isNull();
    }

    @Test
    void takingOutWhatWasNeverEnteredMakesNoRoom() {
        map.set(100 * LEAF, 2 * LEAF, null);
        assertThat(map.heapBytes()).isZero();
    }

    /** Whoever holds the lock grows, or measures; the other must come to an end all the same. */
    @Test
    void enteringWhereLeavesAreWaitsForNobody() {
        map.set(G, G, "kept");
        synchronized (map) {
            CompletableFuture.runAsync(() -> {
                        map.set(2 * G, 3 * G, "entered");
                        map.set(G, G, null);
                    })
                    .orTimeout(1, TimeUnit.MINUTES)
                    .join();
        }
        assertThat(ownerIn(map, 4 * G)).isEqualTo("entered");
        assertThat(ownerIn(map, G)).isNull();
    }

    /** Each enters granules of its own, one to grow the map and one beside the other's in every leaf that is there. */
    @Test
    void threadsThatEnterBesideGrowthLoseNoEntry() {
        for (int round = 0; round < 200; round++) {
            PageMap<Integer> shared = new PageMap<>(2);
            CyclicBarrier start = new CyclicBarrier(2);
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> enterAll(shared, start, 1));
            enterAll(shared, start, 0);
            other.join();
            for (int leaf = 0; leaf < LEAVES; leaf++) {
                assertThat(ownerIn(shared, leaf * LEAF)).as("leaf=%d", leaf).isZero();
                assertThat(ownerIn(shared, leaf * LEAF + G)).as("leaf=%d", leaf).isOne();
            }
            assertThat(shared.heapBytes()).isEqualTo(LEAVES * Integer.BYTES + LEAVES * 2L * Integer.BYTES);
        }
    }

    private static void enterAll(PageMap<Integer> shared, CyclicBarrier start, int self) {
        try {
            start.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
        for (int i = 0; i < LEAVES; i++) {
            int leaf = self == 0 ? i : LEAVES - 1 - i;
            shared.set(leaf * LEAF + self * G, G, self);
            assertThat(ownerIn(shared, leaf * LEAF + self * G)).isEqualTo(self);
        }
    }

    @Test
    void refusesRangesThatAreNotGranularOrTooHigh() {
        map.set(G, G, "kept");
        long heapBytes = map.heapBytes();
        long[][] bad = {
            {G + 1, G},
            {-G, G},
            {G, 0},
            {G, -1},
            {PageMap.END, G},
            {PageMap.END - G, 2 * G},
            {G, Long.MAX_VALUE},
            {Long.MIN_VALUE, G}
        };
        for (long[] range : bad) {
            Refusals.assertKind(INVALID_PARAMETER, () -> map.set(range[0], range[1], "bad"));
        }
        assertThat(map.heapBytes()).isEqualTo(heapBytes);
        assertThat(ownerIn(map, G)).isEqualTo("kept");
    }

    @Test
    void agreesWithASortedMapThroughARandomScript() {
        long seed = Long.getLong("allotment.seed", 4_711);
        SplittableRandom random = new SplittableRandom(seed);
        TreeMap<Long, Integer> model = new TreeMap<>();
        PageMap<Integer> numbers = new PageMap<>();
        for (int step = 0; step < 20_000; step++) {
            long granule = random.nextLong(40) + (random.nextLong(4) << 17) - (random.nextBoolean() ? 0 : 20);
            granule = Math.max(0, granule);
            int count = 1 + random.nextInt(5);
            Integer owner = random.nextInt(3) == 0 ? null : step;
            numbers.set(granule * G, count * G, owner);
            for (long i = granule; i < granule + count; i++) {
                model.put(i, owner == null ? -1 : owner);
            }
            long probe = random.nextLong(5L << 17);
            Integer expected = model.getOrDefault(probe, -1);
            Integer found = ownerIn(numbers, probe * G + random.nextLong(G));
            assertThat(found == null ? -1 : found)
                    .as("seed=%d, step=%d", seed, step)
                    .isEqualTo(expected);
            assertThat(ownerIn(numbers, granule * G))
                    .as("seed=%d, step=%d", seed, step)
                    .isEqualTo(owner);
        }
    }
}
