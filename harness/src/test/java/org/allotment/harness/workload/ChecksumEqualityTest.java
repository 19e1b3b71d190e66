package org.allotment.harness.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.subject.catalog.SubjectEntry;
import org.allotment.harness.subject.catalog.Subjects;
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

    static Stream<String> subjects() {
        return Subjects.all().stream().map(SubjectEntry::id);
    }

    @Test
    void modelGivesTheSumsOfTheFirstDay() {
        assertThat(Workloads.batch(new ModelSubject()).checksum()).isEqualTo(BATCH);
        assertThat(Workloads.churn(new ModelSubject()).checksum()).isEqualTo(CHURN);
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
