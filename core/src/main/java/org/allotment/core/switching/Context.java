package org.allotment.core.switching;

import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.allotment.core.AllocationException;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.guard.MemoryUsage;
import org.allotment.core.switching.owner.LocalHeap;

/**
 * Memory of one task, wherever the task runs: a virtual thread on any carrier, or a piece of work that is handed from
 * thread to thread. Made by {@link SwitchableAllocator#newContext}.
 *
 * <p>A context has one user at a time or none. It gets one by a callback, a swap or a restored state, which fail with
 * {@link IllegalStateException} while somebody else is the user; it loses it when the callback ends or another state
 * without it takes its place. Blocks outlive that: anybody may free them.
 */
@SuppressWarnings("ReferenceEquality") // threads and allocators are their identities
public final class Context implements AutoCloseable {
    private final SwitchableAllocator home;
    private final Set<Context> open;
    private final LocalHeap heap;
    private final int number = ThreadLocalRandom.current().nextInt();
    private final SwitchState ofGlobal;
    private final SwitchState ofThread;
    private final SwitchState ofContext;

    Context(SwitchableAllocator home, Set<Context> open, LocalHeap heap) {
        this.home = home;
        this.open = open;
        this.heap = heap;
        ofGlobal = new SwitchState(Selected.GLOBAL, this, heap);
        ofThread = new SwitchState(Selected.THREAD_LOCAL, this, heap);
        ofContext = new SwitchState(Selected.CONTEXT_LOCAL, this, heap);
    }

    /**
     * Returns the state in which this context is in and selected, to be restored by whoever is to run in it next.
     *
     * @return the state; the same one each time
     */
    public SwitchState state() {
        return ofContext;
    }

    /**
     * Makes a handle that allocates from this context for its user, without a look at what is selected.
     *
     * @return a handle that frees and resizes as the switchable allocator does
     */
    public ContextHandle handle() {
        return new ContextHandle(home, heap);
    }

    SwitchState state(Selected selected) {
        return switch (selected) {
            case GLOBAL -> ofGlobal;
            case THREAD_LOCAL -> ofThread;
            case CONTEXT_LOCAL -> ofContext;
        };
    }

    LocalHeap heap() {
        return heap;
    }

    void requireHome(Object allocator) {
        if (home != allocator) {
            throw AllocationException.invalidParameter(
                    "the context is of another switchable allocator, user=" + heap.userName());
        }
    }

    /**
     * Returns what went out of this context's memory and came back.
     *
     * @return a snapshot, in usable bytes
     * @throws IllegalStateException if the context is closed, or another thread is its user
     */
    public MemoryUsage usage() {
        return asUser(LocalHeap::usage);
    }

    /**
     * Reports where the bytes are.
     *
     * @return a snapshot that obeys the conservation law
     * @throws IllegalStateException if the context is closed, or another thread is its user
     */
    public AllocatorStatistics statistics() {
        return asUser(LocalHeap::statistics);
    }

    /**
     * Counts the frees by others that were found to be wrong only when they were taken.
     *
     * @return their number
     * @throws IllegalStateException if the context is closed, or another thread is its user
     */
    public long refusedFrees() {
        return asUser(LocalHeap::refusedFrees);
    }

    private <R> R asUser(Function<LocalHeap, R> call) {
        Thread caller = Thread.currentThread();
        if (heap.userThread() == caller) {
            return call.apply(heap);
        }
        visit("asked");
        try {
            return call.apply(heap);
        } finally {
            heap.release();
        }
    }

    /** Cheaper than an identity's, which the virtual machine makes in a call of its own. */
    @Override
    public int hashCode() {
        return number;
    }

    private void visit(String what) {
        if (!heap.tryVisit()) {
            throw new IllegalStateException("a context in use cannot be " + what + ", user=" + heap.userName());
        }
    }

    /**
     * Gives all its memory back; blocks still out become invalid. A second call does nothing, at the same moment either.
     *
     * @throws IllegalStateException if somebody is its user, the caller included; nothing is changed then
     */
    @Override
    public synchronized void close() {
        if (heap.isClosed()) {
            return;
        }
        visit("closed");
        try {
            heap.close();
        } finally {
            open.remove(this);
        }
    }
}
