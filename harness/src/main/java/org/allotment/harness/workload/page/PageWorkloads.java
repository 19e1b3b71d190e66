package org.allotment.harness.workload.page;

import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.script.PageScript;

/** Makes the page workloads; all need a subject of raw addresses. */
public final class PageWorkloads {
    private PageWorkloads() {}

    /**
     * Allocate, touch and free one run of pages.
     *
     * @param subject whom to measure; closed with the workload
     * @param pages length of the run
     * @return the workload
     */
    public static Workload pair(Subject subject, int pages) {
        return new PagePair(addresses(subject), pages);
    }

    /**
     * Allocate 1000 runs of pages, then free them in shuffled order.
     *
     * @param subject whom to measure; closed with the workload
     * @param range one of {@link PageScript#RANGES}
     * @return the workload
     */
    public static Workload batch(Subject subject, String range) {
        return new PageBatch(addresses(subject), PageScript.of(range));
    }

    private static AddressSubject addresses(Subject subject) {
        if (subject instanceof AddressSubject addresses) {
            return addresses;
        }
        throw new IllegalArgumentException("pages are addresses, not objects subject=" + subject);
    }
}
