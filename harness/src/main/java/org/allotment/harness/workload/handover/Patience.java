package org.allotment.harness.workload.handover;

import java.util.concurrent.locks.LockSupport;

/** How a thread waits for another: it spins, then lets others run, and at last sleeps, because nobody measures. */
final class Patience {
    private static final int SPINS = 1_000;
    private static final int YIELDS = 20_000;
    private static final long NAP_NANOS = 20_000;

    private Patience() {}

    /** Waits a little, longer with each round. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing but time depends on it, and that only where a core is lacking
    static void inRound(int round) {
        if (round <= SPINS) {
            Thread.onSpinWait();
        } else if (round <= YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(NAP_NANOS);
        }
    }
}
