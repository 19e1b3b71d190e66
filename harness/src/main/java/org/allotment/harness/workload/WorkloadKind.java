package org.allotment.harness.workload;

import org.allotment.harness.subject.Applicability;
import org.allotment.harness.subject.Capability;
import org.allotment.harness.subject.Traits;
import org.allotment.harness.workload.script.BatchScript;
import org.allotment.harness.workload.script.ChurnScript;

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
     * @param largest largest block the workload will ask for, in bytes
     * @return the answer with its reason
     */
    public Applicability on(Traits traits, long largest) {
        if (largest > traits.maxSize()) {
            return Applicability.notApplicable(
                    "the subject has no blocks of this size size=" + largest + " maxSize=" + traits.maxSize());
        }
        if (this == CHURN && !traits.has(Capability.INDIVIDUAL_FREE)) {
            return Applicability.notApplicable(
                    "the live set never empties, and the subject reuses memory only when it does workload=churn");
        }
        return Applicability.applicable();
    }

    /**
     * Returns the script in words, for the reader of a run.
     *
     * @return seed and contents
     */
    public String describe() {
        return switch (this) {
            case PAIR -> "pair pairs=" + Workload.PAIRS;
            case BATCH -> BatchScript.standard().toString();
            case CHURN -> ChurnScript.standard().toString();
        };
    }
}
