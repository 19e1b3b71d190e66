package org.allotment.harness.workload;

import java.util.List;
import java.util.Locale;
import org.allotment.harness.subject.Applicability;
import org.allotment.harness.subject.Capability;
import org.allotment.harness.subject.Traits;

/** The workloads, and what each asks of a subject. */
@SuppressWarnings("ImmutableEnumChecker")
public enum WorkloadKind {
    /** Allocate, touch, free; again and again with one size. */
    PAIR,
    /** Allocate 1000 blocks of mixed sizes, then free them in shuffled order. */
    BATCH,
    /** Replace random blocks of a live set of 4096. */
    CHURN(Capability.INDIVIDUAL_FREE),
    /** Allocate, touch, free among many free blocks that cannot merge. */
    FRAGMENTED(Capability.INDIVIDUAL_FREE, Capability.RAW_ADDRESS),
    /** Replace the oldest of a few small blocks of various alignments. */
    REPLACE(Capability.INDIVIDUAL_FREE, Capability.ALIGNED),
    /** Fill and drop a collection that takes its memory from the subject. */
    COLLECTION(Capability.INDIVIDUAL_FREE, Capability.RAW_ADDRESS),
    /** Allocate and free runs of whole pages, aligned to a page. */
    PAGES(Capability.INDIVIDUAL_FREE, Capability.RAW_ADDRESS, Capability.ALIGNED),
    /** One thread allocates, another frees. */
    CROSS_THREAD(Capability.INDIVIDUAL_FREE, Capability.ANY_THREAD),
    /** Threads end, and others go on with their blocks. */
    INHERITANCE(Capability.INDIVIDUAL_FREE, Capability.ANY_THREAD),
    /** Threads, virtual ones too, that call one subject. */
    ONE_ENTRY(Capability.INDIVIDUAL_FREE, Capability.ANY_THREAD);

    private final List<Capability> needs;

    WorkloadKind(Capability... needs) {
        this.needs = List.of(needs);
    }

    /**
     * Tells whether the workload is defined for a subject.
     *
     * @param traits what the subject can do
     * @return the answer with its reason
     */
    public Applicability on(Traits traits) {
        if (this != PAGES && traits.has(Capability.WHOLE_PAGES)) {
            return Applicability.notApplicable("the subject hands out whole pages only, workload=" + word());
        }
        if (traits.has(Capability.STOPS_THREADS) && needs.contains(Capability.ANY_THREAD)) {
            return Applicability.notApplicable(
                    "each free stops all threads, and a run would take minutes, workload=" + word());
        }
        if (this == ONE_ENTRY && traits.has(Capability.OWN_ENTRY)) {
            return Applicability.notApplicable("threads would need an entry each, workload=" + word());
        }
        for (Capability need : needs) {
            if (!traits.has(need)) {
                return Applicability.notApplicable(lack(need) + ", workload=" + word());
            }
        }
        return Applicability.applicable();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String lack(Capability need) {
        return switch (need) {
            case INDIVIDUAL_FREE -> "the live set never empties, and the subject reuses memory only when it does";
            case RAW_ADDRESS -> "the workload holds addresses, and the subject's blocks are objects";
            case ANY_THREAD -> "a block belongs to the thread that allocated it";
            case ALIGNED -> "the subject takes no alignment with a request";
            default -> "the subject lacks what the workload needs, need=" + need;
        };
    }
}
