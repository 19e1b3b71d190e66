package org.allotment.stress.switching;

import org.allotment.core.concurrent.LockedSizeAware;
import org.allotment.core.concurrent.QueuedLock;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.switching.Context;
import org.allotment.core.switching.LocalEngine;
import org.allotment.core.switching.SwitchableAllocator;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;

/** Switchable allocators of one state each, over memory of the process, and what actors do with them. */
final class Contexts {
    /** Any thread may obtain and release. */
    private static final MemoryMapSource MAPS = MemoryMapSource.create();

    private static final LockedSizeAware GLOBAL =
            new LockedSizeAware(TlsfAllocator.create(MAPS, TlsfOptions.DEFAULT.withoutOwner()), new QueuedLock());

    private static final long REGION = 1 << 14;

    /**
     * One for all states that have contexts of their own: the page map of each would be most of a megabyte, and a millisecond, for a
     * sample of some microseconds.
     */
    static final SwitchableAllocator SHARED = allocator();

    private Contexts() {}

    static SwitchableAllocator allocator() {
        return SwitchableAllocator.over(GLOBAL);
    }

    static Context context(SwitchableAllocator allocator) {
        return allocator.newContext(MAPS, LocalEngine.bitSet(REGION, 64));
    }

    static void giveThreadItsOwn(SwitchableAllocator allocator) {
        allocator.initializeThreadLocal(MAPS, LocalEngine.bitSet(REGION, 64));
    }
}
