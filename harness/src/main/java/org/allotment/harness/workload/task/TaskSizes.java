package org.allotment.harness.workload.task;

/** One to twenty blocks of 16 to 256 bytes, as the number of a task determines. */
final class TaskSizes {
    static final int MOST_BLOCKS = 20;

    private static final int SIZES = 16;
    private static final int STEP = 16;

    private TaskSizes() {}

    static int blocks(int task) {
        return 1 + task % MOST_BLOCKS;
    }

    static long size(int task, int block) {
        return STEP * (1L + (task + block) % SIZES);
    }

    /** What a block's words are made of. */
    static long index(int task, int block) {
        return (long) task * MOST_BLOCKS + block;
    }
}
