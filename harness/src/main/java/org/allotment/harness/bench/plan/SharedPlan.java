package org.allotment.harness.bench.plan;

import java.util.List;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.WorkloadKind;
import org.allotment.harness.workload.guard.GuardedPair;
import org.allotment.harness.workload.switching.ContextPair;
import org.allotment.harness.workload.switching.Switches;
import org.allotment.harness.workload.task.Tasks;

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

    /** Switches on a platform thread. */
    static Operation switches(List<String> ways) {
        return Operation.alone("context.SwitchBenchmark.platformThread", "way", ways);
    }

    private static List<Operation> with(List<String> batches) {
        return List.of(
                Operation.alone("concurrent.PingPongBenchmark.pingPong"),
                crossThread(batches),
                single("concurrent.OwnerFreeBenchmark.ownerFree", WorkloadKind.CROSS_THREAD),
                single("concurrent.RemoteFreeBenchmark.remoteFree", WorkloadKind.CROSS_THREAD),
                single("concurrent.InheritanceBenchmark.inheritance", WorkloadKind.INHERITANCE),
                single("concurrent.ThreadChurnBenchmark.threadChurn", WorkloadKind.INHERITANCE),
                Operation.over(
                        "context.VirtualPairBenchmark.virtualPair",
                        WorkloadKind.ONE_ENTRY,
                        List.of(1),
                        "size",
                        List.of("64")),
                single("context.TaskBenchmark.task", WorkloadKind.ONE_ENTRY),
                Operation.alone("context.ContextTaskBenchmark.contextTask", "memory", Tasks.MEMORIES),
                Operation.alone("context.ContextPairBenchmark.platformThread", "place", ContextPair.PLACES),
                Operation.alone("context.ContextPairBenchmark.virtualThread", "place", ContextPair.PLACES),
                switches(Switches.WAYS),
                Operation.alone("context.SwitchBenchmark.virtualThread", "way", Switches.WAYS),
                Operation.alone("guard.GuardPairBenchmark.guardPair", "guard", GuardedPair.GUARDS));
    }

    private static Operation single(String benchmark, WorkloadKind kind) {
        return Operation.of(benchmark, kind, List.of(1)).beside(control());
    }

    private static String control() {
        return Subjects.control().id();
    }
}
