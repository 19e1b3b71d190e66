package org.allotment.core.concurrent;

import java.util.concurrent.locks.LockSupport;

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
     * Waits a little, longer from turn to turn: at most {@value #MAX_PARK_NANOS} ns and the system's timer slack. Any
     * thread, platform or virtual. An interrupt does not end the wait, and is kept. Makes no garbage on platform threads.
     *
     * @param turn how many times the caller has waited for this already; a negative number counts as very many
     * @param spins turns that only spin, for what is done in some tens of instructions by somebody who runs just now
     */
    @SuppressWarnings("ThreadPriorityCheck") // yields only save time; progress comes from parking
    public static void pause(int turn, int spins) {
        int past = turn < 0 ? Integer.MAX_VALUE : turn - spins;
        if (past < 0) {
            Thread.onSpinWait();
        } else if (past < YIELDS) {
            Thread.yield();
        } else {
            park(past - YIELDS);
        }
    }

    private static void park(int parks) {
        // With an interrupt pending a park returns at once: take it off while waiting.
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(Math.min(MIN_PARK_NANOS << Math.min(parks, 10), MAX_PARK_NANOS));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
