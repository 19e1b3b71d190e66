package org.allotment.core.guard;

import java.util.Set;
import org.allotment.core.Allocator;
import org.allotment.core.AllocatorContract;

/** The contract suite over tracked allocators: what is in use is what is live, after each step. */
abstract class UsageTrackingContract extends AllocatorContract {
    @Override
    public void check(Allocator allocator) {
        checkUsage((UsageTrackingAllocator) allocator);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.REUSES, Trait.CATCHES_MISUSE);
    }

    static void checkUsage(UsageTrackingAllocator allocator) {
        MemoryUsage usage = allocator.usage();
        long live = allocator.statistics().liveBlockBytes();
        if (usage.inUse() != live) {
            throw new AssertionError("I2 in use is live, " + usage + ", live=" + live);
        }
        if (usage.allocated() < 0 || usage.freed() < 0 || usage.grown() < 0 || usage.shrunk() < 0) {
            throw new AssertionError("I1 no counter falls, " + usage);
        }
    }
}
