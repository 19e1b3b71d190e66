package org.allotment.core.ending;

import org.jspecify.annotations.Nullable;

/** Ends several things, each of them whatever those before had to say. For one thread. */
@SuppressWarnings("ReferenceEquality") // what is thrown is its identity, and may not suppress itself
public final class Endings {
    private @Nullable Throwable first;

    /** Creates one to which nothing has been said. */
    public Endings() {}

    /**
     * Ends one thing. What it throws is kept, after the first as suppressed.
     *
     * @param ending what to do
     */
    public void end(Runnable ending) {
        try {
            ending.run();
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    /**
     * Keeps what somebody caught who ended something himself.
     *
     * @param failure what was thrown
     */
    public void failed(Throwable failure) {
        if (first == null) {
            first = failure;
        } else if (first != failure) {
            first.addSuppressed(failure);
        }
    }

    /** Throws what the first of those threw that failed, if any did. */
    public void report() {
        if (first instanceof Error error) {
            throw error;
        }
        if (first instanceof RuntimeException failure) {
            throw failure;
        }
    }
}
