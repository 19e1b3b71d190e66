package org.allotment.harness.nightly.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What one child process does: one fork of a benchmark, or a few litmus tests that share its start-up.
 *
 * @param units never empty, all of one kind
 */
public record Job(List<Unit> units) {

    /** Keeps its own copy. */
    public Job {
        units = List.copyOf(units);
    }

    /** Cuts the wanted units of a plan into jobs, in their order. */
    public static List<Job> of(List<Unit> units, Predicate<Unit> wanted, int litmusBatch) {
        var jobs = new ArrayList<Job>();
        var batch = new ArrayList<Unit>();
        for (var unit : units) {
            if (!wanted.test(unit)) {
                continue;
            }
            if (!unit.isLitmus() || batch.size() == litmusBatch) {
                flush(batch, jobs);
            }
            if (unit.isLitmus()) {
                batch.add(unit);
            } else {
                jobs.add(new Job(List.of(unit)));
            }
        }
        flush(batch, jobs);
        return List.copyOf(jobs);
    }

    private static void flush(List<Unit> batch, List<Job> jobs) {
        if (!batch.isEmpty()) {
            jobs.add(new Job(batch));
            batch.clear();
        }
    }

    /** Whether this job runs litmus tests. */
    public boolean isLitmus() {
        return units.getFirst().isLitmus();
    }

    /** Expected wall time. */
    public long estimateMillis() {
        return units.stream().mapToLong(Unit::estimateMillis).sum();
    }
}
