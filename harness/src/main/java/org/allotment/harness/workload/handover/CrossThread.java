package org.allotment.harness.workload.handover;

import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.row.BlockRow;
import org.allotment.harness.workload.script.Checksum;

/**
 * The caller allocates and frees nothing, a helper frees everything: {@value #BLOCKS} blocks of {@value #SIZE} bytes a run,
 * handed over by the batch. A run ends when the last block is freed.
 */
public final class CrossThread implements Workload {
    /** Blocks of one run. */
    public static final int BLOCKS = 65_536;

    /** Bytes of a block. */
    public static final long SIZE = 64;

    private static final int LEAST_CAPACITY = 1_024;
    private static final int BATCHES = 4;

    private final int batch;
    private final Ring ring;
    private final BlockRow row;
    private final Consumer consumer;
    private final Helper helper;
    private long produced;

    private CrossThread(Supplier<Subject> subjects, ThreadFactory threads, int batch) {
        this.batch = batch;
        ring = new Ring(Math.max(LEAST_CAPACITY, batch * BATCHES));
        row = BlockRow.of(subjects.get(), ring.capacity());
        consumer = new Consumer(ring, batch);
        helper = new Helper(threads, ring, () -> consumer.consume(row.sharedWith(subjects.get())));
    }

    /**
     * Makes the workload and starts its helper.
     *
     * @param subjects opens the subject for each of the two threads; closed with the workload
     * @param threads makes the helper
     * @param batch blocks that are handed over at once, a power of two, at most {@link #BLOCKS}
     * @return the workload
     */
    public static Workload of(Supplier<Subject> subjects, ThreadFactory threads, int batch) {
        if (Integer.bitCount(batch) != 1 || batch < 1 || batch > BLOCKS) {
            throw new IllegalArgumentException("no power of two up to " + BLOCKS + ", batch=" + batch);
        }
        return new CrossThread(subjects, threads, batch);
    }

    /** What the loop changes is in locals: a field would lie in a cache line with what the helper reads. */
    @Override
    public void run() {
        Ring to = ring;
        BlockRow blocks = row;
        long consumed = produced;
        long at = produced;
        long last = at + BLOCKS;
        while (at < last) {
            long end = at + batch;
            if (!to.hasRoom(end, consumed)) {
                consumed = to.awaitRoom(end);
            }
            for (; at < end; at++) {
                blocks.allocate(to.slot(at), SIZE);
            }
            to.publish(end);
        }
        to.awaitConsumed(last);
        produced = last;
    }

    @Override
    public long checksum() {
        Checksum sum = new Checksum();
        consumer.check(sum);
        long last = produced + BLOCKS;
        for (int index = 0; produced < last; index++) {
            ring.awaitRoom(produced + 1);
            int slot = ring.slot(produced);
            row.allocate(slot, SIZE);
            row.fill(slot, SIZE, index);
            produced++;
            if (produced % batch == 0) {
                ring.publish(produced);
            }
        }
        ring.awaitConsumed(last);
        consumer.check(null);
        return sum.value();
    }

    @Override
    public void close() {
        helper.end();
        row.close();
    }
}
