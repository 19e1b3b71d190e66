package org.allotment.reports.detect.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.allotment.reports.model.MetricKind;
import org.junit.jupiter.api.Test;

/** Which changes are the same over nights, and the rule of metrics that repeat themselves. */
final class ChangeSearchTest {
    private static final long SEED = 5;

    @Test
    void theSameRunsGiveTheSameChangesToTheBit() {
        double[] x = Courses.stepped(Courses.normal(new Random(SEED), 200, 0.2), 60, 3, 140, -5);
        assertThat(Courses.changes(x)).isEqualTo(Courses.changes(x.clone())).hasSize(2);
    }

    @Test
    void aChangeIsProvisionalUntilFiveRunsBearItOut() {
        double[] x = Courses.stepped(new double[40], 30, 5);
        assertThat(Courses.changes(Arrays.copyOf(x, 34)))
                .extracting(Change::confirmed)
                .containsOnly(false);
        assertThat(Courses.changes(Arrays.copyOf(x, 35)))
                .extracting(Change::confirmed)
                .containsExactly(true);
    }

    @Test
    void aKnownChangeKeepsItsNumberWhereverItMovesWithinThreeRuns() {
        double[] x = Courses.stepped(Courses.normal(new Random(SEED), 60, 0), 40, 5);
        Known known = new Known(77, 42, true, true, false, false);
        assertThat(search(x, known)).extracting(Change::knownId).containsExactly(77L);
        Known other = new Known(78, 42, false, false, false, false);
        ChangeSearch.Result result = ChangeSearch.of(Courses.course(x), List.of(other), true);
        assertThat(result.changes()).extracting(Change::knownId).containsExactly(0L);
        assertThat(result.retracted()).containsExactly(78L);
    }

    @Test
    void aChangeThatWasTakenBackIsTheSameWhenItComesAgain() {
        double[] x = Courses.stepped(Courses.normal(new Random(SEED), 60, 0), 50, 5);
        ChangeSearch.Result result =
                ChangeSearch.of(Courses.course(x), List.of(new Known(9, 50, true, false, false, true)), true);
        assertThat(result.changes()).extracting(Change::knownId).containsExactly(9L);
        assertThat(result.retracted()).isEmpty();
    }

    @Test
    void whatSomebodyJudgedIsNotTakenBack() {
        double[] quiet = Courses.normal(new Random(SEED), 60, 0);
        Known judged = new Known(5, 30, true, true, true, false);
        assertThat(ChangeSearch.of(Courses.course(quiet), List.of(judged), true).retracted())
                .isEmpty();
        Known open = new Known(5, 30, true, true, false, false);
        assertThat(ChangeSearch.of(Courses.course(quiet), List.of(open), true).retracted())
                .containsExactly(5L);
    }

    @Test
    void whatLiesBeforeTheLastTwoChangesIsLeftAlone() {
        double[] x = Courses.stepped(Courses.normal(new Random(SEED), 120, 0), 30, 6, 60, 6, 90, 6);
        List<Known> known = List.of(
                new Known(1, 15, true, true, false, false),
                new Known(2, 60, true, true, false, false),
                new Known(3, 90, true, true, false, false));
        ChangeSearch.Result result = ChangeSearch.of(Courses.course(x), known, true);
        assertThat(result.changes()).extracting(Change::knownId).containsExactly(3L);
        assertThat(result.retracted()).isEmpty();
    }

    @Test
    void anOldChangeIsRaisedOnlyWhenItIsPlain() {
        int faint = 0;
        for (int seed = 0; seed < 50; seed++) {
            double[] x = Courses.stepped(Courses.normal(new Random(seed), 36, 0), 18, 1.8);
            List<Change> first =
                    ChangeSearch.of(Courses.course(x), List.of(), false).changes();
            if (first.size() == 1 && first.getFirst().pValue() > ChangeSearch.OLD_P) {
                faint++;
                assertThat(ChangeSearch.of(Courses.course(x), List.of(), true).changes())
                        .as("seed=%d", seed)
                        .isEmpty();
            }
        }
        assertThat(faint).isPositive();
        double[] plain = Courses.stepped(Courses.normal(new Random(SEED), 60, 0), 30, 5);
        assertThat(ChangeSearch.of(Courses.course(plain), List.of(), true).changes())
                .hasSize(1);
    }

    /** A hundred series, a hundred nights each, one at a time; half of them change once. */
    @Test
    void nightsHardlyEverRaiseAnOldChange() {
        int late = 0;
        int found = 0;
        for (int series = 0; series < 100; series++) {
            double[] x = Courses.normal(new Random(SEED + series), 140, 0.1);
            List<Known> known = List.of();
            for (int n = 40; n <= (series % 2 == 0 ? Courses.stepped(x, 90, 3) : x).length; n += 1) {
                ChangeSearch.Result result = ChangeSearch.of(Courses.course(Arrays.copyOf(x, n)), known, n > 40);
                for (Change change : result.changes()) {
                    late += change.knownId() == 0 && n > 40 && n - change.index() > ChangeSearch.OLD ? 1 : 0;
                }
                known = after(known, result, series * 1_000L + n);
            }
            boolean near = known.stream().anyMatch(each -> !each.retracted() && Math.abs(each.index() - 90) <= 2);
            found += series % 2 == 0 && near ? 1 : 0;
        }
        assertThat(late).as("of 10,000 nights, seed=%d", SEED).isLessThanOrEqualTo(100);
        assertThat(found).as("of 50 changes, seed=%d", SEED).isGreaterThanOrEqualTo(45);
    }

    @Test
    void aStillMetricChangesWithTwoRunsAndWithoutATest() {
        double[] x = {24, 24, 24, 24.01, 24, 24, 32, 32, 32, 32, 32};
        List<Change> changes = still(x);
        assertThat(changes)
                .extracting(Change::index, Change::low, Change::high, Change::confirmed)
                .containsExactly(tuple(6, 6, 6, true));
        assertThat(changes.getFirst().ratio().point()).isEqualTo(32.0 / 24);
        assertThat(changes.getFirst().worse()).isTrue();
        assertThat(changes.getFirst().pValue()).isNaN();
        assertThat(still(Arrays.copyOf(x, 8))).extracting(Change::confirmed).containsExactly(false);
        assertThat(still(Arrays.copyOf(x, 7))).isEmpty();
    }

    @Test
    void aSpikeOfAStillMetricIsNoChange() {
        assertThat(still(24, 24, 24, 24, 4096, 24, 24, 24)).isEmpty();
        assertThat(still(0, 0, 0, 0, 0.5, 0, 0.9, 0.9, 0.9)).isEmpty();
        assertThat(still(1000, 1000, 1000, 1004, 1004, 1004)).isEmpty();
        assertThat(still(24, 24, 24, 24, 32, 32, 24, 24, 24)).isEmpty();
    }

    @Test
    void garbageThatIsGoneIsAChangeForTheBetter() {
        List<Change> changes = still(24, 24, 24, 24, 0, 0, 0, 0, 0);
        assertThat(changes).extracting(Change::index, Change::worse).containsExactly(tuple(4, false));
        assertThat(changes.getFirst().ratio().point()).isNaN();
    }

    /** A metric that ought to repeat itself and does not is searched like any other noisy one. */
    @Test
    void aDeterministicMetricThatAlternatesIsNoChange() {
        double[] x = new double[60];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 2 == 0 ? 24 : 32;
        }
        assertThat(still(x)).isEmpty();
    }

    private static List<Change> still(double... x) {
        return ChangeSearch.of(Courses.plain(MetricKind.DETERMINISTIC, x), List.of(), false)
                .changes();
    }

    private static List<Change> search(double[] x, Known... known) {
        return ChangeSearch.of(Courses.course(x), List.of(known), true).changes();
    }

    /** What the store does with a result. */
    private static List<Known> after(List<Known> known, ChangeSearch.Result result, long nextId) {
        List<Known> after = new ArrayList<>();
        for (Known each : known) {
            boolean found = result.changes().stream().anyMatch(change -> change.knownId() == each.id());
            if (!found) {
                boolean retracted = each.retracted() || result.retracted().contains(each.id());
                after.add(new Known(
                        each.id(), each.index(), each.worse(), each.standing() && !retracted, false, retracted));
            }
        }
        long id = nextId * 10;
        for (Change change : result.changes()) {
            boolean stood = known.stream().anyMatch(each -> each.id() == change.knownId() && each.standing());
            long own = change.knownId() == 0 ? id++ : change.knownId();
            after.add(new Known(own, change.index(), change.worse(), change.confirmed() || stood, false, false));
        }
        return after;
    }
}
