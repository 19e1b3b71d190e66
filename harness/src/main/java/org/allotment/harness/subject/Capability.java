package org.allotment.harness.subject;

/** Something that an allocator may or may not be able to do; workloads ask for what they need. */
public enum Capability {
    /** A block's memory can serve again before the other blocks are freed. */
    INDIVIDUAL_FREE,
    /** The free is told the block's size. */
    SIZED_FREE,
    /** A block may be freed by another thread than the one that allocated it. */
    ANY_THREAD,
    /** Every thread opens a subject of its own, through which it frees others' blocks as well; one is not for several. */
    OWN_ENTRY,
    /** A free stops all threads of the process for a moment. */
    STOPS_THREADS,
    /** Blocks come zeroed. */
    ZEROED,
    /** A block is a plain address. */
    RAW_ADDRESS,
    /** A block may start at a multiple of any power of two, not of {@link Subject#ALIGNMENT} alone. */
    ALIGNED,
    /** Nothing smaller than a page is handed out, and all sizes are rounded up to pages. */
    WHOLE_PAGES,
    /** Access outside of a block is caught. */
    BOUNDS_CHECKED,
    /** Double, interior and foreign frees are caught at the call. */
    CHECKED_FREE
}
