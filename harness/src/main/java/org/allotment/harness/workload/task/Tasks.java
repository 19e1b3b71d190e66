package org.allotment.harness.workload.task;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.allotment.core.switching.LocalEngine;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.script.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * A thousand virtual threads: each allocates one to twenty small blocks, parks until all have done so, lets go of them and
 * ends. It goes on where there is a carrier, which need not be the one it began on.
 */
public final class Tasks implements Workload {
    /** Tasks of one run, all alive at once. */
    public static final int TASKS = 1_000;

    /** Memory that ends with a task. */
    public static final List<String> MEMORIES = List.of("bump", "bitset", "arena-confined");

    private static final long REGION = 8_192;

    private final TaskMemory memory;

    private Tasks(TaskMemory memory) {
        this.memory = memory;
    }

    /**
     * Makes the workload over a subject that all tasks call.
     *
     * @param subject whom to measure; closed with the workload
     * @return the workload
     */
    public static Workload over(Subject subject) {
        return new Tasks(new SubjectTasks(subject));
    }

    /**
     * Makes the workload over memory that each task opens and closes.
     *
     * @param name one of {@link #MEMORIES}: a context of that engine, or an arena
     * @return the workload
     */
    public static Workload opening(String name) {
        return switch (name) {
            case "bump" -> new Tasks(new ContextTasks(LocalEngine.bump(REGION)));
            case "bitset" -> new Tasks(new ContextTasks(LocalEngine.bitSet(REGION, Subject.ALIGNMENT)));
            case "arena-confined" -> new Tasks(new ArenaTasks());
            default -> throw new IllegalArgumentException("no such memory, name=" + name + ", known=" + MEMORIES);
        };
    }

    @Override
    public void run() {
        runAll(null);
    }

    @Override
    public long checksum() {
        Checksum[] sums = new Checksum[TASKS];
        Arrays.setAll(sums, _ -> new Checksum());
        runAll(sums);
        Checksum all = new Checksum();
        for (Checksum sum : sums) {
            all.add(sum.value());
        }
        return all.value();
    }

    private void runAll(Checksum @Nullable [] sums) {
        Meeting meeting = new Meeting(TASKS);
        CountDownLatch running = new CountDownLatch(TASKS);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < TASKS; i++) {
            int task = i;
            Thread.ofVirtual().start(() -> {
                try {
                    memory.run(task, meeting, sums == null ? null : sums[task]);
                } catch (InterruptedException | RuntimeException | Error cause) {
                    failure.compareAndSet(null, cause);
                    meeting.giveUp();
                } finally {
                    running.countDown();
                }
            });
        }
        await(running);
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("a task failed, tasks=" + TASKS, cause);
        }
    }

    private static void await(CountDownLatch running) {
        try {
            running.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted, left=" + running.getCount(), e);
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
