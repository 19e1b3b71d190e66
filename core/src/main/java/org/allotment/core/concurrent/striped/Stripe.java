package org.allotment.core.concurrent.striped;

import org.allotment.core.Allocator;
import org.allotment.core.SizeAware;
import org.allotment.core.concurrent.HeapLock;
import org.jspecify.annotations.Nullable;

/** One engine and the lock around each of its calls. Every method but the accessors needs the lock held. */
final class Stripe {
    private final int index;
    private final HeapLock lock;
    private final StripeSource source;
    private @Nullable Allocator engine;

    Stripe(int index, HeapLock lock, StripeSource source) {
        this.index = index;
        this.lock = lock;
        this.source = source;
    }

    /** Gives the stripe its engine, which was made over the stripe's source: once, before the stripe is shared. */
    void hold(Allocator made) {
        engine = made;
    }

    int index() {
        return index;
    }

    HeapLock lock() {
        return lock;
    }

    StripeSource source() {
        return source;
    }

    Allocator engine() {
        Allocator held = engine;
        if (held == null) {
            throw new IllegalStateException("the stripe has no engine, stripe=" + index);
        }
        return held;
    }

    /** The engine, where blocks can be freed by address alone; else null. */
    @Nullable
    SizeAware aware() {
        return engine instanceof SizeAware known ? known : null;
    }

    /** Allocates, and makes sure that a free will find the way back. */
    long tryAllocate(long size, long alignment) {
        Allocator held = engine();
        long address = held.tryAllocate(size, alignment);
        if (address != Allocator.NULL && !source.owns(address)) {
            held.free(address, size, alignment);
            throw new IllegalStateException("the engine has blocks that are not of its source, address=" + address);
        }
        return address;
    }
}
