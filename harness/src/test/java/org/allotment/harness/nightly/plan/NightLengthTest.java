package org.allotment.harness.nightly.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.allotment.harness.bench.plan.BenchmarkCell;
import org.allotment.harness.bench.plan.BenchmarkPlan;
import org.allotment.harness.bench.plan.BenchmarkProfile;
import org.junit.jupiter.api.Test;

/** Benchmarks leave room for the litmus tests of the same night: six hours in all, and twelve minutes for a quick one. */
class NightLengthTest {

    private static final int CORES = 2;

    @Test
    void benchmarksOfANightTakeLessThanSixHours() {
        assertThat(length(Profile.NIGHTLY, BenchmarkProfile.NIGHTLY))
                .isBetween(Duration.ofHours(1), Duration.ofHours(6).minusMinutes(20));
    }

    @Test
    void benchmarksOfAQuickNightTakeLessThanTwelveMinutes() {
        assertThat(length(Profile.QUICK, BenchmarkProfile.QUICK))
                .isBetween(Duration.ofMinutes(2), Duration.ofMinutes(12).minusMinutes(2));
    }

    private static Duration length(Profile profile, BenchmarkProfile benchmarks) {
        var cells = BenchmarkPlan.cells(benchmarks).stream()
                .flatMap(NightLengthTest::applicable)
                .toList();
        var canary = applicable(BenchmarkPlan.canary()).findFirst();
        return Stream.of(new Planner(profile.measurement(), canary, CORES).order(cells, List.of()))
                .flatMap(Collection::stream)
                .map(unit -> Duration.ofMillis(unit.estimateMillis()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Stream<Cell> applicable(BenchmarkCell cell) {
        return Optional.of(cell).stream()
                .filter(wanted -> wanted.applicability().isApplicable())
                .map(wanted -> Cell.of(wanted.benchmark(), wanted.params(), wanted.threads()));
    }
}
