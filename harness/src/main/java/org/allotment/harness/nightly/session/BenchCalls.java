package org.allotment.harness.nightly.session;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allotment.core.catalog.Selection;
import org.allotment.harness.nightly.plan.Cell;
import org.allotment.harness.nightly.plan.Profile;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What {@code bench --only} means to JMH, which knows names of benchmarks and products of parameters and nothing else.
 *
 * <p>An expression that is found in the name of a benchmark goes to JMH as it is, and parameters are left to the
 * benchmark or to the user's {@code -p}. The name of an engine or preset, and an expression that speaks of parameters,
 * select cells; benchmarks with the same parameters share a call of JMH.
 */
public final class BenchCalls {

    private static final String PARAMETER = "-p";

    /** Two calls would write to one file. */
    private static final List<String> OUTPUTS = List.of("-rff", "-o");

    private BenchCalls() {}

    /**
     * The arguments of each call of JMH.
     *
     * @param only what the user asks for
     * @param options what the user tells JMH besides
     * @throws RunProblem if nothing is selected, or several calls would write to one file
     */
    public static List<List<String>> of(String only, List<String> options) {
        if (Selection.named(only).isEmpty() && isFoundInAName(only)) {
            return List.of(with(List.of(only), options));
        }
        var all = SuiteCatalog.selectableCells(Profile.FULL);
        var cells = Only.of(only).cells(all).stream()
                .filter(cell -> cell.notApplicable().isEmpty())
                .toList();
        if (cells.isEmpty()) {
            throw Only.nothing("benchmark that runs here", only);
        }
        var calls = calls(cells, all, given(options));
        if (calls.size() > 1 && options.stream().anyMatch(OUTPUTS::contains)) {
            throw new RunProblem(
                    ExitStatus.USAGE,
                    "benchmarks of different parameters take several calls of JMH, which would write to one file,"
                            + " only=" + only + ", calls=" + calls.size());
        }
        return calls.entrySet().stream()
                .map(call -> with(with(List.of(names(call.getValue())), call.getKey()), options))
                .toList();
    }

    private static boolean isFoundInAName(String only) {
        var silent = OutputFormatFactory.createFormatInstance(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), VerboseMode.SILENT);
        return !BenchmarkList.defaultList()
                .find(silent, List.of(only), List.of())
                .isEmpty();
    }

    /** Parameters that the user sets; JMH would add ours to them. */
    private static Set<String> given(List<String> options) {
        var given = new LinkedHashSet<String>();
        for (var place = 1; place < options.size(); place++) {
            if (options.get(place - 1).equals(PARAMETER)) {
                given.add(options.get(place).split("=", 2)[0]);
            }
        }
        return given;
    }

    /** Names of benchmarks by the parameters they share. */
    private static Map<List<String>, Set<String>> calls(List<Cell> cells, List<Cell> all, Set<String> given) {
        var calls = new LinkedHashMap<List<String>, Set<String>>();
        for (var benchmark : byName(cells).entrySet()) {
            var planned = values(byName(all).getOrDefault(benchmark.getKey(), List.of()));
            for (var product : products(benchmark.getValue())) {
                var arguments = new ArrayList<String>();
                values(product).forEach((name, values) -> {
                    // What is asked for as a whole is left to the benchmark, so that more of them share a call.
                    if (!given.contains(name) && (name.equals(Only.SUBJECT) || !values.equals(planned.get(name)))) {
                        arguments.addAll(List.of(PARAMETER, name + "=" + String.join(",", values)));
                    }
                });
                calls.computeIfAbsent(arguments, _ -> new LinkedHashSet<>()).add(benchmark.getKey());
            }
        }
        return calls;
    }

    private static Map<String, List<Cell>> byName(List<Cell> cells) {
        return cells.stream().collect(Collectors.groupingBy(Cell::name, LinkedHashMap::new, Collectors.toList()));
    }

    /** Cuts the cells of a benchmark into lists that are all combinations of their values: by what subjects share. */
    private static List<List<Cell>> products(List<Cell> cells) {
        var bySubject = new LinkedHashMap<String, Set<SortedMap<String, String>>>();
        for (var cell : cells) {
            var rest = new TreeMap<>(cell.params());
            var subject = String.valueOf(rest.remove(Only.SUBJECT));
            bySubject.computeIfAbsent(subject, _ -> new LinkedHashSet<>()).add(rest);
        }
        var products = new LinkedHashMap<Set<SortedMap<String, String>>, List<Cell>>();
        for (var cell : cells) {
            var rests = bySubject.get(String.valueOf(cell.params().get(Only.SUBJECT)));
            products.computeIfAbsent(rests, _ -> new ArrayList<>()).add(cell);
        }
        return List.copyOf(products.values());
    }

    private static SortedMap<String, Set<String>> values(List<Cell> cells) {
        var values = new TreeMap<String, Set<String>>();
        for (var cell : cells) {
            cell.params()
                    .forEach((name, value) -> values.computeIfAbsent(name, _ -> new LinkedHashSet<>())
                            .add(value));
        }
        return values;
    }

    private static String names(Set<String> benchmarks) {
        return benchmarks.stream().map(Pattern::quote).collect(Collectors.joining("|", "^(?:", ")$"));
    }

    private static List<String> with(List<String> arguments, List<String> more) {
        var all = new ArrayList<>(arguments);
        all.addAll(more);
        return List.copyOf(all);
    }
}
