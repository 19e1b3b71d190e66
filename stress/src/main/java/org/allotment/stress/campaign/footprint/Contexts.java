package org.allotment.stress.campaign.footprint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.allotment.core.concurrent.heap.SharedAllocator;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.AllocatorSource;
import org.allotment.core.switching.Context;
import org.allotment.core.switching.LocalEngine;
import org.allotment.core.switching.SwitchableAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads that each open a context, allocate one to twenty small blocks in it, wait until a thousand others have
 * done so, read their blocks and close it; and how memory has grown between the first tenth of them and the last.
 */
final class Contexts {
    private static final int WAVE = 1_000;
    private static final int MOST_BLOCKS = 20;
    private static final int SIZE_STEP = 8;
    private static final int SIZES = 25;
    private static final long REGION = 8_192;
    private static final long PAGE = 4_096;
    private static final long GRANULE = 16;
    private static final int TENTH = 10;
    private static final long LONGEST_WAVE_SECONDS = 60;

    private final SharedAllocator global = SharedAllocator.checked();
    private final SwitchableAllocator allocator = SwitchableAllocator.over(global);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Contexts() {}

    static Map<String, Long> measure(long contexts) throws InterruptedException {
        Contexts run = new Contexts();
        long waves = Math.max(TENTH, contexts / WAVE);
        Map<String, Long> figures = new LinkedHashMap<>();
        for (long wave = 1; wave <= waves; wave++) {
            run.wave();
            if (wave == waves / TENTH) {
                run.sample("Before", figures);
            }
        }
        run.sample("After", figures);
        figures.put("contexts", waves * WAVE);
        run.allocator.close();
        return figures;
    }

    private void wave() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(WAVE);
        CountDownLatch closed = new CountDownLatch(WAVE);
        for (int i = 0; i < WAVE; i++) {
            int number = i;
            Thread.ofVirtual().start(() -> {
                try {
                    task(number, open);
                } catch (InterruptedException | RuntimeException | Error cause) {
                    failure.compareAndSet(null, cause);
                    open.countDown();
                } finally {
                    closed.countDown();
                }
            });
        }
        if (!closed.await(LONGEST_WAVE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a wave of contexts does not end, notOpen=" + open.getCount()
                    + ", notClosed=" + closed.getCount() + ", threads:\n" + Dump.ofAllThreads());
        }
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("a context failed", cause);
        }
    }

    private void task(int number, CountDownLatch open) throws InterruptedException {
        LocalEngine engine = number % 2 == 0 ? LocalEngine.bump(REGION) : LocalEngine.bitSet(REGION, GRANULE);
        try (Context context = allocator.newContext(new AllocatorSource(global, PAGE), engine)) {
            allocator.<@Nullable Void, InterruptedException>withContext(context, () -> {
                long[] blocks = new long[1 + number % MOST_BLOCKS];
                for (int i = 0; i < blocks.length; i++) {
                    blocks[i] = allocator.allocate(size(number + i), Long.BYTES);
                    RawAccess.putLong(blocks[i], number * (long) MOST_BLOCKS + i);
                }
                open.countDown();
                open.await();
                read(number, blocks);
                return null;
            });
        }
    }

    private static long size(int index) {
        return SIZE_STEP * (1L + index % SIZES);
    }

    private void read(int number, long[] blocks) {
        for (int i = 0; i < blocks.length; i++) {
            long found = RawAccess.getLong(blocks[i]);
            if (found != number * (long) MOST_BLOCKS + i) {
                throw new AssertionError("a block holds what was written to it, task=" + number + ", found=" + found);
            }
            allocator.free(blocks[i], size(number + i), Long.BYTES);
        }
    }

    /** What stays when nothing is open: free memory is given back first, so that only what is lost is left. */
    private void sample(String when, Map<String, Long> figures) {
        global.trim();
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        figures.put("heap" + when, runtime.totalMemory() - runtime.freeMemory());
        figures.put("resident" + when, Resident.now());
        figures.put("obtained" + when, global.statistics().sourceBytes());
        figures.put("liveBlocks" + when, global.statistics().liveBlocks());
    }
}
