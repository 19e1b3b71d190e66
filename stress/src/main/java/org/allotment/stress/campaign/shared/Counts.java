package org.allotment.stress.campaign.shared;

/** What a lane did. */
final class Counts {
    long allocations;
    long frees;
    long freesByOthers;
    long resizes;
    long swaps;
    long bytesVerified;

    /** Calls of the allocator that did something. */
    long operations() {
        return allocations + frees + resizes;
    }

    void add(Counts other) {
        allocations += other.allocations;
        frees += other.frees;
        freesByOthers += other.freesByOthers;
        resizes += other.resizes;
        swaps += other.swaps;
        bytesVerified += other.bytesVerified;
    }
}
