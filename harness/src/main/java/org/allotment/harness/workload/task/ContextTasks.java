package org.allotment.harness.workload.task;

import org.allotment.core.concurrent.heap.SharedAllocator;
import org.allotment.core.memory.RawAccess;
import org.allotment.core.source.AllocatorSource;
import org.allotment.core.switching.Context;
import org.allotment.core.switching.LocalEngine;
import org.allotment.core.switching.SwitchableAllocator;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.script.Checksum;
import org.jspecify.annotations.Nullable;

/** A context of a switchable allocator for each task: its blocks end with it, and nobody frees them one by one. */
final class ContextTasks implements TaskMemory {
    private static final long PAGE = 4_096;

    private final SharedAllocator global = SharedAllocator.checked();
    private final SwitchableAllocator allocator = SwitchableAllocator.over(global);
    private final LocalEngine engine;

    ContextTasks(LocalEngine engine) {
        this.engine = engine;
    }

    @Override
    public void run(int task, Meeting others, @Nullable Checksum sum) throws InterruptedException {
        try (Context context = allocator.newContext(new AllocatorSource(global, PAGE), engine)) {
            allocator.<@Nullable Void, InterruptedException>withContext(context, () -> {
                long[] blocks = allocate(task, sum != null);
                others.await();
                if (sum != null) {
                    read(task, blocks, sum);
                }
                return null;
            });
        }
    }

    private long[] allocate(int task, boolean fills) {
        long[] blocks = new long[TaskSizes.blocks(task)];
        for (int i = 0; i < blocks.length; i++) {
            long size = TaskSizes.size(task, i);
            blocks[i] = allocator.allocate(size, Subject.ALIGNMENT);
            RawAccess.putLongOpaque(blocks[i], i);
            for (long offset = 0; fills && offset < size; offset += Long.BYTES) {
                RawAccess.putLong(blocks[i] + offset, Checksum.word(TaskSizes.index(task, i), size, offset));
            }
        }
        return blocks;
    }

    private static void read(int task, long[] blocks, Checksum sum) {
        for (int i = 0; i < blocks.length; i++) {
            long size = TaskSizes.size(task, i);
            sum.add(size);
            for (long offset = 0; offset < size; offset += Long.BYTES) {
                sum.add(RawAccess.getLong(blocks[i] + offset));
            }
        }
    }

    @Override
    public void close() {
        allocator.close();
    }
}
