package org.allotment.core.concurrent.care;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CaretakerTest {
    private static final int PATIENCE_SECONDS = 30;

    @Test
    void doesItsRoundsUntilAnUpkeepHasEnough() throws InterruptedException {
        CountDownLatch rounds = new CountDownLatch(3);
        AtomicInteger calls = new AtomicInteger();
        Caretaker.Upkeep upkeep = now -> {
            calls.incrementAndGet();
            rounds.countDown();
            return rounds.getCount() > 0;
        };
        Caretaker.tend(upkeep);
        assertThat(rounds.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        awaitRound();
        assertThat(calls).as("no round after it said enough").hasValue(3);
        assertThat(upkeep).isNotNull();
    }

    @Test
    void oneThatFailsIsDroppedAndTheOthersGoOn() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger();
        Caretaker.Upkeep failing = now -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> failures.incrementAndGet());
            throw new IllegalStateException("planted");
        };
        Caretaker.tend(failing);
        awaitRound();
        awaitRound();
        assertThat(failures).hasValue(1);
        assertThat(failing).isNotNull();
    }

    @Test
    void runsOnADaemonThread() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        boolean[] daemon = new boolean[1];
        Caretaker.Upkeep upkeep = now -> {
            daemon[0] =
                    Thread.currentThread().isDaemon() && !Thread.currentThread().isVirtual();
            done.countDown();
            return false;
        };
        Caretaker.tend(upkeep);
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(daemon[0]).isTrue();
        assertThat(upkeep).isNotNull();
    }

    /** Two later upkeeps in a row: between them everything that was registered had its turn. */
    private static void awaitRound() throws InterruptedException {
        CountDownLatch twice = new CountDownLatch(2);
        Caretaker.Upkeep marker = now -> {
            twice.countDown();
            return twice.getCount() > 0;
        };
        Caretaker.tend(marker);
        assertThat(twice.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(marker).isNotNull();
    }
}
