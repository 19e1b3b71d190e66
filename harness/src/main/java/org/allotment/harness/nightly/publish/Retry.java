package org.allotment.harness.nightly.publish;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How often and with which pauses to try again. Pauses double and are scattered over their whole length, so that machines
 * that failed together do not come back together.
 *
 * @param random from 0 to 1
 */
public record Retry(int attempts, Duration first, Duration longest, Pause pause, DoubleSupplier random) {

    /** Waits; tests do not. */
    @FunctionalInterface
    public interface Pause {
        /** Waits this long. */
        void of(Duration time) throws InterruptedException;
    }

    /** Gives a dashboard that restarts about half a minute. */
    public static Retry usual() {
        return new Retry(7, Duration.ofMillis(500), Duration.ofSeconds(15), Thread::sleep, Math::random);
    }

    /** Whether a status may be another one when the same is asked again: the server's trouble, or too much at once. */
    public static boolean mayPass(int status) {
        return status >= 500 || status == 429 || status == 408;
    }

    /** Waits before an attempt, counted from 1. */
    public void pause(int attempt) throws InterruptedException {
        pause.of(length(attempt));
    }

    Duration length(int attempt) {
        var doubled = first.multipliedBy(1L << Math.min(attempt - 1, 20));
        var limit = doubled.compareTo(longest) < 0 ? doubled : longest;
        return Duration.ofNanos((long) (limit.toNanos() * random.getAsDouble()));
    }
}
