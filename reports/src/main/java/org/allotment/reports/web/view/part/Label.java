package org.allotment.reports.web.view.part;

import java.util.List;
import java.util.Map;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Names;

/**
 * Who a series or a unit of work is.
 *
 * @param name the benchmark or test
 * @param params its parameters, sorted by name
 * @param threads how many threads ran it, in words
 * @param metric what was measured, empty where the score itself was
 */
public record Label(Names name, List<Param> params, String threads, String metric) {

    /** Builds a label from stored values. */
    public static Label of(String name, Map<String, String> params, int threads, String metric) {
        List<Param> sorted = params.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new Param(entry.getKey(), entry.getValue()))
                .toList();
        return new Label(
                Names.of(name),
                sorted,
                threads <= 0 ? "" : Counts.of(threads, "thread"),
                metric.equals("score") ? "" : metric);
    }

    /**
     * One parameter.
     *
     * @param name of the parameter
     * @param value as uploaded
     */
    public record Param(String name, String value) {}
}
