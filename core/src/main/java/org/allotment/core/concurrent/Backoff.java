package org.allotment.core.concurrent;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How to wait for something that nobody announces: spin, then yield, then park for bounded times.
 *
 * <p>Yielding alone is not enough. A virtual thread that yields goes back into the queue of its carrier, and a carrier
 * looks elsewhere only when that queue is empty. Enough waiters that only yield keep every carrier busy for ever, and a
 * thread that was woken from outside them, which may be the one that all of them wait for, never runs.
 */
public final class Backoff {
    private static final int YIELDS = 16;
    private static final long MIN_PARK_NANOS = 1_000;

    /** The longest park, ns. */
    static final long MAX_PARK_NANOS = 100_000;

    private Backoff() {}

    /**
     * Tries something again and again until it succeeds, at least once in {@value #MAX_PARK_NANOS} ns and the system's
     * timer slack. Any thread, platform or virtual. An interrupt does not end the wait, and is kept. May make garbage:
     * try once before.
     *
     * @param attempt what to try; null is for failure, and what it throws ends the wait
     * @param spins how often to try before others are let run: for what takes somebody else some tens of instructions
     * @param <T> what success gives
     * @return what the attempt gave
     */
    public static <T> T await(Supplier<? extends @Nullable T> attempt, int spins) {
        boolean interrupted = false;
        try {
            for (int turn = -spins; ; turn = turn < Integer.MAX_VALUE ? turn + 1 : turn) {
                T result = attempt.get();
                if (result != null) {
                    return result;
                }
                pause(turn);
                // An interrupt makes every later park return at once: take it off while waiting.
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // yields only save time; progress comes from parking
    private static void pause(int turn) {
        if (turn < 0) {
            Thread.onSpinWait();
        } else if (turn < YIELDS) {
            Thread.yield();
        } else {
            int doublings = Math.min(turn - YIELDS, 10);
            LockSupport.parkNanos(Math.min(MIN_PARK_NANOS << doublings, MAX_PARK_NANOS));
        }
    }
}
