package org.allotment.harness.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.subject.catalog.SubjectEntry;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.fragment.FragmentedPairs;
import org.allotment.harness.workload.replace.Replacement;
import org.allotment.harness.workload.script.Checksum;
import org.allotment.harness.workload.script.ReplaceScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All subjects do the same work: the sums are those of a model on the Java heap, and fixed for all times by an
 * independent computation in another language.
 */
final class ChecksumEqualityTest {
    private static final long[] PAIR_SIZES = {16, 64, 256, 1024, 8192, 65_536};
    private static final long BATCH = -6_130_842_460_319_951_090L;
    private static final long CHURN = 4_297_741_006_420_456_647L;

    private static final Map<Long, Long> MODEL_PAIRS = LongStream.of(PAIR_SIZES)
            .boxed()
            .collect(Collectors.toMap(
                    Function.identity(),
                    size -> Workloads.pair(new ModelSubject(), size).checksum()));

    private static final Map<Integer, Long> FRAGMENTED = Map.of(1, fragmented(1), 10, fragmented(10));

    private static final Map<String, Long> REPLACE = Map.of(
            "1-8", 58_384_413_226_691_893L,
            "1-16", 8_312_631_397_751_306_318L,
            "1-64", 7_254_928_935_283_697_919L,
            "1-256", -3_689_278_211_534_105_084L,
            "16-31", 4_070_274_570_559_796_005L,
            "16-79", 1_801_647_477_915_160_893L,
            "16-143", -2_366_967_374_022_961_982L,
            "64-127", 6_555_816_661_073_798_409L,
            "64-191", -4_717_522_766_231_179_976L,
            "128-255", 8_742_030_052_573_366_985L);

    /** The sum by arithmetic alone: each word is what was to be written there. */
    private static long fragmented(int held) {
        Checksum sum = new Checksum();
        for (int round = FragmentedPairs.PAIRS / held; round > 0; round--) {
            for (int block = 0; block < held; block++) {
                for (long offset = 0; offset < 64; offset += Long.BYTES) {
                    sum.add(Checksum.word(block, 64, offset));
                }
            }
        }
        return sum.value();
    }

    static Stream<String> subjects() {
        return Subjects.all().stream().map(SubjectEntry::id);
    }

    @Test
    void modelGivesTheSumsOfTheFirstDay() {
        assertThat(Workloads.batch(new ModelSubject()).checksum()).isEqualTo(BATCH);
        assertThat(Workloads.churn(new ModelSubject()).checksum()).isEqualTo(CHURN);
        assertThat(ReplaceScript.RANGES)
                .allSatisfy(range -> assertThat(
                                Replacement.of(new ModelSubject(), range).checksum())
                        .isEqualTo(REPLACE.get(range)));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void pairSumsAreThoseOfTheModel(String id) {
        for (long size : PAIR_SIZES) {
            Subject subject = applicable(id, WorkloadKind.PAIR);
            assertThat(sum(Workloads.pair(subject, size))).as("size=%s", size).isEqualTo(MODEL_PAIRS.get(size));
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void batchSumIsThatOfTheModel(String id) {
        assertThat(sum(Workloads.batch(applicable(id, WorkloadKind.BATCH)))).isEqualTo(BATCH);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void churnSumIsThatOfTheModel(String id) {
        assertThat(sum(Workloads.churn(applicable(id, WorkloadKind.CHURN)))).isEqualTo(CHURN);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void replaceSumsAreThoseOfTheModel(String id) {
        for (String range : List.of("1-8", "64-191")) {
            assertThat(sum(Replacement.of(applicable(id, WorkloadKind.REPLACE), range)))
                    .as("sizes=%s", range)
                    .isEqualTo(REPLACE.get(range));
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void fragmentedSumsAreThoseOfTheModel(String id) {
        for (int held : new int[] {1, 10}) {
            assertThat(sum(FragmentedPairs.of(applicable(id, WorkloadKind.FRAGMENTED), held)))
                    .as("held=%s", held)
                    .isEqualTo(FRAGMENTED.get(held));
        }
    }

    private static Subject applicable(String id, WorkloadKind workload) {
        SubjectEntry entry = Subjects.byId(id);
        var answer = entry.applicability().and(() -> workload.on(entry.traits()));
        assumeTrue(answer.isApplicable(), answer::reason);
        return entry.open();
    }

    /** Runs the timed loop before and between, so that reused memory is what the sums are taken over. */
    private static long sum(Workload work) {
        try (work) {
            work.run();
            long[] sums = new long[2];
            for (int i = 0; i < sums.length; i++) {
                sums[i] = work.checksum();
                work.run();
            }
            assertThat(Arrays.stream(sums).distinct().toArray()).hasSize(1);
            return sums[0];
        }
    }
}
