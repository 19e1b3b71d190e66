package org.allotment.core.concurrent.claim;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Claims of which any will do: a virtual thread takes one for a call, the same one as long as nobody else does. Any thread.
 *
 * @param <T> what each is for
 */
public final class Stripes<T> {
    /** Places of biases: few threads have one at a time, and two in one place share it. */
    private static final int BIASES = 64;

    /** Looks at all claims before others are let run: who is in one may wait for a lock, and need this carrier for it. */
    private static final int SPINS = 4;

    /**
     * Time in the queue before a look of one's own. The one whose turn it is may have been woken, and wait for a carrier
     * that others in the queue keep, since they are pinned.
     */
    private static final long TURN_MILLIS = 50;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final BiasedClaim<T>[] claims;

    /**
     * Biases by thread id, to be found with few loads. Written by a thread that is inside by the bias it writes; read by
     * any, which try their own only.
     */
    private final Bias<T>[] biases;

    /** Who finds no claim waits here. */
    private final ReentrantLock turnstile = new ReentrantLock();

    /**
     * Creates some.
     *
     * @param claims the claims; a power of two of them
     * @throws IllegalArgumentException if their number is none
     */
    public Stripes(List<BiasedClaim<T>> claims) {
        if (Integer.bitCount(claims.size()) != 1) {
            throw new IllegalArgumentException("not a power of two, claims=" + claims.size());
        }
        this.claims = claims.toArray(Stripes::newClaims);
        this.biases = newBiases();
        Arrays.fill(biases, this.claims[0].bias());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
    private static <T> BiasedClaim<T>[] newClaims(int length) {
        return new BiasedClaim[length];
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
    private static <T> Bias<T>[] newBiases() {
        return new Bias[BIASES];
    }

    /**
     * What may be the bias of a thread. Two loads.
     *
     * @param me the calling thread
     * @return what {@link Bias#tryEnter} may be asked of
     */
    public Bias<T> biasOf(Thread me) {
        return biases[place(me.threadId())];
    }

    static int place(long user) {
        return (int) user & (BIASES - 1);
    }

    /**
     * Takes a claim, waiting for one if need be. O(claims) without a wait.
     *
     * @param me the calling thread, which is inside of none
     * @return the claim, to be left
     */
    public BiasedClaim<T> claim(Thread me) {
        BiasedClaim<T> claim = tryEnter(me.threadId());
        if (claim == null) {
            claim = tryWrest(me.threadId());
        }
        return claim != null ? claim : await(me);
    }

    /** Takes the first claim that nobody is in or biased to; null when there is none. */
    private @Nullable BiasedClaim<T> tryEnter(long user) {
        for (int i = 0; i < claims.length; i++) {
            BiasedClaim<T> claim = claim(user, i);
            if (claim.tryEnter(user)) {
                keepAtHand(claim, user);
                return claim;
            }
        }
        return null;
    }

    /** Lets a user who came in by its bias find that sooner, unless that would be at another's cost. */
    private void keepAtHand(BiasedClaim<T> claim, long user) {
        int place = place(user);
        if (claim.isBiasedTo(user) && !biases[place].stands()) {
            biases[place] = claim.bias();
        }
    }

    /** Takes the first claim that nobody is in, whoever it is biased to; null when there is none. */
    private @Nullable BiasedClaim<T> tryWrest(long user) {
        for (int i = 0; i < claims.length; i++) {
            BiasedClaim<T> claim = claim(user, i);
            if (claim.tryWrest(user)) {
                return claim;
            }
        }
        return null;
    }

    private BiasedClaim<T> claim(long user, int turn) {
        int first = (int) ((user * GOLDEN) >>> 40);
        return claims[(first + turn) & (claims.length - 1)];
    }

    private @Nullable BiasedClaim<T> look(Thread me) {
        BiasedClaim<T> claim = tryEnter(me.threadId());
        return claim != null ? claim : tryWrest(me.threadId());
    }

    /** All claims have somebody in them. Those who wait queue up, so that one looks, however many they are. */
    private BiasedClaim<T> await(Thread me) {
        boolean interrupted = false;
        try {
            for (BiasedClaim<T> claim = null; ; claim = look(me)) {
                if (claim != null) {
                    return claim;
                }
                try {
                    if (turnstile.tryLock(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                        return awaitInTurn(me);
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                me.interrupt();
            }
        }
    }

    /** Runs something whose turn it is, while others wait. For tests. */
    void inTurn(Runnable action) {
        turnstile.lock();
        try {
            action.run();
        } finally {
            turnstile.unlock();
        }
    }

    private BiasedClaim<T> awaitInTurn(Thread me) {
        try {
            return Backoff.await(Stripes<T>::look, this, me, SPINS);
        } finally {
            turnstile.unlock();
        }
    }
}
