package org.allotment.harness.workload.thread;

import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.row.BlockRow;
import org.allotment.harness.workload.script.BatchScript;
import org.allotment.harness.workload.script.Checksum;

/**
 * One short-lived thread after another: each allocates {@value #BLOCKS} blocks, frees half of them and what its
 * predecessor left, and ends. What stays behind is never more than {@value #LEFT} blocks; an allocator that loses the
 * memory of ended threads grows.
 */
public final class ThreadChurn implements Workload {
    /** Threads of one run. */
    public static final int THREADS = 16;

    /** Blocks of one thread. */
    public static final int BLOCKS = 100;

    /** Blocks that a thread leaves to the next. */
    public static final int LEFT = 50;

    private final Supplier<Subject> subjects;
    private final Threads threads;
    private final BlockRow row;
    private final long[] sizes = BatchScript.standard().sizes();
    private boolean left;

    private ThreadChurn(Supplier<Subject> subjects, ThreadFactory threads) {
        this.subjects = subjects;
        this.threads = new Threads(threads);
        row = BlockRow.of(subjects.get(), BLOCKS + LEFT);
    }

    /**
     * Makes the workload.
     *
     * @param subjects opens the subject for each thread; closed with the thread
     * @param threads makes the threads
     * @return the workload
     */
    public static Workload of(Supplier<Subject> subjects, ThreadFactory threads) {
        return new ThreadChurn(subjects, threads);
    }

    /** The first slot of what the thread of a number leaves; its successor has the slots behind, or in front. */
    private static int bank(int number) {
        return number % 2 * LEFT;
    }

    @Override
    public void run() {
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            threads.runAll(1, _ -> live(number));
            left = true;
        }
    }

    private void live(int number) {
        BlockRow mine = row.sharedWith(subjects.get());
        for (int i = 0; i < LEFT; i++) {
            mine.allocate(bank(number) + i, sizes[i]);
            mine.allocate(BLOCKS + i, sizes[LEFT + i]);
        }
        for (int i = 0; i < LEFT; i++) {
            mine.free(BLOCKS + i, sizes[LEFT + i]);
            if (left) {
                mine.free(bank(number + 1) + i, sizes[i]);
            }
        }
        mine.close();
    }

    @Override
    public long checksum() {
        drain();
        Checksum sum = new Checksum();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            threads.runAll(1, _ -> check(number, sum));
            left = true;
        }
        return sum.value();
    }

    private void check(int number, Checksum sum) {
        BlockRow mine = row.sharedWith(subjects.get());
        for (int i = 0; i < LEFT; i++) {
            mine.allocate(bank(number) + i, sizes[i]);
            mine.fill(bank(number) + i, sizes[i], number);
            if (left) {
                mine.read(bank(number + 1) + i, sizes[i], sum);
                mine.free(bank(number + 1) + i, sizes[i]);
            }
        }
        mine.close();
    }

    private void drain() {
        if (left) {
            for (int i = 0; i < LEFT; i++) {
                row.free(bank(THREADS - 1) + i, sizes[i]);
            }
            left = false;
        }
    }

    @Override
    public void close() {
        drain();
        row.close();
    }
}
