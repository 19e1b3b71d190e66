package org.allotment.core.context;

import org.allotment.core.Allocator;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.LifetimeHint;
import org.allotment.core.bitset.BitSetAllocator;
import org.allotment.core.bump.BumpAllocator;
import org.allotment.core.memory.MemoryRange;
import org.allotment.core.tree.TreeAllocator;

/** Walks the invariants I1 to I3 of the package; the engines' own have walks of their own. */
final class ContextCheck {
    private ContextCheck() {}

    static void check(ContextAllocator context) {
        check(context.lifetime(), context.engine(), context.memoryRange());
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
