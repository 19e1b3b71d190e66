package org.allotment.core.concurrent.care;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * One daemon thread for all allocators of the process, which does from time to time what no caller should wait for.
 *
 * <p>It starts with the first {@link #tend} and ends when nothing is left to tend. What it tends is held weakly: an
 * allocator that nobody refers to any more is forgotten, not kept.
 */
public final class Caretaker implements Runnable {
    /** Time between two rounds, in milliseconds. */
    public static final long PERIOD_MILLIS = 100;

    private static final List<WeakReference<Upkeep>> TENDED = new ArrayList<>();
    private static boolean running;

    /** What needs looking after. */
    @FunctionalInterface
    public interface Upkeep {
        /**
         * Does what is due. Called by the caretaker's thread, about every {@value Caretaker#PERIOD_MILLIS} ms.
         *
         * @param now {@link System#nanoTime()}
         * @return false when there will never be anything to do again
         */
        boolean tend(long now);
    }

    private Caretaker() {}

    /**
     * Looks after something from now on, until its upkeep answers false or throws, or nobody else refers to it.
     *
     * @param upkeep what to do
     */
    public static void tend(Upkeep upkeep) {
        synchronized (TENDED) {
            TENDED.add(new WeakReference<>(upkeep));
            if (!running) {
                running = true;
                Thread.ofPlatform().daemon().name("allotment-caretaker").start(new Caretaker());
            }
        }
    }

    /**
     * Tells whether the thread is there.
     *
     * @return true from the first {@link #tend} until nothing is left
     */
    public static boolean isRunning() {
        synchronized (TENDED) {
            return running;
        }
    }

    @Override
    public void run() {
        while (await()) {
            for (WeakReference<Upkeep> reference : tended()) {
                round(reference);
            }
        }
    }

    private static List<WeakReference<Upkeep>> tended() {
        synchronized (TENDED) {
            return List.copyOf(TENDED);
        }
    }

    private static void round(WeakReference<Upkeep> reference) {
        boolean more = false;
        try {
            Upkeep upkeep = reference.get();
            more = upkeep != null && upkeep.tend(System.nanoTime());
        } catch (RuntimeException | Error failure) {
            // One that fails is not tended again, and the others do not suffer for it.
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        }
        if (!more) {
            synchronized (TENDED) {
                TENDED.remove(reference);
            }
        }
    }

    /** Waits for a period; false when nothing is left, and then the next {@link #tend} starts another thread. */
    private static boolean await() {
        synchronized (TENDED) {
            if (!TENDED.isEmpty()) {
                pause();
            }
            running = !TENDED.isEmpty();
            return running;
        }
    }

    /** Nobody notifies; and an interrupt of this thread is nobody's business. */
    @SuppressWarnings("WaitNotInLoop")
    private static void pause() {
        try {
            TENDED.wait(PERIOD_MILLIS);
        } catch (InterruptedException ignored) {
            // the round comes a little early
        }
    }
}
