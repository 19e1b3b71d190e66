package org.allotment.core.concurrent;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.allotment.core.LincheckForm;
import org.allotment.core.memory.HeapWords;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * Linearizability of the index pool, with itself run by one thread as the specification: a stack.
 *
 * <p>A thread gives back only what it took, as the contract asks; giving at once what is out is a scenario of its own,
 * because a refused give tells that another is under way, which no stack can tell.
 */
@SuppressWarnings("missing-explicit-ctor") // public because the checker instantiates the scenarios
public class IndexPoolLincheckTest {
    private static final int CAPACITY = 3;
    private static final int THREADS = 2;

    /** Takes and gives; each thread keeps what it holds in the order it took it. */
    public static class Owned {
        private final IndexPool pool = newPool();
        private final List<Deque<Integer>> held = newHeld();

        @Operation
        public int take(@Param(gen = ThreadIdGen.class) int thread) {
            int index = pool.tryTake();
            if (index != IndexPool.NONE) {
                held.get(thread).addLast(index);
            }
            return index;
        }

        @Operation
        public int giveOldest(@Param(gen = ThreadIdGen.class) int thread) {
            Integer index = held.get(thread).pollFirst();
            if (index == null) {
                return IndexPool.NONE;
            }
            if (!pool.tryGive(index)) {
                throw new IllegalStateException("refused, index=" + index);
            }
            return index;
        }
    }

    /** Everything is out; threads give the same numbers at once. */
    public static class GivenAtOnce {
        private final IndexPool pool = newPool();

        public GivenAtOnce() {
            while (pool.tryTake() != IndexPool.NONE) {
                // until empty
            }
        }

        @Operation
        public boolean giveFirst() {
            return pool.tryGive(0);
        }

        @Operation
        public boolean giveLast() {
            return pool.tryGive(CAPACITY - 1);
        }
    }

    /** The same list without a tag: what the checker must find fault with. */
    public static class Untagged {
        private final HeapWords words = new HeapWords(1 + CAPACITY);
        private final List<Deque<Integer>> held = newHeld();

        public Untagged() {
            for (int i = 0; i < CAPACITY; i++) {
                words.set(1 + i, i + 1);
            }
        }

        @Operation
        public int take(@Param(gen = ThreadIdGen.class) int thread) {
            while (true) {
                long head = words.getAcquire(0);
                if (head == CAPACITY) {
                    return IndexPool.NONE;
                }
                long next = words.getAcquire(head + 1);
                if (words.compareAndSet(0, head, next)) {
                    held.get(thread).addLast((int) head);
                    return (int) head;
                }
            }
        }

        @Operation
        public int giveOldest(@Param(gen = ThreadIdGen.class) int thread) {
            Integer index = held.get(thread).pollFirst();
            if (index == null) {
                return IndexPool.NONE;
            }
            long head;
            do {
                head = words.getAcquire(0);
                words.setRelease(index + 1L, head);
            } while (!words.compareAndSet(0, head, index));
            return index;
        }
    }

    @Test
    void takesAndGivesAreLinearizable() {
        LincheckForm.options().check(Owned.class);
    }

    @Test
    void takesAndGivesAreLinearizableWhereAnUntaggedListIsNot() {
        reuse(Owned.class).check(Owned.class);
    }

    @Test
    void theCheckerSeesTheReuseErrorOfAnUntaggedList() {
        assertThatThrownBy(() -> reuse(Untagged.class).check(Untagged.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Invalid execution results");
    }

    @Test
    void ofGivesAtOnceExactlyOneSucceeds() {
        LincheckForm.options().check(GivenAtOnce.class);
    }

    /** One take against take, take, give of the oldest: a stale successor shows in the takes that follow. */
    private static ModelCheckingOptions reuse(Class<?> structure) {
        Actor other = actor(structure, "take", 2);
        List<Actor> after = List.of(actor(structure, "take", 0), actor(structure, "take", 0));
        return new ModelCheckingOptions()
                .iterations(0)
                .invocationsPerIteration(Math.max(1_000, LincheckForm.invocations()))
                .addCustomScenario(new ExecutionScenario(
                        List.of(),
                        List.of(
                                List.of(actor(structure, "take", 1)),
                                List.of(other, other, actor(structure, "giveOldest", 2))),
                        after,
                        null));
    }

    private static Actor actor(Class<?> structure, String operation, int thread) {
        try {
            return new Actor(structure.getMethod(operation, int.class), List.of(thread));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static IndexPool newPool() {
        return new IndexPool(new HeapWords((int) IndexPool.wordsFor(CAPACITY)), CAPACITY);
    }

    /** One for each thread, and one for the parts before and after. */
    private static List<Deque<Integer>> newHeld() {
        return Stream.generate(() -> (Deque<Integer>) new ArrayDeque<Integer>())
                .limit(THREADS + 2)
                .toList();
    }
}
