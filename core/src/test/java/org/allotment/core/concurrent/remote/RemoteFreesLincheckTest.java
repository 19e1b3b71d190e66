package org.allotment.core.concurrent.remote;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.List;
import org.allotment.core.LincheckForm;
import org.allotment.core.memory.HeapWords;
import org.allotment.core.memory.RawAccess;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * Linearizability of the list of remote frees, with itself run by one thread as the specification: pushes of others, and
 * one owner who takes, parks and answers.
 *
 * <p>Links lie in real memory that the checker does not see. That is no loss: they are written before the word is, by the
 * thread whose blocks they are, and read after it.
 */
@SuppressWarnings("missing-explicit-ctor") // public because the checker instantiates the scenarios
public class RemoteFreesLincheckTest {
    private static final int BLOCKS = 16;
    private static final int BLOCK = 16;

    /** More than there are numbers of threads: two, and those of the parts before and after. */
    private static final int PUSHERS = 8;

    private static final long MEMORY =
            Arena.global().allocate(BLOCKS * PUSHERS * BLOCK, BLOCK).address();

    /** What the owner and the others do; each other thread pushes blocks of its own, each once. */
    public static class Page {
        private final RemoteFrees<String> frees = new RemoteFrees<>("page", new HeapWords(1), 0);
        private final int[] pushed = new int[PUSHERS];

        @Operation
        public boolean pushOne(@Param(gen = ThreadIdGen.class) int thread) {
            long block = next(thread);
            return frees.push(block, block, 1);
        }

        @Operation
        public boolean pushTwo(@Param(gen = ThreadIdGen.class) int thread) {
            long first = next(thread);
            long second = next(thread);
            RawAccess.putLong(first, second);
            return frees.push(first, second, 2);
        }

        @Operation(nonParallelGroup = "owner")
        public String take() {
            return walk(frees.take());
        }

        @Operation(nonParallelGroup = "owner")
        public String answer() {
            return walk(frees.answer());
        }

        @Operation(nonParallelGroup = "owner")
        public boolean park() {
            return frees.park();
        }

        @Operation(nonParallelGroup = "owner")
        public void unpark() {
            frees.unpark();
        }

        @Operation(nonParallelGroup = "owner")
        public boolean isQuiet() {
            return frees.isQuiet();
        }

        private long next(int thread) {
            return MEMORY + ((long) thread * BLOCKS + pushed[thread]++) * BLOCK;
        }
    }

    /** A push that looks and then stores: what the checker must find fault with. */
    public static class Weakened {
        private final HeapWords words = new HeapWords(1);

        @Operation
        public void push() {
            words.setRelease(0, words.getAcquire(0) + 1);
        }

        @Operation
        public long take() {
            long word = words.getAcquire(0);
            return words.compareAndSet(0, word, 0) ? word : -1;
        }
    }

    @Test
    void pushesAndTheOwnersCallsAreLinearizable() {
        LincheckForm.options().check(Page.class);
    }

    /** The missed wake-up: a push between the owner's look and its parking. */
    @Test
    void aPushWhileTheOwnerParksEitherRingsOrIsSeen() {
        LincheckForm.options()
                .iterations(0)
                .addCustomScenario(new ExecutionScenario(
                        List.of(),
                        List.of(List.of(owner("take"), owner("park"), owner("isQuiet")), List.of(pusher(2), pusher(2))),
                        List.of(owner("answer")),
                        null))
                .check(Page.class);
    }

    @Test
    void theCheckerSeesTheLossInAPushOfTwoSteps() {
        assertThatThrownBy(() -> LincheckForm.options().check(Weakened.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Invalid execution results");
    }

    private static Actor owner(String operation) {
        try {
            return new Actor(Page.class.getMethod(operation), List.of());
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static Actor pusher(int thread) {
        try {
            return new Actor(Page.class.getMethod("pushOne", int.class), List.of(thread));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    /** The chain as text, addresses as distances: what a specification can be compared by. */
    private static String walk(long chain) {
        StringBuilder text =
                new StringBuilder().append(RemoteFrees.count(chain)).append(':');
        long block = RemoteFrees.head(chain);
        while (block != 0) {
            text.append(' ').append(block - MEMORY);
            block = RawAccess.getLong(block);
        }
        return text.toString();
    }
}
