package org.allotment.core;

import java.util.Set;

/** What the contract suite needs to know of an engine, in one of its forms, to test it. */
public interface ContractSubject {
    /** What an engine promises beyond the rules that hold for all. */
    enum Trait {
        /** A freed block serves later allocations, in whatever order blocks are freed. */
        REUSES,
        /** Frees of a part of a block, of a freed block or with a wrong size are caught at the call. */
        CATCHES_MISUSE
    }

    /**
     * Makes a fresh allocator over bounded memory.
     *
     * @param byteSize bytes of source memory it may use, at least 256 KiB
     * @return an allocator that holds at least half of that in blocks and never more than all of it
     */
    Allocator create(long byteSize);

    /** Walks all numbered invariants of the engine and raises an {@link AssertionError} that names a broken one. */
    void check(Allocator allocator);

    Set<Trait> traits();

    /** Whether calls from other threads than the one that made the allocator are refused: checked forms do. */
    default boolean hasOwner() {
        return has(Trait.CATCHES_MISUSE);
    }

    /** The largest alignment that an allocator of 1 MiB must be able to serve. */
    default long maxAlignment() {
        return 1 << 16;
    }

    /** Makes all memory allocatable again where single frees do not; only called on engines without {@code REUSES}. */
    default void recycle(Allocator allocator) {
        throw new UnsupportedOperationException("an engine that does not reuse blocks must say how it recycles them");
    }

    default boolean has(Trait trait) {
        return traits().contains(trait);
    }
}
