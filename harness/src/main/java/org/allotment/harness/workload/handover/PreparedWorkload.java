package org.allotment.harness.workload.handover;

import org.allotment.harness.workload.Workload;

/** A workload whose runs need something that is not to be timed: one call before each run. */
public interface PreparedWorkload extends Workload {
    /** Makes ready for one run. */
    void prepare();
}
