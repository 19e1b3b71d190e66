package org.allotment.harness.nightly.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allotment.harness.result.RunProblem;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final Cell CANARY = Cell.of("h.Canary.canary", Map.of(), 1);

    private static Cell cell(String name, String subject, int threads) {
        return Cell.of(name, Map.of("subject", subject, "size", "64"), threads);
    }

    private static List<Unit> order(int forks, List<Cell> cells) {
        return new Planner(new Measurement(forks, 1, 1, 1, 1), Optional.of(CANARY), 2).order(cells, List.of());
    }

    private static List<String> subjects(List<Unit> units) {
        return units.stream()
                .filter(unit -> !unit.name().equals(CANARY.name()))
                .map(unit -> unit.params().get("subject") + unit.fork())
                .toList();
    }

    @Test
    void subjectsOfAWorkloadFollowEachOtherAndTakeTurnsAtBeingFirst() {
        var cells = Stream.of("a", "b", "c")
                .map(subject -> cell("h.Pair.pair", subject, 1))
                .toList();
        assertThat(subjects(order(2, cells))).containsExactly("a0", "b0", "c0", "b1", "c1", "a1");
    }

    @Test
    void aWorkloadIsTheSameNameParametersAndThreads() {
        var cells = List.of(
                cell("h.Pair.pair", "a", 1),
                cell("h.Batch.batch", "a", 1),
                cell("h.Pair.pair", "b", 1),
                cell("h.Pair.pair", "a", 2));
        var units = order(1, cells);
        assertThat(units.stream()
                        .map(unit ->
                                unit.name() + unit.threads() + unit.params().get("subject")))
                .containsSubsequence("h.Pair.pair1a", "h.Pair.pair1b", "h.Batch.batch1a", "h.Pair.pair2a");
    }

    @Test
    void theCanaryIsFirstLastAndBetween() {
        var cells = IntStream.range(0, 45)
                .mapToObj(subject -> cell("h.Pair.pair", "s" + subject, 1))
                .toList();
        var units = order(1, cells);
        var places = IntStream.range(0, units.size())
                .filter(place -> units.get(place).name().equals(CANARY.name()))
                .boxed()
                .toList();
        assertThat(places).containsExactly(0, 21, 42, 48);
        assertThat(units.stream().map(Unit::id)).doesNotHaveDuplicates();
    }

    @Test
    void moreThreadsThanCoresDoNotApplyAndSayWhy() {
        var units = order(1, List.of(cell("h.Pair.pair", "a", 4)));
        assertThat(units.getLast().notApplicable()).isEqualTo("too few cores, threads=4, cores=2");
        var three = new Litmus("s.Lock.three", "", "", 3, false, "", 1);
        var litmus = new Planner(new Measurement(1, 1, 1, 1, 1), Optional.empty(), 2).order(List.of(), List.of(three));
        assertThat(litmus.getFirst().notApplicable()).isEqualTo("too few cores, actors=3, cores=2");
    }

    @Test
    void idsAreThoseOfTheResultFormat() {
        var unit = Unit.benchmark(cell("h.Pair.pair", "a", 1), 0, 1);
        assertThat(unit.label()).isEqualTo("h.Pair.pair?size=64&subject=a");
        // printf 'h.Pair.pair?size=64&subject=a#1#0' | sha256sum
        assertThat(unit.id()).isEqualTo("ecff06e05a5b5d00");
        assertThat(unit.shortLabel()).isEqualTo("Pair.pair?size=64&subject=a");
    }

    @Test
    void nothingAndTheSameTwiceAreRefused() {
        assertThatThrownBy(() -> order(1, List.of()))
                .isInstanceOf(RunProblem.class)
                .hasMessage("nothing to do, benchmarks=0, litmusTests=0");
        var cell = cell("h.Pair.pair", "a", 1);
        assertThatThrownBy(() -> order(1, List.of(cell, cell)))
                .isInstanceOf(RunProblem.class)
                .hasMessageContaining("the same unit twice, unit=h.Pair.pair?size=64&subject=a");
    }

    @Test
    void jobsKeepTheOrderAndShareProcessesAmongLitmusTestsOnly() {
        var benchmark = Unit.benchmark(cell("h.Pair.pair", "a", 1), 0, 5);
        var tests = IntStream.range(0, 5)
                .mapToObj(number -> Unit.litmus(new Litmus("s.T.t" + number, "", "", 2, false, "", 7)))
                .toList();
        var units = Stream.concat(Stream.of(benchmark), tests.stream()).toList();
        var jobs = Job.of(units, unit -> !unit.name().equals("s.T.t1"), 3);
        assertThat(jobs).extracting(job -> job.units().size()).containsExactly(1, 3, 1);
        assertThat(jobs.get(1).estimateMillis()).isEqualTo(21);
    }
}
