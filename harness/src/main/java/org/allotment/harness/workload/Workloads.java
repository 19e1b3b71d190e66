package org.allotment.harness.workload;

import org.allotment.harness.subject.AddressSubject;
import org.allotment.harness.subject.ObjectSubject;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.script.BatchScript;
import org.allotment.harness.workload.script.ChurnScript;

/** Chooses the loop that fits the shape of a subject, once, before anything is timed. */
public final class Workloads {
    private Workloads() {}

    /**
     * Allocate, touch and free with one size.
     *
     * @param subject whom to measure; closed with the workload
     * @param size bytes, a multiple of 8
     * @return the workload
     */
    public static Workload pair(Subject subject, long size) {
        return switch (subject) {
            case AddressSubject addresses -> new AddressPair(addresses, size);
            case ObjectSubject<?> objects -> new ObjectPair<>(objects, size);
        };
    }

    /**
     * Allocate many, then free them in shuffled order.
     *
     * @param subject whom to measure; closed with the workload
     * @return the workload
     */
    public static Workload batch(Subject subject) {
        return switch (subject) {
            case AddressSubject addresses -> new AddressBatch(addresses, BatchScript.standard());
            case ObjectSubject<?> objects -> new ObjectBatch<>(objects, BatchScript.standard());
        };
    }

    /**
     * Replace random blocks of a live set.
     *
     * @param subject whom to measure; closed with the workload
     * @return the workload
     */
    public static Workload churn(Subject subject) {
        return switch (subject) {
            case AddressSubject addresses -> new AddressChurn(addresses, ChurnScript.standard());
            case ObjectSubject<?> objects -> new ObjectChurn<>(objects, ChurnScript.standard());
        };
    }
}
