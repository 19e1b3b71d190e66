package org.allotment.harness.workload.handover;

import org.allotment.harness.workload.row.BlockRow;
import org.allotment.harness.workload.script.Checksum;
import org.jspecify.annotations.Nullable;

/** Frees all that comes out of a ring. */
final class Consumer {
    private final Ring ring;
    private final int batch;

    /** Written by the producer while the ring is empty, so what is next handed over carries it along. */
    private @Nullable Checksum sum;

    Consumer(Ring ring, int batch) {
        this.ring = ring;
        this.batch = batch;
    }

    /** Reads each block before its free, or, with nothing to add it to, does not. */
    void check(@Nullable Checksum into) {
        sum = into;
    }

    /** Frees until the ring is closed. */
    void consume(BlockRow row) {
        long at = 0;
        long filled = ring.awaitFilled(at);
        while (filled != at) {
            while (at < filled) {
                at = take(row, at, Math.min(filled, at + batch));
                ring.release(at);
            }
            filled = ring.awaitFilled(at);
        }
        row.close();
    }

    private long take(BlockRow row, long from, long end) {
        Checksum reads = sum;
        for (long at = from; at < end; at++) {
            int slot = ring.slot(at);
            if (reads != null) {
                row.read(slot, CrossThread.SIZE, reads);
            }
            row.free(slot, CrossThread.SIZE);
        }
        return end;
    }
}
