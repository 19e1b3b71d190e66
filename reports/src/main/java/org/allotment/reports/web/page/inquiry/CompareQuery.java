package org.allotment.reports.web.page.inquiry;

import java.util.List;
import java.util.function.UnaryOperator;
import org.allotment.reports.compare.Comparison;
import org.allotment.reports.compare.Pair;
import org.allotment.reports.web.page.RowQuery;
import org.allotment.reports.web.text.Links;
import org.allotment.reports.web.view.part.Frame.Scope;

/**
 * What is compared, and which rows of it: all of it stands in the address.
 *
 * @param base name of a side, or empty
 * @param head name of a side, or empty
 * @param text part of a name or a parameter, case ignored
 * @param metric name of a metric, or empty
 * @param verdict word of an outcome, or empty
 * @param page which part, from 0
 */
public record CompareQuery(String base, String head, String text, String metric, String verdict, int page) {
    /** Rows of one part. */
    static final int PAGE = 100;

    /** Reads the parameters of an address; what makes no sense counts as absent. */
    public static CompareQuery of(UnaryOperator<String> parameter) {
        String page = parameter.apply("page");
        return new CompareQuery(
                parameter.apply("base").strip(),
                parameter.apply("head").strip(),
                parameter.apply("q").strip(),
                parameter.apply("metric"),
                parameter.apply("verdict"),
                RowQuery.pageNumber(page));
    }

    /** The rows that fit, in their order. */
    public List<Pair> apply(Comparison comparison) {
        return comparison.pairs().stream()
                .filter(pair -> (metric.isEmpty() || pair.series().metric().equals(metric))
                        && (verdict.isEmpty() || pair.verdict().word().equals(verdict))
                        && pair.series().mentions(text))
                .toList();
    }

    /** The address of the same with the sides named, whatever comes later. */
    Links link(String path, Scope scope, Comparison found) {
        return link(path, scope, found.base().name(), found.head().name());
    }

    Links link(String path, Scope scope, String from, String to) {
        return scope.link(path)
                .with("base", from)
                .with("head", to)
                .with("q", text)
                .with("metric", metric)
                .with("verdict", verdict);
    }
}
