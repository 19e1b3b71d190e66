package org.allotment.core.switching;

import org.jspecify.annotations.Nullable;

/**
 * Finds the calling thread's cell.
 *
 * <p>A table by thread number, each hit confirmed by the cell's thread itself. A miss, where two threads share a slot,
 * goes to a {@link ThreadLocal} on platform threads and to a {@link ScopedValue} on virtual ones, and takes the slot.
 * A virtual thread gives its slot up with its scope: nothing is kept for it outside, and nothing depends on its carrier.
 */
@SuppressWarnings("ReferenceEquality") // a thread is its identity
final class Cells {
    private static final int SLOTS = 256;

    /** Racy on purpose: whatever a thread reads, it believes only a cell that names it, which it wrote itself. */
    private final @Nullable Cell[] table = new Cell[SLOTS];

    /** One for each switchable allocator, of which a process has few. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Cell> ofPlatform = new ThreadLocal<>();

    private final ScopedValue<Cell> ofScope = ScopedValue.newInstance();

    /** The calling thread's cell, or null when it has none: then the global allocator is selected. */
    @Nullable
    Cell find() {
        Thread thread = Thread.currentThread();
        Cell cell = table[slotOf(thread)];
        return cell != null && cell.thread() == thread ? cell : findElsewhere(thread);
    }

    private @Nullable Cell findElsewhere(Thread thread) {
        if (!thread.isVirtual()) {
            Cell cell = ofPlatform.get();
            if (cell != null) {
                keep(cell);
            }
            return cell;
        }
        if (!ofScope.isBound()) {
            return null;
        }
        Cell cell = ofScope.get();
        if (cell.thread() != thread) {
            // Threads forked within a scope inherit the binding; the scope is not theirs.
            return null;
        }
        keep(cell);
        return cell;
    }

    /** The calling thread's cell; a platform thread gets one if it has none. */
    Cell require() {
        Cell cell = find();
        return cell != null ? cell : create();
    }

    /** The cell of the calling platform thread. */
    Cell requireOfPlatform() {
        Thread thread = Thread.currentThread();
        if (thread.isVirtual()) {
            throw new IllegalStateException(
                    "virtual threads have contexts, not allocators of their own, thread=" + thread.threadId());
        }
        return require();
    }

    /** The calling thread's cell; null on a virtual thread that has no scope. */
    @Nullable
    Cell findOrCreate() {
        Cell cell = find();
        return cell != null || Thread.currentThread().isVirtual() ? cell : create();
    }

    private Cell create() {
        Thread thread = Thread.currentThread();
        if (thread.isVirtual()) {
            throw new IllegalStateException("no scope is open on this virtual thread, thread=" + thread.threadId());
        }
        Cell cell = new Cell(thread);
        ofPlatform.set(cell);
        keep(cell);
        return cell;
    }

    private static int slotOf(Thread thread) {
        return (int) thread.threadId() & (SLOTS - 1);
    }

    private void keep(Cell cell) {
        table[slotOf(cell.thread())] = cell;
    }

    /** Runs something on a virtual thread that has no scope yet, with a cell bound. */
    <R extends @Nullable Object, X extends Throwable> R bind(
            Cell cell, ScopedValue.CallableOp<? extends R, X> operation) throws X {
        keep(cell);
        try {
            return ScopedValue.where(ofScope, cell).call(operation);
        } finally {
            strikeOff(cell);
        }
    }

    /** Whether the table leads to a cell. */
    boolean holds(Cell cell) {
        return table[slotOf(cell.thread())] == cell;
    }

    private void strikeOff(Cell cell) {
        if (holds(cell)) {
            table[slotOf(cell.thread())] = null;
        }
    }
}
