package org.allotment.harness.workload;

/**
 * A measured loop over one subject, used by the thread that made it.
 *
 * <p>{@link #run} is what is timed: it allocates, touches eight bytes and frees, and does nothing else. {@link
 * #checksum} makes the same calls in the same order, but fills each block and reads it back before the free; it is
 * never timed.
 */
public interface Workload extends AutoCloseable {
    /** Pairs of one run of the pair workload. */
    int PAIRS = 1000;

    /** Records of one run of the churn workload; the runs walk through the script, which then starts over. */
    int CHURN_STEPS = 1024;

    /** Makes one timed pass. */
    void run();

    /**
     * Makes one complete pass of the script from its start, with contents.
     *
     * @return a sum over sizes, order and what was read back; equal for all subjects
     */
    long checksum();

    /** Frees what is still live and closes the subject. */
    @Override
    void close();
}
