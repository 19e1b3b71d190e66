package org.allotment.core.buddy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The map beside the slow model: same answers, and the same free blocks after every step. */
final class BuddyMapTest {
    @ParameterizedTest
    @CsvSource({"0, 256, 1", "0, 257, 2", "3, 200, 3", "1021, 2051, 4", "4611686018, 4611687000, 5", "63, 64, 6"})
    void givesTheSameAnswersAsTheModel(long first, long end, long seed) {
        BuddyMap map = new BuddyMap(first, end);
        BuddyModel model = new BuddyModel();
        map.insert(first, end);
        model.insert(first, end);
        assertSame(map, model);
        SplittableRandom random = new SplittableRandom(Long.getLong("allotment.seed", seed));
        for (int step = 0; step < 4_000; step++) {
            step(map, model, random);
            assertSame(map, model);
        }
        for (long unit : model.live()) {
            giveBack(map, model, unit);
        }
        assertSame(map, model);
        assertThat(map.freeUnits()).isEqualTo(end - first);
    }

    private static void step(BuddyMap map, BuddyModel model, SplittableRandom random) {
        int order = random.nextInt(6);
        List<Long> live = model.live();
        if (live.isEmpty() || random.nextInt(10) < 4) {
            take(map, model, random, order);
            return;
        }
        long unit = live.get(random.nextInt(live.size()));
        int before = model.orderOf(unit);
        switch (random.nextInt(4)) {
            case 0 -> {
                if (order >= before) {
                    assertThat(map.extend(unit, before, order)).isEqualTo(model.extend(unit, order));
                } else {
                    map.truncate(unit, before, order);
                    model.truncate(unit, order);
                }
            }
            default -> giveBack(map, model, unit);
        }
    }

    private static void take(BuddyMap map, BuddyModel model, SplittableRandom random, int order) {
        int alignment = order + random.nextInt(4);
        switch (random.nextInt(4)) {
            case 0 ->
                assertThat(map.takeAligned(order, alignment))
                        .isEqualTo(model.takeFrom(Math.max(order, alignment), order));
            case 1 -> assertThat(map.takeByScan(order, alignment)).isEqualTo(model.takeByScan(order, alignment));
            case 2 -> {
                long unit = ((map.first + random.nextLong(map.units())) >>> order) << order;
                if (unit >= map.first && order <= map.topOrder && unit + (1L << order) <= map.end) {
                    assertThat(map.takeAt(unit, order)).isEqualTo(model.takeAt(unit, order));
                }
            }
            default -> assertThat(map.take(order)).isEqualTo(model.take(order));
        }
    }

    private static void giveBack(BuddyMap map, BuddyModel model, long unit) {
        map.give(unit, model.orderOf(unit));
        model.free(unit);
    }

    private static void assertSame(BuddyMap map, BuddyModel model) {
        assertThat(map.freeUnits()).isEqualTo(model.freeUnits());
        for (int order = 0; order <= map.topOrder; order++) {
            List<Long> units = new ArrayList<>();
            BlockBits bits = map.bits(order);
            if (bits != null) {
                for (long block = bits.next(0); block != BlockBits.NONE; block = bits.next(block + 1)) {
                    units.add(block << order);
                }
            }
            assertThat(units).as("order %d", order).containsExactlyElementsOf(model.free(order));
        }
    }

    @Test
    void knowsTheLargestBlockThatHasRoom() {
        assertThat(new BuddyMap(0, 1).topOrder).isZero();
        assertThat(new BuddyMap(1, 3).topOrder).isZero();
        assertThat(new BuddyMap(2, 4).topOrder).isEqualTo(1);
        assertThat(new BuddyMap(1, 16).topOrder).isEqualTo(3);
        assertThat(new BuddyMap(1, 7).topOrder).isEqualTo(1);
        assertThat(new BuddyMap(1L << 40, 1L << 41).topOrder).isEqualTo(40);
        assertThat(new BuddyMap((1L << 40) + 1, (1L << 41) + 1).topOrder).isEqualTo(39);
    }

    @Test
    void makesBitsOnlyForOrdersInUse() {
        BuddyMap map = new BuddyMap(0, 1L << 40);
        map.insert(0, 1L << 40);
        assertThat(map.heapBytes()).isLessThan(100);
        assertThat(map.take(34)).isZero();
        assertThat(map.heapBytes()).isLessThan(200);
        assertThat(map.take(30)).isEqualTo(1L << 34);
        assertThat(map.heapBytes()).isLessThan(2_000);
        map.give(0, 34);
        map.give(1L << 34, 30);
        assertThat(map.largestFreeOrder()).isEqualTo(40);
    }

    @Test
    void blocksOfTwoMapsMergeInOneThatCoversBoth() {
        BuddyMap lower = new BuddyMap(5, 24);
        lower.insert(5, 24);
        BuddyMap upper = new BuddyMap(24, 40);
        upper.insert(24, 40);
        long kept = upper.take(0);
        BuddyMap joined = new BuddyMap(5, 40);
        joined.insertAll(lower);
        joined.insertAll(upper);
        assertThat(joined.freeUnits()).isEqualTo(34);
        assertThat(joined.largestFreeOrder()).isEqualTo(3);
        joined.give(kept, 0);
        assertThat(joined.largestFreeOrder()).isEqualTo(4);
        assertThat(joined.take(4)).isEqualTo(16);
    }
}
