package org.allotment.core.pagemap;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.allotment.core.LincheckForm;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Linearizability of single granules, with leaves and roots coming into being meanwhile.
 *
 * <p>The checker looks at each element of each array that becomes shared, whenever one does. With whole leaves an
 * interleaving took ten milliseconds and a heap of humongous arrays, and 100 × 1,000 of them no end; of short leaves only
 * the granules that nobody enters here are missing.
 */
@SuppressWarnings("missing-explicit-ctor") // public because the checker instantiates the scenarios
public class PageMapLincheckTest {
    private static final int LEAF_LENGTH = 2;

    /** Three granules in three leaves: the first entry of each makes a leaf, and the root grows. */
    @Param(name = "place", gen = IntGen.class, conf = "0:2")
    public static class Map {
        private final PageMap<Integer> map = new PageMap<>(LEAF_LENGTH);

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

    /** Two who widen the root at once: the checker sees that one of them is forgotten. */
    @Param(name = "place", gen = IntGen.class, conf = "0:2")
    public static class Weakened {
        private volatile Integer[] root = {};

        @Operation
        public void enter(@Param(name = "place") int place) {
            Integer[] wider = Arrays.copyOf(root, 3);
            wider[place] = 1;
            root = wider;
        }

        @Operation
        public @Nullable Integer get(@Param(name = "place") int place) {
            return place < root.length ? root[place] : null;
        }
    }

    @Test
    void entriesAndReadsAreLinearizable() {
        LincheckForm.options().check(Map.class);
    }

    @Test
    void theCheckerSeesTheMissingLock() {
        assertThatThrownBy(() -> LincheckForm.options().check(Weakened.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Invalid execution results");
    }
}
