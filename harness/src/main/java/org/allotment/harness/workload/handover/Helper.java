package org.allotment.harness.workload.handover;

import java.util.concurrent.ThreadFactory;
import org.allotment.harness.workload.thread.Threads;

/** The other side of a ring: a thread that lives from the making of a workload to its end. */
final class Helper {
    private final Thread thread;
    private final Ring ring;

    /** Starts the thread; whatever its work throws becomes the ring's failure. */
    Helper(ThreadFactory threads, Ring ring, Runnable work) {
        this.ring = ring;
        thread = threads.newThread(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error failure) {
                ring.fail(failure);
            }
        });
        thread.start();
    }

    /** Closes the ring and waits for the thread's end. */
    void end() {
        ring.close();
        Threads.await(thread);
        ring.requireWhole();
    }
}
