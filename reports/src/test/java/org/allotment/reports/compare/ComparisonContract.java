package org.allotment.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.collect.Collector;
import org.allotment.reports.collect.intake.UploadLimits;
import org.allotment.reports.collect.intake.UploadRequest;
import org.allotment.reports.compare.Comparisons.Question;
import org.allotment.reports.compare.Pair.Outcome;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.inquiry.CommitQuery;
import org.allotment.reports.store.inquiry.CommitView;
import org.allotment.reports.store.inquiry.MachineQuery;
import org.allotment.reports.store.inquiry.MachineView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two sides, one commit and one machine class, over one kind of store. */
abstract class ComparisonContract {
    private final Nights nights = new Nights(5);

    @SuppressWarnings("NullAway.Init")
    private Store store;

    @SuppressWarnings("NullAway.Init")
    private Collector collector;

    private String slow = "";

    abstract Store open();

    @BeforeEach
    void threeNights() throws Exception {
        store = open();
        collector = new Collector(store, Clock.systemUTC(), UploadLimits.STANDARD);
        take(0, 1, 5);
        take(1, 1, 5);
        nights.garbage("24.0");
        slow = take(2, 1.3, 5);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void withoutNamesTheNewestNightIsComparedWithTheOneBefore() {
        Comparison found = found("", "");
        assertThat(found.head().name()).isEqualTo("run:" + slow);
        assertThat(found.pairs()).hasSize(6);
        assertThat(found.count(Outcome.WORSE)).isEqualTo(4);
        Pair slowed = found.pairs().stream()
                .filter(pair -> pair.series().metric().equals("score") && pair.verdict() == Outcome.WORSE)
                .findFirst()
                .orElseThrow();
        assertThat(slowed.series().label()).contains("allotment-slab");
        assertThat(slowed.ratio().point()).isCloseTo(1.3, within(0.03));
        assertThat(1.3).isBetween(slowed.ratio().low() - 0.01, slowed.ratio().high() + 0.01);
        assertThat(slowed.baseForks()).isEqualTo(5);
        assertThat(found.pairs().subList(0, 4)).allMatch(pair -> pair.verdict().isMoved());
        assertThat(found.meanOf()).isEqualTo(3);
        assertThat(found.mean().point()).isCloseTo(Math.cbrt(1.3), within(0.02));
        assertThat(found.onlyBase() + found.onlyHead()).isZero();
    }

    @Test
    void theOtherWayRoundItIsTheInverse() {
        Comparison there = found("commit:" + Nights.sha(1), "commit:" + Nights.sha(2));
        Comparison back = found(Nights.sha(2), Nights.sha(1));
        assertThat(back.mean().point()).isCloseTo(1 / there.mean().point(), within(1e-9));
        assertThat(back.mean().low()).isCloseTo(1 / there.mean().high(), within(1e-9));
        assertThat(back.count(Outcome.BETTER)).isEqualTo(there.count(Outcome.WORSE));
    }

    @Test
    void aRunDoesNotDifferFromItself() {
        Comparison same = found("run:" + slow, slow);
        assertThat(same.pairs()).hasSize(6).noneMatch(pair -> pair.verdict().isMoved());
        assertThat(same.mean().point()).isEqualTo(1);
    }

    @Test
    void allRunsOfACommitArePooled() throws Exception {
        take(2, 1.3, 3, "confirm");
        Comparison pooled = found("branch:main", "commit:" + Nights.sha(2));
        assertThat(pooled.head().runs()).hasSize(2);
        assertThat(pooled.pairs()).allMatch(pair -> pair.headForks() == 8 && pair.baseForks() == 5);
    }

    @Test
    void oneForkTellsNoDifferenceOfTime() throws Exception {
        String lone = take(3, 2, 1);
        Comparison found = found("run:" + slow, "run:" + lone);
        assertThat(found.meanOf()).isZero();
        assertThat(found.mean().point()).isNaN();
        assertThat(found.pairs().stream().filter(pair -> pair.series().metric().equals("score")))
                .allMatch(pair -> pair.verdict() == Outcome.TOO_FEW
                        && Double.isFinite(pair.ratio().point()));
    }

    @Test
    void whatIsNotThereIsNotCompared() {
        Comparisons comparisons = new Comparisons(store);
        for (String name : List.of("run:none", "branch:none", "commit:ffff", "none", "0000", "%", "commit:____", "'")) {
            assertThat(comparisons.of(new Question("allotment", "main", "", name)))
                    .isEmpty();
            assertThat(comparisons.of(new Question("allotment", "main", name, "")))
                    .isEmpty();
        }
        assertThat(comparisons.of(new Question("other", "main", "", slow))).isEmpty();
        assertThat(comparisons.of(new Question("allotment", "none", "", ""))).isEmpty();
    }

    @Test
    void aCommitSaysWhatItDidAndWhatStandsNextToIt() throws Exception {
        for (int night = 3; night < 9; night++) {
            take(night, 1.3, 2);
        }
        CommitQuery commits = new CommitQuery(store);
        CommitView commit = commits.of("allotment", Nights.sha(2)).orElseThrow();
        assertThat(commit.previous()).isEqualTo(Nights.sha(1));
        assertThat(commit.next()).isEqualTo(Nights.sha(3));
        assertThat(commit.results()).isEqualTo(6);
        assertThat(commit.litmus())
                .singleElement()
                .satisfies(litmus -> assertThat(litmus.tests()).isEqualTo(1));
        assertThat(commit.runs()).hasSize(1);
        assertThat(commits.of("other", Nights.sha(2))).isEmpty();
        assertThat(commits.of("allotment", "0000")).isEmpty();
        assertThat(commits.of("allotment", "%")).isEmpty();
    }

    @Test
    void aMachineClassTellsItsNoiseByNight() {
        MachineQuery machines = new MachineQuery(store);
        List<MachineView.MachineClass> classes = machines.list("allotment");
        assertThat(classes).hasSize(1);
        assertThat(machines.list("other")).isEmpty();
        MachineView machine = machines.one(classes.getFirst().id(), "allotment").orElseThrow();
        assertThat(machine.nights()).hasSize(3).allSatisfy(night -> {
            assertThat(night.noise()).isBetween(0.0001, 0.02);
            assertThat(night.canary()).isNaN();
        });
        Optional<MachineView> foreign = machines.one(classes.getFirst().id(), "other");
        assertThat(foreign).isEmpty();
    }

    private Comparison found(String base, String head) {
        return new Comparisons(store)
                .of(new Question("allotment", "main", base, head))
                .orElseThrow();
    }

    private String take(int night, double factor, int forks) throws Exception {
        return take(night, factor, forks, "nightly");
    }

    private String take(int night, double factor, int forks, String kind) throws Exception {
        UploadRequest upload = new Multipart()
                .part("jmh", nights.jmh(forks, factor))
                .part("stress", Nights.stress(0))
                .part("environment", Nights.environment(night, kind, kind.equals("confirm") ? night : -1))
                .request();
        return collector.take(upload).runId();
    }
}
