package org.allotment.harness.workload.handover;

import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.row.BlockRow;
import org.allotment.harness.workload.script.Checksum;

/** Frees the oldest of some 1,024 blocks of 64 bytes, which a helper allocated; a run is one free. */
public final class RemoteFree implements PreparedWorkload {
    private static final int BATCH = 64;
    private static final int CHECKED = 2 * OwnerFree.LIVE;

    private final Ring ring = new Ring(OwnerFree.LIVE);
    private final BlockRow row;
    private final Helper helper;
    private long at = -1;
    private long filled;

    private RemoteFree(Supplier<Subject> subjects, ThreadFactory threads) {
        row = BlockRow.of(subjects.get(), ring.capacity());
        helper = new Helper(threads, ring, () -> produce(row.sharedWith(subjects.get())));
    }

    /**
     * Makes the workload and starts its helper.
     *
     * @param subjects opens the subject for each of the two threads; closed with the workload
     * @param threads makes the helper
     * @return the workload
     */
    public static PreparedWorkload of(Supplier<Subject> subjects, ThreadFactory threads) {
        return new RemoteFree(subjects, threads);
    }

    /** Blocks carry the number of their slot, so the helper need not be told when they are to be checked. */
    private void produce(BlockRow mine) {
        long produced = 0;
        ring.awaitRoom(BATCH);
        while (!ring.isClosed()) {
            for (int i = 0; i < BATCH; i++) {
                int slot = ring.slot(produced + i);
                mine.allocate(slot, CrossThread.SIZE);
                mine.fill(slot, CrossThread.SIZE, slot);
            }
            produced += BATCH;
            ring.publish(produced);
            ring.awaitRoom(produced + BATCH);
        }
        mine.close();
    }

    @Override
    public void prepare() {
        at++;
        ring.release(at);
        if (at == filled) {
            filled = ring.awaitFilled(at);
            ring.requireWhole();
        }
    }

    @Override
    public void run() {
        row.free(ring.slot(at), CrossThread.SIZE);
    }

    /** Starts with the first slot, where the script begins. */
    @Override
    public long checksum() {
        Checksum sum = new Checksum();
        do {
            prepare();
            run();
        } while (ring.slot(at) != OwnerFree.LIVE - 1);
        for (int i = 0; i < CHECKED; i++) {
            prepare();
            row.read(ring.slot(at), CrossThread.SIZE, sum);
            run();
        }
        return sum.value();
    }

    @Override
    public void close() {
        helper.end();
        long end = ring.produced();
        for (long left = at + 1; left < end; left++) {
            row.free(ring.slot(left), CrossThread.SIZE);
        }
        row.close();
    }
}
