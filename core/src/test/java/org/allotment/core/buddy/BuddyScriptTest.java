package org.allotment.core.buddy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.allotment.core.Allocator;
import org.allotment.core.memory.RawAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Random scripts: over several regions with every invariant walked, and beside the slow model. */
final class BuddyScriptTest {
    private static final long SEED = Long.getLong("allotment.seed", 20_261_122L);
    private static final int STEPS = 4_000;

    private record Block(long address, long size, long alignment, byte mark) {}

    @ParameterizedTest
    @FieldSource("org.allotment.core.buddy.BuddyFixture#FORMS")
    void invariantsHoldAfterEachStepWhileRegionsAreAdded(BuddyOptions options) {
        int step = 0;
        try (BuddyFixture fixture = new BuddyFixture()) {
            long memory = fixture.memory(1 << 18);
            BuddyAllocator allocator = BuddyAllocator.over(memory + 70_000, 30_008, options);
            SplittableRandom random = new SplittableRandom(SEED);
            List<Block> live = new ArrayList<>();
            for (; step < STEPS; step++) {
                addRegionAt(step, allocator, memory);
                step(allocator, random, live);
                BuddyCheck.verify(allocator);
                assertThat(allocator.statistics().liveBlocks()).isEqualTo(live.size());
                if (options.countsRequests()) {
                    long requested = live.stream().mapToLong(Block::size).sum();
                    assertThat(allocator.requestedBytes()).hasValue(requested);
                }
            }
            live.forEach(block -> free(allocator, random, block));
            BuddyCheck.verify(allocator);
            assertThat(allocator.statistics().liveBlockBytes()).isZero();
            assertThat(allocator.largestFree()).isEqualTo(1 << 16);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("seed=" + SEED + ", step=" + step + ", options=" + options, failure);
        }
    }

    /** One that touches nothing, one that touches below, one that closes a gap, one that is trimmed. */
    private static void addRegionAt(int step, BuddyAllocator allocator, long memory) {
        switch (step) {
            case 500 -> allocator.addRegion(memory + 8, 40_000);
            case 1_000 -> allocator.addRegion(memory + 100_008, 100_000);
            case 1_500 -> allocator.addRegion(memory + 40_008, 29_992);
            case 2_000 -> allocator.addRegion(memory + 200_011, 50_001);
            default -> {}
        }
    }

    private static void step(BuddyAllocator allocator, SplittableRandom random, List<Block> live) {
        if (live.isEmpty() || random.nextInt(10) < 5) {
            long size = 1 + random.nextLong(1L << random.nextInt(14));
            long alignment = 1L << (random.nextInt(4) == 0 ? random.nextInt(13) : random.nextInt(4));
            long address = allocator.tryAllocate(size, alignment);
            if (address != Allocator.NULL) {
                assertThat(address & (alignment - 1)).isZero();
                live.add(marked(address, size, alignment, (byte) random.nextInt()));
                return;
            }
        }
        if (!live.isEmpty()) {
            Block block = live.remove(random.nextInt(live.size()));
            if (random.nextInt(4) == 0) {
                live.add(resized(allocator, random, block));
            } else {
                assertMarked(block, block.size);
                free(allocator, random, block);
            }
        }
    }

    private static Block resized(BuddyAllocator allocator, SplittableRandom random, Block block) {
        long newSize = 1 + random.nextLong(block.size * 3);
        boolean done = newSize >= block.size
                ? allocator.tryGrowInPlace(block.address, block.size, newSize)
                : allocator.tryShrinkInPlace(block.address, block.size, newSize);
        if (!done) {
            return block;
        }
        assertMarked(block, Math.min(block.size, newSize));
        return marked(block.address, newSize, block.alignment, block.mark);
    }

    private static void free(BuddyAllocator allocator, SplittableRandom random, Block block) {
        switch (random.nextInt(3)) {
            case 0 -> allocator.free(block.address);
            case 1 -> allocator.free(block.address, allocator.usableSize(block.address), block.alignment);
            default -> allocator.free(block.address, block.size, block.alignment);
        }
    }

    private static Block marked(long address, long size, long alignment, byte mark) {
        for (long i = 0; i < size; i++) {
            RawAccess.putByte(address + i, (byte) (mark + i));
        }
        return new Block(address, size, alignment, mark);
    }

    private static void assertMarked(Block block, long size) {
        for (long i = 0; i < size; i++) {
            if (RawAccess.getByte(block.address + i) != (byte) (block.mark + i)) {
                throw new AssertionError("contents changed, " + block + ", offset=" + i);
            }
        }
    }

    /** Without waiting blocks the rule is simple enough to foretell every address. */
    @Test
    void theBareFormGivesTheAddressesOfTheModel() {
        BuddyAllocator allocator = BuddyFixture.nowhere(1 << 14, BuddyOptions.DEFAULT.bare());
        BuddyModel model = new BuddyModel();
        long first = BuddyFixture.NOWHERE >>> 3;
        model.insert(first, first + (1 << 11));
        SplittableRandom random = new SplittableRandom(SEED);
        List<Long> live = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (live.isEmpty() || random.nextBoolean()) {
                int order = random.nextInt(9);
                long expected = model.take(order);
                long address = allocator.tryAllocate((5L << order) + random.nextInt(3 << order), 1);
                assertThat(address).as("step %d", step).isEqualTo(expected < 0 ? Allocator.NULL : expected << 3);
                if (expected >= 0) {
                    live.add(address);
                }
            } else {
                long address = live.remove(random.nextInt(live.size()));
                allocator.free(address);
                model.free(address >>> 3);
            }
        }
        assertThat(allocator.statistics().freeBytes()).isEqualTo(model.freeUnits() << 3);
        BuddyCheck.verify(allocator);
    }
}
