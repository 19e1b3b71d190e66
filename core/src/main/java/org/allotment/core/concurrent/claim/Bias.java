package org.allotment.core.concurrent.claim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * That one user comes into a {@link BiasedClaim} without asking, until it is revoked; each is granted once, to its user.
 *
 * <p>The user says that it is inside and then looks whether it was revoked; who revokes says so, issues a barrier for both
 * sides and then looks whether the user is inside. One of them sees the other.
 *
 * @param <T> what the claim is for
 */
public final class Bias<T> extends Gap {
    /** No number of a user. */
    static final long NOBODY = -1;

    private static final VarHandle INSIDE = field("inside");
    private static final VarHandle REVOKED = field("revoked");

    private final long user;
    private final T subject;

    /** Written by the user only. */
    private boolean inside;

    @SuppressWarnings("unused") // through REVOKED
    private boolean revoked;

    Bias(long user, T subject) {
        this.user = user;
        this.subject = subject;
    }

    /**
     * Lets its user in. O(1), without atomics.
     *
     * @param other the number of who asks, from 0 up; calls of one user are in order
     * @return true when it is inside, until {@link #leave}; false when this is the bias of another, it was revoked, or the
     *     user is within
     */
    public boolean tryEnter(long other) {
        return user == other && tryEnter();
    }

    private boolean tryEnter() {
        if (inside) {
            return false;
        }
        INSIDE.setOpaque(this, true);
        // No instruction on x86: it keeps the compiler from turning the two round. The processor may do so all the
        // same, and for that the one who revokes has its barrier.
        VarHandle.acquireFence();
        if (isRevoked()) {
            leave();
            return false;
        }
        return true;
    }

    /** Ends the stay of its user, who calls. */
    public void leave() {
        INSIDE.setRelease(this, false);
    }

    /**
     * What the user may use while it is inside.
     *
     * @return what the claim is for
     */
    public T subject() {
        return subject;
    }

    /**
     * Tells whether it may still let somebody in, as far as the caller has seen.
     *
     * @return false for nobody's, and for one that was revoked, unless the barrier is refused
     */
    public boolean stands() {
        return user != NOBODY && !isRevoked();
    }

    /** Whether it is the bias of a user. */
    boolean isOf(long other) {
        return user == other;
    }

    /** Whether its user is not inside, and what it did there is seen; final when a barrier followed {@link #revoke}. */
    boolean isLeft() {
        return !(boolean) INSIDE.getAcquire(this);
    }

    private boolean isRevoked() {
        return (boolean) REVOKED.getOpaque(this);
    }

    void revoke() {
        REVOKED.setVolatile(this, true);
    }

    /** Takes a {@link #revoke} back that no barrier followed. */
    void restore() {
        REVOKED.setVolatile(this, false);
    }

    private static VarHandle field(String name) {
        try {
            return MethodHandles.lookup()
                    .findVarHandle(Bias.class, name, boolean.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
