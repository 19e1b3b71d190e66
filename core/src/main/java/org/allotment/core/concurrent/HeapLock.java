package org.allotment.core.concurrent;

/**
 * The lock of one heap: mutual exclusion, and nothing that needs a thread's identity.
 *
 * <p>What a holder wrote before {@link #unlock} is seen by the next holder. Not reentrant: a holder that locks again
 * waits for itself for ever (spin) or is refused (queued).
 *
 * <p>Both kinds work with platform and virtual threads. A waiting virtual thread keeps its carrier while it spins, lets
 * only those run that the carrier has in its queues when it yields, and frees it, unless it is pinned, when it parks: with
 * the spin lock {@linkplain org.allotment.core.concurrent.claim.Backoff after some turns}, with the queued one almost at
 * once.
 *
 * @see SpinLock the cheap kind, for sections of some tens of instructions
 * @see QueuedLock the kind with a queue, for many waiters or long sections
 */
public sealed interface HeapLock permits QueuedLock, SpinLock {
    /** Waits until this thread holds the lock; an interrupt is kept and does not end the wait. */
    void lock();

    /**
     * Takes the lock if it is free at this moment.
     *
     * @return true when this thread holds it now
     */
    boolean tryLock();

    /**
     * Gives the lock up.
     *
     * @throws IllegalStateException if the lock is not held
     */
    void unlock();
}
