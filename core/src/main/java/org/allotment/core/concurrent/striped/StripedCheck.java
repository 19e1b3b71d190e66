package org.allotment.core.concurrent.striped;

import java.util.Map;
import java.util.TreeMap;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.pagemap.PageMap;

/** Walks the invariants of a striped allocator, as the package numbers them; engines have walks of their own. */
public final class StripedCheck {
    private StripedCheck() {}

    /**
     * Walks all stripes at one moment: calls wait meanwhile. O(granules of all pieces).
     *
     * @param allocator open
     * @throws AssertionError if an invariant is broken; its message begins with the number
     */
    public static void check(StripedAllocator allocator) {
        allocator.lockAll();
        try {
            Map<Long, Long> all = new TreeMap<>();
            for (Stripe stripe : allocator.stripes()) {
                walk(allocator, stripe, all);
            }
            requireDisjoint(all);
        } finally {
            allocator.unlockAll();
        }
    }

    private static void walk(StripedAllocator allocator, Stripe stripe, Map<Long, Long> all) {
        long bytes = 0;
        for (Map.Entry<Long, Long> piece : stripe.source().pieces().entrySet()) {
            long start = piece.getKey();
            bytes += piece.getValue();
            all.put(start, piece.getValue());
            for (long at = start; at < start + piece.getValue(); at += PageMap.GRANULE) {
                StripeSource owner = allocator.owners().get(at);
                require(stripe.source().equals(owner), "T1 the map knows each piece", at);
            }
        }
        require(bytes == stripe.source().obtainedBytes(), "T2 pieces are what was obtained", bytes);
        AllocatorStatistics statistics = stripe.engine().statistics();
        require(statistics.sourceBytes() <= bytes, "T3 a stripe's bytes are its pieces'", statistics.sourceBytes());
        require(statistics.isConserved(), "T4 bytes are conserved", stripe.index());
    }

    private static void requireDisjoint(Map<Long, Long> pieces) {
        long end = 0;
        for (Map.Entry<Long, Long> piece : pieces.entrySet()) {
            require(piece.getKey() >= end, "T1 no two pieces overlap", piece.getKey());
            end = piece.getKey() + piece.getValue();
        }
    }

    private static void require(boolean holds, String invariant, long where) {
        if (!holds) {
            throw new AssertionError(invariant + ", at=" + where);
        }
    }
}
