package org.allotment.core.concurrent;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A heap lock on {@link ReentrantLock}: waiters queue and are woken one by one.
 *
 * <p>Costs more than {@link SpinLock} where nobody waits, and wakes a waiter as soon as the holder is done. Waiting
 * makes garbage (a queue node each); taking a free lock makes none.
 */
public final class QueuedLock implements HeapLock {
    private final ReentrantLock lock = new ReentrantLock();

    /** Creates a lock that nobody holds. */
    public QueuedLock() {}

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if this thread holds the lock already
     */
    @Override
    public void lock() {
        // ReentrantLock would let its holder in again, and heap sections must never nest.
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a heap lock is not reentrant, holds=" + lock.getHoldCount());
        }
        lock.lock();
    }

    @Override
    public boolean tryLock() {
        return !lock.isHeldByCurrentThread() && lock.tryLock();
    }

    @Override
    public void unlock() {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("unlock by a thread that does not hold the lock, held=" + lock.isLocked());
        }
        lock.unlock();
    }
}
