package org.allotment.core.switching.owner;

import org.jspecify.annotations.Nullable;

/** Who may call a heap's engine: one user at a time. A user is its identity. */
public interface HeapUser {
    /**
     * Tells whether this user has ended without giving its heaps up.
     *
     * @return true when it can never call again; what it wrote is then seen by the caller
     */
    boolean isGone();

    /**
     * Returns the thread that the user is.
     *
     * @return it, or null when the user is no thread
     */
    @Nullable
    Thread threadOrNull();

    /**
     * Names the user for messages.
     *
     * @return its thread's number, or another word
     */
    String name();
}
