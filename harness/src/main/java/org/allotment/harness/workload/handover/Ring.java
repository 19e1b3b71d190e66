package org.allotment.harness.workload.handover;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** The two cursors of a bounded ring with one producer and one consumer; slots are somebody else's. */
final class Ring {
    /** Cursors lie two cache lines apart, from each other and from what is beside them. */
    private static final int APART = 128 / Long.BYTES;

    private static final int PRODUCED = APART;
    private static final int CONSUMED = 2 * APART;

    private final int capacity;
    private final AtomicLongArray cursors = new AtomicLongArray(3 * APART);
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    /** A ring of so many slots, a power of two. */
    Ring(int capacity) {
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    /** The slot of a position. */
    int slot(long position) {
        return (int) position & (capacity - 1);
    }

    /** Whether a position may be written, if the consumer has come so far. */
    boolean hasRoom(long end, long consumed) {
        return end - consumed <= capacity;
    }

    /** Hands over all positions before this one. */
    void publish(long end) {
        cursors.setRelease(PRODUCED, end);
    }

    /** Gives back all positions before this one. */
    void release(long end) {
        cursors.setRelease(CONSUMED, end);
    }

    long produced() {
        return cursors.getAcquire(PRODUCED);
    }

    long consumed() {
        return cursors.getAcquire(CONSUMED);
    }

    /** Waits until the consumer has come so far that the producer may write up to a position; returns how far. */
    long awaitRoom(long end) {
        long consumed = consumed();
        for (int round = 0; !hasRoom(end, consumed) && !closed; round++) {
            Patience.inRound(round);
            consumed = consumed();
        }
        return consumed;
    }

    /** Waits until the consumer has given everything back. */
    void awaitConsumed(long end) {
        for (int round = 0; consumed() < end; round++) {
            requireWhole();
            Patience.inRound(round);
        }
    }

    /** Waits until there is something at a position; returns how far, which is the position itself once closed. */
    long awaitFilled(long position) {
        long produced = produced();
        for (int round = 0; produced == position && !closed; round++) {
            Patience.inRound(round);
            produced = produced();
        }
        return produced;
    }

    boolean isClosed() {
        return closed;
    }

    /** Ends all waiting. */
    void close() {
        closed = true;
    }

    /** Ends all waiting, and tells the other side why. */
    void fail(Throwable cause) {
        failure = cause;
        closed = true;
    }

    /** Throws if the other side failed. */
    void requireWhole() {
        Throwable cause = failure;
        if (cause != null) {
            throw new IllegalStateException("the other side of the ring failed, produced=" + produced(), cause);
        }
    }
}
