package org.allotment.harness.workload.thread;

import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.row.BlockRow;
import org.allotment.harness.workload.script.Checksum;
import org.allotment.harness.workload.script.ChurnScript;

/**
 * Two threads at once replace random blocks of an estate each, and end; two new ones take the estates over, crosswise. So
 * what a thread frees was allocated by one that is gone, until it has replaced it itself.
 *
 * <p>A run is one generation: each thread walks four times through the churn script, from a start of its own. The pattern
 * is that of Larson and Krishnan's server simulation, with the script's sizes.
 */
public final class Inheritance implements Workload {
    /** Replacements of one thread in one run. */
    public static final int STEPS = 4 * ChurnScript.RECORDS;

    private static final int HEIRS = 2;
    private static final int START_APART = ChurnScript.RECORDS / HEIRS;

    private final Supplier<Subject> subjects;
    private final Threads threads;
    private final BlockRow[] estates = new BlockRow[HEIRS];
    private final long[][] liveSizes = new long[HEIRS][ChurnScript.SLOTS];
    private final int[] slots;
    private final long[] sizes;
    private int generation;

    private Inheritance(Supplier<Subject> subjects, ThreadFactory threads) {
        this.subjects = subjects;
        this.threads = new Threads(threads);
        ChurnScript script = ChurnScript.standard();
        slots = script.slots();
        sizes = script.sizes();
        for (int estate = 0; estate < HEIRS; estate++) {
            estates[estate] = BlockRow.of(subjects.get(), ChurnScript.SLOTS);
        }
    }

    /**
     * Makes the workload.
     *
     * @param subjects opens the subject for each thread; closed with the thread
     * @param threads makes the heirs
     * @return the workload
     */
    public static Workload of(Supplier<Subject> subjects, ThreadFactory threads) {
        return new Inheritance(subjects, threads);
    }

    @Override
    public void run() {
        threads.runAll(HEIRS, this::live);
        generation++;
    }

    private void live(int heir) {
        int estate = (heir + generation) % HEIRS;
        BlockRow mine = estates[estate].sharedWith(subjects.get());
        long[] live = liveSizes[estate];
        int start = heir * START_APART;
        for (int i = start; i < start + STEPS; i++) {
            int record = i & (ChurnScript.RECORDS - 1);
            int slot = slots[record];
            if (live[slot] != 0) {
                mine.free(slot, live[slot]);
            }
            mine.allocate(slot, sizes[record]);
            live[slot] = sizes[record];
        }
        mine.close();
    }

    /** Two generations, so that what is read was written by a thread that is gone. */
    @Override
    public long checksum() {
        drain();
        generation = 0;
        Checksum[] sums = new Checksum[HEIRS];
        for (int estate = 0; estate < HEIRS; estate++) {
            sums[estate] = new Checksum();
        }
        for (int i = 0; i < HEIRS; i++) {
            threads.runAll(HEIRS, heir -> check(heir, sums));
            generation++;
        }
        Checksum all = new Checksum();
        for (Checksum sum : sums) {
            all.add(sum.value());
        }
        return all.value();
    }

    private void check(int heir, Checksum[] sums) {
        int estate = (heir + generation) % HEIRS;
        BlockRow mine = estates[estate].sharedWith(subjects.get());
        long[] live = liveSizes[estate];
        for (int i = 0; i < ChurnScript.RECORDS; i++) {
            int record = (heir * START_APART + i) & (ChurnScript.RECORDS - 1);
            int slot = slots[record];
            if (live[slot] != 0) {
                mine.read(slot, live[slot], sums[estate]);
                mine.free(slot, live[slot]);
            }
            mine.allocate(slot, sizes[record]);
            mine.fill(slot, sizes[record], record);
            live[slot] = sizes[record];
        }
        mine.close();
    }

    private void drain() {
        for (int estate = 0; estate < HEIRS; estate++) {
            for (int slot = 0; slot < ChurnScript.SLOTS; slot++) {
                long size = liveSizes[estate][slot];
                if (size != 0) {
                    estates[estate].free(slot, size);
                    liveSizes[estate][slot] = 0;
                }
            }
        }
    }

    @Override
    public void close() {
        drain();
        for (BlockRow estate : estates) {
            estate.close();
        }
    }
}
