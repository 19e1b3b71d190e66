package org.allotment.core.concurrent.claim;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * How to wait for something that nobody announces: spin, then yield, then park for bounded times.
 *
 * <p>Yielding alone is not enough. A virtual thread that yields stays in the queues that its carriers look at first, and
 * they look elsewhere only when those are empty. A few such waiters for each carrier keep all of them busy for ever, and
 * a thread that was woken from outside, which may be the one that all wait for, never runs. Timed parks go through one
 * queue too, so they get longer the longer somebody waits: many waiters must not keep that queue full.
 */
public final class Backoff {
    private static final int YIELDS = 16;
    private static final long MIN_PARK_NANOS = 1_000;

    /** How often the time of a park doubles soon. */
    private static final int EARLY_DOUBLINGS = 6;

    /** Parks of the time reached then, before it doubles further. */
    private static final int PATIENCE = 64;

    /** Parks between further doublings. */
    private static final int LATE_STEP = 8;

    private static final int LATE_DOUBLINGS = 7;

    /** The longest park of those who have not waited for long, ns. */
    public static final long EARLY_PARK_NANOS = MIN_PARK_NANOS << EARLY_DOUBLINGS;

    /** The longest park, ns. */
    public static final long MAX_PARK_NANOS = EARLY_PARK_NANOS << LATE_DOUBLINGS;

    /** Spinning is pointless when nobody else can run meanwhile. */
    private static final boolean SPINNING_HELPS = Runtime.getRuntime().availableProcessors() > 1;

    private Backoff() {}

    /**
     * Tries something again and again until it succeeds, at least once in {@value #MAX_PARK_NANOS} ns, the system's timer
     * slack, and, for a virtual thread, what it waits for a carrier. Any thread; a virtual one that is pinned keeps its
     * carrier. An interrupt does not end the wait, and is kept. Without garbage on a platform thread, if the attempt
     * captures nothing; a park of a virtual one makes some.
     *
     * @param attempt what to try with both arguments; null is for failure, and what it throws ends the wait
     * @param first the first; named as what is waited for in dumps of threads
     * @param second the second
     * @param spins how often to try before others are let run, from 0 up: for what takes somebody else some tens of
     *     instructions
     * @param <A> type of the first
     * @param <B> type of the second
     * @param <T> what success gives
     * @return what the attempt gave
     */
    public static <A, B, T> T await(
            BiFunction<? super A, ? super B, ? extends @Nullable T> attempt, A first, B second, int spins) {
        boolean interrupted = false;
        try {
            for (int turn = SPINNING_HELPS ? -spins : 0; ; turn = turn < Integer.MAX_VALUE ? turn + 1 : turn) {
                T result = attempt.apply(first, second);
                if (result != null) {
                    return result;
                }
                pause(turn, first);
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
    private static void pause(int turn, Object blocker) {
        if (turn < 0) {
            Thread.onSpinWait();
        } else if (turn < YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(blocker, parkNanos(turn - YIELDS));
        }
    }

    /** Time of a park by how many there were before. */
    static long parkNanos(int parks) {
        int late = Math.max(0, parks - EARLY_DOUBLINGS - PATIENCE) / LATE_STEP;
        return MIN_PARK_NANOS << (Math.min(parks, EARLY_DOUBLINGS) + Math.min(late, LATE_DOUBLINGS));
    }
}
