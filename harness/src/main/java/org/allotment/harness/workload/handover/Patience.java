package org.allotment.harness.workload.handover;

import java.util.concurrent.locks.LockSupport;

/** How a thread waits for another: it spins, then lets others run, and at last sleeps, because nobody measures. */
final class Patience {
    private static final int SPINS = 1_000;
    private static final int YIELDS = 20_000;
    private static final long NAP_NANOS = 20_000;

    private int rounds;

    /** Waits a little, longer each time. */
    @SuppressWarnings(
            "ThreadPriorityCheck") // nothing depends on it but how soon the other side runs, where it lacks a core
    void waitALittle() {
        rounds++;
        if (rounds <= SPINS) {
            Thread.onSpinWait();
        } else if (rounds <= YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(NAP_NANOS);
        }
    }
}
