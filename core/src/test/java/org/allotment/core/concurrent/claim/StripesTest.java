package org.allotment.core.concurrent.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who takes which of some claims, and who waits for one; threads that are not started lend their numbers only. */
@Timeout(120)
final class StripesTest {
    private static final int COUNT = 4;
    private static final int STREAK = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<BiasedClaim<Integer>> claims = newClaims(COUNT);
    private final Stripes<Integer> stripes = new Stripes<>(claims);
    private final Thread first = newThread();

    private static List<BiasedClaim<Integer>> newClaims(int count) {
        List<BiasedClaim<Integer>> claims = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            claims.add(new BiasedClaim<>(i, STREAK, () -> true));
        }
        return claims;
    }

    private static Thread newThread() {
        return Thread.ofVirtual().unstarted(() -> {});
    }

    private static Thread withTheSamePlace(Thread other) {
        Thread thread;
        do {
            thread = newThread();
        } while (Stripes.place(thread.threadId()) != Stripes.place(other.threadId()));
        return thread;
    }

    /** As often as makes a bias, and once more to come in by it; answers where. */
    private BiasedClaim<Integer> comeOftenEnough(Thread thread) {
        for (int i = 0; i < STREAK; i++) {
            stripes.claim(thread).leave(thread.threadId());
        }
        BiasedClaim<Integer> claim = stripes.claim(thread);
        claim.leave(thread.threadId());
        return claim;
    }

    private boolean comesInByBias(Thread thread) {
        boolean entered = stripes.biasOf(thread).tryEnter(thread.threadId());
        if (entered) {
            stripes.biasOf(thread).leave();
        }
        return entered;
    }

    private void visitAll() {
        for (BiasedClaim<Integer> claim : claims) {
            assertThat(claim.tryVisit()).isTrue();
            claim.endVisit();
        }
    }

    @Test
    void thereIsAPowerOfTwoOfThem() {
        for (int count : new int[] {0, 3, 6}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Stripes<>(newClaims(count)))
                    .withMessageContaining("claims=" + count);
        }
    }

    @Test
    void whoComesAgainAndAgainIsBiasedUntilSomebodyVisits() {
        assertThat(comesInByBias(first)).isFalse();
        for (int time = 0; time < 3; time++) {
            BiasedClaim<Integer> claim = comeOftenEnough(first);
            assertThat(comesInByBias(first)).isTrue();
            assertThat(stripes.biasOf(first).subject()).isEqualTo(claim.subject());
            visitAll();
            assertThat(comesInByBias(first)).isFalse();
        }
    }

    @Test
    void othersTakeTheOtherClaimsUntilThereAreNone() {
        comeOftenEnough(first);
        Thread other = newThread();
        List<BiasedClaim<Integer>> taken = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            assertThat(comesInByBias(first)).as("claims taken: %d", i).isTrue();
            taken.add(stripes.claim(other));
        }
        assertThat(taken).doesNotHaveDuplicates();
        assertThat(comesInByBias(first)).isFalse();
        taken.forEach(claim -> claim.leave(other.threadId()));
    }

    @Test
    void oneOfTwoWithTheSamePlaceKeepsItAndTheOtherHasABiasAllTheSame() {
        Thread second = withTheSamePlace(first);
        BiasedClaim<Integer> ofFirst = comeOftenEnough(first);
        BiasedClaim<Integer> ofSecond = comeOftenEnough(second);
        assertThat(ofSecond).isNotSameAs(ofFirst);
        assertThat(comesInByBias(first)).isTrue();
        assertThat(comesInByBias(second)).isFalse();
        assertThat(ofSecond.isBiasedTo(second.threadId())).isTrue();
        visitAll();
        comeOftenEnough(second);
        assertThat(comesInByBias(second)).isTrue();
    }

    /** The head of the queue is kept from looking; the other finds what was left all the same. */
    @Test
    void whoWaitsBehindAnotherLooksForHimself() throws Exception {
        CountDownLatch inTurn = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        List<BiasedClaim<Integer>> one = newClaims(1);
        Stripes<Integer> single = new Stripes<>(one);
        Thread owner = newThread();
        assertThat(single.claim(owner).subject()).isZero();
        Thread head = Thread.ofPlatform()
                .start(() -> single.inTurn(() -> {
                    inTurn.countDown();
                    await(gate);
                }));
        inTurn.await();
        FutureTask<Boolean> behind = new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            BiasedClaim<Integer> claim = single.claim(Thread.currentThread());
            claim.leave(Thread.currentThread().threadId());
            return Thread.currentThread().isInterrupted();
        });
        Thread waiter = Thread.ofVirtual().start(behind);
        awaitThat(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        one.getFirst().leave(owner.threadId());
        assertThat(behind.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("interrupted before and after")
                .isTrue();
        gate.countDown();
        assertThat(head.join(PATIENCE)).isTrue();
    }

    private static void awaitThat(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as("ns of waiting").isLessThan(PATIENCE.toNanos());
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
