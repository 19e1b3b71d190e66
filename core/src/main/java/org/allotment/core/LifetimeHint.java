package org.allotment.core;

/**
 * How long most blocks of a context will live, which decides what kind of allocator serves it.
 *
 * <p>A hint changes cost and waste, never correctness: a block may live longer or shorter than hinted.
 */
public enum LifetimeHint {
    /** Blocks die in reverse order of birth, or all together with their context: nothing in between is reused. */
    SHORT_LIVED,
    /** Blocks come and go, mostly of a few similar sizes. */
    MEDIUM_LIVED,
    /** Blocks of many sizes stay long: fragments must be joined. */
    LONG_LIVED
}
