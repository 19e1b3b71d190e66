package org.allotment.core.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.allotment.core.AllocationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of live blocks against a map, with its walk after every step. */
final class LiveBlocksTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void agreesWithAMapStepByStep(long given) {
        long seed = Long.getLong("allotment.seed", given);
        SplittableRandom random = new SplittableRandom(seed);
        LiveBlocks blocks = new LiveBlocks();
        NavigableMap<Long, Long> model = new TreeMap<>();
        List<Long> addresses = new ArrayList<>();
        for (int step = 0; step < 4_000; step++) {
            int odds = step / 800 % 2 == 0 ? 7 : 3;
            if (random.nextInt(10) < odds || addresses.isEmpty()) {
                add(random, blocks, model, addresses);
            } else {
                int index = random.nextInt(addresses.size());
                change(random, blocks, model, addresses, index);
            }
            blocks.check();
            assertThat(blocks.count()).as("seed=%d, step=%d", seed, step).isEqualTo(model.size());
            long probe = 4_096L * random.nextInt(200) + random.nextInt(4_096);
            var below = model.floorEntry(probe);
            assertThat(blocks.covers(probe))
                    .as("seed=%d, step=%d", seed, step)
                    .isEqualTo(below != null && probe < below.getKey() + below.getValue());
        }
    }

    /** A block around zero, which there never is, would be found by a search: for null there is none. */
    @Test
    void nullIsInNoBlockWithoutALookAtThem() {
        LiveBlocks blocks = new LiveBlocks();
        blocks.reserve();
        blocks.add(-8, 16);
        assertThat(blocks.covers(7)).isTrue();
        assertThat(blocks.covers(0)).isFalse();
    }

    private static void add(
            SplittableRandom random, LiveBlocks blocks, NavigableMap<Long, Long> model, List<Long> addresses) {
        long address = 4_096L * (1 + random.nextInt(199));
        if (!model.containsKey(address)) {
            long size = 1L + random.nextInt(2_000);
            blocks.reserve();
            blocks.add(address, size);
            model.put(address, size);
            addresses.add(address);
        }
    }

    private static void change(
            SplittableRandom random,
            LiveBlocks blocks,
            NavigableMap<Long, Long> model,
            List<Long> addresses,
            int index) {
        long address = addresses.get(index);
        int place = blocks.require(address, model.getOrDefault(address, 0L));
        long elsewhere = 4_096L * (200 + random.nextInt(200));
        if (random.nextInt(3) == 0 && !model.containsKey(elsewhere)) {
            long size = 1L + random.nextInt(4_000);
            blocks.replace(place, elsewhere, size);
            model.remove(address);
            model.put(elsewhere, size);
            addresses.set(index, elsewhere);
        } else {
            blocks.remove(place);
            model.remove(address);
            addresses.remove(index);
        }
    }

    @Test
    void aBlockThatShrankTakesItsOldSizesToo() {
        LiveBlocks blocks = new LiveBlocks();
        blocks.reserve();
        blocks.add(64, 100);
        blocks.resize(blocks.require(64), 40);
        assertThat(blocks.statistics().lostBytes()).isEqualTo(60);
        assertThat(blocks.statistics().isConserved()).isTrue();
        assertThat(blocks.require(64, 40)).isZero();
        assertThat(blocks.require(64, 100)).isZero();
        for (long size : new long[] {39, 101, 0, -1}) {
            assertThatExceptionOfType(AllocationException.class)
                    .isThrownBy(() -> blocks.require(64, size))
                    .withMessageContaining("size=" + size);
        }
        blocks.resize(0, 120);
        assertThat(blocks.capacitySum()).isEqualTo(120);
        blocks.check();
    }
}
