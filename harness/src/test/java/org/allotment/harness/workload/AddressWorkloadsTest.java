package org.allotment.harness.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.subject.catalog.SubjectEntry;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.collection.CollectionWorkloads;
import org.allotment.harness.workload.page.PageWorkloads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workloads of addresses alone: collections and pages. Sums come from an independent computation in another language. */
final class AddressWorkloadsTest {
    private static final Map<String, Long> COLLECTIONS = Map.of(
            "vec-push-3m", 3_755_973_353_508_172_236L,
            "vec-rand-free-25k-64", -6_529_777_170_168_844_988L,
            "vec-rand-free-7500-520", -8_855_094_987_099_273_720L,
            "btree-map-50k", 266_067_639_674_039_991L);
    private static final Map<Integer, Long> PAIRS = Map.of(
            1, 6_157_189_475_425_048_343L,
            4, -2_100_965_251_785_532_964L,
            64, -8_289_142_252_653_123_855L);
    private static final Map<String, Long> BATCHES = Map.of(
            "1", 6_780_687_269_179_260_895L,
            "1-8", -3_718_088_094_658_207_170L);

    static Stream<String> subjects() {
        return Subjects.all().stream().map(SubjectEntry::id);
    }

    static Stream<Function<Subject, Workload>> workloads() {
        return Stream.of(
                subject -> CollectionWorkloads.of(subject, "vec-push-3m"),
                subject -> CollectionWorkloads.of(subject, "vec-rand-free-7500-520"),
                subject -> CollectionWorkloads.of(subject, "btree-map-50k"),
                subject -> PageWorkloads.pair(subject, 4),
                subject -> PageWorkloads.batch(subject, "1-8"));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void collectionsHoldWhatWasPutIntoThem(String id) {
        COLLECTIONS.forEach((name, sum) -> {
            try (Workload work = CollectionWorkloads.of(applicable(id, WorkloadKind.COLLECTION), name)) {
                work.run();
                assertThat(work.checksum()).as(name).isEqualTo(sum);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void pagesHoldWhatWasWrittenToThem(String id) {
        PAIRS.forEach((pages, sum) -> {
            try (Workload work = PageWorkloads.pair(applicable(id, WorkloadKind.PAGES), pages)) {
                work.run();
                assertThat(work.checksum()).as("pages=%s", pages).isEqualTo(sum);
            }
        });
        BATCHES.forEach((range, sum) -> {
            try (Workload work = PageWorkloads.batch(applicable(id, WorkloadKind.PAGES), range)) {
                work.run();
                assertThat(work.checksum()).as("pages=%s", range).isEqualTo(sum);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void timedRunsMakeTheCallsOfTheCheckedPassAndLeaveNothing(Function<Subject, Workload> workload) {
        ModelAddresses timed = new ModelAddresses();
        workload.apply(timed).run();
        ModelAddresses checked = new ModelAddresses();
        workload.apply(checked).checksum();
        assertThat(timed.calls).isNotEmpty();
        assertThat(timed.calls.equals(checked.calls)).as("the same calls").isTrue();
        assertThat(timed.live()).isZero();
    }

    /** Allocations of the recorded run of the original: keys grow from 8 to 16 bytes, leaves have 408 and inner nodes 504. */
    @Test
    void theMapAsksForWhatTheOriginalAsksFor() {
        ModelAddresses subject = new ModelAddresses();
        CollectionWorkloads.of(subject, "btree-map-50k").run();
        for (var expected :
                Map.of(8, 40_018L, 16, 40_018L, 408, 4_747L, 504, 643L).entrySet()) {
            assertThat(subject.calls.stream()
                            .filter(call -> call.contains("size=" + expected.getKey() + " "))
                            .count())
                    .as("size=%s", expected.getKey())
                    .isEqualTo(expected.getValue());
        }
    }

    @Test
    void objectsAndUnknownNamesAreRefused() {
        assertThatThrownBy(() -> CollectionWorkloads.of(new ModelSubject(), "vec-push-3m"))
                .hasMessageContaining("hold addresses");
        assertThatThrownBy(() -> PageWorkloads.pair(new ModelSubject(), 1)).hasMessageContaining("pages are addresses");
        assertThatThrownBy(() -> CollectionWorkloads.of(new ModelAddresses(), "vec-pull"))
                .hasMessageContaining("name=vec-pull known=" + CollectionWorkloads.NAMES);
        assertThatThrownBy(() -> PageWorkloads.batch(new ModelAddresses(), "2")).hasMessageContaining("range=2");
        assertThat(COLLECTIONS.keySet()).containsExactlyInAnyOrderElementsOf(CollectionWorkloads.NAMES);
    }

    @Test
    void sumsNoticeBlocksThatShareMemory() {
        assertThat(List.of("1", "1-8"))
                .allSatisfy(range -> assertThat(
                                PageWorkloads.batch(new OneBlockForAll(), range).checksum())
                        .isNotEqualTo(BATCHES.get(range)));
    }

    private static Subject applicable(String id, WorkloadKind workload) {
        SubjectEntry entry = Subjects.byId(id);
        var answer = entry.applicability().and(() -> workload.on(entry.traits()));
        assumeTrue(answer.isApplicable(), answer::reason);
        return entry.open();
    }
}
