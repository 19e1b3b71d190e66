package org.allotment.harness.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allotment.harness.subject.Applicability;
import org.allotment.harness.subject.catalog.SubjectEntry;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.WorkloadKind;

/** Lists what can be measured, before anything starts; names here are keys of the history. */
public final class BenchmarkPlan {
    private static final String PACKAGE = "org.allotment.harness.bench.";
    private static final List<Integer> THREADS = List.of(1, 2);
    private static final List<Integer> SIZES = List.of(16, 64, 256, 1024, 8192, 65_536);
    private static final int QUICK_SIZE = 64;

    private static final Set<String> QUICK_SUBJECTS = Set.of(
            "allotment-slab",
            "allotment-slab-trusting",
            "allotment-tlsf",
            "allotment-tlsf-trusting",
            "malloc-critical",
            "lwjgl-rpmalloc",
            "netty-adaptive",
            "arena-confined");
    private static final Set<String> QUICK_PAIR_SUBJECTS = Set.of("allotment-bump");

    private BenchmarkPlan() {}

    /**
     * Lists the cells of a profile, the canary excepted. Cells of one workload, size and thread count stand together,
     * subject by subject, so that a round-robin over them lets drift hit all subjects alike.
     *
     * @param profile how much
     * @return cells in the order they should run, those that are not applicable included
     */
    public static List<BenchmarkCell> cells(BenchmarkProfile profile) {
        List<BenchmarkCell> cells = new ArrayList<>();
        for (int threads : THREADS) {
            for (int size : profile == BenchmarkProfile.QUICK ? List.of(QUICK_SIZE) : SIZES) {
                addPairs(cells, profile, size, threads);
            }
            addMixed(cells, profile, WorkloadKind.BATCH, threads);
            addMixed(cells, profile, WorkloadKind.CHURN, threads);
        }
        return List.copyOf(cells);
    }

    /**
     * The fixed benchmark that tells whether the machine moved: to be run first, between and last.
     *
     * @return its only cell
     */
    public static BenchmarkCell canary() {
        return new BenchmarkCell(PACKAGE + "CanaryBenchmark.canary", new TreeMap<>(), 1, Applicability.applicable());
    }

    private static void addPairs(List<BenchmarkCell> cells, BenchmarkProfile profile, int size, int threads) {
        for (SubjectEntry subject : Subjects.all()) {
            if (isIn(profile, WorkloadKind.PAIR, subject.id())) {
                SortedMap<String, String> params =
                        new TreeMap<>(Map.of("subject", subject.id(), "size", Integer.toString(size)));
                cells.add(new BenchmarkCell(
                        PACKAGE + "PairBenchmark.pair", params, threads, applicability(subject, WorkloadKind.PAIR)));
            }
        }
    }

    private static void addMixed(
            List<BenchmarkCell> cells, BenchmarkProfile profile, WorkloadKind workload, int threads) {
        String benchmark = PACKAGE + (workload == WorkloadKind.BATCH ? "BatchBenchmark.batch" : "ChurnBenchmark.churn");
        for (SubjectEntry subject : Subjects.all()) {
            if (isIn(profile, workload, subject.id())) {
                cells.add(new BenchmarkCell(
                        benchmark,
                        new TreeMap<>(Map.of("subject", subject.id())),
                        threads,
                        applicability(subject, workload)));
            }
        }
    }

    private static boolean isIn(BenchmarkProfile profile, WorkloadKind workload, String subject) {
        return profile == BenchmarkProfile.NIGHTLY
                || QUICK_SUBJECTS.contains(subject)
                || (workload == WorkloadKind.PAIR && QUICK_PAIR_SUBJECTS.contains(subject));
    }

    private static Applicability applicability(SubjectEntry subject, WorkloadKind workload) {
        return subject.applicability().and(() -> workload.on(subject.traits()));
    }
}
