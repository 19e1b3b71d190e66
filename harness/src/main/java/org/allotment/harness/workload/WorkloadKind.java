package org.allotment.harness.workload;

import org.allotment.harness.subject.Applicability;
import org.allotment.harness.subject.Capability;
import org.allotment.harness.subject.Traits;

/** The workloads, and what each asks of a subject. */
public enum WorkloadKind {
    /** Allocate, touch, free; again and again with one size. */
    PAIR,
    /** Allocate 1000 blocks of mixed sizes, then free them in shuffled order. */
    BATCH,
    /** Replace random blocks of a live set of 4096. */
    CHURN;

    /**
     * Tells whether the workload is defined for a subject.
     *
     * @param traits what the subject can do
     * @return the answer with its reason
     */
    public Applicability on(Traits traits) {
        if (this == CHURN && !traits.has(Capability.INDIVIDUAL_FREE)) {
            return Applicability.notApplicable(
                    "the live set never empties, and the subject reuses memory only when it does workload=churn");
        }
        return Applicability.applicable();
    }
}
