package org.allotment.harness.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.allotment.harness.subject.Subject;
import org.allotment.harness.workload.replace.Replacement;
import org.allotment.harness.workload.script.ChurnScript;
import org.allotment.harness.workload.script.ReplaceScript;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The timed loops and the checked passes do the same work, over both shapes of subject. */
final class WorkloadTest {
    static Stream<Named<Function<Subject, Workload>>> workloads() {
        return Stream.of(
                Named.of("pair", subject -> Workloads.pair(subject, 64)),
                Named.of("batch", Workloads::batch),
                Named.of("churn", Workloads::churn),
                Named.of("replace", subject -> Replacement.of(subject, "16-79")));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void timedRunsMakeTheCallsOfTheCheckedPass(Function<Subject, Workload> workload) {
        ModelSubject timed = new ModelSubject();
        runWholeScript(workload.apply(timed));
        ModelSubject checked = new ModelSubject();
        workload.apply(checked).checksum();
        assertThat(timed.calls).isNotEmpty().isEqualTo(checked.calls);
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void addressesSeeTheCallsThatObjectsSee(Function<Subject, Workload> workload) {
        ModelAddresses addresses = new ModelAddresses();
        runWholeScript(workload.apply(addresses));
        ModelSubject objects = new ModelSubject();
        runWholeScript(workload.apply(objects));
        assertThat(addresses.calls).isEqualTo(objects.calls);
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void everyBlockIsFreedOnceAtTheEnd(Function<Subject, Workload> workload) {
        ModelAddresses subject = new ModelAddresses();
        Workload work = workload.apply(subject);
        work.run();
        work.checksum();
        work.run();
        work.close();
        List<String> calls = subject.calls;
        assertThat(calls.stream().filter(call -> call.startsWith("free")).distinct())
                .hasSize((int) calls.stream()
                        .filter(call -> call.startsWith("allocate"))
                        .count());
    }

    @Test
    void checksumNoticesBlocksThatShareMemory() {
        assertThat(Workloads.batch(new OneBlockForAll()).checksum())
                .isNotEqualTo(Workloads.batch(new ModelSubject()).checksum());
        assertThat(Workloads.churn(new OneBlockForAll()).checksum())
                .isNotEqualTo(Workloads.churn(new ModelSubject()).checksum());
        assertThat(Replacement.of(new OneBlockForAll(), "1-8").checksum())
                .isNotEqualTo(Replacement.of(new ModelSubject(), "1-8").checksum());
    }

    /** Some loops make a part of their script at a time; closing drains it, as the checked pass does. */
    private static void runWholeScript(Workload work) {
        int runs = work instanceof AddressPair
                        || work instanceof ObjectPair
                        || work instanceof AddressBatch
                        || work instanceof ObjectBatch
                ? 1
                : work instanceof AddressChurn || work instanceof ObjectChurn
                        ? ChurnScript.RECORDS / Workload.CHURN_STEPS
                        : ReplaceScript.RECORDS / Replacement.STEPS;
        for (int i = 0; i < runs; i++) {
            work.run();
        }
        work.close();
    }
}
