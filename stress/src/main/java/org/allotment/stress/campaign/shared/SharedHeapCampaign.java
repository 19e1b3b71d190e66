package org.allotment.stress.campaign.shared;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.allotment.core.AllocatorStatistics;
import org.allotment.core.SizeAware;
import org.jspecify.annotations.Nullable;

/** Runs the lanes; see the package. */
public final class SharedHeapCampaign {
    /** Threads at work at a time. */
    public static final int LANES = 8;

    private static final int EXCHANGE = 1_024;
    private static final long SHORTEST_LIFE = 1_000;
    private static final long LONGEST_LIFE = 100_000;
    private static final int LIVES = 16;

    /** Every so many lives one is a virtual thread's. */
    private static final int VIRTUAL = 4;

    private static final int LOOK_UP = 1_024;

    private final long seed;
    private final long perLane;
    private final long life;
    private final AtomicReferenceArray<Block> exchange = new AtomicReferenceArray<>(EXCHANGE);
    private final List<Lane> lanes = new ArrayList<>();
    private final AtomicReferenceArray<Thread> last = new AtomicReferenceArray<>(LANES);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch running = new CountDownLatch(LANES);

    private SharedHeapCampaign(SizeAware allocator, long seed, long operations) {
        this.seed = seed;
        perLane = (operations + LANES - 1) / LANES;
        life = Math.clamp(perLane / LIVES, SHORTEST_LIFE, LONGEST_LIFE);
        for (int i = 0; i < EXCHANGE; i++) {
            exchange.set(i, new Block());
        }
        for (int i = 0; i < LANES; i++) {
            lanes.add(new Lane(i, seed * LANES, allocator, exchange));
        }
    }

    /**
     * What a campaign did; one that found a fault has no outcome but an {@link AssertionError}.
     *
     * @param seed of its random numbers; the order of the threads is not of its making
     * @param operations allocations, frees and resizes
     * @param freesByOthers frees among them by another thread than the one that allocated
     * @param resizes among them
     * @param swaps of blocks between lanes
     * @param bytesVerified bytes that were compared with what had been written
     * @param threads that lived and ended, platform and virtual
     */
    public record Outcome(
            long seed,
            long operations,
            long freesByOthers,
            long resizes,
            long swaps,
            long bytesVerified,
            long threads) {
        @Override
        public String toString() {
            return "operations=" + operations + " freesByOthers=" + freesByOthers + " resizes=" + resizes + " swaps="
                    + swaps + " bytesVerified=" + bytesVerified + " lanes=" + LANES + " threads=" + threads
                    + " faults=0 seed=" + seed;
        }
    }

    /**
     * Runs a campaign on an allocator that nobody else uses.
     *
     * @param allocator one that any thread may use; not closed
     * @param seed any
     * @param operations at least so many; memory does not grow with them
     * @return what it did
     * @throws AssertionError if a block did not hold what was written to it, or something was live or lost at the end
     */
    public static Outcome run(SizeAware allocator, long seed, long operations) {
        return new SharedHeapCampaign(allocator, seed, operations).run();
    }

    private Outcome run() {
        for (int lane = 0; lane < LANES; lane++) {
            startThread(lane, 0);
        }
        awaitAll();
        Throwable cause = failure.get();
        if (cause != null) {
            throw new AssertionError(cause.getMessage() + " [seed=" + seed + "]", cause);
        }
        Counts counts = new Counts();
        for (Lane lane : lanes) {
            lane.nextGeneration();
            lane.drain();
        }
        for (int i = 0; i < EXCHANGE; i++) {
            lanes.getFirst().drain(exchange.get(i));
        }
        lanes.forEach(lane -> counts.add(lane.counts()));
        return new Outcome(
                seed,
                counts.operations(),
                counts.freesByOthers,
                counts.resizes,
                counts.swaps,
                counts.bytesVerified,
                LANES * ((perLane + life - 1) / life));
    }

    private void startThread(int lane, long generation) {
        Runnable work = () -> live(lane, generation);
        Thread thread = generation % VIRTUAL == VIRTUAL - 1
                ? Thread.ofVirtual().unstarted(work)
                : Thread.ofPlatform().daemon().unstarted(work);
        last.set(lane, thread);
        thread.start();
    }

    /** A thread's whole life; the next one is its last deed. */
    private void live(int number, long generation) {
        Lane lane = lanes.get(number);
        try {
            long end = Math.min(perLane, (generation + 1) * life);
            for (long step = 0; lane.counts().operations() < end; step++) {
                lane.step();
                if (step % LOOK_UP == 0 && failure.get() != null) {
                    break;
                }
            }
            if (end < perLane && failure.get() == null) {
                lane.nextGeneration();
                startThread(number, generation + 1);
                return;
            }
        } catch (RuntimeException | Error cause) {
            failure.compareAndSet(null, cause);
        }
        running.countDown();
    }

    private void awaitAll() {
        boolean interrupted = false;
        while (true) {
            try {
                running.await();
                for (int lane = 0; lane < LANES; lane++) {
                    last.get(lane).join();
                }
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Requires that an allocator has nothing out and has lost nothing.
     *
     * @param left its report after everything was freed
     * @throws AssertionError if not
     */
    public static void requireEmpty(AllocatorStatistics left) {
        if (left.liveBlocks() != 0 || left.liveBlockBytes() != 0 || !left.isConserved()) {
            throw new AssertionError("nothing is live and every byte is accounted for when all is freed, left=" + left);
        }
    }
}
