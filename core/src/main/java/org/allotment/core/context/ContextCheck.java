package org.allotment.core.context;

import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.LifetimeHint;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.bitset.BitSetCheck;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.bump.BumpCheck;
import org.allotment.core.memory.MemoryRange;
import org.allotment.core.tree.TreeAllocator;
import org.allotment.core.tree.TreeCheck;

/** Walks the invariants I1 to I3 of the package; then those of the engine. */
public final class ContextCheck {
    private ContextCheck() {}

    /**
     * Walks all invariants.
     *
     * @param context any open allocator; it is not changed
     * @throws AssertionError if an invariant is broken; the message starts with its number
     */
    public static void check(ContextAllocator context) {
        check(context.lifetime(), context.engine(), context.memoryRange());
        switch (context.engine()) {
            case BumpAllocator bump -> BumpCheck.check(bump);
            case BitSetAllocator bitSet -> BitSetCheck.check(bitSet);
            case TreeAllocator tree -> TreeCheck.check(tree);
            default -> throw new AssertionError("I1 the hint chooses the engine, " + context.engine());
        }
    }

    static void check(LifetimeHint lifetime, Allocator engine, MemoryRange range) {
        Class<?> expected = switch (lifetime) {
            case SHORT_LIVED -> BumpAllocator.class;
            case MEDIUM_LIVED -> BitSetAllocator.class;
            case LONG_LIVED -> TreeAllocator.class;
        };
        require(expected.isInstance(engine), "I1 the hint chooses the engine", engine);
        long end = range.address() + range.byteSize();
        boolean same = engine.contains(range.address())
                && !engine.contains(range.address() - 1)
                && !engine.contains(end)
                && range.contains(range.address())
                && range.contains(end - 1)
                && !range.contains(end);
        require(same, "I2 the range is the engine's region", range);
        AllocatorStatistics statistics = engine.statistics();
        boolean whole = statistics.isConserved() && statistics.sourceBytes() == range.byteSize();
        require(whole, "I3 the engine accounts for the whole region", statistics);
    }

    private static void require(boolean holds, String invariant, Object found) {
        if (!holds) {
            throw new AssertionError(invariant + ", " + found);
        }
    }
}
