package org.allotment.core.switching;

/** Where allocations go. Frees and resizes go where the block is, whatever is selected. */
public enum Selected {
    /** The allocator that all threads share. */
    GLOBAL,
    /** The calling platform thread's own allocator. */
    THREAD_LOCAL,
    /** The allocator of the context that is in. */
    CONTEXT_LOCAL
}
