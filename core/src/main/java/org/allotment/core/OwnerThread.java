package org.allotment.core;

import org.jspecify.annotations.Nullable;

/**
 * The refusal of strangers that the checked forms of the single-owner engines share.
 *
 * <p>An engine keeps the thread that made it, or null when it has no owner: trusting forms, and checked ones that are
 * made for use under a lock.
 */
public final class OwnerThread {
    private OwnerThread() {}

    /**
     * Returns normally on the owner's thread, and on any thread when there is no owner. O(1), one compare.
     *
     * @param owner the owner, or null
     * @throws IllegalStateException if the calling thread is another than the owner
     */
    @SuppressWarnings("ReferenceEquality") // a thread is its identity
    public static void check(@Nullable Thread owner) {
        if (owner != null && owner != Thread.currentThread()) {
            throw stranger(owner);
        }
    }

    private static IllegalStateException stranger(Thread owner) {
        return new IllegalStateException("only its owner may use this allocator, owner=" + owner.threadId()
                + ", caller=" + Thread.currentThread().threadId());
    }
}
