package org.allotment.reports.stats.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.allotment.reports.detect.change.Change;
import org.allotment.reports.detect.change.ChangeSearch;
import org.allotment.reports.detect.change.Course;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.stats.ForkSummary;
import org.allotment.reports.stats.scan.EDivisive.Split;
import org.junit.jupiter.api.Test;

/**
 * The oracle against published vectors, and the search beside the oracle.
 *
 * <p>Sources: tests/tigerbeetle_test.py and tests/change_point_divisive_test.py of https://github.com/apache/otava;
 * tests/test_detection.py of https://github.com/mongodb/signal-processing-algorithms.
 */
final class OracleTest {
    private static final long SEED = 1_234;

    /** Otava: compute_change_points(series, window_len=30, min_magnitude=0.0) with max_pvalue 0.001, 0.0001 and 0.00001. */
    @Test
    void theWindowedOracleFindsOtavasIndexes() throws IOException {
        double[] x = tigerbeetle();
        assertThat(EDivisive.windowed(x, 30, 0.01))
                .containsExactly(15, 26, 61, 71, 95, 117, 131, 142, 148, 165, 169, 192, 212, 260);
        assertThat(EDivisive.windowed(x, 30, 0.001)).containsExactly(15, 61, 71, 95, 117, 131, 142, 148, 192, 212, 260);
        assertThat(EDivisive.windowed(x, 30, 0.0001)).containsExactly(71, 95, 117, 131, 142, 148, 192, 212);
        assertThat(EDivisive.windowed(x, 30, 0.00001)).containsExactly(71, 95, 131, 192, 212);
    }

    /** Otava: SEQUENCE and CHANGE_POINTS_INDS, found with Student's test and with permutations. */
    @Test
    void theOracleFindsOtavasShortSequence() {
        double[] x = {0.3, 2.4, 1.5, -0.9, -0.5, 99.7, 98.3, 99.1, 149.0, 149.7, 149.5, 149.1, 148.8, 150.0};
        assertThat(EDivisive.windowed(x, 14, 0.001)).containsExactly(5, 8);
    }

    /** MongoDB: test_finds_simple_regression2, test_two_regressions, test_regression_and_recovery. */
    @Test
    void thePermutedOracleFindsMongosIndexesAndDistances() {
        double[] simple = levels(30, 50, 15, 100);
        simple[2] = 100;
        assertSplits(simple, new Split(15, 649.9999999999999));
        double[] two = levels(45, 50, 15, 100, 30, 150);
        two[2] = 100;
        assertSplits(two, new Split(30, 1209.1954022988505), new Split(15, 649.9999999999999));
        double[] recovery = levels(45, 50, 15, 100, 30, 50);
        recovery[2] = 100;
        recovery[32] = 100;
        assertSplits(recovery, new Split(33, 226.66666666666674), new Split(15, 544.7415329768271));
        assertSplits(levels(30, 50));
    }

    /** MongoDB: test_random_ish_data, three bands of twenty integers. */
    @Test
    void thePermutedOracleFindsMongosBands() {
        assertSplits(bands(), new Split(40, 2848.1169590643276), new Split(20, 893.578947368421));
    }

    @Test
    void theSearchFindsWhatIsPlainInThePublishedSeries() {
        assertThat(indexes(bands())).containsExactly(20, 40);
        assertThat(indexes(levels(30, 50, 15, 100))).containsExactly(15);
        assertThat(indexes(levels(30, 50))).isEmpty();
    }

    /**
     * On the real series the search and the oracle at p = 0.00001 agree on what is large. The single outlier at 10 is no change;
     * steps of less than 2 % are left out on purpose.
     */
    @Test
    void theSearchAgreesWithTheOracleOnTheRealSeries() throws IOException {
        List<Integer> found = indexes(tigerbeetle());
        for (int large : new int[] {15, 71, 95}) {
            assertThat(found).as("found=%s", found).anyMatch(index -> Math.abs(index - large) <= 1);
        }
        List<Integer> published = List.of(15, 26, 61, 71, 95, 117, 131, 142, 148, 165, 169, 192, 212, 260);
        assertThat(found)
                .as("found=%s", found)
                .allSatisfy(index -> assertThat(published).anyMatch(each -> Math.abs(each - index) <= 3));
    }

    private static void assertSplits(double[] x, Split... expected) {
        List<Split> found = EDivisive.permuted(x, 100, SEED);
        assertThat(found)
                .as("seed=%d", SEED)
                .extracting(Split::index)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(expected).map(Split::index).toList());
        for (Split each : expected) {
            assertThat(found)
                    .filteredOn(split -> split.index() == each.index())
                    .allSatisfy(split -> assertThat(split.qhat()).isCloseTo(each.qhat(), within(1e-9 * each.qhat())));
        }
    }

    private static List<Integer> indexes(double[] x) {
        List<ForkSummary> runs = new ArrayList<>();
        for (double value : x) {
            runs.add(ForkSummary.of(new double[] {value}, false));
        }
        return ChangeSearch.of(Course.of(MetricKind.TIME, false, runs), List.of(), false).changes().stream()
                .map(Change::index)
                .toList();
    }

    private static double[] levels(int n, double first, double... indexThenLevel) {
        double[] x = new double[n];
        Arrays.fill(x, first);
        for (int i = 0; i < indexThenLevel.length; i += 2) {
            Arrays.fill(x, (int) indexThenLevel[i], n, indexThenLevel[i + 1]);
        }
        return x;
    }

    private static double[] bands() {
        return new double[] {
            41, 18, 23, 3, 32, 11, 40, 13, 29, 48, 47, 35, 18, 21, 6, 2, 23, 3, 4, 7, 120, 103, 102, 81, 71, 62, 115,
            61, 108, 63, 70, 98, 65, 96, 64, 74, 70, 113, 90, 114, 208, 196, 153, 150, 225, 179, 206, 165, 177, 151,
            218, 217, 244, 245, 229, 195, 225, 229, 176, 250
        };
    }

    private static double[] tigerbeetle() throws IOException {
        try (InputStream in = Objects.requireNonNull(OracleTest.class.getResourceAsStream("/oracle/tigerbeetle.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Arrays.stream(line.trim().split(" ")))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }
    }
}
