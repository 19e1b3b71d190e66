package org.allotment.harness.nightly.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allotment.harness.nightly.plan.Cell;
import org.allotment.harness.nightly.plan.Profile;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of JMH together measure what is selected, each cell once and nothing else. */
class BenchCallsTest {

    private static final String TLSF = "subject=allotment-tlsf,allotment-tlsf-trusting,allotment-tlsf-bare";

    private static final List<Cell> ALL = SuiteCatalog.selectableCells(Profile.FULL);

    @Test
    void anEngineIsOneCallOfItsFormsAtEveryBenchmark() {
        var calls = BenchCalls.of("tlsf", List.of("-f", "1"));
        assertThat(calls).hasSize(1);
        assertThat(calls.getFirst().getFirst())
                .contains("PairBenchmark.pair", "CollectionBenchmark.collection", "Page");
        assertThat(calls.getFirst().subList(1, calls.getFirst().size())).containsExactly("-p", TLSF, "-f", "1");
    }

    @Test
    void anExpressionOfNamesGoesToJmhUnchanged() {
        for (var only : List.of("Pair|Batch|Churn", "CanaryBenchmark", "churn$", "")) {
            assertThat(BenchCalls.of(only, List.of("-p", "size=32"))).containsExactly(List.of(only, "-p", "size=32"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tlsf",
                "bump",
                "page",
                "context",
                "default",
                "full",
                "subject=allotment-slab$",
                "Pair.*size=(64|256)&subject=malloc-critical",
                "size=64&|subject=allotment-bump",
                "pages=1",
                "workload=btree|sizes=1-8&subject=allotment-(buddy|tree)$"
            })
    void callsExpandToWhatIsSelected(String only) {
        var measured = BenchCalls.of(only, List.of()).stream()
                .flatMap(BenchCallsTest::expand)
                .toList();
        var selected = Only.of(only).cells(ALL).stream()
                .filter(cell -> cell.notApplicable().isEmpty())
                .map(Cell::label)
                .distinct()
                .toList();
        assertThat(measured).isNotEmpty().containsExactlyInAnyOrderElementsOf(selected);
    }

    /** The labels of what JMH would run: all combinations of the given values, or of all there are. */
    private static Stream<String> expand(List<String> call) {
        var pattern = Pattern.compile(call.getFirst());
        var given = new LinkedHashMap<String, List<String>>();
        for (var place = 2; place < call.size(); place += 2) {
            var parameter = call.get(place).split("=", 2);
            given.put(parameter[0], List.of(parameter[1].split(",")));
        }
        return ALL.stream()
                .filter(cell -> pattern.matcher(cell.name()).find())
                .filter(cell -> cell.params().entrySet().stream()
                        .allMatch(entry -> given.getOrDefault(entry.getKey(), List.of(entry.getValue()))
                                .contains(entry.getValue())))
                .map(Cell::label)
                .distinct();
    }

    @Test
    void parametersThatTheUserSetsAreNotSetTwice() {
        var options = List.of("-p", "subject=malloc", "-p", "size=32", "-prof", "gc");
        var calls = BenchCalls.of("size=64&subject=allotment-tlsf", options);
        assertThat(calls).hasSize(1);
        assertThat(calls.getFirst().subList(1, calls.getFirst().size())).isEqualTo(options);
    }

    @Test
    void severalCallsDoNotWriteToOneFile() {
        assertThat(BenchCalls.of("full", List.of())).hasSizeGreaterThan(1);
        assertThat(BenchCalls.of("tlsf", List.of("-rff", "x.json"))).hasSize(1);
        for (var output : List.of("-rff", "-o")) {
            assertThatThrownBy(() -> BenchCalls.of("full", List.of(output, "x")))
                    .isInstanceOfSatisfying(
                            RunProblem.class,
                            problem -> assertThat(problem.status()).isEqualTo(ExitStatus.USAGE))
                    .hasMessageContaining("only=full, calls=");
        }
    }

    @Test
    void whatSelectsNothingIsWrongUsage() {
        for (var only : List.of("memory", "id", "tlfs", "subject=none")) {
            assertThatThrownBy(() -> BenchCalls.of(only, List.of()))
                    .isInstanceOfSatisfying(
                            RunProblem.class,
                            problem -> assertThat(problem.status()).isEqualTo(ExitStatus.USAGE))
                    .hasMessageContaining("only=" + only + ", names=bump,");
        }
    }
}
