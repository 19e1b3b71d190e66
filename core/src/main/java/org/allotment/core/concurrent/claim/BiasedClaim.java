package org.allotment.core.concurrent.claim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import org.allotment.core.os.ProcessBarrier;

/**
 * Lets one user in at a time, and one that comes again and again without an atomic instruction.
 *
 * <p>Users are numbers that are never used again, such as ids of threads. Nobody waits here: who is not let in goes
 * elsewhere. What a user did inside is seen by the next.
 *
 * <p>A user who came so many times in a row that nobody else came between leaves with a <em>bias</em>: from then on it
 * enters with two plain writes and two reads, until another <em>revokes</em> that, for which it pays with a barrier in all
 * threads of the process. Each revocation that users bring about quadruples the times it takes to get a bias again, so
 * that barriers stay rare however users alternate; each visit halves them. Where there are no such barriers, nobody is
 * biased.
 *
 * @param <T> what it is for
 */
public final class BiasedClaim<T> extends Gap {
    /** Times in a row that make a bias at first. */
    public static final int STREAK = 256;

    /** States: the low bits of the word. */
    private static final int FREE = 0;
    /** Somebody is inside who came by a compare-and-set. */
    private static final int CLAIMED = 1;
    /** Its user comes and goes. */
    private static final int BIASED = 2;
    /** A barrier is under way; the one who issued it decides. */
    private static final int REVOKING = 3;
    /** Free as soon as the user of the bias has left. */
    private static final int REVOKED = 4;

    private static final long STATE = 7;

    /** Added with each bias, so that a word read under one is not taken for that of another. */
    private static final long EPOCH = STATE + 1;

    private static final int LONGEST_STREAK = 1 << 20;
    private static final VarHandle WORD = word();

    private final BooleanSupplier barrier;
    private final int shortestStreak;

    /** Nobody's; what it is for is in there. */
    private final Bias<T> none;

    @SuppressWarnings("unused") // through WORD
    private long word;

    /** Written by who is inside; its user reads it at any time, and finds itself only in one that it wrote. */
    private Bias<T> bias;

    /** Who left last. These are for who is inside. */
    private long lastUser = Bias.NOBODY;

    private int streak;
    private int dueStreak;

    /**
     * Creates one that is free, and biased to nobody.
     *
     * @param subject what it is for
     */
    public BiasedClaim(T subject) {
        this(subject, STREAK, ProcessBarrier::issue);
    }

    /**
     * Creates one that is free, with another idea of what makes a bias, and of barriers.
     *
     * @param subject what it is for
     * @param streak times in a row, from 1 up
     * @param barrier makes each thread of the process pass a full memory barrier; false when it could not, and then
     *     nothing is revoked, so it should not be able to at one time and unable for ever at a later
     * @throws IllegalArgumentException if the streak is out of range
     */
    public BiasedClaim(T subject, int streak, BooleanSupplier barrier) {
        if (streak < 1) {
            throw new IllegalArgumentException("out of range, streak=" + streak + ", min=1");
        }
        this.none = new Bias<>(Bias.NOBODY, subject);
        this.bias = none;
        this.shortestStreak = streak;
        this.dueStreak = streak;
        this.barrier = barrier;
    }

    /**
     * The bias that stands or stood last, or that of nobody: for who keeps it at hand to enter by it. Of another user's it
     * may miss the newest.
     *
     * @return what {@link Bias#tryEnter} may be asked of
     */
    public Bias<T> bias() {
        return bias;
    }

    /**
     * Returns what it is for, which only who is inside may use.
     *
     * @return the subject
     */
    public T subject() {
        return none.subject();
    }

    /**
     * Tells whether a user's way in is the bias.
     *
     * @param user its number
     * @return true for the user of the bias that stands, from when it left with it to when it sees it revoked
     */
    public boolean isBiasedTo(long user) {
        Bias<T> seen = bias;
        return seen.isOf(user) && seen.stands();
    }

    /**
     * Lets a user in unless another is inside or biased. O(1), lock-free.
     *
     * @param user its number, from 0 up; calls of one user are in order
     * @return true when it is inside, until {@link #leave}
     */
    public boolean tryEnter(long user) {
        return bias.tryEnter(user) || tryClaim();
    }

    /**
     * Lets a user in unless another is inside; a bias of another is revoked, also when it is inside. O(1) but for the
     * barrier. Also false while another is at a barrier, and when one that was revoked just looks in: ask again.
     *
     * @param user its number, from 0 up; calls of one user are in order
     * @return true when it is inside, until {@link #leave}
     */
    public boolean tryWrest(long user) {
        if (tryEnter(user)) {
            return true;
        }
        return tryRevoke(4) && tryClaim();
    }

    /**
     * Lets somebody in who wants no bias, like {@link #tryWrest}.
     *
     * @return true when the caller is inside, until {@link #endVisit}
     */
    public boolean tryVisit() {
        return tryClaim() || (tryRevoke(1) && tryClaim());
    }

    /**
     * Ends a stay.
     *
     * @param user who is inside
     */
    public void leave(long user) {
        Bias<T> mine = bias;
        if (mine.isOf(user)) {
            mine.leave();
        } else {
            leaveClaim(user);
        }
    }

    /** Ends a visit. */
    public void endVisit() {
        dueStreak = Math.max(dueStreak / 2, shortestStreak);
        lastUser = Bias.NOBODY;
        WORD.setRelease(this, epoch() | FREE);
    }

    /** What a user did inside stands, whatever becomes of its bias: the claim is left in any case. */
    private void leaveClaim(long user) {
        streak = lastUser == user ? streak + 1 : 1;
        lastUser = user;
        long next = epoch() | FREE;
        try {
            if (streak >= dueStreak) {
                next = granted(user, next);
            }
        } catch (OutOfMemoryError | StackOverflowError _) {
            // No bias this time.
        } finally {
            WORD.setRelease(this, next);
        }
    }

    /** Makes a bias if it could be revoked, for which a barrier is tried; answers the word to leave with. */
    private long granted(long user, long free) {
        streak = 0;
        if (!barrier.getAsBoolean()) {
            return free;
        }
        bias = new Bias<>(user, none.subject());
        return (epoch() + EPOCH) | BIASED;
    }

    /** The epoch of the word, for who is inside by a claim. */
    private long epoch() {
        return (long) WORD.get(this) & ~STATE;
    }

    private boolean tryClaim() {
        long seen = (long) WORD.getAcquire(this);
        long state = seen & STATE;
        boolean free = state == FREE || (state == REVOKED && bias.isLeft());
        if (!free || !WORD.compareAndSet(this, seen, (seen & ~STATE) | CLAIMED)) {
            return false;
        }
        if (state == REVOKED) {
            bias = none;
        }
        return true;
    }

    /** Revokes the bias, whoever has it, and makes the next so much harder; false when there was none, or no barrier. */
    private boolean tryRevoke(int harder) {
        long seen = (long) WORD.getAcquire(this);
        if ((seen & STATE) != BIASED || !WORD.compareAndSet(this, seen, (seen & ~STATE) | REVOKING)) {
            return false;
        }
        Bias<T> theirs = bias;
        boolean done = false;
        try {
            theirs.revoke();
            done = barrier.getAsBoolean();
        } finally {
            if (done) {
                // Nobody is inside but by the bias, and who is leaves this alone.
                dueStreak = Math.min(dueStreak * harder, LONGEST_STREAK);
            } else {
                theirs.restore();
            }
            WORD.setRelease(this, (seen & ~STATE) | (done ? REVOKED : BIASED));
        }
        return done;
    }

    private static VarHandle word() {
        try {
            return MethodHandles.lookup()
                    .findVarHandle(BiasedClaim.class, "word", long.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
