package org.allotment.stress;

/** What an actor does on a virtual thread, since actors themselves are platform threads. */
public final class VirtualThreads {
    private VirtualThreads() {}

    /**
     * Runs something on a virtual thread, to its end. What it wrote is seen by the caller; an interrupt is kept.
     *
     * @param work what to run
     */
    public static void run(Runnable work) {
        Thread thread = Thread.startVirtualThread(work);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException ignored) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
