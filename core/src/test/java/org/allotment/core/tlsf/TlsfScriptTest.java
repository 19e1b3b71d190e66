package org.allotment.core.tlsf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.allotment.core.Allocator;
import org.allotment.core.ShadowModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Random scripts over several regions, every invariant walked after every step. */
final class TlsfScriptTest {
    private static final int STEPS = 6_000;

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
            ShadowModel live = new ShadowModel(allocator);
            for (; step < STEPS; step++) {
                step(allocator, random, live);
                TlsfCheck.verify(allocator);
                assertThat(allocator.statistics().liveBlocks()).isEqualTo(live.count());
            }
            freeAll(allocator, random, live);
            TlsfCheck.verify(allocator);
            assertThat(allocator.statistics().liveBlockBytes()).isZero();
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("seed=" + seed + ", step=" + step + ", options=" + options, failure);
        }
    }

    private static void step(TlsfAllocator allocator, SplittableRandom random, ShadowModel live) {
        int dice = random.nextInt(10);
        if (live.count() == 0 || dice < 5) {
            long size = 1 + random.nextLong(1L << random.nextInt(13));
            long alignment = random.nextInt(4) == 0 ? 1L << random.nextInt(13) : 16;
            long address = allocator.tryAllocate(size, alignment);
            if (address != Allocator.NULL) {
                live.allocated(address, size, alignment);
                return;
            }
        }
        if (live.count() > 0) {
            free(allocator, random, live);
        }
    }

    private static void free(TlsfAllocator allocator, SplittableRandom random, ShadowModel live) {
        ShadowModel.Block block = live.pick(random);
        live.freed(block);
        switch (random.nextInt(3)) {
            case 0 -> allocator.free(block.address());
            case 1 -> allocator.free(block.address(), allocator.usableSize(block.address()), block.alignment());
            default -> allocator.free(block.address(), block.size(), block.alignment());
        }
    }

    private static void freeAll(TlsfAllocator allocator, SplittableRandom random, ShadowModel live) {
        while (live.count() > 0) {
            free(allocator, random, live);
        }
    }

    @Test
    void aHeapThatIsEmptyAgainIsOneBlockAgain() {
        for (TlsfOptions options : TlsfFixture.FORMS) {
            try (TlsfFixture fixture = new TlsfFixture();
                    TlsfAllocator allocator = fixture.over(1 << 20, options)) {
                long whole = allocator.largestFree();
                SplittableRandom random = new SplittableRandom(7);
                ShadowModel live = new ShadowModel(allocator);
                for (int i = 0; i < 2_000; i++) {
                    step(allocator, random, live);
                }
                freeAll(allocator, random, live);
                assertThat(allocator.largestFree()).isEqualTo(whole);
            }
        }
    }
}
