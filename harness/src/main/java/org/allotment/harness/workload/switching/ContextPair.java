package org.allotment.harness.workload.switching;

import java.util.List;
import org.allotment.core.concurrent.heap.SharedAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.switching.Context;
import org.allotment.core.switching.LocalEngine;
import org.allotment.core.switching.SwitchableAllocator;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.Workloads;
import org.jspecify.annotations.Nullable;

/**
 * Pairs through a switchable allocator, in a context that is held or with the global allocator. The context is entered once
 * for each run of a thousand pairs, on a platform thread or a virtual one.
 */
public final class ContextPair implements Workload {
    /** What is selected: the shared allocator, or a context of an engine. */
    public static final List<String> PLACES = List.of("global", "slab", "tlsf");

    private final SwitchableAllocator allocator = SwitchableAllocator.over(SharedAllocator.checked());
    private final Workload pairs;
    private final @Nullable Context context;

    private ContextPair(@Nullable LocalEngine engine, long size) {
        pairs = Workloads.pair(new SwitchingAddresses(allocator), size);
        context = engine == null ? null : allocator.newContext(MemoryMapSource.create(), engine);
    }

    /**
     * Makes the workload.
     *
     * @param place one of {@link #PLACES}
     * @param size bytes of a block, a multiple of 8
     * @return the workload
     */
    public static Workload of(String place, long size) {
        return switch (place) {
            case "global" -> new ContextPair(null, size);
            case "slab" -> new ContextPair(LocalEngine.slab(), size);
            case "tlsf" -> new ContextPair(LocalEngine.tlsf(), size);
            default -> throw new IllegalArgumentException("no such place, place=" + place + ", known=" + PLACES);
        };
    }

    @Override
    public void run() {
        if (context == null) {
            pairs.run();
            return;
        }
        allocator.<@Nullable Void, RuntimeException>withContext(context, () -> {
            pairs.run();
            return null;
        });
    }

    @Override
    public long checksum() {
        return context == null ? pairs.checksum() : allocator.withContext(context, pairs::checksum);
    }

    @Override
    public void close() {
        allocator.close();
    }
}
