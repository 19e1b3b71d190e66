package org.allotment.harness.workload.task;

import org.allotment.harness.workload.script.Checksum;
import org.jspecify.annotations.Nullable;

/** Where tasks have their blocks from. */
interface TaskMemory {
    /**
     * One task from its beginning to its end: allocates all its blocks, meets the others, and lets go of its blocks.
     *
     * @param task its number
     * @param others where tasks park until all have come
     * @param sum of its contents; null for a timed task, which touches its blocks and reads nothing
     */
    void run(int task, Meeting others, @Nullable Checksum sum) throws InterruptedException;

    void close();
}
