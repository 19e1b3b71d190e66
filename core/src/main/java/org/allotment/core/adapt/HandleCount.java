package org.allotment.core.adapt;

import java.lang.foreign.Arena;
import org.allotment.core.Allocator;
import org.allotment.core.OwnerThread;
import org.jspecify.annotations.Nullable;

/** What the handles of one allocator share; guarded by its own monitor. */
final class HandleCount {
    private final Allocator allocator;
    /** The thread of a confined allocator; null for any. */
    private final @Nullable Thread owner;

    private @Nullable Arena pool;
    private int open = 1;

    HandleCount(Allocator allocator, @Nullable Thread owner) {
        this.allocator = allocator;
        this.owner = owner;
    }

    void checkThread() {
        OwnerThread.check(owner);
    }

    void add() {
        open++;
    }

    int open() {
        return open;
    }

    void tie(Arena memory) {
        if (pool != null) {
            throw new IllegalStateException("an arena is tied to the handles already, handles=" + open);
        }
        pool = memory;
    }

    /** Returns true when that was the last. */
    boolean remove() {
        return --open == 0;
    }

    /** Ends the allocator and then the memory it lives in. */
    void end() {
        Arena memory = pool;
        try {
            allocator.close();
        } finally {
            if (memory != null) {
                memory.close();
            }
        }
    }
}
