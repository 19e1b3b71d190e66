package org.allotment.harness.workload.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Starts threads and waits for their end. */
public final class Threads {
    private final ThreadFactory factory;

    Threads(ThreadFactory factory) {
        this.factory = factory;
    }

    /** Runs some threads at once; each is told its number. */
    void runAll(int count, IntConsumer work) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int number = i;
            threads.add(factory.newThread(() -> {
                try {
                    work.accept(number);
                } catch (RuntimeException | Error cause) {
                    failure.compareAndSet(null, cause);
                }
            }));
        }
        threads.forEach(Thread::start);
        threads.forEach(Threads::await);
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("a thread failed, threads=" + count, cause);
        }
    }

    /**
     * Waits for a thread's end; an interrupt meanwhile is kept for the caller.
     *
     * @param thread one that was started
     */
    public static void await(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
