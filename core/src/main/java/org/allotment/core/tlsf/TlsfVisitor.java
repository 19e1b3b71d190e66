package org.allotment.core.tlsf;

/** Sees each block of a heap walk. */
@FunctionalInterface
public interface TlsfVisitor {
    /** What a block is doing. */
    enum State {
        /** Handed out. */
        LIVE,
        /** Free and merged with its free neighbours. */
        FREE,
        /** Free, kept apart in a quick list. */
        QUICK
    }

    /**
     * Sees one block. The allocator must not be called from here.
     *
     * @param address first byte of its payload
     * @param usableBytes bytes of its payload
     * @param state what it is doing
     */
    void visit(long address, long usableBytes, State state);
}
