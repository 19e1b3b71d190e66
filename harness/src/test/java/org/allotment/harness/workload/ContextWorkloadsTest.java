package org.allotment.harness.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.allotment.core.switching.Selected;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.subject.catalog.SubjectEntry;
import org.allotment.harness.subject.catalog.Subjects;
import org.allotment.harness.workload.guard.GuardedPair;
import org.allotment.harness.workload.script.Checksum;
import org.allotment.harness.workload.switching.ContextPair;
import org.allotment.harness.workload.switching.Switches;
import org.allotment.harness.workload.task.Tasks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Virtual threads keep what they wrote, contexts are where they should be; sums are those of arithmetic alone. */
final class ContextWorkloadsTest {
    static Stream<String> subjects() {
        return Subjects.all().stream().map(SubjectEntry::id);
    }

    static Stream<String> ways() {
        return Switches.WAYS.stream();
    }

    private static long tasks() {
        Checksum all = new Checksum();
        for (int task = 0; task < Tasks.TASKS; task++) {
            Checksum sum = new Checksum();
            for (int block = 0; block < 1 + task % 20; block++) {
                long size = 16L * (1 + (task + block) % 16);
                sum.add(size);
                for (long offset = 0; offset < size; offset += Long.BYTES) {
                    sum.add(Checksum.word(task * 20L + block, size, offset));
                }
            }
            all.add(sum.value());
        }
        return all.value();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void parkedTasksKeepTheirBlocks(String id) {
        assertThat(sum(Tasks.over(applicable(id)))).isEqualTo(tasks());
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void pairsOnAVirtualThreadAreThoseOfAPlatformThread(String id) {
        long onPlatform = sum(Workloads.pair(applicable(id), 64));
        assertThat(CompletableFuture.supplyAsync(
                                () -> sum(Workloads.pair(applicable(id), 64)),
                                work -> Thread.ofVirtual().start(work))
                        .join())
                .isEqualTo(onPlatform);
    }

    @Test
    void memoryThatEndsWithATaskKeepsWhatWasWritten() {
        for (String memory : Tasks.MEMORIES) {
            assertThat(sum(Tasks.opening(memory))).as(memory).isEqualTo(tasks());
        }
        assertThatThrownBy(() -> Tasks.opening("heap")).hasMessageContaining("name=heap");
    }

    @Test
    void pairsInAContextAreThoseOfEverySubject() {
        long expected = sum(Workloads.pair(Subjects.open("malloc"), 64));
        for (String place : ContextPair.PLACES) {
            assertThat(sum(ContextPair.of(place, 64))).as(place).isEqualTo(expected);
            assertThat(onVirtualThread(ContextPair.of(place, 64))).as(place).isEqualTo(expected);
        }
        assertThatThrownBy(() -> ContextPair.of("heap", 64)).hasMessageContaining("place=heap");
    }

    @Test
    void pairsBehindAGuardAreThoseOfEverySubject() {
        long expected = sum(Workloads.pair(Subjects.open("malloc"), GuardedPair.SIZE));
        for (String guard : GuardedPair.GUARDS) {
            assertThat(sum(GuardedPair.of(guard))).as(guard).isEqualTo(expected);
        }
        assertThatThrownBy(() -> GuardedPair.of("wall")).hasMessageContaining("guard=wall");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void everyWayOutIsAWayBack(String way) {
        Selected inside = way.endsWith("-leave") || way.equals("with-global") || way.equals("scope")
                ? Selected.GLOBAL
                : Selected.CONTEXT_LOCAL;
        Selected outside = way.equals("scope") ? Selected.GLOBAL : Selected.CONTEXT_LOCAL;
        Checksum sum = new Checksum();
        sum.add(inside.name().length());
        sum.add(outside.name().length());
        assertThat(sum(Switches.of(way))).isEqualTo(sum.value());
        assertThat(onVirtualThread(Switches.of(way))).isEqualTo(sum.value());
    }

    @Test
    void aFailedTaskEndsTheRunWithItsReason() {
        Workload work = Tasks.over(new Exhausted());
        assertThatThrownBy(work::run).hasRootCauseMessage("full live=0");
        assertThatThrownBy(() -> Switches.of("back")).hasMessageContaining("way=back");
    }

    private static long onVirtualThread(Workload work) {
        return CompletableFuture.supplyAsync(
                        () -> sum(work), task -> Thread.ofVirtual().start(task))
                .join();
    }

    private static Subject applicable(String id) {
        SubjectEntry entry = Subjects.byId(id);
        var answer = entry.applicability().and(() -> WorkloadKind.ONE_ENTRY.on(entry.traits()));
        assumeTrue(answer.isApplicable(), answer::reason);
        return entry.open();
    }

    private static long sum(Workload work) {
        try (work) {
            work.run();
            long first = work.checksum();
            work.run();
            assertThat(work.checksum()).isEqualTo(first);
            return first;
        }
    }

    /** Has nothing to give. */
    private static final class Exhausted extends StubAddresses {
        @Override
        public long allocate(long size) {
            throw new IllegalStateException("full live=0");
        }
    }
}
