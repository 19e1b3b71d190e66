package org.allotment.core.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.allotment.core.concurrent.claim.Backoff;
import org.jspecify.annotations.Nullable;

/**
 * A heap lock of one word that spins, then yields, then parks for bounded times.
 *
 * <p>No waiter is registered anywhere, so {@link #unlock} is a single release store and no wake-up can be lost: a
 * parked waiter looks again by itself. The price is a wake-up that may be late by the time of a {@linkplain Backoff park},
 * and no order among waiters. Right where sections are some tens of instructions, as those of the allocators are; otherwise
 * take {@link QueuedLock}.
 *
 * <p>The word goes 0 → 1 by an acquiring compare-and-set and 1 → 0 by a releasing store: sections are totally ordered
 * and each happens before the next.
 */
public final class SpinLock implements HeapLock {
    private static final VarHandle HELD = held();

    private static final int SPINS = 256;

    @SuppressWarnings("unused") // read and written through HELD
    private int held;

    /** Creates a lock that nobody holds. */
    public SpinLock() {}

    @Override
    public void lock() {
        if (!tryLock()) {
            lockContended();
        }
    }

    @Override
    public boolean tryLock() {
        return HELD.compareAndSet(this, 0, 1);
    }

    /**
     * Gives the lock up.
     *
     * @throws IllegalStateException if nobody holds the lock; that another thread holds it is not noticed
     */
    @Override
    public void unlock() {
        // A holder reads its own 1 here, so no order is needed for the test.
        if ((int) HELD.get(this) == 0) {
            throw new IllegalStateException("unlock of a lock that is not held, held=0");
        }
        HELD.setRelease(this, 0);
    }

    /** Apart from {@link #lock}, so that the free case stays small enough to inline. */
    private void lockContended() {
        Backoff.await(SpinLock::tried, this, this, SPINS);
    }

    private @Nullable SpinLock tried(SpinLock self) {
        return isFree() && tryLock() ? self : null;
    }

    /** Looking before the compare-and-set keeps the word's cache line shared while others hold the lock. */
    private boolean isFree() {
        return (int) HELD.getOpaque(this) == 0;
    }

    private static VarHandle held() {
        try {
            return MethodHandles.lookup()
                    .findVarHandle(SpinLock.class, "held", int.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
