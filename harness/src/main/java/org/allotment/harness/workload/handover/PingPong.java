package org.allotment.harness.workload.handover;

import java.util.concurrent.ThreadFactory;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.script.Checksum;

/** Two threads hand a number to and fro: what it costs two cores to see each other's writes, without an allocator. */
public final class PingPong implements Workload {
    /** Hand-overs of one run. */
    public static final int HANDOVERS = 20_000;

    private final Ring ring = new Ring(1);
    private final Helper helper;
    private long sent;

    private PingPong(ThreadFactory threads) {
        helper = new Helper(threads, ring, this::answer);
    }

    /**
     * Makes the workload and starts its helper.
     *
     * @param threads makes the helper
     * @return the workload
     */
    public static Workload of(ThreadFactory threads) {
        return new PingPong(threads);
    }

    private void answer() {
        long at = 0;
        long filled = ring.awaitFilled(at);
        while (filled != at) {
            at = filled;
            ring.release(at);
            filled = ring.awaitFilled(at);
        }
    }

    @Override
    public void run() {
        for (int left = HANDOVERS / 2; left > 0; left--) {
            sent++;
            ring.publish(sent);
            ring.awaitConsumed(sent);
        }
    }

    /** The number of answers, since there is nothing else to be seen. */
    @Override
    public long checksum() {
        Checksum sum = new Checksum();
        long before = ring.consumed();
        run();
        sum.add(ring.consumed() - before);
        return sum.value();
    }

    @Override
    public void close() {
        helper.end();
    }
}
