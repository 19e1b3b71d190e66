package org.allotment.core;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random scripts against the shadow model. */
public interface RandomContract extends ContractSubject {
    @ParameterizedTest
    @ValueSource(longs = {1, 20_26, 0xB10C, 0xA110C})
    default void survivesAScriptWithAWalkAfterEveryStep(long seed) {
        try (Allocator allocator = create(1 << 20)) {
            RandomScript.run(this, allocator, new RandomScript.Plan(seed, 5_000, 1, 40_000, 4_096, 400));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 0xF111})
    default void survivesAScriptOfLargeBlocksInLittleMemory(long seed) {
        try (Allocator allocator = create(1 << 19)) {
            RandomScript.run(this, allocator, new RandomScript.Plan(seed, 3_000, 1, 200_000, 1 << 15, 100));
        }
    }

    @Test
    default void survivesALongScript() {
        try (Allocator allocator = create(8 << 20)) {
            RandomScript.run(this, allocator, new RandomScript.Plan(77, longSteps(), 65_536, 2_048, 4_096, 4_000));
        }
    }

    /** Each form has its share of a campaign; the one of ten million steps on each engine stands apart. */
    private static long longSteps() {
        return Long.getLong("allotment.steps", 200_000);
    }
}
