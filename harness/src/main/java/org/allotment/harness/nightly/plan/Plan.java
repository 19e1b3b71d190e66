package org.allotment.harness.nightly.plan;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allotment.harness.checkout.Commit;
import org.allotment.harness.machine.Machine;
import org.allotment.harness.result.EnvironmentDocument.JmhInfo;
import org.allotment.harness.result.EnvironmentDocument.RunInfo;
import org.jspecify.annotations.Nullable;

/**
 * {@value #FORMAT}: what a run is expected to do, and what was known before it began.
 *
 * @param canary name of the benchmark that never changes, or null where none was planned
 * @param loadBefore load averages before the first unit
 * @param sources SHA-256 by class name
 * @param jars SHA-256 of the copies that measure, by their purpose
 * @param litmus the litmus tests among the units, as the suite described them
 * @param units in the order in which they run
 */
public record Plan(
        String format,
        RunInfo run,
        @Nullable Commit commit,
        Machine machine,
        Measurement measurement,
        JmhInfo jmh,
        @Nullable String canary,
        List<Double> loadBefore,
        SortedMap<String, String> sources,
        SortedMap<String, String> jars,
        List<Litmus> litmus,
        List<Unit> units) {

    /** Name and version of this document. */
    public static final String FORMAT = "allotment.plan/1";

    /** Keeps its own copies; plans of before the copies name none. */
    public Plan {
        jars = jars == null ? new TreeMap<>() : new TreeMap<>(jars);
        litmus = List.copyOf(litmus);
        units = List.copyOf(units);
    }

    /** The profile of the run. */
    public Profile profile() {
        return Profile.of(run.profile());
    }

    /** Whether a unit is a run of the canary. */
    public boolean isCanary(Unit unit) {
        return unit.name().equals(canary);
    }
}
