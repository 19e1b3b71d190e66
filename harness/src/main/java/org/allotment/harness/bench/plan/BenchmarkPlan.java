package org.allotment.harness.bench.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.allotment.harness.subject.Applicability;
import org.allotment.harness.subject.catalog.SubjectEntry;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.WorkloadKind;
import org.allotment.harness.workload.collection.CollectionWorkloads;
import org.allotment.harness.workload.script.PageScript;
import org.allotment.harness.workload.script.ReplaceScript;

/** Lists what can be measured, before anything starts; names here are keys of the history. */
public final class BenchmarkPlan {
    private static final String PACKAGE = "org.allotment.harness.bench.";
    private static final List<Integer> ONE_THREAD = List.of(1);
    private static final List<Integer> ONE_AND_TWO = List.of(1, 2);
    private static final String PAIR = "PairBenchmark.pair";

    private static final Operation BATCH = Operation.of("BatchBenchmark.batch", WorkloadKind.BATCH, ONE_AND_TWO);
    private static final Operation CHURN = Operation.of("ChurnBenchmark.churn", WorkloadKind.CHURN, ONE_AND_TWO);

    private static final List<Operation> QUICK =
            List.of(Operation.over(PAIR, WorkloadKind.PAIR, ONE_AND_TWO, "size", List.of("64")), BATCH, CHURN);

    private static final List<Operation> NIGHTLY = with(List.of("1-8"));
    private static final List<Operation> FULL = with(ReplaceScript.RANGES);

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

    private static List<Operation> with(List<String> replaced) {
        List<String> sizes = List.of("16", "64", "256", "1024", "8192", "65536");
        List<String> pages = List.of("1", "4", "64");
        List<String> names = CollectionWorkloads.NAMES;
        return List.of(
                Operation.over(PAIR, WorkloadKind.PAIR, ONE_AND_TWO, "size", sizes),
                BATCH,
                CHURN,
                Operation.over(
                        "FragmentedPairBenchmark.fragmentedPair",
                        WorkloadKind.FRAGMENTED,
                        ONE_THREAD,
                        "held",
                        List.of("1", "10", "2000")),
                Operation.over("ReplaceBenchmark.replaceOne", WorkloadKind.REPLACE, ONE_THREAD, "sizes", replaced),
                Operation.over(
                        "CollectionBenchmark.collection", WorkloadKind.COLLECTION, ONE_THREAD, "workload", names),
                Operation.over("PagePairBenchmark.pagePair", WorkloadKind.PAGES, ONE_THREAD, "pages", pages),
                Operation.over(
                        "PageBatchBenchmark.pageBatch", WorkloadKind.PAGES, ONE_THREAD, "pages", PageScript.RANGES));
    }

    /**
     * Lists the cells of a profile, the canary excepted. Cells of one workload, size and thread count stand together,
     * subject by subject, so that a round-robin over them lets drift hit all subjects alike.
     *
     * @param profile how much
     * @return cells in the order they should run, those that are not applicable included
     */
    public static List<BenchmarkCell> cells(BenchmarkProfile profile) {
        return cells(operations(profile), (operation, subject) -> isIn(profile, operation.kind(), subject));
    }

    /**
     * Lists what can be asked for: every subject at every benchmark, whatever the profile leaves out. Benchmarks that the
     * profile has come with its parameters, the others with those of a night.
     *
     * @param profile how much of a benchmark
     * @return cells in the order they should run, those that are not applicable included
     */
    public static List<BenchmarkCell> selectable(BenchmarkProfile profile) {
        List<Operation> operations = new ArrayList<>(operations(profile));
        Set<String> there = operations.stream().map(Operation::benchmark).collect(Collectors.toSet());
        NIGHTLY.stream()
                .filter(operation -> !there.contains(operation.benchmark()))
                .forEach(operations::add);
        return cells(operations, (operation, subject) -> true);
    }

    private static List<BenchmarkCell> cells(List<Operation> operations, BiPredicate<Operation, String> wanted) {
        List<BenchmarkCell> cells = new ArrayList<>();
        for (int threads : ONE_AND_TWO) {
            for (Operation operation : operations) {
                if (operation.threads().contains(threads)) {
                    operation.params().forEach(params -> addSubjects(cells, wanted, operation, params, threads));
                }
            }
        }
        return List.copyOf(cells);
    }

    private static List<Operation> operations(BenchmarkProfile profile) {
        return switch (profile) {
            case QUICK -> QUICK;
            case NIGHTLY -> NIGHTLY;
            case FULL -> FULL;
        };
    }

    /**
     * The fixed benchmark that tells whether the machine moved: to be run first, between and last.
     *
     * @return its only cell
     */
    public static BenchmarkCell canary() {
        return new BenchmarkCell(PACKAGE + "CanaryBenchmark.canary", new TreeMap<>(), 1, Applicability.applicable());
    }

    private static void addSubjects(
            List<BenchmarkCell> cells,
            BiPredicate<Operation, String> wanted,
            Operation operation,
            Map<String, String> params,
            int threads) {
        for (SubjectEntry subject : Subjects.all()) {
            if (wanted.test(operation, subject.id())) {
                SortedMap<String, String> all = new TreeMap<>(params);
                all.put("subject", subject.id());
                cells.add(new BenchmarkCell(
                        PACKAGE + operation.benchmark(), all, threads, applicability(subject, operation.kind())));
            }
        }
    }

    private static boolean isIn(BenchmarkProfile profile, WorkloadKind workload, String subject) {
        return profile != BenchmarkProfile.QUICK
                || QUICK_SUBJECTS.contains(subject)
                || (workload == WorkloadKind.PAIR && QUICK_PAIR_SUBJECTS.contains(subject));
    }

    private static Applicability applicability(SubjectEntry subject, WorkloadKind workload) {
        return subject.applicability().and(() -> workload.on(subject.traits()));
    }
}
