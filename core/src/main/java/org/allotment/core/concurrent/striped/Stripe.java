package org.allotment.core.concurrent.striped;

import org.allotment.core.Allocator;
import org.allotment.core.Movement;
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

    /** Makes a block larger, here; the size its owner names and a free find the way back afterwards, too. */
    long grow(long address, long size, long newSize, long alignment, Movement movement) {
        return owned(engine().grow(address, size, newSize, alignment, movement), address);
    }

    /** Makes a block smaller, here. */
    long shrink(long address, long size, long newSize, long alignment, Movement movement) {
        return owned(engine().shrink(address, size, newSize, alignment, movement), address);
    }

    /** The engine has moved the block already: who built it wrongly learns where it is. */
    private long owned(long target, long address) {
        if (target != address && !source.owns(target)) {
            throw new IllegalStateException("the engine moved a block to memory that is not of its source, address="
                    + address + ", target=" + target);
        }
        return target;
    }

    /** Frees a block whose alignment nobody here knows: sized engines take any that the address has. */
    void freeAnyway(long address, long size) {
        if (engine() instanceof SizeAware known) {
            known.free(address);
        } else {
            engine().free(address, size, 1);
        }
    }
}
