package org.allotment.core.concurrent.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.allotment.core.concurrent.claim.BiasedClaim;
import org.allotment.core.os.ProcessBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Biases of stripes in a registry that no caretaker looks after; threads lend their numbers only. */
final class StripeBiasTest {
    private static final int STRIPES = 4;

    private final HeapRegistry registry = new HeapRegistry(new PageSupply(HeapOptions.ofSystem()), STRIPES);
    private final Thread first = Thread.ofVirtual().unstarted(() -> {});

    @BeforeEach
    void needBarriers() {
        assumeTrue(ProcessBarrier.isAvailable(), "nobody is biased without barriers");
    }

    @AfterEach
    void close() {
        registry.close();
    }

    /** As often as makes a bias, and once more to come in by it; answers where. */
    private ThreadHeap comeOftenEnough(Thread thread) {
        for (int i = 0; i < BiasedClaim.STREAK; i++) {
            registry.claim(thread).claim.leave(thread.threadId());
        }
        ThreadHeap stripe = registry.claim(thread);
        stripe.claim.leave(thread.threadId());
        return stripe;
    }

    private boolean comesInByBias(Thread thread) {
        boolean entered = registry.biasOf(thread).tryEnter(thread.threadId());
        if (entered) {
            registry.biasOf(thread).leave();
        }
        return entered;
    }

    private Thread withTheSamePlace(Thread other) {
        Thread thread;
        do {
            thread = Thread.ofVirtual().unstarted(() -> {});
        } while (HeapRegistry.place(thread.threadId()) != HeapRegistry.place(other.threadId()));
        return thread;
    }

    @Test
    void whoComesAgainAndAgainIsBiasedUntilTheCaretakerLooks() {
        assertThat(comesInByBias(first)).isFalse();
        for (int time = 0; time < 3; time++) {
            ThreadHeap stripe = comeOftenEnough(first);
            assertThat(comesInByBias(first)).isTrue();
            assertThat(registry.biasOf(first).subject()).isSameAs(stripe);
            registry.reclaim();
            assertThat(comesInByBias(first)).isFalse();
        }
    }

    @Test
    void othersTakeTheOtherStripesUntilThereAreNone() {
        comeOftenEnough(first);
        Thread other = Thread.ofVirtual().unstarted(() -> {});
        ThreadHeap[] claimed = new ThreadHeap[STRIPES];
        for (int i = 0; i < STRIPES; i++) {
            assertThat(comesInByBias(first)).as("stripes claimed: %d", i).isTrue();
            claimed[i] = registry.claim(other);
        }
        assertThat(claimed).doesNotHaveDuplicates();
        assertThat(comesInByBias(first)).isFalse();
        for (ThreadHeap stripe : claimed) {
            stripe.claim.leave(other.threadId());
        }
    }

    @Test
    void oneOfTwoWithTheSamePlaceKeepsItAndTheOtherHasABiasAllTheSame() {
        Thread second = withTheSamePlace(first);
        ThreadHeap ofFirst = comeOftenEnough(first);
        ThreadHeap ofSecond = comeOftenEnough(second);
        assertThat(ofSecond).isNotSameAs(ofFirst);
        assertThat(comesInByBias(first)).isTrue();
        assertThat(comesInByBias(second)).isFalse();
        assertThat(ofSecond.claim.isBiasedTo(second.threadId())).isTrue();
        registry.reclaim();
        comeOftenEnough(second);
        assertThat(comesInByBias(second)).isTrue();
    }
}
