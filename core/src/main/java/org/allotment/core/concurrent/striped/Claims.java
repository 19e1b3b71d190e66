package org.allotment.core.concurrent.striped;

/**
 * Finds a stripe for one operation: the one where the caller was last if it is free, else any that is, else that one.
 *
 * <p>Where a thread was last is kept in a table of fixed size, by a hash of the thread's number, platform or virtual; two
 * threads with one place only mislead each other, and a hint that is overwritten costs a second look. So nothing is kept
 * for a thread, and nothing is keyed by a carrier.
 */
final class Claims {
    /** Enough that the threads that run at one time seldom share a place. */
    private static final int HINTS = 256;

    /** Read and written without order by all threads: whatever is found there is right, if not the best. */
    private final int[] hints = new int[HINTS];

    private final Stripe[] stripes;

    Claims(Stripe[] stripes) {
        this.stripes = stripes;
        for (int i = 0; i < HINTS; i++) {
            hints[i] = i % stripes.length;
        }
    }

    /** Claims a stripe; it is this thread's until its lock is given up. */
    Stripe claim() {
        int place = (int) Thread.currentThread().threadId() & (HINTS - 1);
        Stripe last = stripes[hints[place]];
        return last.lock().tryLock() ? last : claimAnother(place, last);
    }

    private Stripe claimAnother(int place, Stripe last) {
        int count = stripes.length;
        for (int i = 1; i < count; i++) {
            Stripe other = stripes[(last.index() + i) % count];
            if (other.lock().tryLock()) {
                hints[place] = other.index();
                return other;
            }
        }
        last.lock().lock();
        return last;
    }
}
