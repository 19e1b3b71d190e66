package org.allotment.stress.campaign.footprint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.allotment.core.concurrent.heap.HeapOptions;
import org.allotment.core.concurrent.heap.SharedAllocator;

/** Memory of the shared allocator while 100 MiB are live, and two seconds after all is freed. */
final class Footprint {
    private static final long LIVE = 100L << 20;
    private static final long WARM = 4L << 20;
    private static final int ROUNDS = 4;
    private static final long REST_MILLIS = 2_000;

    private Footprint() {}

    static Map<String, Long> measure(String workload, boolean checked) {
        HeapOptions options = HeapOptions.ofSystem();
        SharedAllocator allocator = SharedAllocator.create(checked ? options : options.trusting());
        work(workload, new LiveSet(allocator, WARM));
        allocator.trim();
        LiveSet set = new LiveSet(allocator, LIVE);
        long before = Resident.now();
        try (Resident resident = new Resident()) {
            work(workload, set);
            long peak = resident.peak();
            rest();
            return figures(set, before, peak, allocator);
        } finally {
            allocator.close();
        }
    }

    private static void work(String workload, LiveSet set) {
        for (int round = 0; round < ROUNDS; round++) {
            set.fill();
            if (workload.equals("churn")) {
                set.replace(ROUNDS * set.blocks());
            } else {
                set.clear();
            }
        }
        set.clear();
    }

    /** What gives memory back does so by itself: nobody calls the allocator meanwhile. */
    private static void rest() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REST_MILLIS);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static Map<String, Long> figures(LiveSet set, long before, long peak, SharedAllocator allocator) {
        long after = Resident.now();
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("blocks", set.allocations());
        figures.put("liveBytes", set.peak());
        figures.put("residentBytes", peak - before);
        figures.put("ratioPercent", (peak - before) * 100 / set.peak());
        figures.put("heapMetadataBytes", allocator.statistics().heapMetadataBytes());
        figures.put("returnedPercent", (peak - after) * 100 / (peak - before));
        figures.put("restMillis", REST_MILLIS);
        return figures;
    }
}
