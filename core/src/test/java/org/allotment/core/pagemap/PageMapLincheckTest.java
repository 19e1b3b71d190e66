package org.allotment.core.pagemap;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.allotment.core.LincheckForm;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Linearizability of single granules, with leaves and roots coming into being meanwhile. Of single ones, since a range
 * is not entered in one step.
 *
 * <p>Scenarios are drawn at random, which may miss the two writers that must meet; so two are named, for the map and for
 * its twins: two who grow at once, and one who enters while another grows. Each twin lacks what one of them needs.
 *
 * <p>The checker looks at each element of each array that becomes shared, whenever one does. With whole leaves an
 * interleaving took ten milliseconds and a heap of humongous arrays, and 100 × 1,000 of them no end; of short leaves only
 * the granules that nobody enters here are missing.
 */
@SuppressWarnings("missing-explicit-ctor") // public because the checker instantiates the scenarios
public class PageMapLincheckTest {
    private static final int LEAF_LENGTH = 2;
    private static final int PLACES = 3;

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

    /** Grows without the lock: of two new roots one is forgotten, and with it a leaf. */
    @Param(name = "place", gen = IntGen.class, conf = "0:2")
    public static class GrowsWithoutLock {
        private volatile Integer[][] root = new Integer[PLACES][0];

        @Operation
        public void enter(@Param(name = "place") int place, @Param(gen = IntGen.class, conf = "1:3") int owner) {
            Integer[][] leafs = root;
            if (leafs[place].length == 0) {
                leafs = leafs.clone();
                leafs[place] = new Integer[1];
                root = leafs;
            }
            leafs[place][0] = owner;
        }

        @Operation
        public @Nullable Integer get(@Param(name = "place") int place) {
            Integer[] leaf = root[place];
            return leaf.length == 0 ? null : leaf[0];
        }
    }

    /** Grows under the lock, but copies the leaves: an entry in the old one is lost. */
    @Param(name = "place", gen = IntGen.class, conf = "0:2")
    public static class CopiesLeaves {
        private volatile Integer[][] root = new Integer[PLACES][0];

        @Operation
        public void enter(@Param(name = "place") int place, @Param(gen = IntGen.class, conf = "1:3") int owner) {
            Integer[][] leafs = root;
            if (leafs[place].length == 0) {
                leafs = grown(place);
            }
            leafs[place][0] = owner;
        }

        private synchronized Integer[][] grown(int place) {
            Integer[][] wider = root.clone();
            for (int i = 0; i < PLACES; i++) {
                wider[i] = Arrays.copyOf(wider[i], i == place ? 1 : wider[i].length);
            }
            root = wider;
            return wider;
        }

        @Operation
        public @Nullable Integer get(@Param(name = "place") int place) {
            Integer[] leaf = root[place];
            return leaf.length == 0 ? null : leaf[0];
        }
    }

    private static ModelCheckingOptions options(Class<?> subject) throws NoSuchMethodException {
        return LincheckForm.options()
                .addCustomScenario(twoGrow(subject))
                .addCustomScenario(oneEntersWhileAnotherGrows(subject));
    }

    private static ExecutionScenario twoGrow(Class<?> subject) throws NoSuchMethodException {
        return scenario(
                List.of(),
                List.of(enter(subject, 1, 1), enter(subject, 2, 2)),
                List.of(get(subject, 1), get(subject, 2)));
    }

    private static ExecutionScenario oneEntersWhileAnotherGrows(Class<?> subject) throws NoSuchMethodException {
        return scenario(
                List.of(enter(subject, 1, 1)),
                List.of(enter(subject, 1, 3), enter(subject, 2, 2)),
                List.of(get(subject, 1), get(subject, 2)));
    }

    /** What is done before, by two threads at once, and after. */
    private static ExecutionScenario scenario(List<Actor> before, List<Actor> atOnce, List<Actor> after) {
        return new ExecutionScenario(before, atOnce.stream().map(List::of).toList(), after, null);
    }

    private static Actor enter(Class<?> subject, int place, int owner) throws NoSuchMethodException {
        Method enter = subject.getMethod("enter", int.class, int.class);
        return new Actor(enter, List.of(place, owner));
    }

    private static Actor get(Class<?> subject, int place) throws NoSuchMethodException {
        return new Actor(subject.getMethod("get", int.class), List.of(place));
    }

    @Test
    void entriesAndReadsAreLinearizable() throws NoSuchMethodException {
        options(Map.class).check(Map.class);
    }

    @Test
    void theCheckerSeesTheMissingLock() {
        assertCaught(GrowsWithoutLock.class);
    }

    @Test
    void theCheckerSeesTheCopiedLeaves() {
        assertCaught(CopiesLeaves.class);
    }

    private static void assertCaught(Class<?> twin) {
        assertThatThrownBy(() -> options(twin).minimizeFailedScenario(false).check(twin))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Invalid execution results");
    }
}
