package org.allotment.core.regions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocationException.Kind;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.ShadowModel;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A seeded script that adds, extends and removes regions between allocations and frees, beside a map of the regions and
 * the shadow model of the blocks. Every invariant is walked after every step; what must be refused is tried, too.
 */
public final class RegionScript {
    /** An allocator that regions are handed to. */
    public interface Regions {
        Allocator allocator();

        void add(long start, long byteSize);

        void extend(long start, long before, long behind);

        void remove(long start);

        void check();
    }

    private static final int MOST_REGIONS = 6;

    private final Regions regions;
    private final Allocator allocator;
    private final long memory;
    private final long byteSize;
    private final SplittableRandom random;
    private final ShadowModel live;
    private final TreeMap<Long, Long> model = new TreeMap<>();
    private final TreeMap<Long, ShadowModel.Block> blocks = new TreeMap<>();
    private int extended;
    private int removed;
    private int refused;

    private RegionScript(Regions regions, long memory, long byteSize, long seed) {
        this.regions = regions;
        this.allocator = regions.allocator();
        this.memory = memory;
        this.byteSize = byteSize;
        this.random = new SplittableRandom(seed);
        this.live = new ShadowModel(allocator);
    }

    /** Runs a script over a run of memory, which the allocator must not know yet. */
    public static void run(Regions regions, long memory, long byteSize, int steps) {
        long seed = Long.getLong("allotment.seed", 20_261_122L);
        RegionScript script = new RegionScript(regions, memory, byteSize, seed);
        int step = 0;
        try {
            for (; step < steps; step++) {
                script.step();
                script.check();
            }
            script.drain();
            assertThat(script.extended).isGreaterThan(steps / 100);
            assertThat(script.removed).isGreaterThan(steps / 200);
            assertThat(script.refused).isGreaterThan(steps / 100);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(failure.getMessage() + " [seed=" + seed + ", step=" + step + "]", failure);
        }
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 6 || model.isEmpty()) {
            add();
        } else if (dice < 14) {
            extend();
        } else if (dice < 22) {
            remove(pick());
        } else if (dice < 58) {
            allocate();
        } else if (!blocks.isEmpty()) {
            free();
        }
    }

    private long pick() {
        return model.keySet().stream()
                .skip(random.nextInt(model.size()))
                .findFirst()
                .orElseThrow();
    }

    private void add() {
        long start = memory + random.nextLong(byteSize - 1);
        long bytes = Math.min(memory + byteSize - start, 1 + random.nextLong(byteSize / 4));
        if (bytes < 20_000 || model.size() == MOST_REGIONS) {
            return;
        }
        if (overlaps(start, bytes)) {
            refuses(Kind.MEMORY_OVERLAP, () -> regions.add(start, bytes));
        } else {
            regions.add(start, bytes);
            model.put(start, bytes);
        }
    }

    private void extend() {
        long start = pick();
        long end = start + bytesOf(start);
        long before = random.nextInt(3) == 0 ? 0 : random.nextLong(Math.min(start - memory, byteSize / 8) + 1);
        long behind = random.nextInt(3) == 0 ? 0 : random.nextLong(Math.min(memory + byteSize - end, byteSize / 8) + 1);
        model.remove(start);
        boolean clash = overlaps(start - before, before + end - start + behind);
        if (clash) {
            model.put(start, end - start);
            refuses(Kind.MEMORY_OVERLAP, () -> regions.extend(start, before, behind));
        } else {
            regions.extend(start, before, behind);
            model.put(start - before, before + end - start + behind);
            extended++;
        }
    }

    private void remove(long start) {
        long end = start + bytesOf(start);
        if (blocks.subMap(start, end).isEmpty()) {
            regions.remove(start);
            model.remove(start);
            assertThat(allocator.contains(start + (end - start) / 2)).isFalse();
            removed++;
        } else {
            refuses(Kind.INVALID_PARAMETER, () -> regions.remove(start));
            if (random.nextInt(3) == 0) {
                Map.copyOf(blocks.subMap(start, end)).values().forEach(this::free);
            }
        }
    }

    private long bytesOf(long start) {
        return model.getOrDefault(start, 0L);
    }

    private boolean overlaps(long start, long bytes) {
        Map.Entry<Long, Long> below = model.lowerEntry(start + bytes);
        return below != null && below.getKey() + below.getValue() > start;
    }

    private void refuses(Kind kind, ThrowingCallable call) {
        AllocatorStatistics before = allocator.statistics();
        assertThat(catchThrowableOfType(AllocationException.class, call).kind()).isEqualTo(kind);
        assertThat(allocator.statistics()).isEqualTo(before);
        refused++;
    }

    private void allocate() {
        long size = 1 + random.nextLong(1L << random.nextInt(18));
        long alignment = random.nextInt(4) == 0 ? 1L << random.nextInt(14) : 8;
        long address = allocator.tryAllocate(size, alignment);
        if (address != Allocator.NULL) {
            blocks.put(address, live.allocated(address, size, alignment));
        } else if (!blocks.isEmpty()) {
            free();
        }
    }

    private void free() {
        Map.Entry<Long, ShadowModel.Block> from = blocks.ceilingEntry(memory + random.nextLong(byteSize));
        free(from == null ? blocks.firstEntry().getValue() : from.getValue());
    }

    private void free(ShadowModel.Block block) {
        live.freed(block);
        blocks.remove(block.address());
        allocator.free(block.address(), block.size(), block.alignment());
    }

    private void check() {
        regions.check();
        AllocatorStatistics statistics = allocator.statistics();
        assertThat(statistics.isConserved()).as("conservation, %s", statistics).isTrue();
        assertThat(statistics.liveBlocks()).isEqualTo(blocks.size());
        long bytes = model.values().stream().mapToLong(Long::longValue).sum();
        assertThat(statistics.sourceBytes()).isEqualTo(bytes);
    }

    private void drain() {
        live.verifyAll();
        Map.copyOf(blocks).values().forEach(this::free);
        for (long start : model.keySet().stream().toList()) {
            remove(start);
        }
        check();
        assertThat(allocator.statistics().freeBytes()).isZero();
    }
}
