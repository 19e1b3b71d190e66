package org.allotment.harness.workload.task;

import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.row.BlockRow;
import org.allotment.harness.workload.script.Checksum;
import org.jspecify.annotations.Nullable;

/** One subject for all tasks, which free block by block. */
final class SubjectTasks implements TaskMemory {
    private final BlockRow row;

    SubjectTasks(Subject subject) {
        row = BlockRow.of(subject, Tasks.TASKS * TaskSizes.MOST_BLOCKS);
    }

    @Override
    public void run(int task, Meeting others, @Nullable Checksum sum) throws InterruptedException {
        int first = task * TaskSizes.MOST_BLOCKS;
        int blocks = TaskSizes.blocks(task);
        for (int i = 0; i < blocks; i++) {
            row.allocate(first + i, TaskSizes.size(task, i));
            if (sum != null) {
                row.fill(first + i, TaskSizes.size(task, i), TaskSizes.index(task, i));
            }
        }
        others.await();
        for (int i = 0; i < blocks; i++) {
            if (sum != null) {
                row.read(first + i, TaskSizes.size(task, i), sum);
            }
            row.free(first + i, TaskSizes.size(task, i));
        }
    }

    @Override
    public void close() {
        row.close();
    }
}
