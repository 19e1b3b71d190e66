package org.allotment.reports.detect.confirm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.allotment.reports.detect.confirm.BisectPlan.Step;
import org.allotment.reports.model.job.Verdict;
import org.junit.jupiter.api.Test;

final class BisectPlanTest {
    @Test
    void neighboursNeedNoSearch() {
        assertThat(new BisectPlan(2, Map.of()).step()).isEqualTo(new Step.Found(1));
        assertThatThrownBy(() -> new BisectPlan(1, Map.of())).hasMessageContaining("size=1");
    }

    @Test
    void everyCulpritOfEveryRangeIsFoundInTheFewestSteps() {
        for (int size = 2; size < 70; size++) {
            for (int culprit = 1; culprit < size; culprit++) {
                Map<Integer, Verdict> verdicts = new HashMap<>();
                Step end = search(size, culprit, Set.of(), verdicts);
                assertThat(end).as("size=%d, culprit=%d", size, culprit).isEqualTo(new Step.Found(culprit));
                int most = 32 - Integer.numberOfLeadingZeros(size - 2);
                assertThat(verdicts).hasSizeLessThanOrEqualTo(most);
            }
        }
    }

    @Test
    void whatCannotBeMeasuredIsSteppedAround() {
        long seed = Long.getLong("allotment.seed", 4711);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int size = 2 + random.nextInt(40);
            int culprit = 1 + random.nextInt(size - 1);
            Set<Integer> broken = new TreeSet<>();
            for (int commit = 1; commit < size - 1; commit++) {
                if (random.nextInt(3) == 0) {
                    broken.add(commit);
                }
            }
            Step end = search(size, culprit, broken, new HashMap<>());
            assertThat(end).as("seed=%d, round=%d", seed, round).isEqualTo(expected(size, culprit, broken));
        }
    }

    /** Commits that do not build come in stretches: they are left in steps that grow with the logarithm of their number. */
    @Test
    void stretchesOfUnclearCommitsTakeFewSteps() {
        long seed = Long.getLong("allotment.seed", 4711);
        Random random = new Random(seed);
        for (int round = 0; round < 600; round++) {
            int size = 50 + random.nextInt(2_000);
            int culprit = 1 + random.nextInt(size - 1);
            int first = 1 + random.nextInt(size - 1);
            int end = Math.min(size - 1, first + random.nextInt(size));
            Set<Integer> broken =
                    new TreeSet<>(IntStream.range(first, end).boxed().toList());
            Map<Integer, Verdict> verdicts = new HashMap<>();
            Step step = search(size, culprit, broken, verdicts);
            assertThat(step).as("seed=%d, round=%d", seed, round).isEqualTo(expected(size, culprit, broken));
            assertThat(verdicts).as("seed=%d, round=%d", seed, round).hasSizeLessThanOrEqualTo(8 * steps(size) + 8);
        }
    }

    @Test
    void whereUpToThreeInFiveAreUnclearTheJobsAreFewAndTheRangeHoldsTheCommit() {
        long seed = Long.getLong("allotment.seed", 4711);
        Random random = new Random(seed);
        for (int round = 0; round < 600; round++) {
            int size = 50 + random.nextInt(2_000);
            int culprit = 1 + random.nextInt(size - 1);
            int percent = random.nextInt(61);
            Set<Integer> broken = new TreeSet<>(IntStream.range(1, size - 1)
                    .filter(_ -> random.nextInt(100) < percent)
                    .boxed()
                    .toList());
            Map<Integer, Verdict> verdicts = new HashMap<>();
            search(size, culprit, broken, verdicts);
            BisectPlan end = new BisectPlan(size, verdicts);
            assertThat(end.low()).as("seed=%d, round=%d", seed, round).isLessThan(culprit);
            assertThat(end.high()).as("seed=%d, round=%d", seed, round).isGreaterThanOrEqualTo(culprit);
            assertThat(verdicts).as("seed=%d, round=%d", seed, round).hasSizeLessThanOrEqualTo(10 * steps(size) + 8);
        }
    }

    @Test
    void whereAllIsUnclearTheSearchEndsWithTheWholeRange() {
        Map<Integer, Verdict> verdicts = new HashMap<>();
        Set<Integer> all = new TreeSet<>(IntStream.range(1, 999).boxed().toList());
        assertThat(search(1_000, 500, all, verdicts)).isEqualTo(new Step.Stuck(0, 999));
        assertThat(verdicts).hasSize(new BisectPlan(1_000, Map.of()).mostUnclear());
    }

    /** Of a search in which all is clear. */
    private static int steps(int size) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
    }

    @Test
    void theFirstChangeIsSoughtWhereOneCameAndWent() {
        Map<Integer, Verdict> verdicts = Map.of(3, Verdict.CONFIRMED, 5, Verdict.NO_CHANGE);
        BisectPlan plan = new BisectPlan(9, verdicts);
        assertThat(plan.low()).isZero();
        assertThat(plan.high()).isEqualTo(3);
        assertThat(plan.step()).isEqualTo(new Step.Next(1));
    }

    private static Step expected(int size, int culprit, Set<Integer> broken) {
        int low = culprit - 1;
        while (broken.contains(low)) {
            low--;
        }
        int high = culprit;
        while (high < size - 1 && broken.contains(high)) {
            high++;
        }
        return high - low == 1 ? new Step.Found(high) : new Step.Stuck(low, high);
    }

    private static Step search(int size, int culprit, Set<Integer> broken, Map<Integer, Verdict> verdicts) {
        while (true) {
            Step step = new BisectPlan(size, verdicts).step();
            if (!(step instanceof Step.Next(int commit))) {
                return step;
            }
            assertThat(commit).isBetween(1, size - 2);
            Verdict verdict = broken.contains(commit)
                    ? Verdict.UNCLEAR
                    : commit >= culprit ? Verdict.CONFIRMED : Verdict.NO_CHANGE;
            assertThat(verdicts.put(commit, verdict)).isNull();
        }
    }
}
