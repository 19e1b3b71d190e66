package org.allotment.stress.campaign.footprint;

import java.util.Random;
import org.allotment.core.Allocator;
import org.allotment.core.memory.RawAccess;

/** Blocks of 16 to 1024 bytes, all of them written from end to end, that are live up to a number of bytes. */
final class LiveSet {
    private static final int SMALLEST = 16;
    private static final int SIZES = 1_009;
    private static final int MEAN = SMALLEST + SIZES / 2;
    private static final int ALIGNMENT = 16;
    private static final long SEED = 42;

    private final Allocator allocator;
    private final long limit;
    private final Random random = new Random(SEED);
    private final long[] addresses;
    private final int[] sizes;
    private int count;
    private long live;
    private long peak;
    private long allocations;

    LiveSet(Allocator allocator, long limit) {
        this.allocator = allocator;
        this.limit = limit;
        // Twice as many as there will be on the average: the sizes are random.
        int slots = Math.toIntExact(2 * limit / MEAN);
        addresses = new long[slots];
        sizes = new int[slots];
    }

    /** The most bytes, as they were asked for, that were live at a time. */
    long peak() {
        return peak;
    }

    int blocks() {
        return count;
    }

    /** How many blocks there have been. */
    long allocations() {
        return allocations;
    }

    void fill() {
        while (live < limit) {
            allocate(count);
            count++;
        }
        peak = Math.max(peak, live);
    }

    private void allocate(int slot) {
        int size = SMALLEST + random.nextInt(SIZES);
        long address = allocator.allocate(size, ALIGNMENT);
        RawAccess.fill(address, size, (byte) slot);
        addresses[slot] = address;
        sizes[slot] = size;
        live += size;
        allocations++;
    }

    private void free(int slot) {
        allocator.free(addresses[slot], sizes[slot], ALIGNMENT);
        live -= sizes[slot];
    }

    /** Replaces random blocks; the bytes that are live stay about the same. */
    void replace(int steps) {
        for (int i = 0; i < steps; i++) {
            int slot = random.nextInt(count);
            free(slot);
            allocate(slot);
            peak = Math.max(peak, live);
        }
    }

    /** Frees everything in random order. */
    void clear() {
        while (count > 0) {
            int slot = random.nextInt(count);
            free(slot);
            count--;
            addresses[slot] = addresses[count];
            sizes[slot] = sizes[count];
        }
    }
}
