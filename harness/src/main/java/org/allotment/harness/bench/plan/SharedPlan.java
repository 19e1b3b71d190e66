package org.allotment.harness.bench.plan;

import java.util.List;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.WorkloadKind;

/** What is measured of allocators that several threads use: the part of the plan that needs more than one owner. */
final class SharedPlan {
    /** Every benchmark; blocks cross threads one by one and in large batches. */
    static final List<Operation> NIGHTLY = with(List.of("1", "256"));

    /** The same with all batches. */
    static final List<Operation> FULL = with(List.of("1", "16", "256", "4096"));

    private SharedPlan() {}

    /** Blocks that cross threads in batches, with the ring alone in the same round. */
    static Operation crossThread(List<String> batches) {
        return Operation.over(
                        "concurrent.CrossThreadBenchmark.crossThread",
                        WorkloadKind.CROSS_THREAD,
                        List.of(1),
                        "batch",
                        batches)
                .beside(control());
    }

    private static List<Operation> with(List<String> batches) {
        return List.of(
                Operation.alone("concurrent.PingPongBenchmark.pingPong"),
                crossThread(batches),
                single("concurrent.OwnerFreeBenchmark.ownerFree", WorkloadKind.CROSS_THREAD),
                single("concurrent.RemoteFreeBenchmark.remoteFree", WorkloadKind.CROSS_THREAD),
                single("concurrent.InheritanceBenchmark.inheritance", WorkloadKind.INHERITANCE),
                single("concurrent.ThreadChurnBenchmark.threadChurn", WorkloadKind.INHERITANCE));
    }

    private static Operation single(String benchmark, WorkloadKind kind) {
        return Operation.of(benchmark, kind, List.of(1)).beside(control());
    }

    private static String control() {
        return Subjects.control().id();
    }
}
