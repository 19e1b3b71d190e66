package org.allotment.core.adapt.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.allotment.core.AllocationException;
import org.allotment.core.Allocator;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.slab.SlabAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree against {@code java.util.TreeMap}, with a walk of its invariants after every step. */
final class OffHeapBTreeMapTest {
    private final Allocator allocator = SlabAllocator.checked(MemoryMapSource.create());
    private final OffHeapBTreeMap map = new OffHeapBTreeMap(allocator);

    @AfterEach
    void allMemoryIsBack() {
        map.close();
        assertThat(allocator.statistics().liveBlocks()).isZero();
        assertThat(allocator.statistics().isConserved()).isTrue();
        allocator.close();
    }

    private static NavigableMap<String, Long> model() {
        return new TreeMap<>((a, b) ->
                Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
    }

    private void check(Map<String, Long> model) {
        assertThat(BTreeCheck.check(map)).isEqualTo(allocator.statistics().liveBlocks());
        assertThat(map.size()).isEqualTo(model.size());
    }

    private void checkContents(Map<String, Long> model) {
        List<String> seen = new ArrayList<>();
        map.forEach((key, value) -> seen.add(key + "=" + value));
        assertThat(seen)
                .isEqualTo(model.entrySet().stream().map(Object::toString).toList());
    }

    /** Lengths around eight and sixteen, shared beginnings, zero bytes, bytes above 127. */
    private static String key(SplittableRandom random) {
        StringBuilder key = new StringBuilder();
        switch (random.nextInt(4)) {
            case 0 -> key.append("key_").append(random.nextInt(500));
            case 1 -> key.append("a".repeat(random.nextInt(40)));
            case 2 -> key.append("shared beginning of").append("\0".repeat(random.nextInt(9)));
            default -> {
                for (int i = random.nextInt(20); i > 0; i--) {
                    key.append((char) (random.nextBoolean() ? random.nextInt(3) : 0x7E + random.nextInt(4)));
                }
            }
        }
        return key.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithTheModelStepByStep(long given) {
        long seed = Long.getLong("allotment.seed", given);
        SplittableRandom random = new SplittableRandom(seed);
        NavigableMap<String, Long> model = model();
        for (int step = 0; step < 3_000; step++) {
            int odds = step / 500 % 2 == 0 ? 65 : 35;
            try {
                step(random, model, odds);
                check(model);
                if (step % 100 == 0) {
                    checkContents(model);
                }
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError(failure.getMessage() + " [seed=" + seed + ", step=" + step + "]", failure);
            }
        }
        checkContents(model);
    }

    private void step(SplittableRandom random, NavigableMap<String, Long> model, int putOdds) {
        String key = key(random);
        long value = random.nextLong();
        boolean present = model.containsKey(key);
        assertThat(map.get(key, 42)).isEqualTo(model.getOrDefault(key, 42L));
        try (OffHeapByteVector bytes = new OffHeapByteVector(allocator)) {
            if (random.nextInt(100) < putOdds) {
                model.put(key, value);
                if (random.nextBoolean()) {
                    assertThat(map.put(key, value)).isEqualTo(!present);
                } else {
                    bytes.addText(key);
                    assertThat(map.put(bytes, value)).isEqualTo(!present);
                    assertThat(bytes.size()).isZero();
                }
            } else if (random.nextInt(5) == 0) {
                assertThat(map.firstKey().orElse("none")).isEqualTo(model.isEmpty() ? "none" : model.firstKey());
                assertThat(map.removeFirst()).isEqualTo(model.pollFirstEntry() != null);
            } else {
                boolean asText = random.nextBoolean();
                bytes.addText(key);
                assertThat(map.get(bytes, 42)).isEqualTo(model.getOrDefault(key, 42L));
                assertThat(asText ? map.remove(key) : map.remove(bytes)).isEqualTo(present);
                model.remove(key);
            }
        }
    }

    @Test
    void growsAndShrinksInEveryOrderOfKeys() {
        for (int order = 0; order < 3; order++) {
            NavigableMap<String, Long> model = model();
            for (int i = 0; i < 3_000; i++) {
                String key = "k" + 10_000 + place(order, i);
                map.put(key, i);
                model.put(key, (long) i);
            }
            check(model);
            checkContents(model);
            for (int i = 0; i < 3_000; i++) {
                String key = "k" + 10_000 + place((order + 1) % 3, i);
                assertThat(map.remove(key)).isTrue();
                assertThat(map.remove(key)).isFalse();
                model.remove(key);
                if (i % 50 == 0) {
                    check(model);
                }
            }
            check(model);
        }
    }

    private static int place(int order, int i) {
        return order == 0 ? i : order == 1 ? 2_999 - i : i * 1_999 % 3_000;
    }

    @Test
    void removingTheFirstAgainAndAgainWalksTheOrder() {
        SplittableRandom random = new SplittableRandom(7);
        NavigableMap<String, Long> model = model();
        for (int i = 0; i < 2_000; i++) {
            String key = "key_" + (random.nextInt() & 0xFFFF_FFFFL);
            map.put(key, i);
            model.put(key, (long) i);
        }
        while (!model.isEmpty()) {
            assertThat(map.firstKey()).contains(model.firstKey());
            model.pollFirstEntry();
            assertThat(map.removeFirst()).isTrue();
        }
        check(model);
        assertThat(map.removeFirst()).isFalse();
        assertThat(map.firstKey()).isEmpty();
    }

    @Test
    void clearGivesEverythingBackAndTheMapGoesOn() {
        for (int i = 0; i < 500; i++) {
            map.put("key_" + i, i);
        }
        map.clear();
        assertThat(map.size()).isZero();
        assertThat(allocator.statistics().liveBlocks()).isZero();
        map.put("again", 1);
        assertThat(map.get("again", 0)).isEqualTo(1);
    }

    @Test
    void aRefusalAtAnyRequestLeavesMapAndKeyAsTheyWere() {
        RecordingAllocator limited = new RecordingAllocator(allocator);
        try (OffHeapBTreeMap small = new OffHeapBTreeMap(limited);
                OffHeapByteVector key = new OffHeapByteVector(limited)) {
            for (int i = 0; i < 400; i++) {
                putInSpiteOfRefusals(small, limited, "key_" + i * 7 % 400, i);
                key.addText("by_vector_" + i * 11 % 400);
                putInSpiteOfRefusals(small, limited, key, i);
            }
            assertThat(small.size()).isEqualTo(800);
        }
        assertThat(allocator.statistics().liveBlocks()).isZero();
    }

    private void putInSpiteOfRefusals(OffHeapBTreeMap small, RecordingAllocator limited, String key, long value) {
        for (long requests = 0; ; requests++) {
            limited.refuseAfter(requests);
            long before = allocator.statistics().liveBlocks();
            long size = small.size();
            try {
                small.put(key, value);
                break;
            } catch (AllocationException refused) {
                assertThat(refused.kind()).isEqualTo(AllocationException.Kind.NO_MEMORY);
                assertThat(allocator.statistics().liveBlocks()).isEqualTo(before);
                assertThat(small.size()).isEqualTo(size);
                assertThat(small.get(key, -1)).isEqualTo(-1);
            }
        }
        limited.refuseAfter(Long.MAX_VALUE);
        BTreeCheck.check(small);
    }

    private void putInSpiteOfRefusals(
            OffHeapBTreeMap small, RecordingAllocator limited, OffHeapByteVector key, long value) {
        String text = key.text();
        for (long requests = 0; ; requests++) {
            limited.refuseAfter(requests);
            long before = allocator.statistics().liveBlocks();
            try {
                small.put(key, value);
                break;
            } catch (AllocationException refused) {
                assertThat(allocator.statistics().liveBlocks()).isEqualTo(before);
                assertThat(key.text()).isEqualTo(text);
                assertThat(small.get(text, -1)).isEqualTo(-1);
            }
        }
        limited.refuseAfter(Long.MAX_VALUE);
        BTreeCheck.check(small);
    }

    @Test
    void aKeyOfAnotherAllocatorIsRefusedAndStaysItsOwners() {
        try (Allocator other = SlabAllocator.checked(MemoryMapSource.create());
                OffHeapByteVector key = new OffHeapByteVector(other)) {
            key.addText("foreign");
            AllocationException refusal = catchThrowableOfType(AllocationException.class, () -> map.put(key, 1));
            assertThat(refusal.kind()).isEqualTo(AllocationException.Kind.INVALID_PARAMETER);
            assertThat(refusal).hasMessageEndingWith("keyBytes=7");
            assertThat(key.text()).isEqualTo("foreign");
            assertThat(map.size()).isZero();
        }
    }

    @Test
    void aVisitorThatChangesTheMapIsStopped() {
        for (int i = 0; i < 100; i++) {
            map.put("key_" + i, i);
        }
        assertThatExceptionOfType(ConcurrentModificationException.class)
                .isThrownBy(() -> map.forEach((key, value) -> map.remove(key)));
        assertThatExceptionOfType(ConcurrentModificationException.class)
                .isThrownBy(() -> map.forEach((key, value) -> map.clear()));
    }

    @Test
    void everyCallAfterCloseIsAnIllegalState() {
        OffHeapByteVector key = new OffHeapByteVector(allocator);
        key.addText("key");
        map.put("one", 1);
        map.close();
        map.close();
        assertThatIllegalStateException().isThrownBy(() -> map.put("two", 2));
        assertThatIllegalStateException().isThrownBy(() -> map.put(key, 2));
        assertThatIllegalStateException().isThrownBy(() -> map.get("one", 0));
        assertThatIllegalStateException().isThrownBy(() -> map.get(key, 0));
        assertThatIllegalStateException().isThrownBy(() -> map.remove("one"));
        assertThatIllegalStateException().isThrownBy(() -> map.remove(key));
        assertThatIllegalStateException().isThrownBy(map::removeFirst);
        assertThatIllegalStateException().isThrownBy(map::firstKey);
        assertThatIllegalStateException().isThrownBy(map::size);
        assertThatIllegalStateException().isThrownBy(() -> map.forEach((text, value) -> {}));
        assertThatIllegalStateException().isThrownBy(map::clear);
        assertThat(key.text()).isEqualTo("key");
        key.close();
    }

    @Test
    void aClosedKeyIsAnIllegalState() {
        OffHeapByteVector key = new OffHeapByteVector(allocator);
        key.close();
        assertThatIllegalStateException().isThrownBy(() -> map.put(key, 1));
        assertThatIllegalStateException().isThrownBy(() -> map.get(key, 1));
        assertThat(map.size()).isZero();
    }

    @Test
    void theCheckSeesWhatIsBroken() {
        for (int i = 0; i < 60; i++) {
            map.put("key_" + i, i);
        }
        assertThat(BTreeLayout.level(map.root())).isPositive();
        long root = map.root();
        long child = BTreeLayout.child(root, 0);
        long entry = BTreeLayout.entry(root, 0);
        long high = RawAccess.getLong(entry + BTreeLayout.HIGH);
        broken("I1", root, () -> BTreeLayout.copyEntries(root, 1, root, 0, 1));
        broken("I2", root, () -> BTreeLayout.setCount(root, 0));
        broken("I2", child, () -> BTreeLayout.setCount(child, BTreeLayout.FEWEST_ENTRIES - 1));
        broken("I2", child, () -> BTreeLayout.setCount(child, BTreeLayout.MOST_ENTRIES + 1));
        broken("I3", child, () -> BTreeLayout.initialise(child, 7));
        broken("I4", root, () -> RawAccess.putLong(entry + BTreeLayout.HIGH, high + 1));
        broken("I5", root, () -> BTreeLayout.setCount(root, BTreeLayout.count(root) - 1));
        broken("I6", root, () -> BTreeLayout.setChild(root, 1, child));
    }

    private void broken(String invariant, long node, Runnable damage) {
        MemorySegment bytes = RawAccess.segment(node, BTreeLayout.LEAF_BYTES);
        MemorySegment before = MemorySegment.ofArray(new long[(int) BTreeLayout.LEAF_BYTES / Long.BYTES]);
        MemorySegment children = RawAccess.segment(map.root(), BTreeLayout.INNER_BYTES);
        MemorySegment childrenBefore = MemorySegment.ofArray(new long[(int) BTreeLayout.INNER_BYTES / Long.BYTES]);
        before.copyFrom(bytes);
        childrenBefore.copyFrom(children);
        damage.run();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> BTreeCheck.check(map))
                .withMessageStartingWith(invariant);
        bytes.copyFrom(before);
        children.copyFrom(childrenBefore);
        BTreeCheck.check(map);
    }
}
