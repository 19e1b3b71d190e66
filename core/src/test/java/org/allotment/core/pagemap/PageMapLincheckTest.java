package org.allotment.core.pagemap;

import org.allotment.core.LincheckForm;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Linearizability of single granules, with leaves and roots coming into being meanwhile. */
@SuppressWarnings("missing-explicit-ctor") // public because the checker instantiates the scenarios
public class PageMapLincheckTest {
    /** Three granules in three leaves: the first entry of each makes a leaf, and the root grows. */
    @Param(name = "place", gen = IntGen.class, conf = "0:2")
    public static class Map {
        private final PageMap<Integer> map = new PageMap<>();

        @Operation
        public void enter(@Param(name = "place") int place, @Param(gen = IntGen.class, conf = "1:3") int owner) {
            map.set(address(place), 1, owner);
        }

        @Operation
        public void remove(@Param(name = "place") int place) {
            map.set(address(place), 1, null);
        }

        @Operation
        public @Nullable Integer get(@Param(name = "place") int place) {
            return map.get(address(place) + 17);
        }

        private static long address(int place) {
            return (long) place << 31;
        }
    }

    @Test
    void entriesAndReadsAreLinearizable() {
        LincheckForm.options().check(Map.class);
    }
}
