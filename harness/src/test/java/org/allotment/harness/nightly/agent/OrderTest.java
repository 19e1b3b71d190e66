package org.allotment.harness.nightly.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allotment.harness.nightly.plan.Cell;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.nightly.runner.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job asks for is what is run, and what is said of it is what a server takes. */
final class OrderTest {
    @TempDir
    private Path folder;

    @Test
    void bothSidesAreMeasuredInTheModeOfTheJobAndTheCanaryInItsOwn() throws IOException {
        var order = Order.read(job("thrpt"));
        var canary = Cell.of("fake.Canary.canary", Map.of(), 1);
        var sides = new Turns(order, Optional.of(canary), folder).sides(says("base"), says("head"), says("canary"));
        assertThat(sides.benchmark(fork(order.cell(), 0), folder, folder)).containsExactly("base", "-bm", "thrpt");
        assertThat(sides.benchmark(fork(order.cell(), 1), folder, folder)).containsExactly("head", "-bm", "thrpt");
        assertThat(sides.benchmark(fork(canary, 0), folder, folder)).containsExactly("canary");
    }

    @Test
    void withoutAModeTheBenchmarkSaysItAndWhatIsNoModeIsRefused() throws IOException {
        var order = Order.read(job(""));
        var sides = new Turns(order, Optional.empty(), folder).sides(says("base"), says("head"), says("canary"));
        assertThat(sides.benchmark(fork(order.cell(), 0), folder, folder)).containsExactly("base");
        assertThatThrownBy(() -> Order.read(job("avgt -jvmArgs x"))).hasMessageContaining("not a claimed job");
    }

    @Test
    void aReasonIsOneLineAndTheEndOfWhatIsTooLong() {
        assertThat(Findings.printable("a\r\n\tb\u0000c ")).isEqualTo("a b c");
        assertThat(Findings.printable("x".repeat(5_000) + "\nlast"))
                .hasSize(Findings.LENGTH)
                .endsWith("x last");
    }

    private static Unit fork(Cell cell, int fork) {
        return Unit.benchmark(cell, fork, 1);
    }

    private static Commands says(String side) {
        return new Commands() {
            @Override
            public List<String> benchmark(Unit unit, Path result, Path scratch) {
                return List.of(side);
            }

            @Override
            public List<String> litmus(List<Unit> units, Path result, Path scratch) {
                return List.of();
            }
        };
    }

    private static String job(String mode) {
        return """
                {"fence": 3, "leaseSeconds": 1, "job": {"id": 7, "profile": "quick",
                 "asked": {"base": "a", "head": "b", "worse": true, "effect": 0.02, "forks": 8},
                 "measured": {"benchmark": "fake.A.pair", "params": {"size": "64"}, "mode": "%s", "threads": 1,
                  "metric": "score", "unit": "ns/op"}}}""".formatted(mode);
    }
}
