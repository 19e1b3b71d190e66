package org.allotment.core.adapt.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The map from text to text against {@code java.util.TreeMap}. */
final class OffHeapStringMapTest {
    private final Allocator allocator = SlabAllocator.checked(MemoryMapSource.create());
    private final OffHeapStringMap map = new OffHeapStringMap(allocator);

    @AfterEach
    void allMemoryIsBack() {
        map.close();
        assertThat(allocator.statistics().liveBlocks()).isZero();
        allocator.close();
    }

    @Test
    void agreesWithTheModel() {
        long seed = Long.getLong("allotment.seed", 11);
        SplittableRandom random = new SplittableRandom(seed);
        TreeMap<String, String> model = new TreeMap<>();
        for (int step = 0; step < 20_000; step++) {
            String key = "key_" + random.nextInt(1_000);
            String value = "wert".repeat(random.nextInt(12)) + "ß" + step;
            boolean present = model.containsKey(key);
            String where = "seed=" + seed + ", step=" + step;
            if (random.nextInt(step / 5_000 % 2 == 0 ? 3 : 2) > 0) {
                model.put(key, value);
                assertThat(map.put(key, value)).as(where).isEqualTo(!present);
            } else {
                model.remove(key);
                assertThat(map.remove(key)).as(where).isEqualTo(present);
            }
            assertThat(map.get(key)).as(where).isEqualTo(Optional.ofNullable(model.get(key)));
            assertThat(map.size()).as(where).isEqualTo(model.size());
        }
        TreeMap<String, String> seen = new TreeMap<>();
        map.forEach(seen::put);
        assertThat(seen).isEqualTo(model);
    }

    @Test
    void aRefusalLeavesTheValueThatWasThere() {
        RecordingAllocator limited = new RecordingAllocator(allocator);
        try (OffHeapStringMap small = new OffHeapStringMap(limited)) {
            small.put("key", "value");
            small.put("", "");
            for (int requests = 0; requests < 2; requests++) {
                limited.refuseAfter(requests);
                long blocks = allocator.statistics().liveBlocks();
                try {
                    small.put("new", "other");
                    throw new AssertionError("not refused, requests=" + requests);
                } catch (AllocationException refused) {
                    assertThat(allocator.statistics().liveBlocks()).isEqualTo(blocks);
                }
            }
            limited.refuseAfter(0);
            try {
                small.put("key", "other");
                throw new AssertionError("not refused");
            } catch (AllocationException refused) {
                assertThat(small.get("key")).contains("value");
            }
            assertThat(small.get("new")).isEmpty();
            assertThat(small.get("")).contains("");
            small.clear();
            assertThat(allocator.statistics().liveBlocks()).isZero();
        }
    }

    @Test
    void everyCallAfterCloseIsAnIllegalState() {
        map.put("a", "b");
        map.close();
        map.close();
        assertThatIllegalStateException().isThrownBy(() -> map.put("a", "c"));
        assertThatIllegalStateException().isThrownBy(() -> map.get("a"));
        assertThatIllegalStateException().isThrownBy(() -> map.remove("a"));
        assertThatIllegalStateException().isThrownBy(() -> map.forEach((key, value) -> {}));
        assertThatIllegalStateException().isThrownBy(map::size);
        assertThatIllegalStateException().isThrownBy(map::clear);
    }
}
