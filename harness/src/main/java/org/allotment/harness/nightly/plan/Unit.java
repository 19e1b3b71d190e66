package org.allotment.harness.nightly.plan;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allotment.harness.checkout.Sha256;
import org.allotment.harness.result.RunDirectory;

/**
 * A unit of work: what one child JVM brings, or one litmus test.
 *
 * @param kind {@link #BENCHMARK} or {@link #LITMUS}
 * @param notApplicable why it cannot run here, or empty
 * @param estimateMillis expected wall time
 */
public record Unit(
        String id,
        String kind,
        String name,
        SortedMap<String, String> params,
        int threads,
        int fork,
        String notApplicable,
        long estimateMillis) {

    /** A fork of a benchmark. */
    public static final String BENCHMARK = "jmh";

    /** A litmus test. */
    public static final String LITMUS = "stress";

    private static final int ID_DIGITS = 16;

    /** A fork of a cell. */
    public static Unit benchmark(Cell cell, int fork, long estimateMillis) {
        return new Unit(
                id(cell.label(), cell.threads(), fork),
                BENCHMARK,
                cell.name(),
                cell.params(),
                cell.threads(),
                fork,
                cell.notApplicable(),
                estimateMillis);
    }

    /** A litmus test. */
    public static Unit litmus(Litmus test) {
        return new Unit(
                id(test.name(), test.actors(), 0),
                LITMUS,
                test.name(),
                new TreeMap<>(),
                test.actors(),
                0,
                test.notApplicable(),
                test.estimateMillis());
    }

    /** Whether this is a litmus test. */
    public boolean isLitmus() {
        return kind.equals(LITMUS);
    }

    /** Where a run keeps the result of this unit. */
    public Path result(RunDirectory directory) {
        return isLitmus() ? directory.stressResult(id) : directory.result(id);
    }

    /** Whether this can run here. */
    public boolean applies() {
        return notApplicable.isEmpty();
    }

    /** The unit as text, without threads and fork. */
    public String label() {
        return Cell.label(name, params);
    }

    /** The label with the package left out, for people. */
    public String shortLabel() {
        var label = label();
        var question = label.indexOf('?');
        var name = question < 0 ? label : label.substring(0, question);
        var method = name.lastIndexOf('.');
        var type = method < 0 ? -1 : name.lastIndexOf('.', method - 1);
        return label.substring(type + 1);
    }

    private static String id(String label, int threads, int fork) {
        var identity = (label.contains("?") ? label : label + "?") + "#" + threads + "#" + fork;
        return Sha256.of(identity).substring(0, ID_DIGITS);
    }
}
