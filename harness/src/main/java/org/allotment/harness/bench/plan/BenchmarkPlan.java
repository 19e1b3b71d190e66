package org.allotment.harness.bench.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allotment.harness.subject.Applicability;
import org.allotment.harness.subject.catalog.SubjectEntry;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.WorkloadKind;
import org.allotment.harness.workload.collection.CollectionWorkloads;
import org.allotment.harness.workload.script.PageScript;
import org.allotment.harness.workload.script.ReplaceScript;
import org.jspecify.annotations.Nullable;

/** Lists what can be measured, before anything starts; names here are keys of the history. */
public final class BenchmarkPlan {
    private static final String PACKAGE = "org.allotment.harness.bench.";
    private static final List<Integer> ONE_THREAD = List.of(1);
    private static final List<Integer> ONE_AND_TWO = List.of(1, 2);
    private static final String PAIR = "PairBenchmark.pair";

    private static final Operation BATCH = Operation.of("BatchBenchmark.batch", WorkloadKind.BATCH, ONE_AND_TWO);
    private static final Operation CHURN = Operation.of("ChurnBenchmark.churn", WorkloadKind.CHURN, ONE_AND_TWO);

    private static final List<Operation> QUICK = List.of(
            Operation.over(PAIR, WorkloadKind.PAIR, ONE_AND_TWO, "size", List.of("64")),
            BATCH,
            CHURN,
            SharedPlan.crossThread(List.of("1")),
            SharedPlan.switches(List.of("enter-leave")));

    private static final List<Operation> NIGHTLY = with(List.of("1-8"), SharedPlan.NIGHTLY);
    private static final List<Operation> FULL = with(ReplaceScript.RANGES, SharedPlan.FULL);

    private static final Set<String> QUICK_SUBJECTS = Set.of(
            "allotment-shared",
            "allotment-slab",
            "allotment-slab-trusting",
            "allotment-tlsf",
            "allotment-tlsf-trusting",
            "malloc-critical",
            "lwjgl-rpmalloc",
            "netty-adaptive",
            "arena-confined");
    private static final Set<String> QUICK_PAIR_SUBJECTS = Set.of("allotment-bump");
    private static final Set<String> QUICK_CROSS_THREAD_SUBJECTS = Set.of("allotment-shared", "malloc-critical");

    private BenchmarkPlan() {}

    private static List<Operation> with(List<String> replaced, List<Operation> shared) {
        return Stream.concat(ofOneOwner(replaced).stream(), shared.stream()).toList();
    }

    private static List<Operation> ofOneOwner(List<String> replaced) {
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
        WorkloadKind kind = operation.kind();
        if (kind == null) {
            cells.add(cell(operation, params, threads, Applicability.applicable()));
            return;
        }
        for (SubjectEntry subject : Subjects.all()) {
            if (wanted.test(operation, subject.id())) {
                cells.add(cell(operation, with(params, subject.id()), threads, applicability(subject, kind)));
            }
        }
        for (String control : operation.controls()) {
            cells.add(cell(operation, with(params, control), threads, Applicability.applicable()));
        }
    }

    private static Map<String, String> with(Map<String, String> params, String subject) {
        Map<String, String> all = new TreeMap<>(params);
        all.put("subject", subject);
        return all;
    }

    private static BenchmarkCell cell(
            Operation operation, Map<String, String> params, int threads, Applicability applicability) {
        return new BenchmarkCell(PACKAGE + operation.benchmark(), new TreeMap<>(params), threads, applicability);
    }

    private static boolean isIn(BenchmarkProfile profile, @Nullable WorkloadKind workload, String subject) {
        if (profile != BenchmarkProfile.QUICK) {
            return true;
        }
        return switch (workload) {
            case CROSS_THREAD -> QUICK_CROSS_THREAD_SUBJECTS.contains(subject);
            case PAIR -> QUICK_SUBJECTS.contains(subject) || QUICK_PAIR_SUBJECTS.contains(subject);
            case null, default -> QUICK_SUBJECTS.contains(subject);
        };
    }

    private static Applicability applicability(SubjectEntry subject, WorkloadKind workload) {
        return subject.applicability().and(() -> workload.on(subject.traits()));
    }
}
