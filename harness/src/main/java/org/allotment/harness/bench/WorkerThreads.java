package org.allotment.harness.bench;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that run the benchmarks, for every subject alike: Netty keeps its fastest caches only in threads of its
 * own kind. The pool never replaces a thread, so what a thread opened stays with it.
 *
 * <p>Benchmarks of virtual threads set a property for theirs.
 */
public final class WorkerThreads extends ThreadPoolExecutor {
    private static final String VIRTUAL = "allotment.workers.virtual";

    /**
     * Called by JMH through {@code jmh.executor.class}.
     *
     * @param threads number of worker threads
     * @param prefix start of their names
     */
    public WorkerThreads(int threads, String prefix) {
        super(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> Boolean.getBoolean(VIRTUAL)
                        ? Thread.ofVirtual().name(prefix + "-worker").unstarted(work)
                        : thread(work, prefix));
    }

    /**
     * Makes a thread of the same kind for a workload that needs more than the one it is called by.
     *
     * @param work what it is to do
     * @return a thread that is not started
     */
    public static Thread helper(Runnable work) {
        return thread(work, "helper");
    }

    private static Thread thread(Runnable work, String prefix) {
        Thread thread = new FastThreadLocalThread(work, prefix + "-worker");
        thread.setDaemon(true);
        return thread;
    }
}
