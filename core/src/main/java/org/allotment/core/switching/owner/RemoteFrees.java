package org.allotment.core.switching.owner;

import java.util.Arrays;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.ending.Endings;

/**
 * Frees of a heap's blocks by others than its user, kept until the user, or whoever comes when there is none, takes
 * them. Held in arrays on the Java heap: blocks of one byte have no room for a link.
 *
 * <p>Adding and taking are done under a lock of their own, which the user of the heap takes only when something is
 * there: {@link #arePending} is one volatile read. Arrays are reused; once they are large enough nothing is garbage.
 */
final class RemoteFrees {
    private static final int WORDS = 3;
    private static final int FIRST = WORDS * 16;
    private static final long[] NONE = {};

    private final SpinLock lock = new SpinLock();
    private long[] waiting = NONE;
    private long[] taken = NONE;
    private volatile int count;

    /** Receives frees, in the order they were made. */
    interface Receiver {
        void free(long address, long size, long alignment);
    }

    boolean arePending() {
        return count != 0;
    }

    void add(long address, long size, long alignment) {
        lock.lock();
        try {
            int at = count * WORDS;
            if (at == waiting.length) {
                waiting = Arrays.copyOf(waiting, Math.max(FIRST, at * 2));
            }
            waiting[at] = address;
            waiting[at + 1] = size;
            waiting[at + 2] = alignment;
            count = at / WORDS + 1;
        } finally {
            lock.unlock();
        }
    }

    /** Hands everything to a receiver, whatever that throws; only one thread at a time may take. */
    void takeAll(Receiver receiver) {
        int words = swap();
        long[] frees = taken;
        Endings endings = null;
        for (int at = 0; at < words; at += WORDS) {
            try {
                receiver.free(frees[at], frees[at + 1], frees[at + 2]);
            } catch (RuntimeException | Error failure) {
                endings = endings == null ? new Endings() : endings;
                endings.failed(failure);
            }
        }
        if (endings != null) {
            endings.report();
        }
    }

    private int swap() {
        lock.lock();
        try {
            int words = count * WORDS;
            long[] empty = taken;
            taken = waiting;
            waiting = empty;
            count = 0;
            return words;
        } finally {
            lock.unlock();
        }
    }
}
