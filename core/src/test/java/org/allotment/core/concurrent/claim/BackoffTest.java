package org.allotment.core.concurrent.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    private final AtomicInteger tries = new AtomicInteger();

    @AfterEach
    void takeTheInterruptOff() {
        Thread.interrupted();
    }

    private static @Nullable Integer succeedAt(AtomicInteger tries, Integer last) {
        int now = tries.incrementAndGet();
        return now == last ? now : null;
    }

    @Test
    void triesUntilItSucceeds() {
        for (int last : new int[] {1, 2, 17, 40}) {
            tries.set(0);
            assertThat(Backoff.await(BackoffTest::succeedAt, tries, last, 0)).isEqualTo(last);
            tries.set(0);
            assertThat(Backoff.await(BackoffTest::succeedAt, tries, last, 20)).isEqualTo(last);
        }
    }

    @Test
    void keepsAnInterruptAndTriesWithoutIt() {
        Thread.currentThread().interrupt();
        boolean[] during = new boolean[1];
        Backoff.await(
                (counted, last) -> {
                    during[0] = Thread.currentThread().isInterrupted();
                    return succeedAt(counted, last);
                },
                tries,
                30,
                0);
        assertThat(during[0]).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void keepsAnInterruptWhenAnAttemptThrows() {
        assertThatThrownBy(() -> Backoff.await(
                        (counted, last) -> {
                            if (succeedAt(counted, last) != null) {
                                throw new IllegalStateException("planted");
                            }
                            Thread.currentThread().interrupt();
                            return null;
                        },
                        tries,
                        20,
                        0))
                .hasMessage("planted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interruptsNobodyWhoWasNot() {
        Backoff.await(BackoffTest::succeedAt, tries, 30, 0);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void parksLongerTheLongerItWaits() {
        assertThat(Backoff.parkNanos(0)).isEqualTo(1_000);
        assertThat(Backoff.parkNanos(6)).isEqualTo(Backoff.EARLY_PARK_NANOS);
        assertThat(Backoff.parkNanos(70)).isEqualTo(Backoff.EARLY_PARK_NANOS);
        assertThat(Backoff.parkNanos(78)).isEqualTo(2 * Backoff.EARLY_PARK_NANOS);
        assertThat(Backoff.parkNanos(1_000)).isEqualTo(Backoff.MAX_PARK_NANOS);
        assertThat(Backoff.parkNanos(Integer.MAX_VALUE)).isEqualTo(Backoff.MAX_PARK_NANOS);
        for (int parks = 1; parks < 200; parks++) {
            assertThat(Backoff.parkNanos(parks)).isGreaterThanOrEqualTo(Backoff.parkNanos(parks - 1));
        }
    }
}
