package org.allotment.harness.workload.handover;

import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.row.BlockRow;
import org.allotment.harness.workload.script.Checksum;

/** Frees the oldest of {@value #LIVE} blocks of 64 bytes, which the same thread allocated; a run is one free. */
public final class OwnerFree implements PreparedWorkload {
    static final int LIVE = 1_024;

    private final BlockRow row;
    private int oldest = LIVE - 1;

    private OwnerFree(Subject subject) {
        row = BlockRow.of(subject, LIVE);
        for (int slot = 0; slot < LIVE; slot++) {
            row.allocate(slot, CrossThread.SIZE);
        }
        row.free(oldest, CrossThread.SIZE);
    }

    /**
     * Makes the workload.
     *
     * @param subject whom to measure; closed with the workload
     * @return the workload
     */
    public static PreparedWorkload of(Subject subject) {
        return new OwnerFree(subject);
    }

    @Override
    public void prepare() {
        row.allocate(oldest, CrossThread.SIZE);
        oldest = (oldest + 1) & (LIVE - 1);
    }

    @Override
    public void run() {
        row.free(oldest, CrossThread.SIZE);
    }

    @Override
    public long checksum() {
        Checksum sum = new Checksum();
        for (int i = 0; i < 2 * LIVE; i++) {
            row.allocate(oldest, CrossThread.SIZE);
            row.fill(oldest, CrossThread.SIZE, i);
            oldest = (oldest + 1) & (LIVE - 1);
            if (i >= LIVE) {
                row.read(oldest, CrossThread.SIZE, sum);
            }
            run();
        }
        return sum.value();
    }

    @Override
    public void close() {
        for (int slot = 0; slot < LIVE; slot++) {
            if (slot != oldest) {
                row.free(slot, CrossThread.SIZE);
            }
        }
        row.close();
    }
}
