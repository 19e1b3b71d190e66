package org.allotment.harness.workload.task;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.script.Checksum;
import org.jspecify.annotations.Nullable;

/** A confined arena for each task: the JDK's way to let blocks end together. */
final class ArenaTasks implements TaskMemory {
    @Override
    public void run(int task, Meeting others, @Nullable Checksum sum) throws InterruptedException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment[] blocks = new MemorySegment[TaskSizes.blocks(task)];
            for (int i = 0; i < blocks.length; i++) {
                long size = TaskSizes.size(task, i);
                blocks[i] = arena.allocate(size, Subject.ALIGNMENT);
                blocks[i].set(ValueLayout.JAVA_LONG, 0, i);
                for (long offset = 0; sum != null && offset < size; offset += Long.BYTES) {
                    blocks[i].set(ValueLayout.JAVA_LONG, offset, Checksum.word(TaskSizes.index(task, i), size, offset));
                }
            }
            others.await();
            for (int i = 0; sum != null && i < blocks.length; i++) {
                read(blocks[i], sum);
            }
        }
    }

    private static void read(MemorySegment block, Checksum sum) {
        sum.add(block.byteSize());
        for (long offset = 0; offset < block.byteSize(); offset += Long.BYTES) {
            sum.add(block.get(ValueLayout.JAVA_LONG, offset));
        }
    }

    @Override
    public void close() {
        // Nothing outlives a task.
    }
}
