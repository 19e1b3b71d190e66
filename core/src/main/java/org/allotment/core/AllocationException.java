package org.allotment.core;

/**
 * A request that an allocator refused; the allocator's state is as it was before the call.
 *
 * <p>Messages end in {@code name=value} pairs. Using an allocator that is closed, or from the wrong thread, is not a
 * refused request but a programming error and raises {@link IllegalStateException}.
 */
public final class AllocationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The four ways a request can fail. */
    public enum Kind {
        /** A size, alignment or region that is no legal argument, or a free whose size does not match the block. */
        INVALID_PARAMETER,
        /** A region that overlaps memory the allocator already has. */
        MEMORY_OVERLAP,
        /** Nothing left: the memory, a limit or a veto. */
        NO_MEMORY,
        /** A free of something that is not an allocated block: foreign, interior or freed before. */
        NOT_ALLOCATED
    }

    private final Kind kind;

    /**
     * Creates a refusal.
     *
     * @param kind which of the four
     * @param message what was asked, ending in {@code name=value} pairs
     */
    public AllocationException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /**
     * Returns which of the four kinds this is.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Builds an {@link Kind#INVALID_PARAMETER}.
     *
     * @param message what was asked, ending in {@code name=value} pairs
     * @return the exception, for the caller to throw
     */
    public static AllocationException invalidParameter(String message) {
        return new AllocationException(Kind.INVALID_PARAMETER, message);
    }

    /**
     * Builds a {@link Kind#MEMORY_OVERLAP}.
     *
     * @param message what was asked, ending in {@code name=value} pairs
     * @return the exception, for the caller to throw
     */
    public static AllocationException memoryOverlap(String message) {
        return new AllocationException(Kind.MEMORY_OVERLAP, message);
    }

    /**
     * Builds a {@link Kind#NO_MEMORY}.
     *
     * @param message what was asked, ending in {@code name=value} pairs
     * @return the exception, for the caller to throw
     */
    public static AllocationException noMemory(String message) {
        return new AllocationException(Kind.NO_MEMORY, message);
    }

    /**
     * Builds a {@link Kind#NOT_ALLOCATED}.
     *
     * @param message what was asked, ending in {@code name=value} pairs
     * @return the exception, for the caller to throw
     */
    public static AllocationException notAllocated(String message) {
        return new AllocationException(Kind.NOT_ALLOCATED, message);
    }
}
