package org.allotment.stress.run;

import java.time.Duration;

/**
 * How often each litmus test should have run at the end, and how long jcstress may go on looking for that.
 *
 * @param samples of tests on platform threads; 0 where the first round is all
 * @param allowance time of further rounds for each test, in which its actors run: processes take some more to start
 */
public record SampleGoal(long samples, Duration allowance) {
    /** The first round is all. */
    static final SampleGoal NONE = new SampleGoal(0, Duration.ZERO);

    /** A virtual thread takes tens of microseconds to start and to be joined. */
    private static final int VIRTUAL_THREADS_SHARE = 100;

    /** A further round looks longer than should be needed by one in so many, since rates vary. */
    private static final int MARGIN = 10;

    /**
     * Returns how often a test should have run.
     *
     * @param onVirtualThreads whether its actors start virtual threads: a hundredth is asked of those
     * @return samples, from 0 up
     */
    public long of(boolean onVirtualThreads) {
        return onVirtualThreads ? samples / VIRTUAL_THREADS_SHARE : samples;
    }

    /**
     * Returns how many times longer than the first round the next one should look.
     *
     * @param missing samples, from 1 up
     * @param perRound samples of a round as long as the first, from 1 up
     * @param affordable the longest round that is left, in first rounds
     * @return from 0 up to {@code affordable}; 0 for no further round
     */
    static int factor(long missing, long perRound, long affordable) {
        long needed = Math.ceilDiv(missing + missing / MARGIN, perRound);
        return (int) Math.min(needed, Math.min(affordable, Integer.MAX_VALUE));
    }
}
