package org.allotment.core.tlsf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.allotment.core.Allocator;
import org.allotment.core.memory.RawAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Random scripts over several regions, every invariant walked after every step. */
final class TlsfScriptTest {
    private static final int STEPS = 6_000;

    private record Block(long address, long size, long alignment, long mark) {}

    @ParameterizedTest
    @FieldSource("org.allotment.core.tlsf.TlsfFixture#FORMS")
    void invariantsHoldAfterEachStepOverThreeRegions(TlsfOptions options) {
        long seed = Long.getLong("allotment.seed", 20_261_122L);
        int step = 0;
        try (TlsfFixture fixture = new TlsfFixture();
                TlsfAllocator allocator = fixture.over(60_000, options)) {
            allocator.addRegion(fixture.memory(9_999) + 7, 9_990);
            allocator.addRegion(fixture.memory(40_000), 40_000);
            SplittableRandom random = new SplittableRandom(seed);
            List<Block> live = new ArrayList<>();
            for (; step < STEPS; step++) {
                step(allocator, random, live);
                TlsfCheck.verify(allocator);
                assertThat(allocator.statistics().liveBlocks()).isEqualTo(live.size());
            }
            live.forEach(block -> free(allocator, random, block));
            TlsfCheck.verify(allocator);
            assertThat(allocator.statistics().liveBlockBytes()).isZero();
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("seed=" + seed + ", step=" + step + ", options=" + options, failure);
        }
    }

    private static void step(TlsfAllocator allocator, SplittableRandom random, List<Block> live) {
        int dice = random.nextInt(10);
        if (live.isEmpty() || dice < 5) {
            long size = 1 + random.nextLong(1L << random.nextInt(13));
            long alignment = random.nextInt(4) == 0 ? 1L << random.nextInt(13) : 16;
            long address = allocator.tryAllocate(size, alignment);
            if (address != Allocator.NULL) {
                assertThat(address & (alignment - 1)).isZero();
                live.add(marked(address, size, alignment, random.nextLong()));
                return;
            }
        }
        if (!live.isEmpty()) {
            Block block = live.remove(random.nextInt(live.size()));
            assertMarked(block, block.size);
            free(allocator, random, block);
        }
    }

    private static void free(TlsfAllocator allocator, SplittableRandom random, Block block) {
        switch (random.nextInt(3)) {
            case 0 -> allocator.free(block.address);
            case 1 -> allocator.free(block.address, allocator.usableSize(block.address), block.alignment);
            default -> allocator.free(block.address, block.size, block.alignment);
        }
    }

    private static Block marked(long address, long size, long alignment, long mark) {
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

    @Test
    void aHeapThatIsEmptyAgainIsOneBlockAgain() {
        for (TlsfOptions options : TlsfFixture.FORMS) {
            try (TlsfFixture fixture = new TlsfFixture();
                    TlsfAllocator allocator = fixture.over(1 << 20, options)) {
                long whole = allocator.largestFree();
                SplittableRandom random = new SplittableRandom(7);
                List<Block> live = new ArrayList<>();
                for (int i = 0; i < 2_000; i++) {
                    step(allocator, random, live);
                }
                live.forEach(block -> free(allocator, random, block));
                assertThat(allocator.largestFree()).isEqualTo(whole);
            }
        }
    }
}
