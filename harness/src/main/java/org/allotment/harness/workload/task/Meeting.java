package org.allotment.harness.workload.task;

import java.util.concurrent.CountDownLatch;

/** Where tasks park until as many have come as are there: all of them hold their blocks at that moment. */
final class Meeting {
    private final CountDownLatch missing;

    Meeting(int tasks) {
        missing = new CountDownLatch(tasks);
    }

    void await() throws InterruptedException {
        missing.countDown();
        missing.await();
    }

    /** Lets a failed task not keep the others waiting. */
    void giveUp() {
        while (missing.getCount() > 0) {
            missing.countDown();
        }
    }
}
