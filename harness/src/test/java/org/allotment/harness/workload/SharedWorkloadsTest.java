package org.allotment.harness.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.subject.catalog.SubjectEntry;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.handover.CrossThread;
import org.allotment.harness.workload.handover.OwnerFree;
import org.allotment.harness.workload.handover.PingPong;
import org.allotment.harness.workload.handover.PreparedWorkload;
import org.allotment.harness.workload.handover.RemoteFree;
import org.allotment.harness.workload.script.BatchScript;
import org.allotment.harness.workload.script.Checksum;
import org.allotment.harness.workload.script.ChurnScript;
import org.allotment.harness.workload.thread.Inheritance;
import org.allotment.harness.workload.thread.ThreadChurn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one thread allocates and another frees arrives whole: sums are those of arithmetic alone. */
final class SharedWorkloadsTest {
    private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().factory();
    private static final int LIVE = 1_024;

    static Stream<String> subjects() {
        return Subjects.all().stream().map(SubjectEntry::id);
    }

    private static void addBlock(Checksum sum, long size, long index) {
        sum.add(size);
        for (long offset = 0; offset + Long.BYTES <= size; offset += Long.BYTES) {
            sum.add(Checksum.word(index, size, offset));
        }
    }

    private static long crossThread() {
        Checksum sum = new Checksum();
        for (int index = 0; index < CrossThread.BLOCKS; index++) {
            addBlock(sum, CrossThread.SIZE, index);
        }
        return sum.value();
    }

    /** A block is read when as many as are live were allocated after it. */
    private static long ownerFree() {
        Checksum sum = new Checksum();
        for (int index = 1; index <= LIVE; index++) {
            addBlock(sum, CrossThread.SIZE, index);
        }
        return sum.value();
    }

    private static long remoteFree() {
        Checksum sum = new Checksum();
        for (int index = 0; index < 2 * LIVE; index++) {
            addBlock(sum, CrossThread.SIZE, index % LIVE);
        }
        return sum.value();
    }

    private static long threadChurn() {
        long[] sizes = BatchScript.standard().sizes();
        Checksum sum = new Checksum();
        for (int thread = 1; thread < ThreadChurn.THREADS; thread++) {
            for (int i = 0; i < ThreadChurn.LEFT; i++) {
                addBlock(sum, sizes[i], thread - 1);
            }
        }
        return sum.value();
    }

    private static long inheritance() {
        Checksum all = new Checksum();
        for (int estate = 0; estate < 2; estate++) {
            Checksum sum = new Checksum();
            int[] live = new int[ChurnScript.SLOTS];
            Arrays.fill(live, -1);
            walk(estate, live, sum);
            walk(1 - estate, live, sum);
            all.add(sum.value());
        }
        return all.value();
    }

    private static void walk(int heir, int[] live, Checksum sum) {
        ChurnScript script = ChurnScript.standard();
        for (int i = 0; i < ChurnScript.RECORDS; i++) {
            int record = (heir * ChurnScript.RECORDS / 2 + i) % ChurnScript.RECORDS;
            int slot = script.slots()[record];
            if (live[slot] >= 0) {
                addBlock(sum, script.sizes()[live[slot]], live[slot]);
            }
            live[slot] = record;
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void blocksThatCrossThreadsArriveWhole(String id) {
        Supplier<Subject> subject = applicable(id, WorkloadKind.CROSS_THREAD);
        try (Workload work = CrossThread.of(subject, THREADS, 16)) {
            assertThat(work.checksum()).isEqualTo(crossThread());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 256, 4_096, CrossThread.BLOCKS})
    void blocksArriveWholeInBatchesOfAnySize(int batch) {
        assertThat(sum(CrossThread.of(Subjects.byId("allotment-shared")::open, THREADS, batch)))
                .isEqualTo(crossThread());
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void blocksFreedOneByOneArriveWhole(String id) {
        Supplier<Subject> subject = applicable(id, WorkloadKind.CROSS_THREAD);
        assertThat(preparedSum(OwnerFree.of(subject.get()))).isEqualTo(ownerFree());
        assertThat(preparedSum(RemoteFree.of(subject, THREADS))).isEqualTo(remoteFree());
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void heirsFindWhatWasLeftToThem(String id) {
        Supplier<Subject> subject = applicable(id, WorkloadKind.INHERITANCE);
        assertThat(sum(Inheritance.of(subject, THREADS))).isEqualTo(inheritance());
        assertThat(sum(ThreadChurn.of(subject, THREADS))).isEqualTo(threadChurn());
    }

    @Test
    void pingPongCountsItsAnswers() {
        Checksum sum = new Checksum();
        sum.add(PingPong.HANDOVERS / 2);
        assertThat(sum(PingPong.of(THREADS))).isEqualTo(sum.value());
    }

    @Test
    void theControlRunsWhateverHasAControl() {
        Supplier<Subject> control = Subjects.control()::open;
        for (Workload work : new Workload[] {
            CrossThread.of(control, THREADS, 256), Inheritance.of(control, THREADS), ThreadChurn.of(control, THREADS)
        }) {
            work.run();
            work.run();
            work.close();
        }
        PreparedWorkload remote = RemoteFree.of(control, THREADS);
        remote.prepare();
        remote.run();
        remote.close();
    }

    @Test
    void sumsNoticeBlocksThatShareMemory() {
        try (Workload work = CrossThread.of(OneBlockForAll::new, THREADS, 16)) {
            assertThat(work.checksum()).isNotEqualTo(crossThread());
        }
        try (Workload work = ThreadChurn.of(OneBlockForAll::new, THREADS)) {
            assertThat(work.checksum()).isNotEqualTo(threadChurn());
        }
    }

    @Test
    void whatTheHelperMeetsIsTold() {
        Workload work = CrossThread.of(RefusesFrees::new, THREADS, 1);
        assertThatThrownBy(work::run).hasRootCauseMessage("refused size=64");
        assertThatThrownBy(work::close).hasRootCauseMessage("refused size=64");
        Workload heirs = Inheritance.of(RefusesFrees::new, THREADS);
        assertThatThrownBy(heirs::run).rootCause().hasMessageStartingWith("refused size=");
        assertThatThrownBy(() -> CrossThread.of(RefusesFrees::new, THREADS, 3)).hasMessageContaining("batch=3");
    }

    private static Supplier<Subject> applicable(String id, WorkloadKind workload) {
        SubjectEntry entry = Subjects.byId(id);
        var answer = entry.applicability().and(() -> workload.on(entry.traits()));
        assumeTrue(answer.isApplicable(), answer::reason);
        return entry::open;
    }

    /** Reused memory is what the sums are taken over. */
    private static long sum(Workload work) {
        try (work) {
            work.run();
            long first = work.checksum();
            work.run();
            assertThat(work.checksum()).isEqualTo(first);
            return first;
        }
    }

    private static long preparedSum(PreparedWorkload work) {
        try (work) {
            for (int i = 0; i < 3 * LIVE / 2; i++) {
                work.prepare();
                work.run();
            }
            return work.checksum();
        }
    }

    /** Fails in the thread that frees. */
    private static final class RefusesFrees extends StubAddresses {
        @Override
        public void free(long address, long size) {
            throw new IllegalStateException("refused size=" + size);
        }
    }
}
