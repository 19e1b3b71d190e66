package org.allotment.core.switching;

import org.allotment.core.switching.owner.LocalHeap;
import org.jspecify.annotations.Nullable;

/**
 * What a thread allocates from at one moment: a selection and a context, which never change and never come apart.
 *
 * <p>There are three states for each context, made together with it, and two for no context. To switch, swap, save or
 * restore is to replace one reference to a state by another. A state may be kept, compared, and handed to any thread.
 */
public final class SwitchState {
    private static final SwitchState GLOBAL = new SwitchState(Selected.GLOBAL, null, null);
    private static final SwitchState THREAD_LOCAL = new SwitchState(Selected.THREAD_LOCAL, null, null);

    private final Selected selected;
    private final @Nullable Context context;
    private final @Nullable LocalHeap heap;

    SwitchState(Selected selected, @Nullable Context context, @Nullable LocalHeap heap) {
        this.selected = selected;
        this.context = context;
        this.heap = heap;
    }

    /**
     * Returns where allocations go.
     *
     * @return the selection
     */
    public Selected selected() {
        return selected;
    }

    /**
     * Returns the context that is in, selected or not.
     *
     * @return the context, or null
     */
    public @Nullable Context context() {
        return context;
    }

    /** The context's memory, kept here so that a state that was handed over unsafely still shows all of it. */
    @Nullable
    LocalHeap heap() {
        return heap;
    }

    /** The state with the same context and another selection, or null when there is no such state. */
    @Nullable
    SwitchState with(Selected wanted) {
        return of(context, wanted);
    }

    /** The state of a context and a selection, or null when the selection is of a context and there is none. */
    static @Nullable SwitchState of(@Nullable Context context, Selected wanted) {
        if (context != null) {
            return context.state(wanted);
        }
        return switch (wanted) {
            case GLOBAL -> GLOBAL;
            case THREAD_LOCAL -> THREAD_LOCAL;
            case CONTEXT_LOCAL -> null;
        };
    }

    @Override
    public String toString() {
        return selected + (context == null ? " without a context" : " with a context");
    }
}
