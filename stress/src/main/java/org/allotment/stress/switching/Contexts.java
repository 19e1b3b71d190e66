package org.allotment.stress.switching;

import org.allotment.core.concurrent.LockedSizeAware;
import org.allotment.core.concurrent.QueuedLock;
import org.allotment.core.concurrent.SpinLock;
import org.allotment.core.source.AllocatorSource;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.MemorySource;
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

    /** Where regions come from: a mapping for each would be most of a sample. */
    private static final LockedSizeAware REGIONS =
            new LockedSizeAware(TlsfAllocator.create(MAPS, TlsfOptions.DEFAULT.withoutOwner()), new SpinLock());

    /** One for all states: the page map of each would be most of a megabyte, and a millisecond, for a sample of some microseconds. */
    static final SwitchableAllocator SHARED = allocator();

    private Contexts() {}

    private static SwitchableAllocator allocator() {
        return SwitchableAllocator.over(GLOBAL);
    }

    /** Memory for one allocator: a source is for one user at a time. */
    static MemorySource regions() {
        return new AllocatorSource(REGIONS, REGION);
    }

    static Context context(SwitchableAllocator allocator) {
        return allocator.newContext(regions(), LocalEngine.bitSet(REGION, 64));
    }

    static void giveThreadItsOwn(SwitchableAllocator allocator, MemorySource source) {
        allocator.initializeThreadLocal(source, LocalEngine.bitSet(REGION, 64));
    }
}
