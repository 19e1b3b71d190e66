package org.allotment.core.switching;

import java.util.Arrays;
import java.util.Objects;
import org.allotment.core.switching.owner.HeapUser;
import org.allotment.core.switching.owner.LocalHeap;
import org.jspecify.annotations.Nullable;

/**
 * One thread's state, and the states to go back to.
 *
 * <p>Only its thread reads and writes it, so nothing here is volatile. Every switch replaces {@link #state}, and with it
 * the heap that it selects, which is all that an allocation looks at, after all that can fail. The frames say in which order nested switches must
 * end. A context is used by this cell exactly while the state or a frame has it.
 */
@SuppressWarnings("ReferenceEquality") // contexts and heaps are their identities
final class Cell implements HeapUser {
    private static final int FRAMES = 8;
    private static final int MARK_BITS = 32;

    private final Thread thread;
    private SwitchState state = initial();
    private @Nullable LocalHeap selectedHeap;
    private SwitchState[] frames = new SwitchState[FRAMES];
    private long[] marks = new long[FRAMES];
    private int depth;
    private long lastMark;
    private @Nullable LocalHeap threadHeap;

    Cell(Thread thread) {
        this.thread = thread;
        lastMark = thread.threadId() << MARK_BITS;
    }

    /** Nothing but the global allocator: where every thread and every scope begins. */
    static SwitchState initial() {
        return Objects.requireNonNull(SwitchState.of(null, Selected.GLOBAL));
    }

    Thread thread() {
        return thread;
    }

    @Override
    public boolean isGone() {
        return !thread.isAlive();
    }

    @Override
    public @Nullable Thread threadOrNull() {
        return thread;
    }

    @Override
    public String name() {
        return Long.toString(thread.threadId());
    }

    SwitchState state() {
        return state;
    }

    @Nullable
    LocalHeap threadHeap() {
        return threadHeap;
    }

    int depth() {
        return depth;
    }

    /** The heap that is selected, or null for the global allocator. */
    @Nullable
    LocalHeap selectedHeap() {
        return selectedHeap;
    }

    /** Two writes and nothing between them that can fail. */
    private void run(SwitchState next) {
        LocalHeap heap = heapOf(next);
        state = next;
        selectedHeap = heap;
    }

    private @Nullable LocalHeap heapOf(SwitchState wanted) {
        return switch (wanted.selected()) {
            case GLOBAL -> null;
            case THREAD_LOCAL -> threadHeap;
            case CONTEXT_LOCAL -> wanted.heap();
        };
    }

    /** Selects something else until the mark is given back. */
    long enter(Selected wanted) {
        SwitchState next = state.with(wanted);
        if (next == null || (wanted == Selected.THREAD_LOCAL && threadHeap == null)) {
            throw neverSet(wanted);
        }
        return push(next);
    }

    /** Brings a context in and selects it until the mark is given back. */
    long enter(Context context) {
        SwitchState next = context.state();
        claim(next);
        return push(next);
    }

    private long push(SwitchState next) {
        int at = depth;
        if (at == frames.length) {
            frames = Arrays.copyOf(frames, at * 2);
            marks = Arrays.copyOf(marks, at * 2);
        }
        long mark = lastMark + 1;
        frames[at] = state;
        marks[at] = mark;
        lastMark = mark;
        run(next);
        depth = at + 1;
        return mark;
    }

    /** Goes back to the state before the innermost switch, which must be the one of this mark. */
    void leave(long mark) {
        int at = depth - 1;
        if (at < 0 || marks[at] != mark) {
            throw new IllegalStateException(
                    "restored out of order: not the innermost switch, mark=" + mark + ", depth=" + depth);
        }
        pop();
    }

    private void pop() {
        int at = depth - 1;
        SwitchState left = state;
        SwitchState previous = frames[at];
        depth = at;
        run(previous);
        if (left.context() != previous.context()) {
            releaseUnlessKept(left);
        }
    }

    /** Ends every switch above a depth, whoever forgot to: the way out of a callback. */
    void unwind(int to) {
        while (depth > to) {
            pop();
        }
    }

    /** Puts another state in place of this one. */
    void replace(SwitchState next) {
        if (next.selected() == Selected.THREAD_LOCAL && threadHeap == null) {
            throw neverSet(Selected.THREAD_LOCAL);
        }
        SwitchState left = state;
        if (left.context() == next.context()) {
            run(next);
            return;
        }
        claim(next);
        run(next);
        releaseUnlessKept(left);
    }

    /** Puts another context in place of this one and keeps the selection. */
    @Nullable
    Context swap(@Nullable Context replacement) {
        SwitchState next = SwitchState.of(replacement, state.selected());
        if (next == null) {
            throw neverSet(Selected.CONTEXT_LOCAL);
        }
        Context previous = state.context();
        replace(next);
        return previous;
    }

    private void claim(SwitchState next) {
        LocalHeap heap = next.heap();
        if (heap != null && !heap.isUsedBy(this) && !heap.tryClaim(this)) {
            throw new IllegalStateException("the context is in use, user=" + heap.userName() + ", caller=" + name());
        }
    }

    private void releaseUnlessKept(SwitchState left) {
        LocalHeap heap = left.heap();
        if (heap == null) {
            return;
        }
        for (int i = 0; i < depth; i++) {
            if (frames[i].heap() == heap) {
                return;
            }
        }
        heap.release();
    }

    /** Gives the thread a heap that this cell has claimed. */
    void adopt(LocalHeap heap) {
        threadHeap = heap;
    }

    void requireNoThreadHeap() {
        if (threadHeap != null) {
            throw new IllegalStateException("the thread has its allocator already, thread=" + name());
        }
    }

    /** The thread's heap, which neither the state nor a frame selects. */
    LocalHeap requireIdleThreadHeap() {
        LocalHeap heap = requireThreadHeap();
        boolean selected = state.selected() == Selected.THREAD_LOCAL;
        for (int i = 0; i < depth; i++) {
            selected |= frames[i].selected() == Selected.THREAD_LOCAL;
        }
        if (selected) {
            throw new IllegalStateException("the thread's allocator is selected, thread=" + name());
        }
        return heap;
    }

    LocalHeap requireThreadHeap() {
        if (threadHeap == null) {
            throw neverSet(Selected.THREAD_LOCAL);
        }
        return threadHeap;
    }

    void loseThreadHeap() {
        threadHeap = null;
    }

    /**
     * S1: what the state and the frames name is used by this cell. S2: the selection has an allocator, and it is the one
     * that allocations go to.
     */
    void check() {
        requireUsed(state.heap());
        requireUsed(threadHeap);
        for (int i = 0; i < depth; i++) {
            requireUsed(frames[i].heap());
        }
        if (state.selected() != Selected.GLOBAL && selectedHeap() == null) {
            throw new AssertionError("S2 the selection has an allocator, state=" + state);
        }
        if (selectedHeap != heapOf(state)) {
            throw new AssertionError("S2 allocations go to the selection, state=" + state);
        }
    }

    private void requireUsed(@Nullable LocalHeap heap) {
        if (heap != null && !heap.isClosed()) {
            if (!heap.isUsedBy(this)) {
                throw new AssertionError("S1 a thread uses what it is in, user=" + heap.userName());
            }
            heap.check();
        }
    }

    private IllegalStateException neverSet(Selected wanted) {
        return new IllegalStateException("there is no such allocator here, wanted=" + wanted + ", thread=" + name());
    }
}
