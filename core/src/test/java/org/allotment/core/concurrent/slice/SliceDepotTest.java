package org.allotment.core.concurrent.slice;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.allotment.core.source.RegionSource;
import org.junit.jupiter.api.Test;

final class SliceDepotTest {
    private static final long SLICE = SliceDepot.SLICE;

    private final RegionSource source = region(1 << 20);
    private final SliceDepot depot = new SliceDepot(source);

    @Test
    void takesLowRunsFirstAndTheSourceInOnePiece() {
        long first = depot.take(1, SLICE);
        assertThat(depot.sourceBytes()).isEqualTo(1 << 20);
        assertThat(depot.take(3, SLICE)).isEqualTo(first + SLICE);
        assertThat(depot.take(1, SLICE)).isEqualTo(first + 4 * SLICE);
        assertThat(depot.freeBytes()).isEqualTo((1 << 20) - 5 * SLICE);
        depot.check();
    }

    @Test
    void usedSlicesServeBeforeUntouchedOnes() {
        long[] runs = new long[8];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = depot.take(2, SLICE);
        }
        depot.give(runs[5], 2, 0);
        depot.give(runs[1] + SLICE, 1, 0);
        assertThat(depot.take(2, SLICE)).as("dirty, though higher").isEqualTo(runs[5]);
        assertThat(depot.take(1, SLICE)).isEqualTo(runs[1] + SLICE);
        depot.check();
    }

    @Test
    void alignsTheAbsoluteAddress() {
        for (long alignment = 1; alignment <= 1 << 18; alignment <<= 1) {
            long run = depot.take(1, alignment);
            assertThat(run % Math.max(alignment, SLICE)).isZero();
            depot.check();
        }
    }

    @Test
    void saysSoWhenNeitherTheChunksNorTheSourceHaveARun() {
        assertThat(depot.take(65, SLICE)).isZero();
        long all = depot.take(64, SLICE);
        assertThat(all).isNotZero();
        assertThat(depot.take(1, SLICE)).isZero();
        depot.give(all, 64, 0);
        assertThat(depot.take(64, SLICE)).isEqualTo(all);
    }

    @Test
    void resizesARunWhereThereIsRoom() {
        long run = depot.take(4, SLICE);
        long next = depot.take(1, SLICE);
        assertThat(depot.resize(run, 4, 5, 0)).isFalse();
        assertThat(depot.resize(run, 4, 2, 0)).isTrue();
        assertThat(depot.resize(run, 2, 4, 0)).isTrue();
        depot.give(next, 1, 0);
        assertThat(depot.resize(run, 4, 64, 0)).isTrue();
        assertThat(depot.resize(run, 64, 65, 0)).as("beyond the chunk").isFalse();
        depot.check();
    }

    @Test
    void whatIsDirtyLongEnoughIsClaimedOnceAndComesBackClean() {
        long run = depot.take(6, SLICE);
        depot.give(run, 2, 100);
        depot.give(run + 4 * SLICE, 2, 200);
        assertThat(depot.claimDirty(99)).isZero();
        long first = depot.claimDirty(100);
        assertThat(first).isEqualTo(run + 2);
        assertThat(depot.take(2, SLICE)).as("claimed is taken").isEqualTo(run + 4 * SLICE);
        depot.giveClaimed(first, true);
        assertThat(depot.claimDirty(1_000)).as("clean").isZero();
        assertThat(depot.take(2, SLICE)).isEqualTo(run);
        depot.check();
    }

    @Test
    void whatCouldNotBePurgedIsDirtyStill() {
        long run = depot.take(2, SLICE);
        depot.give(run, 2, 0);
        depot.giveClaimed(depot.claimDirty(0), false);
        assertThat(depot.claimDirty(System.nanoTime())).isEqualTo(run + 2);
        depot.check();
    }

    @Test
    void freeChunksGoBackAndOthersStay() {
        SliceDepot two = new SliceDepot(region(12 << 20));
        List<Long> runs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            runs.add(two.take(256, SLICE));
        }
        assertThat(two.sourceBytes()).isEqualTo(12 << 20);
        two.give(runs.get(0), 256, 0);
        two.give(runs.get(2), 256, 0);
        two.releaseFree();
        assertThat(two.sourceBytes()).isEqualTo(4 << 20);
        assertThat(two.contains(runs.get(1))).isTrue();
        assertThat(two.contains(runs.get(0))).isFalse();
        two.check();
        two.close();
        assertThat(two.sourceBytes()).isZero();
    }

    @Test
    void agreesWithAMapOfRunsThroughARandomScript() {
        long seed = Long.getLong("allotment.seed", 815);
        SplittableRandom random = new SplittableRandom(seed);
        SliceDepot large = new SliceDepot(region(16 << 20));
        TreeMap<Long, Integer> runs = new TreeMap<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(100) < 55) {
                int slices = random.nextInt(8) == 0 ? 1 + random.nextInt(100) : 1 + random.nextInt(6);
                long run = large.take(slices, SLICE << random.nextInt(3));
                if (run != 0) {
                    Map.Entry<Long, Integer> below = runs.lowerEntry(run + slices * SLICE);
                    assertThat(below == null || below.getKey() + below.getValue() * SLICE <= run)
                            .as("disjoint, seed=%d, step=%d", seed, step)
                            .isTrue();
                    runs.put(run, slices);
                }
            } else if (!runs.isEmpty()) {
                long from = runs.firstKey() + random.nextLong(runs.lastKey() - runs.firstKey() + 1);
                Map.Entry<Long, Integer> run = Objects.requireNonNull(runs.ceilingEntry(from));
                runs.remove(run.getKey());
                large.give(run.getKey(), run.getValue(), step);
            }
            if (random.nextInt(50) == 0) {
                long claimed = large.claimDirty(step);
                if (claimed != 0) {
                    large.giveClaimed(claimed, random.nextBoolean());
                }
            }
            large.check();
        }
        long taken = runs.values().stream().mapToLong(slices -> slices * SLICE).sum();
        assertThat(large.sourceBytes() - large.freeBytes()).as("seed=%d", seed).isEqualTo(taken);
    }

    private static RegionSource region(long byteSize) {
        return RegionSource.of(Arena.ofAuto().allocate(byteSize, 1 << 18));
    }
}
