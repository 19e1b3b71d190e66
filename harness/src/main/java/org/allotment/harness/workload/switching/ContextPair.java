package org.allotment.harness.workload.switching;

import java.util.List;
import org.allotment.core.Allocator;
import org.allotment.core.concurrent.heap.SharedAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.switching.Context;
import org.allotment.core.switching.LocalEngine;
import org.allotment.core.switching.SwitchableAllocator;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.Workloads;
import org.jspecify.annotations.Nullable;

/**
 * Pairs through a switchable allocator, in a context or with the global allocator, or by a handle of the context. The
 * context is entered once for each run of a thousand pairs, on a platform thread or a virtual one.
 */
public final class ContextPair implements Workload {
    /** What is selected: the shared allocator, or a context of an engine; held ones are called by their handles. */
    public static final List<String> PLACES =
            List.of("global", "slab", "tlsf", "held-slab", "held-tlsf", "held-trusting-slab", "held-trusting-tlsf");

    private static final String HELD = "held-";

    private final SwitchableAllocator allocator = SwitchableAllocator.over(SharedAllocator.checked());
    private final Workload pairs;
    private final @Nullable Context context;

    private ContextPair(@Nullable LocalEngine engine, boolean held, long size) {
        context = engine == null ? null : allocator.newContext(MemoryMapSource.create(), engine);
        Allocator called = context != null && held ? context.handle() : allocator;
        pairs = Workloads.pair(new CalledAddresses(called), size);
    }

    /**
     * Makes the workload.
     *
     * @param place one of {@link #PLACES}
     * @param size bytes of a block, a multiple of 8
     * @return the workload
     */
    public static Workload of(String place, long size) {
        if (!PLACES.contains(place)) {
            throw new IllegalArgumentException("no such place, place=" + place + ", known=" + PLACES);
        }
        boolean held = place.startsWith(HELD);
        return new ContextPair(engine(held ? place.substring(HELD.length()) : place), held, size);
    }

    private static @Nullable LocalEngine engine(String name) {
        return switch (name) {
            case "slab" -> LocalEngine.slab();
            case "tlsf" -> LocalEngine.tlsf();
            case "trusting-slab" -> LocalEngine.trustingSlab();
            case "trusting-tlsf" -> LocalEngine.trustingTlsf();
            default -> null;
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
