package org.allotment.core.concurrent.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import org.allotment.core.memory.RawAccess;

/**
 * Threads that allocate, fill, exchange through shared slots, verify word by word and free; half of them end before all
 * is done and others take their place. The pattern of mimalloc's mstress, in our own words.
 */
final class Wanderers {
    private static final int SLOTS = 256;
    private static final int OWN_SLOTS = 300;
    private static final int LIVES = 4;

    private final SharedAllocator allocator;
    private final int threads;
    private final int steps;

    /** Addresses that anybody may take; the size is the first word of the block. */
    private final AtomicLongArray shared = new AtomicLongArray(SLOTS);

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    Wanderers(SharedAllocator allocator, int threads, int steps) {
        this.allocator = allocator;
        this.threads = threads;
        this.steps = steps;
    }

    void run(long seed) throws InterruptedException {
        for (int life = 0; life < LIVES; life++) {
            List<Thread> started = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                long own = seed * 31 + life * 1_000L + i;
                Thread.Builder builder = i % 4 == 3 ? Thread.ofVirtual() : Thread.ofPlatform();
                started.add(builder.start(() -> live(own)));
            }
            for (Thread thread : started) {
                thread.join();
            }
        }
        for (int i = 0; i < SLOTS; i++) {
            release(shared.getAndSet(i, 0));
        }
        assertThat(failures).as("seed=%d", seed).isEmpty();
    }

    private void live(long seed) {
        try {
            SplittableRandom random = new SplittableRandom(seed);
            long[] own = new long[OWN_SLOTS];
            for (int step = 0; step < steps / LIVES; step++) {
                int slot = random.nextInt(own.length);
                release(own[slot]);
                own[slot] = make(size(random));
                if (random.nextInt(4) == 0) {
                    own[slot] = shared.getAndSet(random.nextInt(SLOTS), own[slot]);
                }
            }
            for (long block : own) {
                release(block);
            }
        } catch (RuntimeException | AssertionError failure) {
            failures.add(failure);
        }
    }

    private static long size(SplittableRandom random) {
        int dice = random.nextInt(1_000);
        return 16 + random.nextLong(dice == 0 ? 300_000 : dice < 20 ? 20_000 : 600);
    }

    private long make(long size) {
        long block = allocator.allocate(size, 8);
        RawAccess.putLong(block, size);
        for (long offset = 8; offset + 8 <= size; offset += 8) {
            RawAccess.putLong(block + offset, block ^ offset);
        }
        return block;
    }

    private void release(long block) {
        if (block == 0) {
            return;
        }
        long size = RawAccess.getLong(block);
        for (long offset = 8; offset + 8 <= size; offset += 8) {
            if (RawAccess.getLong(block + offset) != (block ^ offset)) {
                throw new AssertionError(
                        "contents changed, address=" + block + ", offset=" + offset + ", size=" + size);
            }
        }
        if ((size & 1) == 0) {
            allocator.free(block, size, 8);
        } else {
            allocator.free(block);
        }
    }
}
